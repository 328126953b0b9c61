"""The span matcher, on which every figure about spans rests.

Two layers are aligned one to one, optimally: as many spans as can be with the same extent and label, then with
the same extent, then overlapping with the same label, then overlapping; among equals the larger shared part
(intersection over union). It is symmetric, does not depend on order, and nested spans are welcome.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from annotator.agreement.coding import Floats, Ints
from annotator.agreement.columns import Bools, Columns, Item, Rows, columns_of
from annotator.agreement.matching import match
from annotator.agreement.overlap import Edges, overlaps

SAME, EXTENT, LABEL, OVERLAP = 4, 3, 2, 1
"""How well two aligned spans agree: extent and label, extent alone, label and overlap, overlap alone."""
_TIER = float(1 << 14)


@dataclass(frozen=True)
class Alignment:
    """Aligned spans as row numbers of the two sides, in the order of the first, with how well they agree."""

    a: Ints
    b: Ints
    tier: Ints


def tiers(a: Rows, b: Rows, edges: Edges) -> Ints:
    """How well the spans of each edge agree."""
    left, right = edges.a, edges.b
    extent = (a.start[left] == b.start[right]) & (a.end[left] == b.end[right])
    extent &= a.shape[left] == b.shape[right]
    return np.asarray(1 + 2 * extent + (a.label[left] == b.label[right]), dtype=np.int64)


def closeness(a: Rows, b: Rows, edges: Edges) -> Floats:
    """The shared part of each pair: intersection over union of outer bounds, above zero and at most one."""
    length = edges.length
    union = (a.end - a.start)[edges.a] + (b.end - b.start)[edges.b] - length
    return np.asarray(length / np.maximum(union, 1), dtype=np.float64)


def align_rows(a: Rows, b: Rows, edges: Edges | None = None, tier: Ints | None = None) -> Alignment:
    """The alignment of two layers, over all their documents at once; edges and tiers where they are known already.

    Where spans of several pieces are among them the edges must be given.
    """
    edges = overlaps(a, b) if edges is None else edges
    tier = tiers(a, b, edges) if tier is None else tier
    chosen = _same(edges, tier)
    taken_a, taken_b = _taken(len(a), edges.a[chosen]), _taken(len(b), edges.b[chosen])
    free = np.flatnonzero(~(taken_a[edges.a] | taken_b[edges.b]))
    rest = Edges(edges.a[free], edges.b[free], edges.length[free])
    weights = _TIER ** (tier[free] - 1.0) + closeness(a, b, rest)
    chosen[free[match(rest.a, rest.b, weights)]] = True
    order = np.flatnonzero(chosen)
    return Alignment(edges.a[order], edges.b[order], tier[order])


def _taken(size: int, rows: Ints) -> Bools:
    taken = np.zeros(size, dtype=bool)
    taken[rows] = True
    return taken


def _same(edges: Edges, tier: Ints) -> Bools:
    """Edges between equal spans; of spans that a layer has twice, each is taken once."""
    chosen = tier == SAME
    places = np.flatnonzero(chosen)
    if not len(places) or max(np.bincount(edges.a[places]).max(), np.bincount(edges.b[places]).max()) == 1:
        return np.asarray(chosen)
    chosen[:] = False
    chosen[places[match(edges.a[places], edges.b[places], np.ones(len(places)))]] = True
    return np.asarray(chosen)


def overlap_rows(a: Rows, b: Rows, edges: Edges, tier: Ints | None = None, *, labelled: bool = True) -> Alignment:
    """The matching behind overlap F1: as many overlapping pairs (of one label) as can be, exact ones preferred."""
    tier = tiers(a, b, edges) if tier is None else tier
    places = np.flatnonzero((tier % 2 == 0) if labelled else tier > 0)
    kept = Edges(edges.a[places], edges.b[places], edges.length[places])
    exact = tier[places] >= EXTENT
    weights = _TIER**2 + _TIER * exact + closeness(a, b, kept)
    chosen = places[match(kept.a, kept.b, weights)]
    return Alignment(edges.a[chosen], edges.b[chosen], tier[chosen])


@dataclass(frozen=True)
class Pair:
    """Two aligned spans, as places in the sequences given, and how well they agree."""

    a: int
    b: int
    tier: int


def align(a: Sequence[Item], b: Sequence[Item]) -> list[Pair]:
    """Aligned spans of two layers of one document; spans that no pair names are missed or spurious."""
    columns, left, right = two_layers(a, b)
    found = align_rows(left, right, overlaps(left, right, columns.pieces))
    return _pairs(found, left, right, len(a))


def align_overlapping(a: Sequence[Item], b: Sequence[Item], *, labelled: bool = True) -> list[Pair]:
    """The pairs that overlap F1 counts (see `overlap_rows`)."""
    columns, left, right = two_layers(a, b)
    found = overlap_rows(left, right, overlaps(left, right, columns.pieces), labelled=labelled)
    return _pairs(found, left, right, len(a))


def two_layers(a: Sequence[Item], b: Sequence[Item]) -> tuple[Columns, Rows, Rows]:
    """Two layers of one document as columns, and each side's rows."""
    columns = columns_of([("", "a", a), ("", "b", b)], {})
    return columns, columns.of(0), columns.of(1)


def _pairs(found: Alignment, left: Rows, right: Rows, size: int) -> list[Pair]:
    first, second = left.row[found.a], right.row[found.b] - size
    return sorted(
        (Pair(int(i), int(j), int(t)) for i, j, t in zip(first, second, found.tier, strict=True)),
        key=lambda pair: pair.a,
    )
