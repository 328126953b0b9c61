"""What the frozen program asks of the Linux on which it runs, found from its own files, as Debian's packages."""

from __future__ import annotations

import re
import struct
import subprocess
from collections.abc import Iterator
from pathlib import Path

PACKAGES = {
    "libGL": "libgl1", "libGLX": "libgl1", "libOpenGL": "libopengl0", "libEGL": "libegl1",
    "libX11": "libx11-6", "libX11-xcb": "libx11-xcb1",
    "libxcb": "libxcb1", "libxcb-cursor": "libxcb-cursor0", "libxcb-icccm": "libxcb-icccm4",
    "libxcb-image": "libxcb-image0", "libxcb-keysyms": "libxcb-keysyms1", "libxcb-randr": "libxcb-randr0",
    "libxcb-render": "libxcb-render0", "libxcb-render-util": "libxcb-render-util0", "libxcb-shape": "libxcb-shape0",
    "libxcb-shm": "libxcb-shm0", "libxcb-sync": "libxcb-sync1", "libxcb-xfixes": "libxcb-xfixes0",
    "libxcb-xkb": "libxcb-xkb1", "libxcb-xinput": "libxcb-xinput0", "libxcb-glx": "libxcb-glx0",
    "libxcb-util": "libxcb-util1", "libxcb-dri3": "libxcb-dri3-0",
    "libxkbcommon": "libxkbcommon0", "libxkbcommon-x11": "libxkbcommon-x11-0",
    "libwayland-client": "libwayland-client0", "libwayland-cursor": "libwayland-cursor0",
    "libwayland-egl": "libwayland-egl1", "libdrm": "libdrm2",
    "libglib-2.0": "libglib2.0-0 | libglib2.0-0t64", "libgthread-2.0": "libglib2.0-0 | libglib2.0-0t64",
    "libgobject-2.0": "libglib2.0-0 | libglib2.0-0t64", "libgio-2.0": "libglib2.0-0 | libglib2.0-0t64",
    "libfontconfig": "libfontconfig1", "libfreetype": "libfreetype6", "libdbus-1": "libdbus-1-3",
    "libgssapi_krb5": "libgssapi-krb5-2", "libcrypt": "libcrypt1", "libuuid": "libuuid1", "libzstd": "libzstd1",
    "libz": "zlib1g", "libstdc++": "libstdc++6", "libgcc_s": "libgcc-s1",
}  # fmt: skip
"""Debian's package of a library, by the library's name before ``.so``."""
OF_THE_C_LIBRARY = {"libc", "libm", "libdl", "librt", "libpthread", "libutil", "libresolv", "ld-linux-x86-64",
                    "ld-linux-aarch64"}  # fmt: skip
OPTIONAL = {"libqgtk3.so"}
"""A plugin that does nothing where GTK is not; with it the window has GNOME's file dialogs."""


class UnknownLibraryError(Exception):
    """The program asks for a library that no package is named for."""


def elf_files(folder: Path) -> Iterator[Path]:
    """Every program and library in a folder."""
    for file in sorted(folder.rglob("*")):
        if file.is_file() and not file.is_symlink() and file.name not in OPTIONAL and _is_elf(file):
            yield file


def _is_elf(file: Path) -> bool:
    with file.open("rb") as opened:
        return opened.read(4) == struct.pack("4s", b"\x7fELF")


def _dynamic(file: Path) -> str:
    return subprocess.run(
        ["readelf", "--wide", "--dynamic", "--version-info", str(file)], capture_output=True, text=True, check=True
    ).stdout


def needed(folder: Path) -> tuple[set[str], str]:
    """Libraries that files of a folder ask for and the folder does not hold, and the C library's version."""
    asked: set[str] = set()
    versions = {(2, 0)}
    for file in elf_files(folder):
        told = _dynamic(file)
        asked |= set(re.findall(r"\(NEEDED\).*\[(.+)\]", told))
        versions |= {(int(a), int(b)) for a, b in re.findall(r"GLIBC_(\d+)\.(\d+)", told)}
    held = {file.name for file in folder.rglob("*.so*")}
    return asked - held, ".".join(str(part) for part in max(versions))


def depends(folder: Path) -> list[str]:
    """The packages that a Debian has to have, for its control file.

    Raises:
        UnknownLibraryError: a library is asked for that stands in no table here.
    """
    asked, version = needed(folder)
    names = {each.split(".so")[0] for each in asked} - OF_THE_C_LIBRARY
    if unknown := sorted(names - PACKAGES.keys()):
        raise UnknownLibraryError(f"no package is named for {', '.join(unknown)}; add it to PACKAGES")
    return [f"libc6 (>= {version})", *sorted({PACKAGES[name] for name in names})]
