"""Which marks touch a piece of the text, and which links a mark has, found without looking at the others."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate
from operator import attrgetter

from annotator.ui.text.marks import Link, Mark

LONG = 20_000
"""Marks longer than this are few and kept apart: one that covers the text must not slow the search for others."""


class MarkIndex:
    """Marks by place: sorted starts beside the running maximum of the ends, so two binary searches find all
    that touch ``[a, b)``. Adding and removing mends the running maximum only as far as it changes.
    """

    def __init__(self, marks: Sequence[Mark] = ()) -> None:
        self._marks = sorted(marks, key=attrgetter("start"))
        self._long = [each for each in self._marks if each.end - each.start > LONG]
        if self._long:
            self._marks = [each for each in self._marks if each.end - each.start <= LONG]
        self._starts = [each.start for each in self._marks]
        self._reach = list(accumulate([each.end for each in self._marks], max))
        self._by_id: dict[str, Mark] | None = None

    def __len__(self) -> int:
        return len(self._marks) + len(self._long)

    def _ids(self) -> dict[str, Mark]:
        if self._by_id is None:
            self._by_id = {each.id: each for each in self._marks}
            self._by_id.update((each.id, each) for each in self._long)
        return self._by_id

    def prepare(self) -> None:
        """Build the table of ids now, so that the first search by id does not have to."""
        self._ids()

    def get(self, mark_id: str) -> Mark | None:
        """The mark of this id, if there is one."""
        return self._ids().get(mark_id)

    def touching(self, start: int, end: int) -> list[Mark]:
        """All marks that share a character with ``[start, end)``, by start, outer before inner."""
        low, high = bisect_right(self._reach, start), bisect_left(self._starts, end)
        found = [each for each in self._marks[low:high] if each.end > start]
        found += [each for each in self._long if each.start < end and each.end > start]
        found.sort(key=lambda each: (each.start, -each.end, each.id))
        return found

    def add(self, mark: Mark) -> None:
        """Add a mark, or put it in the place of the one with the same id."""
        self.remove(mark.id)
        self._ids()[mark.id] = mark
        if mark.end - mark.start > LONG:
            self._long.append(mark)
            return
        place = bisect_right(self._starts, mark.start)
        self._marks.insert(place, mark)
        self._starts.insert(place, mark.start)
        self._reach.insert(place, mark.end)
        self._mend(place)

    def remove(self, mark_id: str) -> Mark | None:
        """Remove a mark; the mark that was there, if any."""
        mark = self._ids().pop(mark_id, None)
        if mark is None:
            return None
        if mark.end - mark.start > LONG:
            self._long.remove(mark)
            return mark
        place = bisect_left(self._starts, mark.start)
        while self._marks[place].id != mark_id:
            place += 1
        del self._marks[place], self._starts[place], self._reach[place]
        self._mend(place)
        return mark

    def _mend(self, place: int) -> None:
        reach = self._reach[place - 1] if place else -1
        for number in range(place, len(self._marks)):
            reach = max(reach, self._marks[number].end)
            if self._reach[number] == reach and number > place:
                return
            self._reach[number] = reach


class LinkIndex:
    """Links by the marks that they join."""

    def __init__(self, links: Iterable[Link] = ()) -> None:
        self._of: dict[str, list[Link]] = {}
        for link in links:
            self._of.setdefault(link.head, []).append(link)
            if link.tail != link.head:
                self._of.setdefault(link.tail, []).append(link)

    def __bool__(self) -> bool:
        return bool(self._of)

    def of(self, mark_id: str) -> Sequence[Link]:
        """The links that begin or end at a mark."""
        return self._of.get(mark_id, ())

    def marks(self) -> Iterable[str]:
        """The ids of all marks that have links."""
        return self._of
