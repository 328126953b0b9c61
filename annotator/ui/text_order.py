"""Spans and suggestions in the order of the text, by their ids. Offsets are code points, half-open."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator
from itertools import chain

from annotator.ui.text.index import LONG

Place = tuple[int, int, str]
"""Start, end made negative, id: outer ones come before inner ones."""


class TextOrder:
    """Ids by place: those longer than `LONG` are few and kept a second time, so that the others are found by starts."""

    def __init__(self) -> None:
        self._places: list[Place] = []
        self._long: list[Place] = []

    def extend(self, places: Iterable[Place]) -> None:
        """Add many that start behind all that is there."""
        fresh = sorted(places)
        self._places += fresh
        self._long += [each for each in fresh if _is_long(each)]

    def add(self, place: Place) -> None:
        """Add one."""
        insort(self._places, place)
        if _is_long(place):
            insort(self._long, place)

    def remove(self, place: Place) -> None:
        """Take one away that is there."""
        del self._places[bisect_left(self._places, place)]
        if _is_long(place):
            self._long.remove(place)

    def __iter__(self) -> Iterator[str]:
        return (name for _, _, name in self._places)

    def around(self, place: Place, step: int) -> Iterator[str]:
        """The ids behind a place (``step`` 1) or before it, and on from the other end of the text."""
        count = len(self._places)
        if step > 0:
            first = bisect_right(self._places, place)
            every = chain(range(first, count), range(first))
        else:
            last = bisect_left(self._places, place)
            every = chain(range(last - 1, -1, -1), range(count - 1, last - 1, -1))
        return (self._places[at][2] for at in every)

    def touching(self, start: int, end: int) -> Iterator[str]:
        """The ids of those that share text with ``[start, end)``, in text order."""
        near = (start - LONG, 0, "")
        for each in self._long:
            if each < near and -each[1] > start:
                yield each[2]
        for at in range(bisect_left(self._places, near), len(self._places)):
            begin, negative_end, name = self._places[at]
            if begin >= end:
                return
            if -negative_end > start:
                yield name


def _is_long(place: Place) -> bool:
    return -place[1] - place[0] > LONG
