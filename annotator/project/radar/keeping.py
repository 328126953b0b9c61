"""What the lints found in every document, kept so small that after an edit little is looked at again.

Of a document's own findings only their names are kept (a rule, a layer, 64 bits); they are found again when they are
shown. What documents share lies in indexes, out of which a document is taken and into which it is put again when an
event touched it. So an edit costs one document and the keys that it shares.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from annotator.project.radar import passages
from annotator.project.radar.conflicts import Report
from annotator.project.radar.copies import STEP, CopyIndex, Pair
from annotator.project.radar.harvest import GRAVE, Harvest
from annotator.project.radar.kinds import KindIndex
from annotator.project.radar.mentions_index import MentionIndex
from annotator.project.radar.reading import (
    Page,
    Stand,
    dismissals,
    document_order,
    ground_of,
    pages,
    stand_of,
    touched_since,
)
from annotator.project.radar.sharing import harvests
from annotator.project.radar.sheet import CHUNK, Ground
from annotator.storage.store import Store

LOW = GRAVE - 1
"""The part of a code that is the layer's number."""


class Keeping:
    """What was found in one project file. `update` brings it up to date; nothing here writes to the file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._reset()

    def _reset(self) -> None:
        self._stand = Stand()
        self._ground = Ground()
        self._order: list[str] = []
        self._marks: dict[str, array[int]] = {}
        self._layers: list[str] = []
        self._mentions = MentionIndex()
        self._kinds = KindIndex()
        self._copies = CopyIndex()
        self._passages: dict[Pair, list[tuple[str, str, int]]] = {}
        self._reports: dict[str, list[Report]] = {}
        self._dismissed: dict[str, dict[str, Any]] = {}

    def update(self) -> Iterator[tuple[int, int]]:
        """Look at what changed since the last time; yields how many documents of how many were looked at."""
        with closing(Store.open(self._path, reading=True)) as store:
            stand, touched = stand_of(store), touched_since(store, self._stand)
            if touched is not None and "" in touched:
                ground = ground_of(store)
                if ground.scheme != self._ground.scheme:
                    touched = None
                self._ground = ground
            if touched is None:
                self._reset()
                self._ground = ground_of(store)
            self._order = document_order(store)
            self._dismissed = dismissals(store)
            wanted = self._order if touched is None else sorted(touched - {""})
            yield from self._look_at(store, wanted)
            self._stand = stand

    def _look_at(self, store: Store, wanted: Sequence[str]) -> Iterator[tuple[int, int]]:
        known = set(self._copies.pairs)
        stale = {pair for document in wanted for pair in self._copies.pairs_of(document)}
        done = 0
        for some in harvests(store, self._ground, wanted):
            yield done, len(wanted)
            for documents, found in some:
                self._take(documents, found)
                done += len(documents)
        for place, count in self._copies.settle(store.text):
            yield len(wanted) - count + place if count < len(wanted) else 0, len(wanted)
        stale |= {pair for document in wanted for pair in self._copies.pairs_of(document)}
        stale |= self._copies.pairs.keys() - known
        for place, pair in enumerate(stale):
            if place % STEP == STEP - 1:
                yield len(wanted) - 1, len(wanted)
            self._compare(store, pair)

    def _take(self, documents: Sequence[str], found: Sequence[Harvest]) -> None:
        """Take documents out, and those that are there in again."""
        for document in documents:
            self._marks.pop(document, None)
            self._reports.pop(document, None)
            self._mentions.remove(document)
            self._kinds.remove(document)
        for gone in set(documents) - {each.document for each in found}:
            self._copies.remove(gone)
        for each in found:
            kept = array("Q")
            for layer, own in each.marks:
                number = self._layer(layer)
                for code, mark in zip(own[::2], own[1::2], strict=True):
                    kept.append(code | number)
                    kept.append(mark)
            if kept:
                self._marks[each.document] = kept
            if each.reports:
                self._reports[each.document] = each.reports
            self._mentions.add(each.document, each.mentions)
            self._kinds.add(each.document, each.kinds)
            self._copies.add(each.document, each.digest, each.shingles)

    def _layer(self, name: str) -> int:
        if name not in self._layers:
            self._layers.append(name)
        return self._layers.index(name)

    def _compare(self, store: Store, pair: Pair) -> None:
        """What two alike texts' documents say differently: kept as documents and the finding's name."""
        kept = [
            (one.document, other.document, finding.mark)
            for one, other in self._twos(store, pair)
            for finding in passages.differences(one, other, self._copies.pairs[pair])
        ]
        self._passages.pop(pair, None)
        if kept:
            self._passages[pair] = kept

    def _twos(self, store: Store, pair: Pair) -> Iterator[tuple[Page, Page]]:
        """The first document that has the one text with those that have the other."""
        if not self._copies.pairs[pair].passages:
            return
        for one in pages(store, self._ground, self._copies.documents(pair[0])[:1]):
            for other in pages(store, self._ground, self._copies.documents(pair[1])[:CHUNK]):
                yield one, other
