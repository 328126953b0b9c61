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
        return self.at(np.flatnonzero(keep))

    def at(self, places: Ints) -> Edges:
        """The pairs at some places: taking them costs half of what a mask does, so that is made places of first."""
        return Edges(self.a[places], self.b[places], self.length[places])

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
    first = _up_to(np.maximum.accumulate(b.end), a.start)
    counts = _from(b.start, first, a.end)
    left = np.repeat(np.arange(len(a)), counts)
    right = np.repeat(first - (np.cumsum(counts) - counts), counts) + np.arange(len(left))
    length = np.minimum(a.end[left], b.end[right]) - np.maximum(a.start[left], b.start[right])
    edges = Edges(left, right, length)
    if not (length > 0).all():
        edges = edges.where(length > 0)
    return _of_pieces(a, b, edges, pieces) if pieces else edges


def _up_to(line: Ints, places: Ints) -> Ints:
    """How many of a sorted line come up to each of some sorted places: merging two lines costs less than searching."""
    order = np.argsort(np.concatenate([line, places]), kind="stable")  # two runs, which a stable sort only merges
    return np.flatnonzero(order >= len(line)) - np.arange(len(places))


def _from(starts: Ints, first: Ints, ends: Ints) -> Ints:
    """How many starts, counted from the first of each span, lie before its end: almost always one or none."""
    beyond = np.iinfo(np.int64).max
    padded = np.append(starts, [beyond, beyond])
    counts = (padded[first] < ends).astype(np.int64)
    several = np.flatnonzero(padded[first + 1] < ends)
    counts[several] = np.searchsorted(starts, ends[several], side="left") - first[several]
    return counts


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
