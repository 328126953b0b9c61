"""The licences of everything that the package carries: one folder of texts and one page that lists them.

The distributions are found from the files that were collected, their texts from the installed metadata; what has none
there (Qt for Python's wheels, Python itself, libraries of the system) is served from packaging/licences or from the
system's own copyright files. A distribution without a text stops the build.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import Distribution, distributions
from pathlib import Path

LICENCES = Path(__file__).parent / "licences"
ROOT = LICENCES.parents[1]
COLLECTED = Sequence[tuple[str, str, str]]
"""PyInstaller's entries: name in the package, source, kind."""
LGPL = ("LGPL-3.0.txt", "GPL-3.0.txt", "Qt-third-party.txt")
SERVED = {
    "pyside6-essentials": ("LGPL-3.0-only", LGPL),
    "shiboken6": ("LGPL-3.0-only", LGPL[:2]),
}
"""Distributions whose wheels carry no licence text: the licence that we take them under, and its texts."""
_TEXT = re.compile(r"(licen[cs]e|copying|notice|authors)", re.IGNORECASE)


class NoLicenceError(Exception):
    """Something that would be shipped has no licence text."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What one part of the package is under."""

    name: str
    version: str
    licence: str
    texts: tuple[Path, ...]
    address: str = ""


def plain_name(name: str) -> str:
    """A distribution's name as comparisons want it."""
    return re.sub(r"[-_.]+", "-", name).lower()


@cache
def owners() -> dict[str, str]:
    """The distribution of every installed file, by its path."""
    found: dict[str, str] = {}
    for each in distributions():
        name, place = plain_name(each.metadata["Name"]), str(Path(str(each.locate_file(""))).resolve())
        for file in each.files or ():
            found[os.path.normpath(f"{place}/{file}")] = name
    return found


def bundled(sources: Iterable[str]) -> set[str]:
    """The distributions that collected files come from.

    Raises:
        NoLicenceError: an installed file belongs to none.
    """
    found = set()
    for source in sources:
        owner = owners().get(str(Path(source).resolve()), "") if source else ""
        if not owner and "site-packages" in Path(source).parts:
            raise NoLicenceError(f"{source} belongs to no installed distribution")
        found.add(owner)
    return found - {"", "raqim"}


def notice(name: str) -> Notice:
    """What an installed distribution is under.

    Raises:
        NoLicenceError: it brings no text, and none is kept for it here.
    """
    from importlib.metadata import distribution

    found = distribution(name)
    data = found.metadata
    texts = _own_texts(found)
    licence = data.get("License-Expression") or _classified(found) or (data.get("License") or "").split("\n")[0]
    if name in SERVED:
        licence, served = SERVED[name]
        texts = tuple(LICENCES / each for each in served)
    if not texts or not all(each.is_file() for each in texts):
        raise NoLicenceError(f"{name} brings no licence text; put one into packaging/licences and name it in SERVED")
    return Notice(data["Name"], found.version, licence or "see the text", texts, _address(found))


def _own_texts(found: Distribution) -> tuple[Path, ...]:
    files = (file for file in found.files or () if ".dist-info" in file.parts[0] and len(file.parts) > 1)
    return tuple(sorted(Path(str(found.locate_file(file))) for file in files if _TEXT.search(file.name)))


def _classified(found: Distribution) -> str:
    kinds = (each for each in found.metadata.get_all("Classifier") or () if each.startswith("License :: "))
    return ", ".join(each.rpartition(" :: ")[2] for each in kinds)


def _address(found: Distribution) -> str:
    for each in found.metadata.get_all("Project-URL") or ():
        label, _, address = each.partition(", ")
        if label.lower() in {"homepage", "source", "repository", "source code"}:
            return str(address)
    return str(found.metadata.get("Home-page") or "")


def python_notice() -> Notice:
    """What Python's own interpreter and library are under."""
    places = [Path(sys.base_prefix) / "LICENSE.txt", *Path(sys.base_prefix).glob("lib/python3*/LICENSE.txt")]
    text = next((each for each in places if each.is_file()), LICENCES / "Python.txt")
    return Notice("Python", sys.version.split()[0], "PSF-2.0", (text,), "https://www.python.org/")


def system_notices(sources: Iterable[str]) -> list[Notice]:
    """What the libraries are under that the building Debian lends to the package.

    Raises:
        NoLicenceError: a library belongs to no package of the system.
    """
    found: dict[str, Notice] = {}
    for source in sources:
        if not re.match(r"/(usr/)?lib/", source) or "/python3" in source:
            continue
        name, version = _package(source)
        text = Path("/usr/share/doc") / name / "copyright"
        if not name or not text.is_file():
            raise NoLicenceError(f"{source} belongs to no package with a copyright file")
        found[name] = Notice(name, version, "see the text", (text,), "https://packages.debian.org/")
    return [found[name] for name in sorted(found)]


def _package(source: str) -> tuple[str, str]:
    for place in (source, str(Path(source).resolve()), source.removeprefix("/usr")):
        asked = subprocess.run(["dpkg-query", "-S", place], capture_output=True, text=True, check=False)
        if asked.returncode == 0:
            name = asked.stdout.split(":")[0]
            shown = subprocess.run(
                ["dpkg-query", "-W", "-f=${Version}", name], capture_output=True, text=True, check=False
            )
            return name, shown.stdout.split()[0] if shown.stdout else ""
    return "", ""


def all_notices(sources: Iterable[str]) -> list[Notice]:
    """Everything that files of these sources oblige to, PyInstaller's start code and the font with it."""
    paths = list(sources)
    names = sorted(bundled(paths) | {"pyinstaller"})
    return [*(notice(name) for name in names), python_notice(), font_notice(), *system_notices(paths)]


def font_notice() -> Notice:
    """What the font is under; it is the one of Debian's package fonts-hosny-amiri."""
    text = ROOT / "resources" / "fonts" / "Amiri-OFL.txt"
    return Notice("Amiri", "0.113", "OFL-1.1", (text,), "https://www.amirifont.org/")


PAGE = """# Notices

Raqim is under the Apache License 2.0 (LICENSE). Its articles in corpus/ are under CC BY 4.0. With it come the works
listed here, each under its own licence, whose text lies in the folder named.

Qt and Qt for Python are used under the GNU Lesser General Public License, version 3. They are unchanged, they lie as
separate libraries in the folder PySide6, and you may put your own build of them in their place. Their source is at
https://download.qt.io/archive/qt/ and https://download.qt.io/official_releases/QtForPython/, of the versions below.

PyInstaller's start code is under the GPL, version 2, with the exception that lets programs of any licence be frozen.

| what | version | licence | texts |
|---|---|---|---|
"""


def written(found: Sequence[Notice], folder: Path) -> Path:
    """Write the page and the texts into a folder; it is emptied first."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    lines = []
    for each in found:
        texts = folder / each.name
        for text in each.texts:
            texts.mkdir(exist_ok=True)
            shutil.copyfile(text, texts / _free_name(texts, text))
        what = f"[{each.name}]({each.address})" if each.address else each.name
        lines.append(f"| {what} | {each.version} | {each.licence} | {each.name}/ |\n")
    shutil.copyfile(ROOT / "LICENSE", folder / "LICENSE")
    (folder / "NOTICES.md").write_text(PAGE + "".join(lines), "utf-8")
    return folder


def _free_name(folder: Path, text: Path) -> str:
    """The text's name; with the folder that it lay in, where another has the name."""
    return text.name if not (folder / text.name).exists() else f"{text.parent.name}-{text.name}"


def notices(collected: COLLECTED, build: Path) -> list[tuple[str, str, str]]:
    """Write the notices of a package and name them as its data."""
    folder = written(all_notices(source for _, source, _ in collected), build / "notices")
    return [
        (str(Path("licences") / file.relative_to(folder)), str(file), "DATA")
        for file in sorted(folder.rglob("*")) if file.is_file()
    ]  # fmt: skip
