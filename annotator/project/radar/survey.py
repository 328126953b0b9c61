"""The survey of a project: what was kept of it is counted, and found again when it is to be shown."""

from __future__ import annotations

import time
from array import array
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from annotator.project.radar import conflicts, duplicates, kinds, mentions_index, passages
from annotator.project.radar.conflicts import Topic
from annotator.project.radar.duplicates import Copies
from annotator.project.radar.finding import Finding, mark_of
from annotator.project.radar.harvest import CODES, GRAVE
from annotator.project.radar.keeping import LOW, Keeping
from annotator.project.radar.lints import LINTS, look, severity_in
from annotator.project.radar.reading import pages
from annotator.project.radar.sheet import CHUNK
from annotator.project.radar.wanted import View, Wanted
from annotator.storage.store import Store, no_rounds

SHOWN_DOCUMENTS = 4
"""Of words that stand labelled in many documents so many are shown for each label."""


class Survey(Keeping):
    """The survey of one project file, which says how much was found and shows it. Bring it up to date before."""

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
                if mark not in no and (not wanted.layer or code & LOW == layer) and _as_grave(wanted, code):
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
        for name, (owner, key) in self._mentions.mixed.items():
            if layer in ("", owner) and not (no and mark_of(mentions_index.RULE, f"{owner} {key}") in no):
                yield name

    def _who(self, layer: str, no: set[int]) -> Iterator[kinds.Who]:
        for who in self._kinds.mixed():
            if layer in ("", who[0]) and mark_of(kinds.RULE, " ".join(who)) not in no:
                yield who

    def _same_names(self, layer: str, no: set[int]) -> Iterator[Finding]:
        if not layer:
            yield from (each for each in kinds.same_names(self._ground.entities) if each.mark not in no)

    def _copied(self, no: set[int]) -> Iterator[Copies]:
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
                        if each.mark not in no and wanted.holds(each, page.name):
                            yield each
                            count += 1
            if count > wanted.limit:
                return

    def _batches(self, wanted: Wanted, no: set[int]) -> Iterator[list[str]]:
        """The documents that have such findings, in order, some at a time."""
        code = CODES.get(wanted.rule, -1)
        size, batch = min(CHUNK, max(20, wanted.limit // 2)), []
        for document in [wanted.document] if wanted.document else self._order:
            marks = self._marks.get(document)
            if marks is None or not any(
                (code < 0 or kept >> 32 == code) and mark not in no and _as_grave(wanted, kept)
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
                if each.mark in no or not wanted.holds(each):
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


def _as_grave(wanted: Wanted, code: int) -> bool:
    """Whether a finding that is kept with this code is as grave as those that are wanted."""
    return wanted.severity in ("", "error" if code & GRAVE else "hint")


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
