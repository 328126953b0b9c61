"""Painting one segment: fills under the letters, the letters untouched by any format, then lines and chips.

Letters are drawn without formats, so no mark ever changes how they join.
"""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPen

from annotator.ui.text.chips import ChipPictures
from annotator.ui.text.decoration import Chip, Decoration, Piece
from annotator.ui.text.inks import Ink, Inks
from annotator.ui.text.layout import Line, SegmentLayout
from annotator.ui.text.metrics import Metrics

_NESTED_INSET = 2.0
_MOST_INSET = 8.0
_BAR = 3.0
_BRACKET = 6.0
_KNOB = 5.5


class Emphasis(NamedTuple):
    """What is singled out: the selection in code points, the focused mark, the entity that it means, an arc's start."""

    start: int = 0
    end: int = 0
    focus: str = ""
    entity: str = ""
    origin: str = ""


def piece_rect(line: Line, piece: Piece) -> QRectF:
    """A piece's rectangle inside its segment: nested ones begin a little lower."""
    inset = min(piece.lane * _NESTED_INSET, _MOST_INSET)
    return QRectF(
        piece.left, line.text_top + inset, piece.right - piece.left, line.text_height - inset
    )


def chip_rect(metrics: Metrics, line: Line, chip: Chip) -> QRectF:
    """A chip's rectangle inside its segment."""
    top = line.text_top - (chip.row + 1) * metrics.chip_row + 1
    return QRectF(chip.left, top, chip.right - chip.left, metrics.chip_row - 2)


class SegmentPainter:
    """Paints segments with one look. The painter stands at the segment's upper left corner."""

    def __init__(
        self, painter: QPainter, metrics: Metrics, inks: Inks, chips: ChipPictures, emphasis: Emphasis
    ) -> None:
        self._painter, self._metrics, self._inks, self._emphasis = painter, metrics, inks, emphasis
        self._chips = chips
        chips.use(metrics, painter.device().devicePixelRatioF())

    def paint(self, layout: SegmentLayout, clip: QRectF) -> None:
        """Paint what lies inside ``clip`` of a segment."""
        decoration = layout.decoration or Decoration([])
        lines = {
            number
            for number, line in enumerate(layout.lines)
            if line.bottom >= clip.top() and line.top <= clip.bottom()
        }
        pieces = [each for each in decoration.pieces if each.line in lines]
        for piece in pieces:
            self._fill(layout, piece)
        self._paint_selection(layout, lines)
        self._painter.setPen(self._inks.text)
        layout.layout.draw(self._painter, QPointF(0, 0), [], clip)
        for piece in pieces:
            self._underline(layout, piece)
        chips = [each for each in decoration.chips if each.line in lines]
        for chip in chips:  # all leads first: none may run over another chip's text
            self._lead(layout.lines[chip.line], chip)
        for chip in chips:
            self._paint_chip(layout.lines[chip.line], chip)
        if self._emphasis.entity:
            self._paint_kin(layout, pieces)
        if self._emphasis.focus:
            self._paint_focus(layout, pieces)
        if self._emphasis.origin:
            self._paint_origin(layout, pieces)

    def _fill(self, layout: SegmentLayout, piece: Piece) -> None:
        if piece.bridge:
            return
        ink = self._inks.of(piece.mark.colour)
        suggested = piece.mark.kind == "suggestion"
        rect = piece_rect(layout.lines[piece.line], piece)
        if piece.mark.kind == "difference":
            self._painter.fillRect(rect, QBrush(ink.line.color(), Qt.BrushStyle.BDiagPattern))
            return
        self._painter.fillRect(rect, ink.faint_fill if suggested else ink.fill)

    def _paint_selection(self, layout: SegmentLayout, lines: set[int]) -> None:
        start, end = self._emphasis.start, self._emphasis.end
        if start == end or end < layout.start or start > layout.start + len(layout.text):
            return
        low, high = layout.snapped(layout.unit(start), layout.unit(end))
        for number in sorted(lines):
            line = layout.lines[number]
            first, last = max(low, line.geometry.start), min(high, line.geometry.end)
            rectangles = line.geometry.rectangles(first, last) if first < last else []
            beyond = number == len(layout.lines) - 1 and start <= layout.start + len(layout.text) < end
            if beyond:  # the line feed is selected too
                x = line.geometry.caret(layout.length, trailing=True)
                rectangles = [*rectangles, (x - self._metrics.character, x)]
            for left, right in rectangles:
                self._select(QRectF(left, line.text_top, right - left, line.text_height))

    def _select(self, rect: QRectF) -> None:
        """Filled, with an edge above and below: over a mark of a like colour the fill alone would not be seen."""
        self._painter.fillRect(rect, self._inks.selection)
        self._painter.fillRect(QRectF(rect.left(), rect.top(), rect.width(), 2), self._inks.selection_edge)
        self._painter.fillRect(QRectF(rect.left(), rect.bottom() - 2, rect.width(), 2), self._inks.selection_edge)

    def _underline(self, layout: SegmentLayout, piece: Piece) -> None:
        if piece.mark.kind == "difference":
            return
        painter, line = self._painter, layout.lines[piece.line]
        ink = self._inks.of(piece.mark.colour)
        y = line.text_top + line.text_height + piece.lane * self._metrics.lane + self._inks.width / 2
        inset = min(1.0, (piece.right - piece.left) / 4)
        left, right = QPointF(piece.left + inset, y), QPointF(piece.right - inset, y)
        if piece.bridge:
            painter.setPen(ink.dotted)
        elif piece.mark.kind == "suggestion":
            painter.setPen(ink.dashed)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(piece_rect(line, piece).adjusted(0.5, 0.5, -0.5, -0.5))
        else:
            painter.setPen(ink.line)
        painter.drawLine(right, left)
        if piece.mark.unsure and not piece.bridge:
            self._paint_unsure(ink, piece, y)
        if not piece.opens and not piece.bridge:
            self._paint_bar(layout, piece, ink)

    def _paint_unsure(self, ink: Ink, piece: Piece, y: float) -> None:
        """Ticks across the underline: the annotator was not sure."""
        self._painter.setPen(QPen(ink.line.color(), 1.0))
        x = piece.right - 3
        while x > piece.left + 2:
            self._painter.drawLine(QPointF(x, y - 2.5), QPointF(x - 2, y + 2.5))
            x -= 6

    def _paint_bar(self, layout: SegmentLayout, piece: Piece, ink: Ink) -> None:
        """A thin bar where a mark goes on at the beginning of a line."""
        line = layout.lines[piece.line]
        if abs(piece.right - line.geometry.caret(line.geometry.start)) < 1:
            rect = piece_rect(line, piece)
            self._painter.fillRect(QRectF(piece.right - 1, rect.top(), _BAR, rect.height()), ink.line.color())

    def _paint_chip(self, line: Line, chip: Chip) -> None:
        rect = chip_rect(self._metrics, line, chip)
        self._painter.drawPixmap(QPointF(round(rect.left()), rect.top()), self._chips.picture(chip, rect.size()))

    def _lead(self, line: Line, chip: Chip) -> None:
        """A thin line from a chip that was pushed away to where its mark starts."""
        if chip.anchor - chip.right < 1 and chip.row == 0:
            return
        rect = chip_rect(self._metrics, line, chip)
        self._painter.setPen(QPen(self._inks.of(chip.mark.colour).line.color(), 1))
        foot = QPointF(min(chip.anchor, chip.right) - 0.5 if chip.row else chip.anchor - 0.5, line.text_top)
        self._painter.drawLine(QPointF(foot.x(), rect.bottom()), foot)
        if chip.row == 0:
            y = rect.bottom() + 0.5
            self._painter.drawLine(QPointF(chip.right - 2, y), QPointF(foot.x(), y))

    def _paint_kin(self, layout: SegmentLayout, pieces: list[Piece]) -> None:
        """Brackets round the other mentions of the entity that is singled out: a sign beside all colours."""
        self._painter.setPen(QPen(self._inks.focus, 2, c=Qt.PenCapStyle.FlatCap))
        for piece in pieces:
            if piece.mark.entity == self._emphasis.entity and piece.mark.id != self._emphasis.focus:
                self._bracket(piece_rect(layout.lines[piece.line], piece).adjusted(0, -1, 0, self._metrics.lane))

    def _bracket(self, rect: QRectF) -> None:
        arm = min(_BRACKET, rect.width() / 3)
        for x, inwards in ((rect.left(), arm), (rect.right(), -arm)):
            self._painter.drawLine(QPointF(x, rect.top()), QPointF(x, rect.bottom()))
            for y in (rect.top(), rect.bottom()):
                self._painter.drawLine(QPointF(x, y), QPointF(x + inwards, y))

    def _paint_focus(self, layout: SegmentLayout, pieces: list[Piece]) -> None:
        focus = self._emphasis.focus
        self._painter.setPen(QPen(self._inks.focus, 2))
        self._painter.setBrush(QBrush(Qt.BrushStyle.NoBrush))
        for piece in pieces:
            if piece.mark.id == focus and not piece.bridge:
                line = layout.lines[piece.line]
                room = (piece.lane + 1) * self._metrics.lane
                self._painter.drawRoundedRect(piece_rect(line, piece).adjusted(-1, -1, 1, room), 3, 3)
        chip = layout.decoration.chip_of(focus) if layout.decoration else None
        if chip is not None:
            rect = chip_rect(self._metrics, layout.lines[chip.line], chip)
            self._painter.drawRoundedRect(rect.adjusted(-1, -1, 1, 1), 4, 4)

    def _paint_origin(self, layout: SegmentLayout, pieces: list[Piece]) -> None:
        """Where an arc in the making starts: a broken frame and, at its upper edge, a knob with an arrow out of it."""
        pen = QPen(self._inks.focus, 2, c=Qt.PenCapStyle.FlatCap)
        pen.setDashPattern([4.0, 2.0, 1.0, 2.0])
        mine = [each for each in pieces if each.mark.id == self._emphasis.origin and not each.bridge]
        for piece in mine:
            line = layout.lines[piece.line]
            self._painter.setPen(pen)
            self._painter.setBrush(Qt.BrushStyle.NoBrush)
            room = (piece.lane + 1) * self._metrics.lane
            frame = piece_rect(line, piece).adjusted(-3, -1, 3, room + 2)
            self._painter.drawRect(frame)
            if piece.opens:
                self._knob(frame.topRight() + QPointF(_KNOB - 1, 1))

    def _knob(self, at: QPointF) -> None:
        """A disc with an arrow that points the way reading goes: from here."""
        painter, radius = self._painter, _KNOB
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._inks.paper, 1.5))
        painter.setBrush(self._inks.focus)
        painter.drawEllipse(at, radius, radius)
        painter.setPen(QPen(self._inks.paper, 1.6))
        tip = QPointF(at.x() - radius + 2.5, at.y())
        painter.drawLine(QPointF(at.x() + radius - 2.5, at.y()), tip)
        for y in (-2.5, 2.5):
            painter.drawLine(tip, QPointF(tip.x() + 2.5, tip.y() + y))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
