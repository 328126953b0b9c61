"""In which ways the answers of a cluster differ, and which clusters differ alike: all of a project's at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from annotator.agreement.answers import Answers
from annotator.agreement.clitics import normalised
from annotator.agreement.cluster_table import NOTHING
from annotator.agreement.clusters import Attributes
from annotator.agreement.coding import Ints
from annotator.agreement.columns import Bools
from annotator.core.arabic import mention_key

Kinds = tuple[str, ...]


@dataclass(frozen=True)
class Differences:
    """The clusters whose answers differ. ``kinds`` are keys of `ranking.SEVERITY`.

    ``like`` is what clusters have in common that one decision may settle: kinds, labels and the folded words.
    """

    cluster: Ints
    kinds: Sequence[Kinds]
    like: Sequence[tuple[object, ...]]
    split: Bools

    @cached_property
    def reach(self) -> Ints:
        """How many clusters differ alike, each among them."""
        counts = Counter(self.like)
        return np.array([counts[each] for each in self.like], dtype=np.int64)

    @cached_property
    def place(self) -> dict[int, int]:
        """Where each cluster stands here."""
        return {cluster: place for place, cluster in enumerate(self.cluster.tolist())}

    def kinds_of(self, cluster: int) -> Kinds:
        """In which ways the answers of a cluster differ; none where they do not."""
        return self.kinds[self.place[cluster]] if cluster in self.place else ()

    def alike(self, cluster: int) -> list[int]:
        """The other clusters that differ like one, in text order."""
        wanted = self.like[self.place[cluster]] if cluster in self.place else None
        pairs = zip(self.cluster.tolist(), self.like, strict=True)
        return [other for other, like in pairs if like == wanted and other != cluster]


def documents_of(found: Answers) -> list[str]:
    """The documents in which annotators differ."""
    here = np.bincount(found.table.document[_different(found)], minlength=len(found.columns.documents)) > 0
    return [name for name, there in zip(found.columns.documents, here.tolist(), strict=True) if there]


def _different(found: Answers) -> Ints:
    return np.flatnonzero(~found.agreed & found.table.comparable)


def differences(found: Answers, texts: Mapping[str, str]) -> Differences:
    """Where annotators differ and how; texts of the `documents_of` these answers."""
    cluster = _different(found)
    names = found.columns.documents
    documents = [names[each] for each in found.table.document[cluster].tolist()]
    labels = _labels(found, cluster)
    kinds = [tuple(each) for each in _kinds(found, cluster, documents, labels, texts)]
    words = _words(found, cluster, documents, texts)
    like = list(zip(kinds, labels, words, strict=True))
    return Differences(cluster, kinds, like, found.split[cluster])


def _labels(found: Answers, cluster: Ints) -> list[tuple[int, ...]]:
    """The labels of each cluster's answers by number, `NOTHING` where somebody marked nothing."""
    told = found.numbers(found.columns.label[found.row])[cluster].tolist()
    known: dict[tuple[int, ...], tuple[int, ...]] = {}
    return [
        known.get(each) or known.setdefault(each, tuple(sorted({name for name in each if name >= NOTHING})))
        for each in map(tuple, told)
    ]


def _kinds(
    found: Answers, cluster: Ints, documents: Sequence[str], labels: Sequence[tuple[int, ...]], texts: Mapping[str, str]
) -> Iterator[Iterator[str]]:
    names = found.columns.labels
    boundary = _boundaries(found, cluster, documents, texts)
    attributes = _attributes(found, cluster)
    for place, told in enumerate(labels):
        yield _named(told, names, boundary.get(place, ""), attributes.get(place, ()))


def _named(labels: tuple[int, ...], names: Sequence[str], boundary: str, attributes: Kinds) -> Iterator[str]:
    marked = [each for each in labels if each != NOTHING]
    if len(marked) < len(labels):
        yield f"missing:{names[marked[0]]}" if len(marked) == 1 else "missing"
    if len(marked) > 1:
        yield "label"
    if boundary:
        yield boundary
    yield from attributes


def _apart(found: Answers, cluster: Ints, what: Ints) -> Ints:
    """The places of clusters whose marked answers have different numbers of something."""
    told, marked = found.numbers(what)[cluster], found.marked[cluster]
    low = np.where(marked, told, len(what)).min(axis=1, initial=len(what))
    return np.flatnonzero(low < np.where(marked, told, -1).max(axis=1, initial=-1))


def _boundaries(
    found: Answers, cluster: Ints, documents: Sequence[str], texts: Mapping[str, str]
) -> dict[int, str]:
    """Of the clusters whose extents differ: whether more than clitics, space and punctuation does."""
    columns = found.columns
    start, end = columns.start[found.row].tolist(), columns.end[found.row].tolist()
    places = _apart(found, cluster, found.extent)
    kinds = {}
    for place, numbers in zip(places.tolist(), found.number[cluster[places]].tolist(), strict=True):
        text = texts[documents[place]]
        outer = {normalised(text, start[each], end[each]) for each in set(numbers) if each >= 0}
        kinds[place] = "boundary" if len(outer) > 1 else "boundary_clitic"
    return kinds


def _attributes(found: Answers, cluster: Ints) -> dict[int, Kinds]:
    """Of the clusters whose attributes differ: how; the same attributes differ the same way everywhere."""
    known: dict[frozenset[int], Kinds] = {}
    kinds = {}
    for place in _apart(found, cluster, found.attribute).tolist():
        numbers = found.number[cluster[place]]
        told = frozenset(found.attribute[numbers[numbers >= 0]].tolist())
        if told not in known:
            known[told] = tuple(_attribute_kinds([found.attributes[each] for each in told]))
        kinds[place] = known[told]
    return kinds


def _attribute_kinds(answers: Sequence[Attributes]) -> Iterator[str]:
    every = [dict(each) for each in answers]
    values = {value for each in every if isinstance(value := each.get("value"), (int, float))}
    rest = {tuple(sorted((k, str(v)) for k, v in each.items() if k != "value")) for each in every}
    if len(rest) > 1:
        yield "attribute"
    if len(values) > 1:
        low, high = min(values), max(values)
        yield "value_tenfold" if low <= 0 or high / low >= 10 else "value"


def _words(found: Answers, cluster: Ints, documents: Sequence[str], texts: Mapping[str, str]) -> Iterator[str]:
    """The folded words of each cluster's leading answer."""
    columns, row = found.columns, found.row[found.leading_marked[cluster]]
    known: dict[str, str] = {}
    for document, start, end in zip(documents, columns.start[row].tolist(), columns.end[row].tolist(), strict=True):
        words = texts[document][start:end]
        if words not in known:
            known[words] = mention_key(words)
        yield known[words]
