"""The pairs of spans behind every figure: one row per aligned, missed or spurious span.

A cell of the confusion matrix, a bar of the boundary histogram and a worklist are masks over these rows, so that
a number and its instances are the same objects.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from annotator.agreement.align import EXTENT, SAME
from annotator.agreement.clitics import is_clitic
from annotator.agreement.coding import Ints
from annotator.agreement.columns import Bools, Rows
from annotator.agreement.comparison import Comparison, PairOf

NONE = -1
"""The row of a span that is not there."""


@dataclass(frozen=True)
class Instances:
    """Aligned spans of pairs of annotators, as rows of the comparison's columns (`NONE` where one is missing).

    ``pair`` numbers ``pairs``; ``label_a`` and ``label_b`` number the labels, one past them for no span; ``tier``
    is how well two spans agree (0 where one is missing); deltas are offsets of the second minus the first, in
    code points (0 where one is missing).
    """

    pairs: tuple[PairOf, ...]
    pair: Ints
    document: Ints
    a: Ints
    b: Ints
    label_a: Ints
    label_b: Ints
    tier: Ints
    start_delta: Ints
    end_delta: Ints

    def __len__(self) -> int:
        return len(self.pair)

    @property
    def boundary(self) -> Bools:
        """Pairs that overlap and differ in extent."""
        return np.asarray((self.tier > 0) & (self.tier < EXTENT))

    @property
    def same(self) -> Bools:
        """Pairs with the same extent and label."""
        return np.asarray(self.tier == SAME)


def instances(comparison: Comparison, pairs: Iterable[PairOf] | None = None) -> Instances:
    """The instances of the pairs asked for, or of all of them."""
    chosen = tuple(comparison.pairs if pairs is None else pairs)
    none = np.zeros((9, 0), dtype=np.int64)
    parts = [_of_pair(comparison, pair, number) for number, pair in enumerate(chosen)]
    return Instances(chosen, *np.concatenate([none, *parts], axis=1))


def _of_pair(comparison: Comparison, pair: PairOf, number: int) -> Ints:
    a, b = comparison.sides(pair)
    found = comparison.aligned(pair)
    nothing = len(comparison.columns.labels)
    lone_a, lone_b = _lone(len(a), found.a), _lone(len(b), found.b)
    both = np.stack([
        a.document[found.a], a.row[found.a], b.row[found.b], a.label[found.a], b.label[found.b], found.tier,
        b.start[found.b] - a.start[found.a], b.end[found.b] - a.end[found.a],
    ])  # fmt: skip
    missed, spurious = _alone(a, lone_a, nothing), _alone(b, lone_b, nothing)[[0, 2, 1, 4, 3, 5, 6, 7]]
    rows = np.concatenate([both, missed, spurious], axis=1)
    return np.concatenate([np.full((1, rows.shape[1]), number), rows])


def _lone(size: int, taken: Ints) -> Ints:
    free = np.ones(size, dtype=bool)
    free[taken] = False
    return np.flatnonzero(free)


def _alone(rows: Rows, lone: Ints, nothing: int) -> Ints:
    empty = np.zeros(len(lone), dtype=np.int64)
    return np.stack([rows.document[lone], rows.row[lone], empty + NONE, rows.label[lone], empty + nothing,
                     empty, empty, empty])  # fmt: skip


@dataclass(frozen=True)
class Confusion:
    """Counts of labels against labels, the last row and column for no span.

    ``boundary`` is the part that overlaps with another extent. Symmetric matrices count each pair both ways, and
    equal labels once.
    """

    labels: tuple[str, ...]
    counts: Ints
    boundary: Ints


def confusion(comparison: Comparison, found: Instances, *, symmetric: bool = False) -> Confusion:
    """The confusion matrix of instances: first annotators in rows."""
    size = len(comparison.columns.labels) + 1
    counts, boundary = (
        np.bincount(found.label_a[mask] * size + found.label_b[mask], minlength=size * size).reshape(size, size)
        for mask in (np.ones(len(found), dtype=bool), found.boundary)
    )
    if symmetric:
        counts, boundary = (each + each.T - np.diag(np.diag(each)) for each in (counts, boundary))
    return Confusion(comparison.columns.labels, counts, boundary)


def cell(found: Instances, label_a: int, label_b: int, *, symmetric: bool = False) -> Bools:
    """Which instances a cell of the confusion matrix counts."""
    here = (found.label_a == label_a) & (found.label_b == label_b)
    if symmetric:
        here |= (found.label_a == label_b) & (found.label_b == label_a)
    return np.asarray(here)


def clitic_slips(comparison: Comparison, found: Instances) -> Bools:
    """Which boundary slips are of clitics alone: between the two starts lie only such letters at a word's start."""
    texts = {layer.document: layer.text for layer in comparison.layers}
    columns = comparison.columns
    slips = np.zeros(len(found), dtype=bool)
    for place in np.flatnonzero(found.boundary & (found.start_delta != 0) & (found.end_delta == 0)):
        text = texts.get(columns.documents[found.document[place]], "")
        low, high = sorted((int(columns.start[found.a[place]]), int(columns.start[found.b[place]])))
        slips[place] = bool(text) and is_clitic(text[low:high]) and not text[:low][-1:].isalnum()
    return slips
