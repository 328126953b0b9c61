"""Rule ``label``: the same words carry one label here and another there, in the layers of one annotator.

What the index keeps of a document is a pair of numbers for each span, so that a million of them fit: the hash of
annotator and mention key, and the label's code. Words that carry two labels in one place (an actor that is credited
too, as the guidelines ask) are left out.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from annotator.core.command import ChangeSpan
from annotator.core.i18n import N_
from annotator.core.scheme import check_value
from annotator.core.span import Span
from annotator.project.radar.finding import Finding
from annotator.project.radar.reading import Page
from annotator.project.radar.sheet import Sheet

RULE = "label"
Labelled = tuple[str, list[str], list[str]]
"""What an annotator labelled in a document: whose layer it is, the mention keys, and the label of each."""


class MentionIndex:
    """Which words of whom carry which labels how often. Hashes are of this process."""

    def __init__(self) -> None:
        self._pairs: dict[str, array[int]] = {}
        self._counts: dict[tuple[int, int], int] = {}
        self._labels: list[str] = []
        self._codes: dict[str, int] = {}
        self._present: dict[int, int] = {}
        self.mixed: dict[int, tuple[str, str]] = {}
        """Annotator and mention key of what has several labels, by hash."""

    def add(self, document: str, said: Iterable[Labelled]) -> None:
        """Take a document in; its former state must have been taken out."""
        pairs: list[int] = []
        counts, codes = self._counts, self._codes
        for layer, keys, labels in said:
            for key, label in zip(keys, labels, strict=True):
                words = layer, key
                pair = name, code = hash(words), codes[label] if label in codes else self._code(label)
                pairs += pair
                held = counts[pair] = counts.get(pair, 0) + 1
                if held == 1:
                    self._first_of(name, code, words)
        if pairs:
            self._pairs[document] = array("q", pairs)

    def _code(self, label: str) -> int:
        """The code of a label that is met for the first time."""
        code = self._codes[label] = len(self._labels)
        self._labels.append(label)
        return code

    def _first_of(self, name: int, code: int, words: tuple[str, str]) -> None:
        """Words carry a label for the first time."""
        present = self._present[name] = self._present.get(name, 0) | (1 << code)
        if present & (present - 1):
            self.mixed[name] = words

    def remove(self, document: str) -> None:
        """Take a document out."""
        pairs = self._pairs.pop(document, array("q"))
        for name, code in zip(pairs[::2], pairs[1::2], strict=True):
            held = self._counts[name, code] - 1
            if held:
                self._counts[name, code] = held
                continue
            del self._counts[name, code]
            present = self._present[name] = self._present[name] & ~(1 << code)
            if not present & (present - 1):
                self.mixed.pop(name, None)

    def labels(self, name: int) -> list[tuple[str, int]]:
        """The labels that words carry, the most frequent first."""
        present = self._present.get(name, 0)
        found = [(label, self._counts[name, code]) for code, label in enumerate(self._labels) if present >> code & 1]
        return sorted(found, key=lambda each: (-each[1], each[0]))

    def worst_first(self) -> list[int]:
        """The words with several labels: those nearly of one mind first, the more frequent before the rarer."""

        def lopsided(name: int) -> tuple[float, int, tuple[str, str]]:
            counts = [count for _, count in self.labels(name)]
            return -counts[0] / sum(counts), -sum(counts), self.mixed[name]

        return sorted(self.mixed, key=lopsided)

    def documents(self, names: Iterable[int], most: int | None = None) -> dict[int, list[str]]:
        """Where words stand labelled, in the order of intake; with ``most``, so many documents for each label."""
        wanted: dict[int, list[str]] = {name: [] for name in names}
        held: Counter[tuple[int, int]] = Counter()
        for document, pairs in self._pairs.items():
            for name, code in zip(pairs[::2], pairs[1::2], strict=True):
                if name not in wanted or (most is not None and held[name, code] >= most):
                    continue
                held[name, code] += 1
                if not wanted[name] or wanted[name][-1] != document:
                    wanted[name].append(document)
        return wanted

    def finding(self, name: int, pages: Sequence[Page]) -> Finding | None:
        """What is to be said of words, from the documents that they stand in."""
        layer, key = self.mixed[name]
        return two_labels(layer, key, self.labels(name), pages)


def labelled_in(sheet: Sheet) -> Labelled:
    """What the index takes from a layer."""
    keys, labels = [], []
    for key, span in single_labelled(sheet):
        keys.append(key)
        labels.append(span.label)
    return sheet.layer, keys, labels


def single_labelled(sheet: Sheet) -> Iterator[tuple[str, Span]]:
    """The spans of a layer with their keys, but for those over just whose words another label lies."""
    shared = _shared(sheet.spans)
    for span in sheet.spans:
        key = sheet.keys.get(span.id, "")
        if key and not span.fragments and (span.start, span.end) not in shared:
            yield key, span


def _shared(spans: Sequence[Span]) -> frozenset[tuple[int, int]]:
    """The extents that several spans have."""
    extents = [(each.start, each.end) for each in spans]
    if len(set(extents)) == len(extents):
        return frozenset()
    return frozenset(each for each, count in Counter(extents).items() if count > 1)


def two_labels(layer: str, key: str, labels: Sequence[tuple[str, int]], pages: Sequence[Page]) -> Finding | None:
    """The finding on words with several labels; its places are those of the rarer labels first, then the others."""
    usual = labels[0][0]
    held = [
        (sheet, span) for page in pages for sheet in page.sheets if sheet.layer == layer
        for own, span in single_labelled(sheet) if own == key
    ]  # fmt: skip
    held.sort(key=lambda each: each[1].label == usual)
    if not held or held[0][1].label == usual:
        return None
    places = [sheet.place(span) for sheet, span in held]
    first, words = places[0], held[0][1].covered(held[0][0].text)
    fix = [each for sheet, span in held if span.label != usual for each in _relabelled(sheet, span, usual)]
    return Finding(
        "hint", RULE, f"{first.document} [{first.start}, {first.end}) {layer}",
        N_("the same words have several labels: %(labels)s"),
        (("labels", ", ".join(f"{label} {count}" for label, count in labels)),),
        first.span, first.document, layer, first.start, first.end, words, f"{layer} {key}",
        tuple(places), tuple(fix),
    )  # fmt: skip


def _relabelled(sheet: Sheet, span: Span, label: str) -> list[ChangeSpan]:
    """The span under another label, without what that does not have; one with relations is left to a person."""
    known = sheet.ground.attributes.get(label)
    bound = any(span.id in (each.head, each.tail) for each in sheet.relations)
    if sheet.status == "locked" or known is None or bound:
        return []
    misfits = {
        name: None for name, value in span.attributes.items() if name not in known or check_value(known[name], value)
    }
    first = [ChangeSpan(span.id, attributes=misfits)] if misfits else []
    return [*first, ChangeSpan(span.id, label=label)]
