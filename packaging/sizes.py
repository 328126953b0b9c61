"""Holds the packages to the sizes that they may have: ``python packaging/sizes.py dist``."""

from __future__ import annotations

import sys
from pathlib import Path

DEB, INSTALLED = 110.0, 330.0
"""Megabytes (10⁶ bytes) that the .deb and what it installs may have."""


def megabytes(place: Path) -> float:
    """The size of a file, or of all files in a folder."""
    files = [place] if place.is_file() else place.rglob("*")
    return sum(each.stat().st_size for each in files if each.is_file() and not each.is_symlink()) / 1e6


def main(folder: Path) -> int:
    deb = next(folder.glob("*.deb"))
    sizes = ((deb.name, megabytes(deb), DEB), ("installed", megabytes(folder / "raqim"), INSTALLED))
    for name, size, most in sizes:
        print(f"{name}: {size:.1f} MB, at most {most:.0f}")
    return any(size > most for _, size, most in sizes)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
