"""Arcs of links: over one line, along the gutter between lines, or to the edge where the other end is out of view."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPainterPath, QPen, QPolygonF

from annotator.ui.text.decoration import Decoration
from annotator.ui.text.flow import Shown
from annotator.ui.text.inks import Inks
from annotator.ui.text.legs import Leg
from annotator.ui.text.marks import Link
from annotator.ui.text.metrics import Metrics
from annotator.ui.text.painting import chip_rect

_ROUND = 4.0
_GUTTER_STEP = 6.0
_GUTTER_LANES = 6


class _End(NamedTuple):
    """One leg in viewport coordinates: where it meets its chip and how high it runs."""

    leg: Leg
    x: float
    chip_top: float
    y: float
    other_chip_top: float = 0.0


@dataclass(slots=True)
class _Arc:
    link: Link
    ends: dict[str, _End] = field(default_factory=dict)


class ArcPainter:
    """Paints the arcs of everything in view. ``before_view`` says whether a mark lies above the viewport."""

    def __init__(
        self, painter: QPainter, metrics: Metrics, inks: Inks, *, left: float, width: float, height: float
    ) -> None:
        self._painter, self._metrics, self._inks = painter, metrics, inks
        self._left, self._gutter, self._height = left, left + width + 8, height

    def paint(self, shown: Sequence[Shown], before_view: Callable[[str], bool]) -> None:
        """Paint all arcs that have an end in view."""
        arcs = self._collect(shown)
        if not arcs:
            return
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)  # a name's own language decides
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        long_ones = [each for each in arcs if "whole" not in each.ends]
        lanes = self._gutter_lanes(long_ones, before_view)
        for arc in arcs:
            if "whole" in arc.ends:
                self._paint_whole(arc)
        for arc, lane, (top, bottom) in lanes:
            self._paint_long(arc, self._gutter + lane * _GUTTER_STEP, top, bottom)
        for arc in arcs:
            self._paint_label(arc)
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)

    def _collect(self, shown: Sequence[Shown]) -> list[_Arc]:
        arcs: dict[str, _Arc] = {}
        for each in shown:
            if each.layout.decoration is not None and each.layout.decoration.legs:
                self._collect_from(each, each.layout.decoration, arcs)
        return list(arcs.values())

    def _collect_from(self, shown: Shown, decoration: Decoration, arcs: dict[str, _Arc]) -> None:
        tops = {
            chip.mark.id: shown.y + chip_rect(self._metrics, shown.layout.lines[chip.line], chip).top()
            for chip in decoration.chips
        }
        for leg in decoration.legs:
            link, line, rows = leg.link, shown.layout.lines[leg.line], decoration.rows[leg.line]
            base = shown.y + line.text_top - max(1, rows.chips) * self._metrics.chip_row
            own = tops[link.tail if leg.end == "tail" else link.head]
            y = base - (leg.row + 0.5) * self._metrics.arc_row
            end = _End(leg, leg.x + self._left, own, y, tops.get(link.tail, own))
            arcs.setdefault(link.id, _Arc(link)).ends[leg.end] = end

    def _gutter_lanes(
        self, arcs: Sequence[_Arc], before_view: Callable[[str], bool]
    ) -> list[tuple[_Arc, int, tuple[float, float]]]:
        """Each arc's lane in the gutter, so that no two run on top of each other while there is room."""
        placed: list[tuple[_Arc, int, tuple[float, float]]] = []
        lanes: list[list[tuple[float, float]]] = []
        stretches = [(arc, self._stretch(arc, before_view)) for arc in arcs]
        for arc, (top, bottom) in sorted(stretches, key=lambda each: each[1][1] - each[1][0]):
            number = next(
                (n for n, lane in enumerate(lanes) if all(bottom < a - 2 or top > b + 2 for a, b in lane)), len(lanes)
            )
            if number == len(lanes):
                lanes.append([])
            lanes[number].append((top, bottom))
            placed.append((arc, number % _GUTTER_LANES, (top, bottom)))
        return placed

    def _stretch(self, arc: _Arc, before_view: Callable[[str], bool]) -> tuple[float, float]:
        heights = [each.y for each in arc.ends.values()]
        if len(heights) == 1:
            missing = arc.link.tail if "head" in arc.ends else arc.link.head
            heights.append(-4.0 if before_view(missing) else self._height + 4.0)
        return min(heights), max(heights)

    def _pen(self, link: Link) -> QPen:
        pen = QPen(self._inks.arc, 1.4)
        if link.suggested:
            pen.setStyle(Qt.PenStyle.CustomDashLine)
            pen.setDashPattern([3.0, 2.5])
        return pen

    def _paint_whole(self, arc: _Arc) -> None:
        end = arc.ends["whole"]
        other = end.leg.other_x + self._left
        bend = min(_ROUND, abs(other - end.x) / 2)
        step = bend if other > end.x else -bend
        path = QPainterPath(QPointF(end.x, end.chip_top))
        path.lineTo(end.x, end.y + _ROUND)
        path.quadTo(end.x, end.y, end.x + step, end.y)
        path.lineTo(other - step, end.y)
        path.quadTo(other, end.y, other, end.y + _ROUND)
        path.lineTo(other, end.other_chip_top)
        self._painter.setPen(self._pen(arc.link))
        self._painter.drawPath(path)
        self._arrow(other, end.other_chip_top)

    def _paint_long(self, arc: _Arc, x: float, top: float, bottom: float) -> None:
        self._painter.setPen(self._pen(arc.link))
        for end in arc.ends.values():
            down = end.y <= top + 0.01
            path = QPainterPath(QPointF(end.x, end.chip_top))
            path.lineTo(end.x, end.y + _ROUND)
            path.quadTo(end.x, end.y, end.x + _ROUND, end.y)
            path.lineTo(x - _ROUND, end.y)
            path.quadTo(x, end.y, x, end.y + (_ROUND if down else -_ROUND))
            self._painter.drawPath(path)
        self._painter.drawLine(QPointF(x, top + _ROUND), QPointF(x, bottom - _ROUND))
        if "tail" in arc.ends:
            self._arrow(arc.ends["tail"].x, arc.ends["tail"].chip_top)

    def _arrow(self, x: float, y: float) -> None:
        self._painter.setPen(QPen(self._inks.arc, 1))
        self._painter.setBrush(self._inks.arc)
        self._painter.drawPolygon(QPolygonF([QPointF(x, y), QPointF(x - 3.2, y - 5.5), QPointF(x + 3.2, y - 5.5)]))
        self._painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_label(self, arc: _Arc) -> None:
        ends = [arc.ends[each] for each in ("whole", "tail", "head") if each in arc.ends]
        end = next((each for each in ends if each.leg.carries_label), ends[0])
        leg, font = end.leg, QFont(self._metrics.chip_font)
        height = self._metrics.chip_metrics.height()
        rect = QRectF(leg.label_left + self._left, end.y - height / 2, leg.label_width, height)
        nearest = min(leg.x, leg.other_x) + self._left
        if rect.right() < nearest - 6:  # the line runs on to a name that stands apart
            self._painter.setPen(self._pen(arc.link))
            self._painter.drawLine(QPointF(rect.right(), end.y), QPointF(nearest + _ROUND, end.y))
        self._painter.fillRect(rect.adjusted(1, 0, -1, 0), self._inks.paper)
        self._painter.setFont(font)
        self._painter.setPen(self._inks.arc)
        self._painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), arc.link.name)
