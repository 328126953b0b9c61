"""The pens and brushes of marks under a look, worked out once per colour."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from annotator.ui.text.look import Look

_FAINT_FILL = 0.28


class Ink(NamedTuple):
    """How marks of one colour are drawn."""

    fill: QColor
    faint_fill: QColor
    line: QPen
    dashed: QPen
    dotted: QPen
    chip: QColor
    chip_text: QColor


def _with_alpha(colour: QColor, alpha: float) -> QColor:
    copy = QColor(colour)
    copy.setAlpha(round(alpha))
    return copy


def luminance(colour: QColor) -> float:
    """Relative luminance of an sRGB colour (WCAG 2.1)."""
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: QColor, other: QColor) -> float:
    """Contrast ratio of two colours (WCAG 2.1), 1 to 21."""
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def readable(colour: QColor, paper: QColor, wanted: float) -> QColor:
    """The colour, made darker or lighter until it stands out from the paper."""
    darken = luminance(paper) > 0.4
    for _ in range(12):
        if contrast(colour, paper) >= wanted:
            break
        colour = colour.darker(115) if darken else colour.lighter(115)
        if not darken and colour.valueF() > 0.98:
            colour = QColor.fromHsvF(max(0.0, colour.hueF()), colour.saturationF() * 0.85, 1.0)
    return colour


class Inks:
    """Inks by colour name, for one look."""

    def __init__(self, look: Look) -> None:
        theme = look.colours
        self.theme = theme
        self.paper, self.text, self.faint = QColor(theme.paper), QColor(theme.ink), QColor(theme.faint)
        self.selection = _with_alpha(QColor(theme.selection), theme.selection_alpha)
        self.selection_edge = QColor(theme.selection)
        self.focus = QColor(theme.focus)
        self.arc = QColor(theme.arc)
        self.invisible = QColor(theme.invisible)
        self.width = max(2.0, look.size * 0.09)
        self._inks: dict[str, Ink] = {}

    def of(self, colour: str) -> Ink:
        """The ink of a colour name."""
        ink = self._inks.get(colour)
        if ink is None:
            ink = self._inks[colour] = self._make(QColor(colour))
        return ink

    def _make(self, colour: QColor) -> Ink:
        if not colour.isValid():
            colour = QColor(self.faint)
        strong = readable(colour, self.paper, 4.5 if self.theme.dark else 3.0)
        dashed = QPen(strong, 1.4, Qt.PenStyle.CustomDashLine)
        dashed.setDashPattern([3.2, 2.2])
        chip = self.paper if self.theme.plain_chips else readable(colour, self.paper, 5.0)
        return Ink(
            fill=_with_alpha(colour, self.theme.fill_alpha),
            faint_fill=_with_alpha(colour, self.theme.fill_alpha * _FAINT_FILL),
            line=QPen(strong, self.width, c=Qt.PenCapStyle.FlatCap),
            dashed=dashed,
            dotted=QPen(strong, self.width, Qt.PenStyle.DotLine),
            chip=chip,
            chip_text=self.text if self.theme.plain_chips else max(
                (QColor("#ffffff"), QColor("#101010")), key=lambda each: contrast(each, chip)
            ),
        )
