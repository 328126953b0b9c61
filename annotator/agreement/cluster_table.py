"""Which spans belong to one cluster, as numbers: a row per cluster, a column per annotator.

Spans are joined along the alignments of all pairs of annotators, the best-agreeing first, and an annotator has at
most one span in a cluster; so a nested span is a cluster of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from annotator.agreement.align import closeness
from annotator.agreement.coding import Floats, Ints
from annotator.agreement.columns import Bools
from annotator.agreement.comparison import Comparison, PairOf
from annotator.agreement.overlap import Edges

NOTHING, ABSENT = -1, -2
"""In place of a row: the annotator marked nothing here, or did not work on the document."""


@dataclass(frozen=True)
class ClusterTable:
    """All clusters in text order; ``rows[cluster, annotator]`` is a row of the columns, `NOTHING` or `ABSENT`.

    ``document`` is the document's number, ``start`` and ``end`` are the outer bounds in it (code points).
    """

    rows: Ints
    document: Ints
    start: Ints
    end: Ints

    def __len__(self) -> int:
        return len(self.document)

    @cached_property
    def comparable(self) -> Bools:
        """Clusters of documents that at least two annotators worked on."""
        return np.asarray((self.rows != ABSENT).sum(axis=1) >= 2)

    @cached_property
    def cluster_of_row(self) -> Ints:
        """The cluster of each row of the columns."""
        cluster, hand = np.nonzero(self.rows >= 0)
        found = np.empty(len(cluster), dtype=np.int64)
        found[self.rows[cluster, hand]] = cluster
        return found

    def in_document(self, document: int) -> range:
        """The clusters of a document, which stand together."""
        first, last = np.searchsorted(self.document, [document, document + 1])
        return range(int(first), int(last))


def cluster_table(comparison: Comparison) -> ClusterTable:
    """All clusters of all documents, in text order; documents of one annotator have clusters too."""
    columns = comparison.columns
    firsts, cluster = np.unique(_groups(comparison), return_inverse=True)  # a group is called after its first row
    document = columns.document[firsts]
    start, end = np.full(len(firsts), np.iinfo(np.int64).max), np.zeros(len(firsts), dtype=np.int64)
    np.minimum.at(start, cluster, columns.start)
    np.maximum.at(end, cluster, columns.end)
    rows = np.where(columns.present[document], NOTHING, ABSENT).astype(np.int64)
    rows[cluster, columns.annotator] = np.arange(len(columns.document))
    order = np.lexsort((firsts, -end, start, document))
    return ClusterTable(rows[order], document[order], start[order], end[order])


@dataclass(frozen=True)
class _Joins:
    """Aligned rows of all pairs, with what decides which of them are joined first."""

    tier: Ints
    near: Floats
    start: Ints
    one: Ints
    other: Ints

    def where(self, keep: Bools) -> _Joins:
        return _Joins(self.tier[keep], self.near[keep], self.start[keep], self.one[keep], self.other[keep])

    def in_order(self) -> Iterator[tuple[int, int]]:
        """Those that agree best first, then in text order."""
        order = np.lexsort((self.other, self.one, self.start, -self.near, -self.tier))
        return zip(self.one[order].tolist(), self.other[order].tolist(), strict=True)


def _joins(comparison: Comparison) -> _Joins:
    none = np.zeros(0, dtype=np.int64)
    parts = [_Joins(none, np.zeros(0), none, none, none), *(_joins_of(comparison, pair) for pair in comparison.pairs)]
    return _Joins(
        np.concatenate([each.tier for each in parts]), np.concatenate([each.near for each in parts]),
        np.concatenate([each.start for each in parts]), np.concatenate([each.one for each in parts]),
        np.concatenate([each.other for each in parts]),
    )  # fmt: skip


def _joins_of(comparison: Comparison, pair: PairOf) -> _Joins:
    a, b = comparison.sides(pair)
    found = comparison.aligned(pair)
    shared = np.minimum(a.end[found.a], b.end[found.b]) - np.maximum(a.start[found.a], b.start[found.b])
    near = closeness(a, b, Edges(found.a, found.b, shared))
    return _Joins(found.tier, near, a.start[found.a], a.row[found.a], b.row[found.b])


def _groups(comparison: Comparison) -> Ints:
    """The first row of each row's group.

    Where the rows that are joined at all are of different annotators each, the order of joins does not matter, and
    all of them are one group: nearly everywhere. Only the others are joined one after the other.
    """
    hands, joins = comparison.columns.annotator, _joins(comparison)
    group = _connected(len(hands), joins.one, joins.other)
    order = np.lexsort((hands, group))
    twice = (np.diff(group[order]) == 0) & (np.diff(hands[order]) == 0)
    if not twice.any():
        return group
    mixed = np.zeros(len(hands), dtype=bool)
    mixed[group[order[1:][twice]]] = True
    apart = mixed[group]
    group[apart] = np.flatnonzero(apart)
    joined = _joined_in_order(hands.tolist(), joins.where(apart[joins.one]).in_order())
    for row, first in joined.items():
        group[row] = first
    return group


def _connected(size: int, one: Ints, other: Ints) -> Ints:
    """The first row of all that each row is connected with: the least number spreads until nothing changes."""
    least = np.arange(size)
    while True:
        low = np.minimum(least[one], least[other])
        before = least.copy()
        np.minimum.at(least, one, low)
        np.minimum.at(least, other, low)
        if (least == before).all():
            return least


def _joined_in_order(hands: Sequence[int], joins: Iterable[tuple[int, int]]) -> dict[int, int]:
    """The first row of the group of each row joined, unless an annotator would be in a group twice."""
    group: dict[int, int] = {}
    members: dict[int, list[int]] = {}
    for pair in joins:
        kept, gone = sorted(group.get(row, row) for row in pair)
        there, more = members.get(kept, [kept]), members.get(gone, [gone])
        if kept == gone or {hands[row] for row in there} & {hands[row] for row in more}:
            continue
        members[kept] = there + more
        members.pop(gone, None)
        group |= dict.fromkeys(more, kept)
    return group
