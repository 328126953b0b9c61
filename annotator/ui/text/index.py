"""Which marks touch a piece of the text, and which links a mark has, found without looking at the others."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Protocol

from annotator.ui.text.marks import Link, Mark

LONG = 2_000
"""Marks longer than this are few and kept apart, so that the others are found by their starts alone."""

EAGER = 10_000
"""Up to so many marks are put in order at once; more are trusted to come by start until `MarkIndex.prepare`."""

_START = attrgetter("start")


class MarkSource(Protocol):
    """Where the view finds the marks that it shows."""

    def get(self, mark_id: str) -> Mark | None:
        """The mark of this id, if there is one."""

    def touching(self, start: int, end: int) -> list[Mark]:
        """All marks that share a character with ``[start, end)``, by start, outer before inner."""


class MarkIndex:
    """Marks by place: one that touches ``[a, b)`` starts before ``b`` and at most `LONG` before ``a``.

    Looking at hundreds of thousands of marks takes longer than a first paint may, so that waits for `prepare`.
    """

    def __init__(self, marks: Sequence[Mark] = ()) -> None:
        given = marks if isinstance(marks, list) and len(marks) > EAGER else list(marks)
        self._marks: list[Mark] = given  # very many are copied by `prepare`, when there is time
        self._long: list[Mark] = []
        self._by_id: dict[str, Mark] | None = None
        if len(self._marks) <= EAGER:
            self._order()

    def __len__(self) -> int:
        return len(self._marks) + len(self._long)

    def _order(self) -> bool:
        """Sort by start, set long marks apart; whether anything moved."""
        given = self._marks
        self._long = [each for each in given if each.end - each.start > LONG]
        if self._long:
            self._marks = [each for each in given if each.end - each.start <= LONG]
        starts = list(map(_START, self._marks))
        in_order = starts == sorted(starts)
        if not in_order:
            self._marks.sort(key=_START)
        return bool(self._long) or not in_order

    def _ids(self) -> dict[str, Mark]:
        self.prepare()
        assert self._by_id is not None
        return self._by_id

    def prepare(self) -> bool:
        """Put the marks in order and list their ids, once; whether `touching` may answer otherwise than before."""
        if self._by_id is not None:
            return False
        self._marks = list(self._marks)
        moved = self._order() if len(self) > EAGER else False
        self._by_id = {each.id: each for each in self._marks}
        self._by_id.update((each.id, each) for each in self._long)
        return moved

    def get(self, mark_id: str) -> Mark | None:
        """The mark of this id, if there is one."""
        return self._ids().get(mark_id)

    def touching(self, start: int, end: int) -> list[Mark]:
        """All marks that share a character with ``[start, end)``, by start, outer before inner."""
        low = bisect_left(self._marks, start - LONG, key=_START)
        high = bisect_left(self._marks, end, low, key=_START)
        found = [each for each in self._marks[low:high] if each.end > start]
        found += [each for each in self._long if each.start < end and each.end > start]
        found.sort(key=lambda each: (each.start, -each.end, each.id))
        return found

    def change(self, removed: Iterable[str], added: Iterable[Mark]) -> None:
        """Take some marks away and add others (or others under the same ids)."""
        for each in removed:
            self.remove(each)
        for mark in added:
            self.add(mark)

    def add(self, mark: Mark) -> None:
        """Add a mark, or put it in the place of the one with the same id."""
        self.remove(mark.id)
        self._ids()[mark.id] = mark
        if mark.end - mark.start > LONG:
            self._long.append(mark)
        else:
            self._marks.insert(bisect_right(self._marks, mark.start, key=_START), mark)

    def remove(self, mark_id: str) -> Mark | None:
        """Remove a mark; the mark that was there, if any."""
        mark = self._ids().pop(mark_id, None)
        if mark is None:
            return None
        if mark.end - mark.start > LONG:
            self._long.remove(mark)
            return mark
        place = bisect_left(self._marks, mark.start, key=_START)
        while self._marks[place].id != mark_id:
            place += 1
        del self._marks[place]
        return mark


class LinkSource(Protocol):
    """Where the view finds the links of the marks that it shows."""

    def __bool__(self) -> bool: ...

    def of(self, mark_id: str) -> Sequence[Link]:
        """The links that begin or end at a mark."""


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
