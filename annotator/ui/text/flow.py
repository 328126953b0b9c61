"""Which part of the document is in view. The anchor (segment, offset) is the truth; scroll bars only show it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from annotator.ui.text.layout import Line, SegmentLayout
from annotator.ui.text.metrics import BOTTOM, TOP
from annotator.ui.text.scene import Scene


class Shown(NamedTuple):
    """A segment in view and where it begins, in pixels below the viewport's upper edge."""

    y: float
    layout: SegmentLayout


class Spot(NamedTuple):
    """A line in view: its segment, its number there, and where its segment begins."""

    y: float
    layout: SegmentLayout
    number: int

    @property
    def line(self) -> Line:
        """The line itself."""
        return self.layout.lines[self.number]


class Flow:
    """Scrolling over a scene that is laid out only where somebody looks."""

    def __init__(self, scene: Scene, height: float) -> None:
        self.scene = scene
        self.height = height
        self._segment = 0
        self._offset = -TOP

    @property
    def _last(self) -> int:
        return len(self.scene.segments) - 1

    @property
    def value(self) -> float:
        """How far the view is scrolled, in pixels from the document's upper edge."""
        return self.scene.heights.top(self._segment) + self._offset + TOP

    @property
    def furthest(self) -> float:
        """How far it can be scrolled."""
        return max(0.0, self.scene.heights.total + TOP + BOTTOM - self.height)

    def jump(self, value: float) -> None:
        """Scroll to a place far away, by the estimated heights."""
        y = value - TOP
        self._segment = self.scene.heights.at(y)
        self._offset = y - self.scene.heights.top(self._segment)
        self._settle()

    def walk(self, distance: float) -> None:
        """Scroll a small way, by real heights."""
        self._offset += distance
        self._settle()

    def _settle(self) -> None:
        self._normalise()
        missing = self._missing_below()
        if missing > 0:
            self._offset -= missing
            self._normalise()

    def _normalise(self) -> None:
        """Let the offset lie within its segment; at the upper edge of the text, not above its margin."""
        while self._offset < 0 and self._segment > 0:
            self._segment -= 1
            self._offset += self.scene.layout(self._segment).height
        if self._segment == 0:
            self._offset = max(-TOP, self._offset)
        while self._segment < self._last and self._offset >= (height := self.scene.layout(self._segment).height):
            self._offset -= height
            self._segment += 1

    def _missing_below(self) -> float:
        """How much of the viewport would stay empty below the end of the text."""
        room = self.height
        y = -self._offset
        for number in range(self._segment, self._last + 1):
            y += self.scene.layout(number).height
            if y >= room:
                return 0.0
        return room - (y + BOTTOM) if y + BOTTOM < room else 0.0

    def shown(self) -> Iterator[Shown]:
        """The segments in view, from above."""
        y, number = -self._offset, self._segment
        while y < self.height and number <= self._last:
            layout = self.scene.layout(number)
            yield Shown(y, layout)
            y += layout.height
            number += 1

    def at(self, y: float) -> Spot:
        """The line at a height of the viewport, or the nearest in view."""
        shown = Shown(0.0, self.scene.layout(self._segment))
        for shown in self.shown():
            if y < shown.y + shown.layout.height:
                break
        return Spot(shown.y, shown.layout, shown.layout.line_at(y - shown.y))

    def spot(self, place: int, *, trailing: bool = False) -> Spot:
        """The line on which a code point stands, wherever it is; ``y`` is exact near the view only."""
        number = self.scene.segments.at(place)
        layout = self.scene.layout(number)
        return Spot(self._y_of(number), layout, layout.line_number(layout.unit(place), trailing=trailing))

    def _y_of(self, number: int) -> float:
        heights = self.scene.heights
        return heights.top(number) - heights.top(self._segment) - self._offset

    def keep_place(self) -> tuple[int, float]:
        """The code point at the upper edge and how far its line is scrolled out, to find back after a change."""
        layout = self.scene.layout(self._segment)
        line = layout.lines[layout.line_at(self._offset)]
        return layout.place(line.geometry.start), self._offset - line.top

    def return_to(self, place: int, below: float) -> None:
        """Scroll so that the line of a code point is again where `keep_place` found it."""
        self._segment = self.scene.segments.at(place)
        layout = self.scene.layout(self._segment)
        line = layout.lines[layout.line_number(layout.unit(place))]
        self._offset = line.top + min(below, line.bottom - line.top)
        self._settle()

    def reveal(self, start: int, end: int, *, trailing: bool = False) -> bool:
        """Scroll as little as needed to show ``[start, end)`` (its start, if it is too long); whether it moved.

        An empty stretch is a caret; ``trailing`` says on which line, where one was wrapped.
        """
        before = (self._segment, self._offset)
        for _ in range(3):  # what lies between was estimated the first time
            distance = self._distance_to(start, end, trailing=trailing)
            if not distance:
                break
            if abs(distance) > 3 * self.height:
                self._jump_to(self.spot(start))
            else:
                self.walk(distance)
        return before != (self._segment, self._offset)

    def _distance_to(self, start: int, end: int, *, trailing: bool) -> float:
        first = self.spot(start, trailing=trailing and start == end)
        last = self.spot(end, trailing=True) if end > start else first
        margin = min(self.height / 6, 2 * self.scene.metrics.usual_line)
        top, bottom = first.y + first.line.top, last.y + last.line.bottom
        if bottom - top > self.height - 2 * margin:
            bottom = top + self.scene.metrics.usual_line
        if top < 0:
            return top - margin
        return bottom + margin - self.height if bottom > self.height else 0.0

    def _jump_to(self, spot: Spot) -> None:
        self._segment = spot.layout.number
        self._offset = spot.line.top - self.height / 3
        self._settle()

    def extent(self) -> tuple[int, int]:
        """The code points in view."""
        shown = list(self.shown())
        if not shown:
            return 0, 0
        first, last = shown[0], shown[-1]
        upper = first.layout.lines[first.layout.line_at(-first.y)]
        lower = last.layout.lines[last.layout.line_at(self.height - last.y)]
        return first.layout.place(upper.geometry.start), last.layout.place(lower.geometry.end)
