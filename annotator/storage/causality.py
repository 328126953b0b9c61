"""Which event knew of which: the ground on which concurrent writes are told from later ones."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from annotator.storage.store import Store


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who wrote: the event, its chain and place in it, its actor, its Lamport time."""

    event: str
    chain: str
    number: int
    actor: str
    lamport: int = 0


@dataclass(slots=True)
class Causality:
    """Which event knew of which: how far along every other chain it had seen.

    A chain learns of others only where it merges, so what it knew is kept where that changes: ``learned`` has, by
    chain, the places where a stretch of equal knowledge begins and the knowledge of each.
    """

    learned: dict[str, tuple[list[int], list[Mapping[str, int]]]] = field(default_factory=dict)

    @classmethod
    def of(cls, store: Store) -> Causality:
        """The causality of a file's whole log."""
        made = cls()
        newest: dict[str, str] = {}
        for row in store.stream("SELECT id, chain, number, parents FROM events ORDER BY lamport, chain, id"):
            chain = row["chain"]
            if row["parents"] != f'["{newest.get(chain)}"]':
                places, known = made.learned.setdefault(chain, ([], []))
                places.append(row["number"])
                known.append(made._of_parents(store, chain, json.loads(row["parents"])))
            newest[chain] = row["id"]
        return made

    def _of_parents(self, store: Store, chain: str, parents: Sequence[str]) -> Mapping[str, int]:
        seen: dict[str, int] = {}
        for row in store.present("events", "chain, number", parents):
            for other, number in (*self.known(row["chain"], row["number"]).items(), tuple(row)):
                if other != chain:
                    seen[other] = max(seen.get(other, 0), number)
        return seen

    def known(self, chain: str, number: int) -> Mapping[str, int]:
        """How far along other chains an event had seen."""
        places, known = self.learned.get(chain, ([], []))
        place = bisect_right(places, number) - 1
        return known[place] if place >= 0 else {}

    def knew(self, later: Stamp, earlier: Stamp) -> bool:
        """Whether the later event was made with knowledge of the earlier one."""
        if later.chain == earlier.chain:
            return later.number >= earlier.number
        return self.known(later.chain, later.number).get(earlier.chain, 0) >= earlier.number

    def in_line(self, stamps: Sequence[Stamp]) -> bool:
        """Whether each of these events knew of the one before it, so that no two are concurrent."""
        return all(self.knew(later, earlier) for earlier, later in pairwise(stamps))
