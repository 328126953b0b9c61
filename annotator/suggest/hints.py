"""What the learner sees of a text: hints, each at a place, which say something of the units around that place.

A hint is one object wherever the same words come again, so that what it weighs is looked up once and not spelled out
for every unit that it speaks of.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

Group = tuple[str, ...]
"""Attributes that come together."""


@dataclass(frozen=True, slots=True, eq=False)
class Hint:
    """Attributes of the unit where it stands, of the next one, of the one after that, and of the one before.

    Hints are told apart by being the same object: whoever makes them keeps them.
    """

    here: Group = ()
    next: Group = ()
    second: Group = ()
    before: Group = ()


_REACH = ((1, attrgetter("next")), (2, attrgetter("second")), (0, attrgetter("here")), (-1, attrgetter("before")))
"""How many units further on each group of a hint counts, in the order in which they are learnt."""


@dataclass(frozen=True, slots=True)
class Column:
    """Hints of one kind and the place of each, ascending; a place may lie two units before the text or one behind."""

    places: Sequence[int]
    hints: Sequence[Hint]


@dataclass(frozen=True, slots=True)
class Observed:
    """The units of a text (how many there are) and all hints about them, kind by kind."""

    units: int
    columns: tuple[Column, ...]

    def attributes(self) -> list[list[str]]:
        """The attributes of each unit, as they are learnt."""
        found: list[list[str]] = [[] for _ in range(self.units)]
        for column in self.columns:
            for step, group_of in _REACH:
                for place, group in zip(column.places, map(group_of, column.hints), strict=True):
                    if group and 0 <= place + step < self.units:
                        found[place + step] += group
        return found


def column(hints: Mapping[int, Hint]) -> Column:
    """A column of hints by their places."""
    places = sorted(hints)
    return Column(places, [hints[place] for place in places])


def plain(units: Iterable[Iterable[str]]) -> Observed:
    """Units with attributes of their own and nothing said of their neighbours."""
    hints = [Hint(tuple(each)) for each in units]
    return Observed(len(hints), (Column(range(len(hints)), hints),))
