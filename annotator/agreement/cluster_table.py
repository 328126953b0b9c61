"""Which spans belong to one cluster, as numbers: a row per cluster, a column per annotator.

Spans are joined along the alignments of all pairs of annotators, the best-agreeing first, and an annotator has at
most one span in a cluster; so a nested span is a cluster of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from annotator.agreement.align import closeness
from annotator.agreement.coding import Ints
from annotator.agreement.columns import Bools
from annotator.agreement.comparison import Comparison
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
    group = _groups(columns.annotator.tolist(), _edges(comparison))
    firsts, cluster = np.unique(group, return_inverse=True)  # a group is called after its first row
    document = columns.document[firsts]
    start, end = np.full(len(firsts), np.iinfo(np.int64).max), np.zeros(len(firsts), dtype=np.int64)
    np.minimum.at(start, cluster, columns.start)
    np.maximum.at(end, cluster, columns.end)
    rows = np.where(columns.present[document], NOTHING, ABSENT).astype(np.int64)
    rows[cluster, columns.annotator] = np.arange(len(columns.document))
    order = np.lexsort((firsts, -end, start, document))
    return ClusterTable(rows[order], document[order], start[order], end[order])


def _edges(comparison: Comparison) -> Iterable[tuple[int, int]]:
    """Aligned rows of all pairs, those that agree best first, then in text order."""
    parts = [np.zeros((5, 0))]
    for pair in comparison.pairs:
        a, b = comparison.sides(pair)
        found = comparison.aligned(pair)
        shared = np.minimum(a.end[found.a], b.end[found.b]) - np.maximum(a.start[found.a], b.start[found.b])
        near = closeness(a, b, Edges(found.a, found.b, shared))
        parts.append(np.stack([-found.tier, -near, a.start[found.a], a.row[found.a], b.row[found.b]]))
    tier, near, start, one, other = np.concatenate(parts, axis=1)
    order = np.lexsort((other, one, start, near, tier))
    return zip(one[order].astype(np.int64).tolist(), other[order].astype(np.int64).tolist(), strict=True)


def _groups(hands: Sequence[int], edges: Iterable[tuple[int, int]]) -> Ints:
    """The first row of each row's group: rows joined along edges, unless an annotator would be in a group twice.

    The annotators of a group are the bits of one number, which says at once whether two groups share one.
    """
    group = list(range(len(hands)))
    bits = [1 << hand for hand in hands]
    members: dict[int, list[int]] = {}
    for one, other in edges:
        kept, gone = sorted((group[one], group[other]))
        if kept == gone or bits[kept] & bits[gone]:
            continue
        bits[kept] |= bits[gone]
        moved = members.pop(gone, None) or [gone]
        members.setdefault(kept, [kept]).extend(moved)
        for row in moved:
            group[row] = kept
    return np.array(group, dtype=np.int64)
