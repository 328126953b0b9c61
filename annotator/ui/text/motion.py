"""How the caret moves.

Bare left and right follow the eye; with the selection extended they follow the reading order, so that every
press takes in exactly one letter more.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import NamedTuple

from annotator.ui.text.geometry import Cell, LineGeometry
from annotator.ui.text.layout import SegmentLayout
from annotator.ui.text.scene import Scene
from annotator.ui.text.words import word_bounds


class Motion(Enum):
    """Left is onwards: the text runs from right to left."""

    LETTER_LEFT = auto()
    LETTER_RIGHT = auto()
    WORD_LEFT = auto()
    WORD_RIGHT = auto()
    LINE_UP = auto()
    LINE_DOWN = auto()
    LINE_START = auto()
    LINE_END = auto()
    PARAGRAPH_UP = auto()
    PARAGRAPH_DOWN = auto()
    PAGE_UP = auto()
    PAGE_DOWN = auto()
    DOCUMENT_START = auto()
    DOCUMENT_END = auto()


VERTICAL = frozenset({Motion.LINE_UP, Motion.LINE_DOWN, Motion.PAGE_UP, Motion.PAGE_DOWN})


class Place(NamedTuple):
    """A caret: a code point, and whether it clings to the letter before it (``trailing``) where two sides differ."""

    at: int
    trailing: bool = False


class Mover:
    """Finds where a motion leads. ``page`` is how many pixels a page has."""

    def __init__(self, scene: Scene, page: float) -> None:
        self._scene, self._page = scene, page

    def move(self, place: Place, motion: Motion, goal: float, *, extend: bool) -> Place:
        """Where ``motion`` leads from ``place``; ``goal`` is the x that up and down keep."""
        if motion in VERTICAL:
            return self._vertical(place, motion, goal)
        if motion in {Motion.LETTER_LEFT, Motion.LETTER_RIGHT}:
            onwards = motion is Motion.LETTER_LEFT
            return self._letter(place, onwards=onwards) if extend else self._visual(place, left=onwards)
        if motion in {Motion.WORD_LEFT, Motion.WORD_RIGHT}:
            return self._next_word(place.at) if motion is Motion.WORD_LEFT else self._previous_word(place.at)
        if motion in {Motion.LINE_START, Motion.LINE_END}:
            return self._line_edge(place, end=motion is Motion.LINE_END)
        if motion in {Motion.PARAGRAPH_UP, Motion.PARAGRAPH_DOWN}:
            return self._paragraph(place.at, onwards=motion is Motion.PARAGRAPH_DOWN)
        return Place(len(self._scene.segments.text) if motion is Motion.DOCUMENT_END else 0)

    def x_of(self, place: Place) -> float:
        """The caret's x inside its line."""
        layout, number = self._line(place)
        return layout.lines[number].geometry.caret(layout.unit(place.at), trailing=place.trailing)

    def _line(self, place: Place) -> tuple[SegmentLayout, int]:
        layout = self._scene.layout(self._scene.segments.at(place.at))
        return layout, layout.line_number(layout.unit(place.at), trailing=place.trailing)

    # ---- letters ----

    def _letter(self, place: Place, *, onwards: bool) -> Place:
        """One grapheme on in reading order."""
        layout = self._scene.layout(self._scene.segments.at(place.at))
        unit = layout.unit(place.at)
        step = layout.layout.nextCursorPosition if onwards else layout.layout.previousCursorPosition
        moved = step(unit)
        if moved != unit:
            return Place(layout.place(moved))
        return self._over_the_edge(layout, onwards=onwards)

    def _over_the_edge(self, layout: SegmentLayout, *, onwards: bool) -> Place:
        segments = self._scene.segments
        if onwards:
            return Place(min(len(segments.text), segments.start(layout.number + 1)))
        return Place(segments.end(layout.number - 1)) if layout.number else Place(0)

    def _visual(self, place: Place, *, left: bool) -> Place:
        """One grapheme to the left or right as the eye sees it."""
        layout, number = self._line(place)
        geometry = layout.lines[number].geometry
        x = geometry.caret(layout.unit(place.at), trailing=place.trailing)
        cell = _neighbour(geometry, x, left=left)
        if cell is None:
            return self._next_line(layout, number, onwards=left)
        at_end = left == cell.rtl
        return Place(layout.place(cell.end if at_end else cell.start), trailing=at_end)

    def _next_line(self, layout: SegmentLayout, number: int, *, onwards: bool) -> Place:
        """Past a line's edge: onto the near edge of the next line, or of the one before."""
        number += 1 if onwards else -1
        if not 0 <= number < len(layout.lines):
            moved = self._over_the_edge(layout, onwards=onwards)
            layout, number = self._line(moved)
            if not layout.text:
                return moved
            number = 0 if onwards else len(layout.lines) - 1
        cells = layout.lines[number].geometry.cells
        if not cells:
            return Place(layout.place(layout.lines[number].geometry.start))
        cell = cells[-1] if onwards else cells[0]
        at_end = cell.rtl != onwards
        return Place(layout.place(cell.end if at_end else cell.start), trailing=at_end)

    # ---- words ----

    def _next_word(self, at: int) -> Place:
        number = self._scene.segments.at(at)
        layout = self._scene.layout(number)
        unit = layout.unit(at)
        for start, _ in word_bounds(layout.text):
            if start > unit:
                return Place(layout.place(start))
        end = self._scene.segments.end(number)
        return Place(end) if at < end else self._over_the_edge(layout, onwards=True)

    def _previous_word(self, at: int) -> Place:
        layout = self._scene.layout(self._scene.segments.at(at))
        unit = layout.unit(at)
        before = [start for start, _ in word_bounds(layout.text) if start < unit]
        if before:
            return Place(layout.place(before[-1]))
        return Place(layout.start) if at > layout.start else self._over_the_edge(layout, onwards=False)

    # ---- lines and paragraphs ----

    def _line_edge(self, place: Place, *, end: bool) -> Place:
        layout, number = self._line(place)
        geometry = layout.lines[number].geometry
        if not end:
            return Place(layout.place(geometry.start))
        last = number == len(layout.lines) - 1
        if last and not self._scene.segments.is_cut(layout.number):
            return Place(layout.place(geometry.end))
        return Place(layout.place(geometry.shown_end), trailing=True)

    def _paragraph(self, at: int, *, onwards: bool) -> Place:
        text = self._scene.segments.text
        if onwards:
            found = text.find("\n", at)
            return Place(len(text) if found < 0 else found + 1)
        return Place(text.rfind("\n", 0, max(0, at - 1)) + 1)

    def _vertical(self, place: Place, motion: Motion, goal: float) -> Place:
        onwards = motion in {Motion.LINE_DOWN, Motion.PAGE_DOWN}
        distance = self._page if motion in {Motion.PAGE_UP, Motion.PAGE_DOWN} else 0.0
        layout, number = self._line(place)
        walked = 0.0
        while True:
            following = self._line_after(layout, number, onwards=onwards)
            if following is None:
                break
            layout, number = following
            walked += layout.lines[number].bottom - layout.lines[number].top
            if walked >= distance:
                break
        if following is None and not distance:
            return Place(len(self._scene.segments.text) if onwards else 0)
        return place_on(layout, number, goal)

    def _line_after(self, layout: SegmentLayout, number: int, *, onwards: bool) -> tuple[SegmentLayout, int] | None:
        if onwards and number + 1 < len(layout.lines):
            return layout, number + 1
        if not onwards and number:
            return layout, number - 1
        beyond = layout.number + (1 if onwards else -1)
        if not 0 <= beyond < len(self._scene.segments):
            return None
        layout = self._scene.layout(beyond)
        return layout, 0 if onwards else len(layout.lines) - 1


def _neighbour(geometry: LineGeometry, x: float, *, left: bool) -> Cell | None:
    """The grapheme that touches ``x`` from the left, or from the right."""
    if left:
        fitting = [each for each in geometry.cells if each.right <= x + 0.3]
        return max(fitting, key=lambda each: each.right, default=None)
    fitting = [each for each in geometry.cells if each.left >= x - 0.3]
    return min(fitting, key=lambda each: each.left, default=None)


def place_on(layout: SegmentLayout, number: int, x: float) -> Place:
    """The caret place on a line that is nearest to ``x``."""
    geometry = layout.lines[number].geometry
    cell = geometry.cell_at(x)
    if cell is None:
        return Place(layout.place(geometry.start))
    unit = cell.edge(x)
    return Place(layout.place(unit), trailing=unit == cell.end)
