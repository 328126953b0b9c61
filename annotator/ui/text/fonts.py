"""The shipped Arabic font, made known to Qt once per process."""

from __future__ import annotations

from functools import cache

from PySide6.QtGui import QFont, QFontDatabase

from annotator.core.resources import resource

FALLBACKS = ("Amiri", "Noto Naskh Arabic", "DejaVu Sans")
"""Families asked in this order for letters that the chosen one lacks, so that every machine looks alike."""


@cache
def load_fonts() -> tuple[str, ...]:
    """Make the shipped fonts known to Qt; the families that they brought."""
    families: list[str] = []
    for path in sorted(resource("fonts").glob("*.ttf")):
        families += QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(path)))
    return tuple(families)


def text_font(family: str, pixels: float) -> QFont:
    """The font of the text: the chosen family first, then the fallbacks."""
    load_fonts()
    font = QFont([family, *(each for each in FALLBACKS if each != family)])
    font.setPixelSize(max(6, round(pixels)))
    return font
