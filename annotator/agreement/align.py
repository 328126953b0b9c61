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
from annotator.agreement.matching import match, match_weighed
from annotator.agreement.overlap import Edges, overlaps

SAME, EXTENT, LABEL, OVERLAP = 4, 3, 2, 1
"""How well two aligned spans agree: extent and label, extent alone, label and overlap, overlap alone."""
_TIER = float(1 << 14)
_WEIGHTS = _TIER ** np.arange(-1.0, 4.0)
"""What an edge of each tier weighs, before how close its spans are."""


@dataclass(frozen=True)
class Alignment:
    """Aligned spans as row numbers of the two sides, in the order of the first, with how well they agree."""

    a: Ints
    b: Ints
    tier: Ints

    def at(self, places: Ints) -> Alignment:
        """Some of the pairs."""
        return Alignment(self.a[places], self.b[places], self.tier[places])


def tiers(a: Rows, b: Rows, edges: Edges) -> Ints:
    """How well the spans of each edge agree."""
    left, right = edges.a, edges.b
    extent = (a.start[left] == b.start[right]) & (a.end[left] == b.end[right])
    if a.shape.any() or b.shape.any():
        extent &= a.shape[left] == b.shape[right]
    return np.asarray(1 + 2 * extent + (a.label[left] == b.label[right]), dtype=np.int64)


def same_label(tier: Ints) -> Bools:
    """Which of some tiers are of spans with the same label."""
    return np.asarray(tier & 1 == 0)


def closeness(a: Rows, b: Rows, edges: Edges) -> Floats:
    """The shared part of each pair: intersection over union of outer bounds, above zero and at most one."""
    length = edges.length
    union = a.end[edges.a] - a.start[edges.a] + b.end[edges.b] - b.start[edges.b] - length
    return np.asarray(length / np.maximum(union, 1), dtype=np.float64)


def align_rows(a: Rows, b: Rows, edges: Edges | None = None, tier: Ints | None = None) -> Alignment:
    """The alignment of two layers, over all their documents at once; edges and tiers where they are known already.

    Where spans of several pieces are among them the edges must be given.
    """
    edges = overlaps(a, b) if edges is None else edges
    tier = tiers(a, b, edges) if tier is None else tier
    same, taken_a, taken_b = _same(a, b, edges, tier)
    free = np.flatnonzero(~(taken_a[edges.a] | taken_b[edges.b]))
    rest = edges.at(free)
    weights = _WEIGHTS[tier[free]] + closeness(a, b, rest)
    chosen = _taken(len(edges), same)
    chosen[free[match(rest.a, rest.b, weights)]] = True
    order = np.flatnonzero(chosen)
    return Alignment(edges.a, edges.b, tier).at(order)


def _taken(size: int, rows: Ints) -> Bools:
    taken = np.zeros(size, dtype=bool)
    taken[rows] = True
    return taken


def _same(a: Rows, b: Rows, edges: Edges, tier: Ints) -> tuple[Ints, Bools, Bools]:
    """The places of edges between equal spans, and which spans of both sides they take.

    Of spans that a layer has twice, each is taken once.
    """
    places = np.flatnonzero(tier == SAME)
    one, other = edges.a[places], edges.b[places]
    taken_a, taken_b = _taken(len(a), one), _taken(len(b), other)
    if len(places) == np.count_nonzero(taken_a) == np.count_nonzero(taken_b):
        return places, taken_a, taken_b
    places = places[match(one, other, np.ones(len(places)))]
    return places, _taken(len(a), edges.a[places]), _taken(len(b), edges.b[places])


def overlap_rows(a: Rows, b: Rows, edges: Edges, tier: Ints | None = None, *, labelled: bool = True) -> Alignment:
    """The matching behind overlap F1: as many overlapping pairs (of one label) as can be, exact ones preferred."""
    tier = tiers(a, b, edges) if tier is None else tier
    places = np.flatnonzero(same_label(tier) if labelled else tier > 0)

    def weigh(some: Ints) -> Floats:
        at = places[some]
        return np.asarray(_TIER**2 + _TIER * (tier[at] >= EXTENT) + closeness(a, b, edges.at(at)))

    chosen = places[match_weighed(edges.a[places], edges.b[places], weigh)]
    return Alignment(edges.a, edges.b, tier).at(chosen)


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
