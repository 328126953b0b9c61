"""Which spans of two layers overlap, and by how much: one sweep over all documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from annotator.agreement.coding import Ints
from annotator.agreement.columns import Bools, Extent, Rows


@dataclass(frozen=True)
class Edges:
    """Pairs of overlapping spans, as row numbers of the two sides, with the characters that they share."""

    a: Ints
    b: Ints
    length: Ints

    def where(self, keep: Bools) -> Edges:
        """The pairs that a mask keeps."""
        return Edges(self.a[keep], self.b[keep], self.length[keep])

    def __len__(self) -> int:
        return len(self.a)


def overlaps(a: Rows, b: Rows, pieces: Mapping[int, Extent] | None = None) -> Edges:
    """All pairs of spans that share a character. Rows must be sorted by start; nested spans are welcome.

    For each span of ``a`` the candidates of ``b`` run from the first whose reach (the furthest end so far)
    passes its start to the last that starts before its end.
    """
    if not len(a) or not len(b):
        none = np.zeros(0, dtype=np.int64)
        return Edges(none, none, none)
    reach = np.maximum.accumulate(b.end)
    first = np.searchsorted(reach, a.start, side="right")
    last = np.searchsorted(b.start, a.end, side="left")
    counts = np.maximum(last - first, 0)
    left = np.repeat(np.arange(len(a)), counts)
    within = np.arange(len(left)) - np.repeat(np.cumsum(counts) - counts, counts)
    right = np.repeat(first, counts) + within
    length = np.minimum(a.end[left], b.end[right]) - np.maximum(a.start[left], b.start[right])
    edges = Edges(left, right, length).where(length > 0)
    if pieces:
        edges = _of_pieces(a, b, edges, pieces)
    return edges


def _of_pieces(a: Rows, b: Rows, edges: Edges, pieces: Mapping[int, Extent]) -> Edges:
    """Spans of several pieces share what their pieces share, which may be nothing."""
    length = edges.length.copy()
    broken = (a.shape[edges.a] > 0) | (b.shape[edges.b] > 0)
    for place in np.flatnonzero(broken):
        one, other = int(edges.a[place]), int(edges.b[place])
        length[place] = _shared(_extent(a, one, pieces), _extent(b, other, pieces))
    return Edges(edges.a, edges.b, length).where(length > 0)


def _extent(rows: Rows, row: int, pieces: Mapping[int, Extent]) -> Extent:
    start, end, shape = int(rows.start[row]), int(rows.end[row]), int(rows.shape[row])
    if shape == 0:
        return ((start, end),)
    extent = pieces[shape]
    base = start - extent[0][0]
    return tuple((low + base, high + base) for low, high in extent)


def _shared(one: Extent, other: Extent) -> int:
    return sum(max(min(e, g) - max(s, f), 0) for s, e in one for f, g in other)
