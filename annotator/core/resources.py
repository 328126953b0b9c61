"""Where the shipped data lies: beside the source tree, in an installed wheel, or in a frozen application."""

from __future__ import annotations

import sys
from pathlib import Path


def _root(name: str) -> Path:
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen is not None:
        return Path(frozen) / name
    package = Path(__file__).resolve().parents[1]
    inside = package / "_data" / name  # an installed wheel carries the data inside the package
    return inside if inside.is_dir() else package.parent / name


def resource(*parts: str) -> Path:
    """The path of a shipped data file under ``resources/``."""
    return _root("resources").joinpath(*parts)


def notices() -> Path | None:
    """The page that lists the licences of everything that a frozen application carries; none in the source tree."""
    page = _root("licences") / "NOTICES.md"
    return page if page.is_file() else None


def corpus_path(*parts: str) -> Path:
    """The path of a shipped article file under ``corpus/``."""
    return _root("corpus").joinpath(*parts)
