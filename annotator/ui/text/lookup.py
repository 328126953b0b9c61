"""Where things are in the viewport, and what is at a point of it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF

from annotator.ui.text.decoration import Chip
from annotator.ui.text.flow import Flow, Spot
from annotator.ui.text.layout import SegmentLayout
from annotator.ui.text.metrics import MARGIN
from annotator.ui.text.motion import Place, place_on
from annotator.ui.text.painting import chip_rect, piece_rect

CARET_WIDTH = 2.0


class Lookup:
    """Answers questions about what a flow shows. Points and rectangles are the viewport's."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow

    def place_at(self, point: QPointF) -> Place:
        """The place between letters that is nearest to a point."""
        spot = self._flow.at(point.y())
        return place_on(spot.layout, spot.number, point.x() - MARGIN)

    def letter_at(self, point: QPointF) -> int:
        """The first code point of the letter under a point, or the nearest."""
        spot = self._flow.at(point.y())
        cell = spot.line.geometry.cell_at(point.x() - MARGIN)
        return spot.layout.place(cell.start if cell else spot.line.geometry.start)

    def caret_rect(self, caret: Place) -> QRectF:
        """The rectangle of a caret; exact near the view."""
        spot = self._flow.spot(caret.at, trailing=caret.trailing)
        line = spot.line
        x = MARGIN + line.geometry.caret(spot.layout.unit(caret.at), trailing=caret.trailing)
        return QRectF(x - CARET_WIDTH / 2, spot.y + line.text_top, CARET_WIDTH, line.text_height)

    def mark_rects(self, mark_id: str) -> list[QRectF]:
        """The rectangles of a mark in view."""
        return [
            piece_rect(layout.lines[piece.line], piece).translated(MARGIN, y)
            for y, layout in self._flow.shown()
            if layout.decoration
            for piece in layout.decoration.pieces
            if piece.mark.id == mark_id and not piece.bridge
        ]

    def chip_rect(self, mark_id: str) -> QRectF:
        """The chip of a mark in view; an empty rectangle if it is not."""
        for y, layout in self._flow.shown():
            chip = layout.decoration.chip_of(mark_id) if layout.decoration else None
            if chip is not None:
                return self._chip_inside(layout, chip).translated(MARGIN, y)
        return QRectF()

    def _chip_inside(self, layout: SegmentLayout, chip: Chip) -> QRectF:
        return chip_rect(self._flow.scene.metrics, layout.lines[chip.line], chip)

    def marks_at(self, point: QPointF) -> list[str]:
        """The marks under a point, innermost first; on a chip, only its own."""
        spot = self._flow.at(point.y())
        inside = QPointF(point.x() - MARGIN, point.y() - spot.y)
        if spot.layout.decoration:
            for chip in spot.layout.decoration.chips:
                if self._chip_inside(spot.layout, chip).contains(inside):
                    return [chip.mark.id]
        return _pieces_under(spot, inside)


def _pieces_under(spot: Spot, inside: QPointF) -> list[str]:
    decoration = spot.layout.decoration
    if decoration is None or inside.y() < spot.line.text_top:
        return []
    under = {
        piece.mark.id: piece.mark
        for piece in decoration.pieces
        if piece.line == spot.number and not piece.bridge and piece.left <= inside.x() <= piece.right
    }
    inner_first = sorted(under.values(), key=lambda each: (each.end - each.start, -each.start))
    return [each.id for each in inner_first]
