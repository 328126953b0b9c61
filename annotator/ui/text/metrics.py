"""The sizes that a look comes to: fonts and the rows of a line's box."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtGui import QFont, QFontMetricsF

from annotator.ui.text.fonts import load_fonts, text_font
from annotator.ui.text.look import Look

MARGIN = 46.0
"""Room beside the text: on the start side the arcs' gutter, on the other for chips that were pushed along."""
TOP = 10.0
BOTTOM = 24.0


class Metrics(NamedTuple):
    """Pixels. A line's box, from above: arc rows, chip rows (one is always kept free), text, underline lanes."""

    font: QFont
    chip_font: QFont
    chip_metrics: QFontMetricsF
    text_height: float
    character: float
    chip_row: float
    arc_row: float
    lane: float
    leading: float
    paragraph_gap: float

    @property
    def usual_line(self) -> float:
        """The height of a line without anything unusual on it."""
        return self.leading + self.chip_row + self.text_height + lanes_height(self, 0)


USUAL_LANES = 2
"""Underline lanes that every line has, so that labels which do not nest deeper never move text."""


def lanes_height(metrics: Metrics, lanes: int) -> float:
    """Room for so many underline lanes under a line's text."""
    return metrics.lane * max(lanes, USUAL_LANES) + 1


def metrics_of(look: Look, sample: str) -> Metrics:
    """The sizes of a look; ``sample`` tells how wide a character is on average."""
    load_fonts()
    font = text_font(look.family, look.size)
    chip_font = QFont(look.chip_family) if look.chip_family else QFont()
    chip_font.setPixelSize(max(9, round(look.size * 0.5)))
    chip_metrics = QFontMetricsF(chip_font)
    text_metrics = QFontMetricsF(font)
    text = sample.replace("\n", " ") or "ا "
    chip_row = round(chip_metrics.height() + 4)
    return Metrics(
        font=font,
        chip_font=chip_font,
        chip_metrics=chip_metrics,
        text_height=text_metrics.height(),
        character=max(0.5, text_metrics.horizontalAdvance(text) / len(text)),
        chip_row=chip_row,
        arc_row=round(chip_metrics.height() + 1),
        lane=max(3.0, round(look.size * 0.16)),
        leading=3.0 + max(0.0, look.line_spacing - 1.0) * text_metrics.height(),
        paragraph_gap=round(look.size * 0.4),
    )
