"""Camel-tools' language data as it lies on the disk: which packages there are, and what of them is installed.

Only files are read here. Importing ``camel_tools.data`` (which ``ner`` and ``morphology`` do) fetches the
catalogue from the network where it is missing, so nothing of camel-tools is imported before its files are found.
"""

from __future__ import annotations

import importlib.util
import json
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annotator.core import lexicon

NER, MORPHOLOGY, DISAMBIGUATION = "NamedEntityRecognition", "MorphologyDB", "DisambigMLE"
_NEEDED = {
    NER: (("config.json",), ("vocab.txt",), ("model.safetensors", "pytorch_model.bin")),
    MORPHOLOGY: (("morphology.db",),),
    DISAMBIGUATION: (("model.json",),),
}
"""What a component's folder must hold: of each row one file."""


@dataclass(frozen=True, slots=True)
class Package:
    """One package of language data. ``size`` in bytes; ``used``: whether a suggester of ours reads it."""

    name: str
    description: str = ""
    size: int = 0
    licence: str = ""
    version: str = ""
    url: str = ""
    destination: str = ""
    dependencies: tuple[str, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    installed: bool = False
    used: bool = False
    by_hand: bool = False
    """Whether something must be bought and added by hand after it is installed."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The packages known; ``fetched`` where camel-tools' own catalogue lies on the disk, else the shipped names."""

    folder: Path
    packages: tuple[Package, ...]
    datasets: Mapping[str, tuple[str, Path]] = field(default_factory=dict)
    fetched: bool = False

    def package(self, name: str) -> Package | None:
        """The package of this name, if there is one."""
        return next((each for each in self.packages if each.name == name), None)

    def with_dependencies(self, name: str) -> list[Package]:
        """The package behind all that it needs, each once."""
        order: list[Package] = []
        seen: set[str] = set()
        self._collect(name, seen, order)
        return order

    def _collect(self, name: str, seen: set[str], order: list[Package]) -> None:
        found = self.package(name)
        if found is None or name in seen:
            return
        seen.add(name)
        for each in found.dependencies:
            self._collect(each, seen, order)
        order.append(found)

    def dataset(self, component: str) -> tuple[str, Path] | None:
        """Name and folder of a component's default data, if all that is needed lies there."""
        known = self.datasets.get(component)
        return known if known is not None and _is_whole(component, known[1]) else None


def _is_whole(component: str, folder: Path) -> bool:
    return all(any((folder / name).is_file() for name in names) for names in _NEEDED[component])


def camel_is_there() -> bool:
    """Whether the camel-tools package can be imported; imports nothing of it."""
    return importlib.util.find_spec("camel_tools") is not None


def camel_folder() -> Path:
    """Where camel-tools keeps its data: ``CAMELTOOLS_DATA``, else its folder in the user's home."""
    chosen = os.environ.get("CAMELTOOLS_DATA")
    if chosen:
        return Path(chosen).expanduser().absolute()
    return Path.home() / ("AppData/Roaming/camel_tools" if sys.platform == "win32" else ".camel_tools")


def read_catalogue(folder: Path | None = None) -> Catalogue:
    """The packages, from camel-tools' catalogue where it lies in its folder and is sound, else by shipped names."""
    place = folder or camel_folder()
    try:
        data = json.loads((place / "catalogue.json").read_text("utf-8"))
        known = Catalogue(place, tuple(_packages(place, data["packages"])), _datasets(place, data["components"]), True)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Catalogue(place, tuple(_shipped()))
    return known if data["version"] else Catalogue(place, tuple(_shipped()))


def description_of(package: Package, language: str) -> str:
    """What a package is for, in the user's language where we have it, else in camel-tools' words."""
    row = next((row for row in lexicon.rows("camel_packages") if row["name"] == package.name), None)
    return row["arabic" if language == "ar" else "description"] if row is not None else package.description


def _shipped() -> Iterator[Package]:
    for row in lexicon.rows("camel_packages"):
        yield Package(
            row["name"], row["description"], int(row["size"]), row["licence"],
            dependencies=tuple(row["needs"].split()), used=row["used"] == "yes",
        )  # fmt: skip


def _versions(folder: Path) -> Mapping[str, str]:
    try:
        found = json.loads((folder / "versions.json").read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _packages(folder: Path, data: Mapping[str, Any]) -> Iterator[Package]:
    used = {row["name"] for row in lexicon.rows("camel_packages") if row["used"] == "yes"}
    versions = _versions(folder)
    for name, facts in data.items():
        if facts.get("package_type") == "http" and not facts.get("private"):
            yield _package(folder, name, facts, versions.get(name, ""), name in used)


def _package(folder: Path, name: str, facts: Mapping[str, Any], version: str, used: bool) -> Package:
    files = {str(each["path"]): str(each["sha256"]) for each in facts.get("files") or ()}
    destination = str(facts.get("destination") or "")
    place = folder / "data" / destination
    return Package(
        name, str(facts.get("description") or ""), int(facts.get("size") or 0), str(facts.get("license") or ""),
        str(facts.get("version") or ""), str(facts.get("url") or ""), destination,
        tuple(facts.get("dependencies") or ()), files,
        installed=bool(version) and place.is_dir() and all((place / each).is_file() for each in files),
        used=used, by_hand=facts.get("post_install") is not None,
    )  # fmt: skip


def _datasets(folder: Path, components: Mapping[str, Any]) -> dict[str, tuple[str, Path]]:
    found = {}
    for name in _NEEDED:
        default = str(components.get(name, {}).get("default", ""))
        known = components.get(name, {}).get("datasets", {}).get(default)
        if known is not None:
            found[name] = (default, folder / "data" / str(known["path"]))
    return found
