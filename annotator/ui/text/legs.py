"""Arcs' legs: the horizontal parts of arcs above a line, each in a row of its own where they would meet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple

from annotator.ui.text.marks import Link

if TYPE_CHECKING:
    from annotator.ui.text.decoration import Chip

Interval = tuple[float, float]
_GUTTER = 6.0


class Leg(NamedTuple):
    """The horizontal part of an arc above a line.

    ``whole`` legs join two chips of the line; others lead from a chip to the gutter.
    """

    link: Link
    line: int
    row: int
    end: Literal["whole", "head", "tail"]
    x: float
    other_x: float
    label_left: float
    label_width: float

    @property
    def carries_label(self) -> bool:
        """Whether the name has room between the ends of the leg, so that the line runs on to both sides of it."""
        low, high = min(self.x, self.other_x), max(self.x, self.other_x)
        return low <= self.label_left and self.label_left + self.label_width <= high


def legs_of(
    links: Iterable[Link], chips: Mapping[str, Chip], width_of: Callable[[str], float], width: float
) -> list[Leg]:
    """The legs of links whose ends have chips here, in rows; ``width_of`` measures a name, ``width`` is the text's."""
    wanted: dict[int, list[tuple[Leg, float]]] = {}
    for link in links:
        legs = _legs_of(link, chips, width_of(link.name) + 8, width)
        for leg, other in zip(legs, reversed(legs), strict=True):
            wanted.setdefault(leg.line, []).append((leg, _length(other)))
    return [leg for some in wanted.values() for leg in _stack(some)]


def _legs_of(link: Link, chips: Mapping[str, Chip], label: float, width: float) -> list[Leg]:
    head, tail = chips.get(link.head), chips.get(link.tail)
    gutter = width + _GUTTER

    def leg(chip: Chip, end: Literal["whole", "head", "tail"], x: float, other: float) -> Leg:
        clear = chip.left if tail is None or end != "whole" else min(chip.left, tail.left)
        return Leg(link, chip.line, 0, end, x, other, _label_left(label, (x, other), clear, width), label)

    if head is not None and tail is not None and head.line == tail.line:
        return [leg(head, "whole", _attach(head, chips, "head"), _attach(tail, chips, "tail"))]
    legs = []
    if head is not None:
        legs.append(leg(head, "head", _attach(head, chips, "head"), gutter))
    if tail is not None:
        legs.append(leg(tail, "tail", _attach(tail, chips, "tail"), gutter))
    return legs


_LEAVES = (0.35, 0.2, 0.5, 0.08, 0.65, 0.8, 0.92)
_ENTERS = (0.65, 0.8, 0.5, 0.92, 0.35, 0.2, 0.08)


def _attach(chip: Chip, chips: Mapping[str, Chip], end: Literal["head", "tail"]) -> float:
    """Where arcs leave (nearer to the chip's left) and enter (nearer to its right), not through chips above."""
    above = [
        (each.left - 2, each.right + 2) for each in chips.values() if each.line == chip.line and each.row > chip.row
    ]
    places = [
        chip.left + (chip.right - chip.left) * share for share in (_LEAVES if end == "head" else _ENTERS)
    ]
    places += [chip.right - (5.0 if end == "head" else 3.0), chip.left + 4.0]
    free = (x for x in places if not any(left < x < right for left, right in above))
    return next(free, places[0])


def _label_left(label: float, ends: Interval, clear: float, width: float) -> float:
    """In the middle of an arc's leg; beside a leg that is too short to carry it, so that its ends stay in sight.

    ``clear`` is the left edge of the leg's chips: other arcs may rise from them.
    """
    low, high = min(ends), min(max(ends), width)
    if high - low >= label + 14:
        return (low + high - label) / 2
    if clear - label - 4 >= 0:
        return clear - label - 4
    return max(0.0, min(high + 4, width - label))


def _extent(leg: Leg) -> Interval:
    return (
        min(leg.x, leg.other_x, leg.label_left) - 3,
        max(leg.x, leg.other_x, leg.label_left + leg.label_width) + 3,
    )


def _length(leg: Leg) -> float:
    left, right = _extent(leg)
    return right - left


def _stack(legs: list[tuple[Leg, float]]) -> list[Leg]:
    """Give each leg the lowest row in which it meets no other; short ones lie below long ones.

    Of legs as long as each other (they come from one chip) that whose other leg, of the length given, is longer lies
    lower: above its own line that one runs higher, so that the two arcs lie within each other in the gutter.
    """
    rows: list[list[Interval]] = []
    placed = []
    for leg, _ in sorted(legs, key=lambda each: (round(_length(each[0])), -each[1])):
        row = _free_row(rows, _extent(leg))
        rows[row].append(_extent(leg))
        placed.append(leg._replace(row=row))
    return placed


def _free_row(rows: list[list[Interval]], wanted: Interval) -> int:
    for number, row in enumerate(rows):
        if all(wanted[1] <= left or wanted[0] >= right for left, right in row):
            return number
    rows.append([])
    return len(rows) - 1
