"""The survey: what the lints found in every document, kept so small that after an edit little is looked at again.

Of a document's own findings only their names are kept (a rule, a layer, 64 bits); they are found again when they are
shown. What documents share lies in indexes, out of which a document is taken and into which it is put again when an
event touched it. So an edit costs one document and the keys that it shares.
"""

from __future__ import annotations

import time
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from annotator.project.radar import conflicts, duplicates, kinds, mentions_index, passages
from annotator.project.radar.conflicts import Report, Topic
from annotator.project.radar.copies import STEP, CopyIndex, Pair
from annotator.project.radar.duplicates import Copies
from annotator.project.radar.finding import Finding
from annotator.project.radar.kinds import KindIndex
from annotator.project.radar.lints import LINTS, look, severity_in
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
from annotator.project.radar.sheet import CHUNK, Ground
from annotator.storage.store import Store, no_rounds

ROUND = 200
"""After so many documents it is said how far the survey is, and it can be stopped."""
SHOWN_DOCUMENTS = 4
"""Of words that stand labelled in many documents so many are shown for each label."""
_CODES = {each.id: place for place, each in enumerate(LINTS)}
_GRAVE = 1 << 31
"""What tells an error from a hint, beside the rule (above) and the layer (below)."""
_LOW = _GRAVE - 1


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which findings: of a rule, a layer, a document, a severity (empty: any), that hold some words.

    At most ``limit`` of them are asked for.
    """

    rule: str = ""
    layer: str = ""
    document: str = ""
    words: str = ""
    limit: int = 200
    severity: str = ""

    def of_severity(self, code: int) -> bool:
        """Whether a finding that is kept with this code is as grave as those that are wanted."""
        return self.severity in ("", "error" if code & _GRAVE else "hint")


@dataclass(frozen=True, slots=True)
class View:
    """What is to be shown: how many findings each rule has, some of the wanted ones, and whose layers there are."""

    counts: dict[str, int] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    names: dict[str, str] = field(default_factory=dict)
    layers: tuple[str, ...] = ()
    dismissed: dict[str, Any] = field(default_factory=dict)
    more: bool = False


class Survey:
    """The survey of one project file. `update` brings it up to date; nothing here writes to the file."""

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

    # ---- keeping up ----------------------------------------------------------------------------------

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
        for first in range(0, len(wanted), ROUND):
            some = wanted[first : first + ROUND]
            yield first, len(wanted)
            self._take(some, list(pages(store, self._ground, some)))
        for place, count in self._copies.settle(store.text):
            yield len(wanted) - count + place if count < len(wanted) else 0, len(wanted)
        stale |= {pair for document in wanted for pair in self._copies.pairs_of(document)}
        stale |= self._copies.pairs.keys() - known
        for place, pair in enumerate(stale):
            if place % STEP == STEP - 1:
                yield len(wanted) - 1, len(wanted)
            self._compare(store, pair)

    def _take(self, documents: Sequence[str], found: Sequence[Page]) -> None:
        """Take documents out, and those that are there in again."""
        for document in documents:
            self._marks.pop(document, None)
            self._reports.pop(document, None)
            self._mentions.remove(document)
            self._kinds.remove(document)
        for gone in set(documents) - {page.document for page in found}:
            self._copies.remove(gone)
        for page in found:
            marks = array("Q")
            for sheet in page.sheets:
                for finding in look(sheet):
                    grave = _GRAVE if finding.severity == "error" else 0
                    marks.extend((_CODES[finding.rule] << 32 | grave | self._layer(sheet.layer), finding.mark))
            if marks:
                self._marks[page.document] = marks
            if reports := conflicts.reports_of(page):
                self._reports[page.document] = reports
            self._mentions.add(page)
            self._kinds.add(page)
            self._copies.add(page.document, page.digest, page.text)
        self._copies.take()

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

    # ---- asking --------------------------------------------------------------------------------------

    def view(self, wanted: Wanted) -> View:
        """How many findings there are, and those that are wanted."""
        with closing(Store.open(self._path, reading=True)) as store:
            found = list(self.findings(store, wanted))
            names = _names(store, {place.document for each in found for place in each.places} |
                           {each.document for each in found})  # fmt: skip
        return View(
            self.counts(wanted), tuple(found[: wanted.limit]), names, tuple(sorted(self._layers)), self._dismissed,
            len(found) > wanted.limit,
        )  # fmt: skip

    def counts(self, wanted: Wanted | None = None) -> dict[str, int]:
        """How many findings each rule has that were not dismissed, in a layer and document where they are named."""
        wanted, no = wanted or Wanted(), self._no()
        counts: Counter[int] = Counter()
        layer = self._layers.index(wanted.layer) if wanted.layer in self._layers else -1
        chosen = [self._marks.get(wanted.document, array("Q"))] if wanted.document else self._marks.values()
        for marks in chosen:
            for code, mark in zip(marks[::2], marks[1::2], strict=True):
                if mark not in no and (not wanted.layer or code & _LOW == layer) and wanted.of_severity(code):
                    counts[code >> 32] += 1
        found = {LINTS[code].id: count for code, count in counts.items()}
        if not wanted.document:
            found |= {
                rule: count for rule, count in self._shared_counts(wanted.layer, no).items()
                if count and wanted.severity in ("", severity_in(self._ground, rule))
            }  # fmt: skip
        return {each.id: found[each.id] for each in LINTS if each.id in found}

    def _no(self) -> set[int]:
        return {int(name.rpartition("/")[2], 16) for name in self._dismissed}

    def _shared_counts(self, layer: str, no: set[int]) -> dict[str, int]:
        shared = {
            mentions_index.RULE: sum(1 for _ in self._mixed(layer, no)),
            kinds.RULE: sum(1 for _ in self._who(layer, no)) + sum(1 for _ in self._same_names(layer, no)),
            passages.RULE: sum(mark not in no for each in self._passages.values() for _, _, mark in each),
            duplicates.RULE: 0 if layer else sum(1 for _ in self._copied(no)),
        }
        return {rule: count for rule, count in shared.items() if severity_in(self._ground, rule) is not None}

    def _mixed(self, layer: str, no: set[int]) -> Iterator[int]:
        from annotator.project.radar.finding import mark_of

        for name, (owner, key) in self._mentions.mixed.items():
            if layer in ("", owner) and not (no and mark_of(mentions_index.RULE, f"{owner} {key}") in no):
                yield name

    def _who(self, layer: str, no: set[int]) -> Iterator[kinds.Who]:
        from annotator.project.radar.finding import mark_of

        for who in self._kinds.mixed():
            if layer in ("", who[0]) and mark_of(kinds.RULE, " ".join(who)) not in no:
                yield who

    def _same_names(self, layer: str, no: set[int]) -> Iterator[Finding]:
        if not layer:
            yield from (each for each in kinds.same_names(self._ground.entities) if each.mark not in no)

    def _copied(self, no: set[int]) -> Iterator[Copies]:
        from annotator.project.radar.finding import mark_of

        for group in self.duplicates():
            if mark_of(duplicates.RULE, " ".join(sorted(group.documents))) not in no:
                yield group

    def duplicates(self) -> list[Copies]:
        """The groups of documents that are copies of each other."""
        return duplicates.groups(self._copies, {name: place for place, name in enumerate(self._order)})

    def topics(self, layer: str = "") -> list[Topic]:
        """What was counted differently by several sources, in a layer (any where none is named)."""
        every = (each for document in self._order for each in self._reports.get(document, ()))
        return conflicts.topics(each for each in every if layer in ("", each.layer))

    # ---- findings ------------------------------------------------------------------------------------

    def every(self) -> Iterator[Finding]:
        """All findings that were not dismissed: each document's own in order, then what documents share."""
        with closing(Store.open(self._path, reading=True)) as store:
            everything = Wanted(limit=len(self._marks) + (1 << 40))
            yield from self._own(store, everything)
            yield from self._shared(store, everything)

    def findings(self, store: Store, wanted: Wanted) -> Iterator[Finding]:
        """The wanted findings, one more than the limit where there are more."""
        count = 0
        rules = [wanted.rule] if wanted.rule else [each.id for each in LINTS]
        for rule in rules:
            asked = replace(wanted, rule=rule, limit=wanted.limit - count)
            for each in (*self._own(store, asked), *self._shared(store, asked)):
                yield each
                count += 1
            if count > wanted.limit:
                return

    def _own(self, store: Store, wanted: Wanted) -> Iterator[Finding]:
        """What is wrong within documents: found again in those that had any."""
        no, count = self._no(), 0
        rules = frozenset({wanted.rule}) if wanted.rule else None
        for some in self._batches(wanted, no):
            for page in sorted(pages(store, self._ground, some), key=lambda each: some.index(each.document)):
                for sheet in page.sheets:
                    if wanted.layer not in ("", sheet.layer):
                        continue
                    for each in look(sheet, rules):
                        if wanted.severity not in ("", each.severity):
                            continue
                        if each.mark not in no and _holds(each, wanted.words, page.name):
                            yield each
                            count += 1
            if count > wanted.limit:
                return

    def _batches(self, wanted: Wanted, no: set[int]) -> Iterator[list[str]]:
        """The documents that have such findings, in order, some at a time."""
        code = _CODES.get(wanted.rule, -1)
        size, batch = min(CHUNK, max(20, wanted.limit // 2)), []
        for document in [wanted.document] if wanted.document else self._order:
            marks = self._marks.get(document)
            if marks is None or not any(
                (code < 0 or kept >> 32 == code) and mark not in no and wanted.of_severity(kept)
                for kept, mark in zip(marks[::2], marks[1::2], strict=True)
            ):
                continue
            batch.append(document)
            if len(batch) == size:
                yield batch
                batch = []
        yield batch

    def _shared(self, store: Store, wanted: Wanted) -> Iterator[Finding]:
        """What documents say differently, or say twice."""
        no, makers = self._no(), (self._labels, self._kinds_said, self._passages_said, self._duplicates_said)
        for rule, make in zip((mentions_index.RULE, kinds.RULE, passages.RULE, duplicates.RULE), makers, strict=True):
            severity = severity_in(self._ground, rule)
            if wanted.rule not in ("", rule) or severity is None or wanted.severity not in ("", severity):
                continue
            count = 0
            for each in make(store, wanted, no):
                if each.mark in no or not _holds(each, wanted.words):
                    continue
                if wanted.document and all(place.document != wanted.document for place in each.places):
                    continue
                yield each if each.severity == severity else replace(each, severity=severity)
                count += 1
                if count > wanted.limit:
                    break

    def _labels(self, store: Store, wanted: Wanted, no: set[int]) -> Iterator[Finding]:
        allowed = set(self._mixed(wanted.layer, no))
        names = [name for name in self._mentions.worst_first() if name in allowed]
        for first in range(0, len(names), CHUNK // 10):
            some = names[first : first + CHUNK // 10]
            where = self._mentions.documents(some, SHOWN_DOCUMENTS)
            needed = sorted({document for each in where.values() for document in each})
            read = {page.document: page for page in pages(store, self._ground, needed)}
            for name in some:
                found = self._mentions.finding(name, [read[each] for each in where[name] if each in read])
                if found is not None:
                    yield found

    def _kinds_said(self, store: Store, wanted: Wanted, no: set[int]) -> Iterator[Finding]:
        entities = {each.id: each for each in self._ground.entities}
        for who in self._who(wanted.layer, no):
            found = self._kinds.finding(who, entities, list(pages(store, self._ground, self._kinds.documents(who))))
            if found is not None:
                yield found
        yield from self._same_names(wanted.layer, no)

    def _passages_said(self, store: Store, wanted: Wanted, no: set[int]) -> Iterator[Finding]:
        for pair, kept in list(self._passages.items()):
            if all(mark in no for _, _, mark in kept):
                continue
            for one, other in self._twos(store, pair):
                for each in passages.differences(one, other, self._copies.pairs[pair]):
                    if wanted.layer in ("", each.layer):
                        yield each

    def _duplicates_said(self, store: Store, wanted: Wanted, no: set[int]) -> Iterator[Finding]:
        groups = [] if wanted.layer else list(self._copied(no))
        for first in range(0, len(groups), CHUNK):
            some = groups[first : first + CHUNK]
            names = _names(store, {name for group in some for name in group.documents})
            yield from (duplicates.finding(group, names) for group in some)

    def whole(self, finding: Finding) -> Finding:
        """The finding with every place that it speaks of, where only some are shown; itself where it went."""
        if finding.rule != mentions_index.RULE:
            return finding
        names = [name for name, words in self._mentions.mixed.items() if " ".join(words) == finding.key]
        with closing(Store.open(self._path, reading=True)) as store:
            for name, documents in self._mentions.documents(names).items():
                found = self._mentions.finding(name, list(pages(store, self._ground, documents)))
                if found is not None:
                    return found
        return finding


def _holds(finding: Finding, words: str, name: str = "") -> bool:
    from annotator.core.arabic import fold

    hay = fold(f"{finding.words} {name} {finding.document}") if words else ""
    return all(word in hay for word in fold(words).split())


def _names(store: Store, documents: set[str]) -> dict[str, str]:
    return {row["id"]: row["name"] for row in store.present("documents", "id, name", sorted(documents))}


def surveyed(path: Path) -> Survey:
    """A survey of a file, brought up to date."""
    survey = Survey(path)
    with no_rounds():
        for _ in survey.update():
            pass
    return survey


def within(steps: Iterator[tuple[int, int]], seconds: float) -> tuple[int, int] | None:
    """Carry steps on for some time: how far they are then, or nothing where they came to their end."""
    end = time.monotonic() + seconds
    for progress in steps:
        if time.monotonic() >= end:
            return progress
    return None
