"""Makes the Linux packages of the frozen folder: ``python packaging/debian.py`` after PyInstaller.

    dist/raqim_VERSION_ARCH.deb          with menu entry, file type, AppStream data, icons, manual page
    dist/raqim-VERSION-linux-MACHINE.tar.xz   the same without installing
"""

from __future__ import annotations

import gzip
import hashlib
import os
import platform
import shutil
import subprocess
import sys
import tomllib
from datetime import UTC, datetime
from pathlib import Path

from icons import draw
from manual import manual
from system_libraries import depends

ROOT = Path(__file__).resolve().parents[1]
LINUX = ROOT / "packaging" / "linux"
APP = "org.raqim.Raqim"
CONTROL = """Package: raqim
Version: {version}
Architecture: {architecture}
Maintainer: The Raqim authors <raqim@example.org>
Installed-Size: {size}
Depends: {depends}
Recommends: hicolor-icon-theme, shared-mime-info, desktop-file-utils
Suggests: libgtk-3-0, ibus
Section: science
Priority: optional
Description: label Arabic news text into a corpus that trains models
 Raqim opens an Arabic news text with its actors, figures and sources already
 highlighted. People confirm, correct and add by keyboard, right to left and
 exact to the letter.
 .
 Work of several annotators is merged, compared and settled; everything is
 exported to CoNLL, JSON and other formats. It works offline, and each project
 is one file. Python, Qt and all libraries come along.
"""


def version() -> str:
    """The version that pyproject.toml names."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])


def moment() -> int:
    """When the last commit was made, so that a tree gives the same package twice."""
    if "SOURCE_DATE_EPOCH" in os.environ:
        return int(os.environ["SOURCE_DATE_EPOCH"])
    asked = subprocess.run(
        ["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.strip()
    return int(asked or datetime(2026, 1, 1, tzinfo=UTC).timestamp())


def share(folder: Path) -> None:
    """What a desktop wants to know of the program: ``folder`` is a ``share``."""
    day = datetime.fromtimestamp(moment(), UTC).date().isoformat()
    for source, place in (
        (f"{APP}.desktop", "applications"), (f"{APP}.mime.xml", "mime/packages"), (f"{APP}.metainfo.xml", "metainfo"),
    ):  # fmt: skip
        into = folder / place / source.replace(".mime.xml", ".xml")
        into.parent.mkdir(parents=True, exist_ok=True)
        text = (LINUX / source).read_text("utf-8")
        into.write_text(text.replace("@VERSION@", version()).replace("@DATE@", day), "utf-8")
    icons = ROOT / "build" / "icons"
    draw(icons)
    shutil.copytree(icons / "hicolor", folder / "icons" / "hicolor")
    page = folder / "man" / "man1" / "raqim.1.gz"
    page.parent.mkdir(parents=True)
    page.write_bytes(gzip.compress(manual(version()).encode(), mtime=0))


def documents(folder: Path) -> None:
    """Copyright and changes, where Debian looks for them, with a way to every licence."""
    folder.mkdir(parents=True)
    shutil.copyfile(LINUX / "copyright", folder / "copyright")
    (folder / "changelog.gz").write_bytes(gzip.compress((ROOT / "CHANGELOG.md").read_bytes(), mtime=0))
    (folder / "licences").symlink_to("../../../lib/raqim/_internal/licences")


def _sizes(root: Path) -> int:
    """Kilobytes that the files take, as Debian counts them: each rounded up."""
    return sum(-(-file.lstat().st_size // 1024) for file in root.rglob("*") if file.is_file() or file.is_symlink())


def _sums(root: Path) -> str:
    files = (file for file in sorted(root.rglob("*")) if file.is_file() and not file.is_symlink())
    return "".join(f"{hashlib.md5(file.read_bytes()).hexdigest()}  {file.relative_to(root)}\n" for file in files)


def _modes(root: Path) -> None:
    for file in root.rglob("*"):
        if not file.is_symlink():
            runs = file.is_dir() or (file.stat().st_mode & 0o100 and file.suffix == "")
            file.chmod(0o755 if runs else 0o644)


def debian_package(frozen: Path, into: Path) -> Path:
    """The .deb of a frozen folder."""
    root = ROOT / "build" / "debian"
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(frozen, root / "usr" / "lib" / "raqim", symlinks=True)
    share(root / "usr" / "share")
    documents(root / "usr" / "share" / "doc" / "raqim")
    (root / "usr" / "bin").mkdir()
    (root / "usr" / "bin" / "raqim").symlink_to("../lib/raqim/raqim")
    _modes(root)
    machine = subprocess.run(
        ["dpkg", "--print-architecture"], capture_output=True, text=True, check=True
    ).stdout.strip()
    sizes, sums = _sizes(root), _sums(root)
    control = root / "DEBIAN"
    control.mkdir(mode=0o755)
    (control / "control").write_text(
        CONTROL.format(version=version(), architecture=machine, size=sizes, depends=", ".join(depends(frozen)))
    )
    (control / "md5sums").write_text(sums)
    place = into / f"raqim_{version()}_{machine}.deb"
    subprocess.run(
        ["dpkg-deb", "--root-owner-group", "-Zxz", "-z4", "--build", str(root), str(place)],
        check=True, env=os.environ | {"SOURCE_DATE_EPOCH": str(moment())}, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    return place


def tarball(frozen: Path, into: Path) -> Path:
    """The folder with what a desktop wants to know beside it, packed."""
    name = f"raqim-{version()}-linux-{platform.machine()}"
    root = ROOT / "build" / "tarball" / name
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(frozen, root, symlinks=True)
    share(root / "share")
    asked = " ".join(each.split(" ")[0] for each in depends(frozen)[1:])
    (root / "INSTALL.txt").write_text((LINUX / "INSTALL.txt").read_text("utf-8").replace("@DEPENDS@", asked), "utf-8")
    place = into / f"{name}.tar.xz"
    subprocess.run(
        ["tar", "--sort=name", f"--mtime=@{moment()}", "--owner=0", "--group=0", "--numeric-owner", "-I", "xz -T0 -2",
         "-cf", str(place), name], cwd=root.parent, check=True,
    )  # fmt: skip
    return place


def main() -> int:
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    frozen, into = ROOT / "dist" / "raqim", ROOT / "dist"
    for place in (debian_package(frozen, into), tarball(frozen, into)):
        print(f"{place.relative_to(ROOT)}: {place.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
