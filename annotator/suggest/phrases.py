"""Phrases: mentions as runs of words, with what heads them."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.suggest.gazetteer import Entry
from annotator.suggest.reading import Name, Reading
from annotator.suggest.shipped import CAPITAL, PERSON, PLACE, STATE

PLACES = frozenset({PLACE, STATE, CAPITAL})
BODIES = frozenset({"gov", "org", "media", "force", "group"})
_ROLES = {"person": PERSON, "news_agency": "media", "media": "media", "government": "gov", "military": "force",
          "armed_group": "group"}  # fmt: skip


@dataclass(slots=True)
class Phrase:
    """A mention: words ``[first, last)`` from ``start``; what heads it; whether a name closes it.

    Nothing changes a phrase (it grows by a new one): it is not frozen because that takes thrice the time to make.
    """

    start: int
    first: int
    last: int
    role: str
    kind: str
    definite: bool
    entry: Entry | None = None
    adjectives: bool = False
    named: bool = False

    def end(self, reading: Reading) -> int:
        """The code point where it ends."""
        return reading.words[self.last - 1].end


def name_role(entry: Entry) -> str:
    """The role of a gazetteer name: what kind of head it would have."""
    return entry.kind if entry.kind in PLACES else _ROLES.get(entry.kind, "org")


def phrase_of_name(name: Name) -> Phrase:
    """A gazetteer name as a phrase."""
    return Phrase(name.start, name.first, name.last, name_role(name.entry), name.entry.kind, True, name.entry,
                  named=True)  # fmt: skip
