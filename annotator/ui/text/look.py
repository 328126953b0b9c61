"""How the text view looks: themes, fonts and spacing as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

ThemeName = Literal["light", "dark", "high_contrast"]

SAFE_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#8c6bb1", "#6b6b00")
"""Label colours that readers with any common colour blindness tell apart (after Okabe and Ito)."""


class Theme(NamedTuple):
    """The colours of everything that is not a mark; ``fill_alpha`` is how strongly a mark is filled (0-255)."""

    paper: str
    ink: str
    faint: str
    selection: str
    selection_alpha: int
    focus: str
    arc: str
    invisible: str
    fill_alpha: int
    dark: bool = False
    plain_chips: bool = False
    """Chips in paper and ink only, so that their text has all the contrast there is."""


THEMES: dict[ThemeName, Theme] = {
    "light": Theme("#fdfcf9", "#1b1b1b", "#8a8a8a", "#2f7de1", 88, "#111111", "#455a64", "#b3541e", 84),
    "dark": Theme("#1d1f23", "#e8e6e1", "#85888d", "#6ea8fe", 96, "#ffffff", "#9fb3bd", "#ffab70", 96, dark=True),
    "high_contrast": Theme(
        "#000000", "#ffffff", "#d0d0d0", "#ffff00", 110, "#ffff00", "#ffffff", "#00ffff", 40,
        dark=True, plain_chips=True,
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Look:
    """Theme, font and spacing of the text; sizes are pixels at zoom 1.

    ``doubt`` is the sign of a label that somebody is unsure of. ``chip_family`` empty means the window's own font.
    """

    theme: ThemeName = "light"
    family: str = "Amiri"
    size: float = 22.0
    line_spacing: float = 1.0
    show_invisible: bool = False
    doubt: str = "?"
    chip_family: str = ""

    @property
    def colours(self) -> Theme:
        """The theme's colours."""
        return THEMES[self.theme]


def score_text(score: float) -> str:
    """A score between 0 and 1 as whole percent."""
    return f"\u2066{round(score * 100)}%\u2069"  # isolated: behind Arabic letters the sign would leave its number
