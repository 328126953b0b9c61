"""The invisible-characters switch: small signs over the text, which itself stays as it is."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen

from annotator.ui.text.display import invisible_name
from annotator.ui.text.inks import Inks
from annotator.ui.text.layout import SegmentLayout

_LEAST_WIDTH = 2.0
_NAME_HEIGHT = 9.0


def paint_invisible(painter: QPainter, layout: SegmentLayout, text: str, inks: Inks) -> None:
    """Show every invisible character of a segment: a tick and its name, or a frame where it has a width."""
    font = QFont("DejaVu Sans")
    font.setPixelSize(8)
    widths = QFontMetricsF(font)
    painter.setPen(QPen(inks.invisible, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setFont(font)
    taken: list[QRectF] = []
    for index, character in enumerate(text):
        name = invisible_name(character) if character > "\x7e" or character < " " else ""
        if name:
            unit = layout.utf16.to_utf16(index)
            _paint_one(painter, layout, unit, name, widths.horizontalAdvance(name), taken)


def _name_rect(middle: float, top: float, width: float, taken: list[QRectF]) -> QRectF:
    """Where a name is written: lower, as long as another name stands there."""
    rect = QRectF(middle - width / 2 - 1, top, width + 2, _NAME_HEIGHT)
    while any(rect.intersects(each) for each in taken):
        rect.translate(0, _NAME_HEIGHT)
    taken.append(rect)
    return rect


def _paint_one(
    painter: QPainter, layout: SegmentLayout, unit: int, name: str, width: float, taken: list[QRectF]
) -> None:
    line = layout.lines[layout.line_number(unit)]
    bottom = line.text_top + line.text_height
    stretches = line.geometry.rectangles(unit, unit + 1)
    left, right = stretches[0] if stretches else (line.geometry.caret(unit),) * 2
    if right - left >= _LEAST_WIDTH:
        painter.drawRect(QRectF(left + 0.5, bottom - 6, right - left - 1, 5))
        if name == "TATWEEL":
            return
    else:
        painter.drawLine(QPointF(left, line.text_top + 6), QPointF(left, bottom))
    rect = _name_rect((left + right) / 2, line.text_top - 4, width, taken)
    painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), name)
