"""One segment laid out by Qt: its lines, with their geometry and what is drawn around them."""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable
from functools import cache

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QTextLayout, QTextLine, QTextOption

from annotator.ui.text.decoration import Decoration
from annotator.ui.text.geometry import LineGeometry
from annotator.ui.text.metrics import Metrics, lanes_height
from annotator.ui.text.utf16 import Utf16Map


class Line:
    """One line: ``top`` and ``bottom`` of its box, ``text_top`` and ``text_height`` of its letters.

    Rows for arcs, chips and underlines are settled by `SegmentLayout.arrange`.
    """

    __slots__ = ("bottom", "geometry", "line", "text_height", "text_top", "top")

    def __init__(self, line: QTextLine, geometry: LineGeometry) -> None:
        self.line, self.geometry = line, geometry
        self.text_height = line.height()
        self.top = self.text_top = self.bottom = 0.0


@cache
def right_to_left() -> QTextOption:
    """How every segment is laid out: Qt does not mirror ``AlignLeft``, so the side is named."""
    option = QTextOption(Qt.AlignmentFlag.AlignRight)
    option.setTextDirection(Qt.LayoutDirection.RightToLeft)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    return option


class SegmentLayout:
    """A segment's lines for one width. Offsets are UTF-16 units of the segment; ``start`` is a code point.

    The QTextLayout is kept here because a QTextLine is a bare pointer into it.
    """

    def __init__(self, number: int, start: int, text: str, metrics: Metrics, width: float) -> None:
        self.number, self.start, self.text, self.width = number, start, text, width
        self.utf16 = Utf16Map(text)
        self.length = self.utf16.to_utf16(len(text))
        self.layout = QTextLayout(text, metrics.font)
        self.layout.setTextOption(right_to_left())
        self.layout.setCacheEnabled(True)
        self.lines = self._break_lines(width)
        self.starts = [each.geometry.start for each in self.lines]
        self.height = 0.0
        self.decoration: Decoration | None = None

    def _break_lines(self, width: float) -> list[Line]:
        self.layout.beginLayout()
        lines: list[QTextLine] = []
        while (line := self.layout.createLine()).isValid():
            line.setLineWidth(width)
            lines.append(line)
        self.layout.endLayout()
        return [Line(each, LineGeometry(self.layout, each, self.text, self.utf16)) for each in lines]

    def arrange(self, metrics: Metrics, decoration: Decoration, gap: float) -> None:
        """Stack the lines, each with the rows that its decoration needs, and a gap behind the last."""
        self.decoration = decoration
        y = 0.0
        for line, rows in zip(self.lines, decoration.rows, strict=True):
            line.top = y
            line.text_top = round(
                y + metrics.leading + rows.arcs * metrics.arc_row + max(1, rows.chips) * metrics.chip_row
            )
            line.line.setPosition(QPointF(0.0, line.text_top))
            line.bottom = y = line.text_top + line.text_height + lanes_height(metrics, rows.lanes)
        self.height = y + gap

    def unit(self, place: int) -> int:
        """The UTF-16 offset of a code point of the text, inside this segment."""
        inside = place - self.start
        if inside <= 0:
            return 0
        return self.utf16.to_utf16(inside) if inside < len(self.text) else self.length

    def place(self, unit: int) -> int:
        """The code point of the text at a UTF-16 offset of this segment."""
        return self.start + self.utf16.to_code_point(unit)

    def snapped(self, start: int, end: int) -> tuple[int, int]:
        """``[start, end)`` widened to whole graphemes."""
        valid = self.layout.isValidCursorPosition
        while start > 0 and not valid(start):
            start -= 1
        while end < self.length and not valid(end):
            end += 1
        return start, end

    def line_number(self, unit: int, *, trailing: bool = False) -> int:
        """The line on which a place stands; where a line was wrapped, the next one unless ``trailing``."""
        number = max(0, bisect_right(self.starts, unit) - 1)
        if trailing and number and self.starts[number] == unit:
            number -= 1
        return number

    def line_at(self, y: float) -> int:
        """The line at a height inside the segment, or the nearest."""
        for number, line in enumerate(self.lines):
            if y < line.bottom:
                return number
        return len(self.lines) - 1


class LayoutCache:
    """The segments that were laid out last, by number."""

    KEPT = 200

    def __init__(self) -> None:
        self._kept: OrderedDict[int, SegmentLayout] = OrderedDict()

    def get(self, number: int, make: Callable[[int], SegmentLayout]) -> SegmentLayout:
        """A segment's layout, made if it is not kept."""
        found = self._kept.get(number)
        if found is None:
            found = self._kept[number] = make(number)
            if len(self._kept) > self.KEPT:
                self._kept.popitem(last=False)
        else:
            self._kept.move_to_end(number)
        return found

    def peek(self, number: int) -> SegmentLayout | None:
        """A segment's layout if it is kept."""
        return self._kept.get(number)

    def all(self) -> list[SegmentLayout]:
        """Everything kept."""
        return list(self._kept.values())

    def clear(self) -> None:
        """Forget everything."""
        self._kept.clear()
