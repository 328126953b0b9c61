"""A project's own names in suggestions: those that its people gave a label, and those that are vetoed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from annotator.core.arabic import span_key
from annotator.core.span import Value
from annotator.core.suggestion import Suggested, Suggestion

if TYPE_CHECKING:  # its automaton is loaded where a text is searched, not where names are handed on
    from annotator.suggest.gazetteer import Entry, Gazetteer

SUGGESTER = "gazetteer"
_SCORE = 0.7


@dataclass(frozen=True, slots=True)
class OwnNames:
    """Names to suggest, each with its label, and vetoes: a label and the mention key that never has it."""

    entries: tuple[Entry, ...] = ()
    vetoes: frozenset[tuple[str, str]] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.entries or self.vetoes)


@lru_cache(maxsize=2)
def _gazetteer(entries: tuple[Entry, ...]) -> Gazetteer:
    from annotator.suggest.gazetteer import Gazetteer

    return Gazetteer(entries)


def with_own_names(text: str, suggested: Suggested, own: OwnNames) -> Suggested:
    """The suggestions for a text without those that are vetoed, and with the project's names where nothing stands.

    Offsets are code points, half-open. Suggestions stay in text order.
    """
    if not own:
        return suggested
    left = kept(suggested, lambda each: (each.label, span_key(text, each.start, each.end)) not in own.vetoes)
    added = list(_added(text, left, own))
    every = sorted([*enumerate(left.spans), *((-1, each) for each in added)], key=lambda pair: _place(pair[1]))
    place_of = {old: new for new, (old, _) in enumerate(every) if old >= 0}
    relations = tuple(replace(each, head=place_of[each.head], tail=place_of[each.tail]) for each in left.relations)
    return Suggested(tuple(each for _, each in every), relations)


def kept(suggested: Suggested, wanted: Callable[[Suggestion], bool]) -> Suggested:
    """The suggestions that are wanted, with the relations between them."""
    places = [place for place, each in enumerate(suggested.spans) if wanted(each)]
    if len(places) == len(suggested.spans):
        return suggested
    place_of = {old: new for new, old in enumerate(places)}
    return Suggested(
        tuple(suggested.spans[place] for place in places),
        tuple(
            replace(each, head=place_of[each.head], tail=place_of[each.tail])
            for each in suggested.relations
            if each.head in place_of and each.tail in place_of
        ),
    )


def _place(each: Suggestion) -> tuple[int, int, str]:
    return each.start, -each.end, each.label


def _added(text: str, suggested: Suggested, own: OwnNames) -> Iterator[Suggestion]:
    """The project's names where no suggestion shares a code point with them."""
    taken = bytearray(len(text))
    for each in suggested.spans:
        taken[each.start : each.end] = b"\1" * (each.end - each.start)
    for match in _gazetteer(own.entries).find(text):
        if any(taken[match.start : match.end]):
            continue
        entry = match.entry
        said: dict[str, Value] = {"kind": entry.kind} if entry.kind else {}
        if entry.entity:
            said["entity"] = entry.entity
        yield Suggestion(
            match.start, match.end, entry.label, said, _SCORE, SUGGESTER, f"gazetteer: {entry.name}"
        )
