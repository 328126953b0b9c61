"""What is drawn around the letters of one segment: pieces of marks, underline lanes, chips and arcs' legs.

Only lines, rows and horizontal places are settled here; heights follow from the rows when lines are stacked.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from annotator.ui.text.legs import Interval, Leg, legs_of
from annotator.ui.text.look import Look, score_text
from annotator.ui.text.marks import Link, Mark
from annotator.ui.text.metrics import Metrics

if TYPE_CHECKING:
    from annotator.ui.text.layout import SegmentLayout

NOTE_WIDTH = 9.0
"""Room that the sign for a note takes in a chip."""
PUSH = 70.0
"""How far a chip may be pushed along its row before it goes up a row instead."""
STEP = 10.0
"""How much further left a chip stands for each row that it goes up, so that arcs reach the chips below it."""


@dataclass(slots=True)
class Rows:
    """How many rows of each kind a line needs."""

    arcs: int = 0
    chips: int = 0
    lanes: int = 0


class Piece(NamedTuple):
    """A rectangle of a mark on a line. ``bridge`` joins two fragments: text between them that is not marked."""

    mark: Mark
    line: int
    left: float
    right: float
    lane: int
    bridge: bool = False
    opens: bool = False
    """Whether the mark begins here: elsewhere a bar says that it goes on."""


class Chip(NamedTuple):
    """The label of a mark, in a row above the line on which the mark starts, at ``[left, right]``."""

    mark: Mark
    line: int
    row: int
    left: float
    right: float
    anchor: float
    """Where the mark itself starts."""
    text: str


@dataclass(slots=True)
class Decoration:
    """Everything around one segment's letters, and the rows that each line needs for it."""

    rows: list[Rows]
    pieces: list[Piece] = field(default_factory=list)
    chips: list[Chip] = field(default_factory=list)
    legs: list[Leg] = field(default_factory=list)

    def chip_of(self, mark_id: str) -> Chip | None:
        """The chip of a mark that starts in this segment."""
        return next((each for each in self.chips if each.mark.id == mark_id), None)

    def shows(self, marks: set[str]) -> bool:
        """Whether a piece of one of these marks is here, or an arc that begins or ends at one."""
        return any(each.mark.id in marks for each in self.pieces) or any(
            each.link.head in marks or each.link.tail in marks for each in self.legs
        )


class Decorator:
    """Builds the decoration of segments under one look."""

    def __init__(self, metrics: Metrics, look: Look, links_of: Callable[[str], Sequence[Link]]) -> None:
        self._metrics, self._look, self._links_of = metrics, look, links_of
        self._widths: dict[str, float] = {}

    def decorate(self, layout: SegmentLayout, marks: Sequence[Mark], begins_after: int) -> Decoration:
        """The decoration of a segment that these marks touch, outer before inner.

        A mark has its chip here if it starts at the code point ``begins_after`` or later.
        """
        decoration = Decoration([Rows() for _ in layout.lines])
        if not marks:
            return decoration
        lanes: list[int] = []
        taken: list[list[list[Interval]]] = [[] for _ in layout.lines]
        for mark in marks:
            lane = _free_lane(lanes, mark)
            pieces = _pieces_of(layout, mark, lane, opens=mark.start >= begins_after)
            decoration.pieces += pieces
            for piece in pieces:
                rows = decoration.rows[piece.line]
                rows.lanes = max(rows.lanes, lane + 1)
            if pieces and mark.start >= begins_after and mark.kind != "difference":
                self._add_chip(decoration, taken, layout, pieces)
        self._add_legs(decoration, layout.width)
        return decoration

    def _width(self, text: str) -> float:
        width = self._widths.get(text)
        if width is None:
            width = self._widths[text] = self._metrics.chip_metrics.horizontalAdvance(text)
        return width

    def _chip_text(self, mark: Mark) -> str:
        text = mark.chip or mark.label
        if mark.unsure:
            text += f" {self._look.doubt}"
        if mark.score is not None and mark.kind == "suggestion":
            text += " " + score_text(mark.score)
        return text

    def _add_chip(
        self, decoration: Decoration, taken: list[list[list[Interval]]], layout: SegmentLayout, pieces: list[Piece]
    ) -> None:
        first = pieces[0]
        text = self._chip_text(first.mark)
        width = self._width(text) + 10 + (NOTE_WIDTH if first.mark.note else 0)
        row, right = _chip_place(taken[first.line], min(first.right, layout.width), width)
        decoration.chips.append(Chip(first.mark, first.line, row, right - width, right, first.right, text))
        rows = decoration.rows[first.line]
        rows.chips = max(rows.chips, row + 1)

    def _add_legs(self, decoration: Decoration, width: float) -> None:
        chips = {each.mark.id: each for each in decoration.chips}
        links = {link.id: link for chip in decoration.chips for link in self._links_of(chip.mark.id)}
        if links:
            decoration.legs = legs_of(links.values(), chips, self._width, width)
        for leg in decoration.legs:
            rows = decoration.rows[leg.line]
            rows.arcs = max(rows.arcs, leg.row + 1)


def _free_lane(lanes: list[int], mark: Mark) -> int:
    """The first underline lane that is free where a mark starts; marks come by start."""
    if mark.lane is not None:
        lanes.extend([0] * (mark.lane + 1 - len(lanes)))
        lanes[mark.lane] = max(lanes[mark.lane], mark.end)
        return mark.lane
    for number, end in enumerate(lanes):
        if end <= mark.start:
            lanes[number] = mark.end
            return number
    lanes.append(mark.end)
    return len(lanes) - 1


def _chip_place(rows: list[list[Interval]], right: float, width: float) -> tuple[int, float]:
    """The row and right edge of a chip that wants to end at ``right``: pushed left past others, or a row up."""
    number = 0
    while True:
        if number == len(rows):
            rows.append([])
        wanted = right - number * STEP
        edge = max(width, _pushed(rows[number], wanted, width) if rows[number] else wanted)
        if not rows[number] or (_fits(rows[number], edge, width) and right - edge <= PUSH):
            rows[number].append((edge - width, edge))
            return number, edge
        number += 1


def _pushed(row: list[Interval], right: float, width: float) -> float:
    for left, taken in sorted(row, reverse=True):
        if right > left - 2 and right - width < taken + 2:
            right = left - 2
    return right


def _fits(row: list[Interval], right: float, width: float) -> bool:
    return all(right <= left or right - width >= taken for left, taken in row)


def _pieces_of(layout: SegmentLayout, mark: Mark, lane: int, *, opens: bool) -> list[Piece]:
    pieces: list[Piece] = []
    previous: int | None = None
    for start, end in mark.extent:
        if previous is not None and previous < start:
            pieces += _stretch(layout, mark, lane, (previous, start), bridge=True, opens=False)
        pieces += _stretch(layout, mark, lane, (start, end), bridge=False, opens=opens and not pieces)
        previous = end
    return pieces


def _stretch(
    layout: SegmentLayout, mark: Mark, lane: int, extent: tuple[int, int], *, bridge: bool, opens: bool
) -> list[Piece]:
    if extent[1] <= layout.start or extent[0] >= layout.start + max(1, len(layout.text)):
        return []
    start, end = layout.unit(extent[0]), layout.unit(extent[1])
    if not bridge:
        start, end = layout.snapped(start, end)
    pieces: list[Piece] = []
    for number in range(layout.line_number(start), len(layout.lines)):
        geometry = layout.lines[number].geometry
        low, high = max(start, geometry.start), min(end, geometry.end)
        if low >= high:
            break
        spots = geometry.rectangles(low, high)
        if len(spots) > 1:
            spots = _start_first(spots, geometry.caret(low))
        for left, right in spots:
            pieces.append(Piece(mark, number, left, right, lane, bridge, opens and not pieces))
    if not pieces and not bridge:  # only hung spaces: a sliver, so that the mark can be seen at all
        number = layout.line_number(start)
        x = layout.lines[number].geometry.caret(start)
        pieces.append(Piece(mark, number, x - 3, x, lane, bridge, opens))
    return pieces


def _start_first(spots: list[Interval], start: float) -> list[Interval]:
    """The stretch in which reading starts comes first, then the others from the right."""
    return sorted(spots, key=lambda each: (not each[0] - 0.5 <= start <= each[1] + 0.5, -each[1]))
