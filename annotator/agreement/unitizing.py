"""The unitizing family of Krippendorff, Mathet, Bouvry & Widlöcher 2016 (Quality & Quantity 50:2347-2364).

``u-alpha`` compares whole unitizations, ``|u-alpha`` marked against unmarked text, ``cu-alpha`` labels where both
marked, ``(k)u-alpha`` one label. Sufficient statistics add up over documents: the continuum is all shared text.
Observed coincidences are shared lengths; the self-pairing correction (eq. 4) takes L**2 for a unit of length L
and L for a gap, which has no inner structure. ``cu-alpha`` and ``(k)u-alpha`` are for pairs only: eq. 10 is read in
two ways for three and more annotators, so there the mean over pairs is given, and named so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from annotator.agreement.coding import Floats, Ints
from annotator.agreement.columns import Extent, Rows, float_counts
from annotator.agreement.overlap import Edges
from annotator.agreement.undefined import NO_VARIATION, NOTHING_IN_COMMON, UndefinedError


@dataclass(frozen=True)
class UnitStatistics:
    """What the family needs of two annotators, per document (first axis) and label (further axes).

    ``shared[d, c, k]`` characters that the first calls c and the second k; ``marked[d, c]`` characters under label
    c, of both; ``squares`` the sum of squared unit lengths, of both; ``covered`` the sum over units of the squared
    part that the other annotator marked too; ``length`` the document's length.
    """

    shared: Floats
    marked: Floats
    squares: Floats
    covered: Floats
    length: Floats

    @property
    def symmetric(self) -> Floats:
        """Coincidences of labels, both orders of the pair."""
        return self.shared + self.shared.transpose(0, 2, 1)


@dataclass(frozen=True)
class Marked:
    """One annotator's part: characters under each label and squared unit lengths, per document and label."""

    lengths: Floats
    squares: Floats


def marked_by(rows: Rows, documents: int, labels: int) -> Marked:
    """What one annotator marked, from a layer without overlaps of its own."""
    cell = rows.document * labels + rows.label
    length = (rows.end - rows.start).astype(np.float64)
    sums = (float_counts(cell, documents * labels, each) for each in (length, length**2))
    return Marked(*(each.reshape(documents, labels) for each in sums))


def unit_statistics(a: Rows, b: Rows, edges: Edges, lengths: Ints, labels: int) -> UnitStatistics:
    """The statistics of two layers without overlaps of their own (see `partition`), one row per document."""
    sides = [marked_by(rows, len(lengths), labels) for rows in (a, b)]
    return statistics_of(a, b, edges, lengths, sides)


def statistics_of(a: Rows, b: Rows, edges: Edges, lengths: Ints, sides: Sequence[Marked]) -> UnitStatistics:
    """The same where each side's part is known: edges are all that has to be looked at.

    A length of zero takes a document out.
    """
    documents, labels = sides[0].lengths.shape
    in_ = (lengths > 0).astype(np.float64)[:, None]
    weights = edges.length.astype(np.float64)
    document, label = a.document[edges.a] * labels, b.label[edges.b]
    cell, other = document + a.label[edges.a], document + label
    shared = float_counts(cell * labels + label, documents * labels * labels, weights)
    covered = _covered(edges.a, cell, weights, len(a), documents * labels)
    covered += _covered(edges.b, other, weights, len(b), documents * labels)
    return UnitStatistics(
        shared.reshape(documents, labels, labels),
        sum(side.lengths for side in sides) * in_,
        sum(side.squares for side in sides) * in_,
        covered.reshape(documents, labels),
        lengths.astype(np.float64),
    )


def _covered(mine: Ints, cell: Ints, weights: Floats, rows: int, cells: int) -> Floats:
    """Per cell the sum over units of the squared length that the other annotator marked too.

    ``both * weight`` summed over a unit's edges is ``both ** 2``.
    """
    both = float_counts(mine, rows, weights)
    return float_counts(cell, cells, both[mine] * weights)


def diagonal(layers: Sequence[UnitStatistics]) -> UnitStatistics:
    """The statistics of layers with one label each (all of one text) as one."""
    return UnitStatistics(
        np.asarray(sum(each.shared for each in layers)),
        np.asarray(sum(each.marked for each in layers)),
        np.asarray(sum(each.squares for each in layers)),
        np.asarray(sum(each.covered for each in layers)),
        layers[0].length,
    )


def partition(rows: Rows, pieces: Mapping[int, Extent]) -> tuple[Rows, int]:
    """The layer as the family wants it: units without overlap, and how many spans had to be left out for it.

    Pieces of a broken span are units of their own. Of spans that overlap, the earliest stays, the longer one
    where they start together.
    """
    whole = _exploded(rows, pieces)
    kept = np.ones(len(whole), dtype=bool)
    alive = _beside_others(whole)
    while True:
        reach = _reach_before(whole.end[alive])
        clash = whole.start[alive] < reach
        first = clash & ~np.concatenate([[False], clash[:-1]])
        if not first.any():
            return whole if kept.all() else whole.where(kept), int(len(whole) - kept.sum())
        kept[alive[first]] = False
        alive = alive[~first]


def _reach_before(ends: Ints) -> Ints:
    """The furthest end of all units before each."""
    return np.concatenate([np.full(1, -1, dtype=np.int64), np.maximum.accumulate(ends)])[: len(ends)]


def _beside_others(rows: Rows) -> Ints:
    """The places of units that a unit before or after may overlap: few, and all others stay in any case."""
    inside = rows.start < _reach_before(rows.end)
    return np.flatnonzero(inside | np.concatenate([inside[1:], [False]])[: len(inside)])


def label_lines(rows: Rows, line: int) -> Rows:
    """The layer with each label's spans on a line of places of their own, in text order on each.

    ``line`` is longer than any place, and a label's number says how many lines its places are moved.
    """
    narrow = np.min_scalar_type(int(rows.label.max(initial=0)))  # numbers of one byte or two are sorted by counting
    order = np.argsort(rows.label.astype(narrow), kind="stable")
    shift = rows.label[order] * line
    return Rows(rows.start[order] + shift, rows.end[order] + shift, rows.label[order], rows.document[order],
                rows.shape[order], rows.row[order])  # fmt: skip


def _exploded(rows: Rows, pieces: Mapping[int, Extent]) -> Rows:
    broken = np.flatnonzero(rows.shape > 0)
    if not len(broken):
        return rows
    parts = [(int(row), low - pieces[int(rows.shape[row])][0][0], high - pieces[int(rows.shape[row])][0][0])
             for row in broken for low, high in pieces[int(rows.shape[row])]]  # fmt: skip
    row, low, high = np.array(parts, dtype=np.int64).T
    solid = np.flatnonzero(rows.shape == 0)
    source = np.concatenate([solid, row])
    start = np.concatenate([rows.start[solid], rows.start[row] + low])
    end = np.concatenate([rows.end[solid], rows.start[row] + high])
    order = np.lexsort((rows.label[source], -end, start))
    source = source[order]
    return Rows(start[order], end[order], rows.label[source], rows.document[source],
                np.zeros(len(source), dtype=np.int64), rows.row[source])  # fmt: skip


def features(statistics: UnitStatistics) -> Floats:
    """Per document what `u_alpha` needs, in columns that add up: agreeing, all, squares, gaps, one per label."""
    gap = 2 * statistics.length - statistics.marked.sum(axis=1)
    same = 2 * statistics.shared.trace(axis1=1, axis2=2) + _both_gaps(statistics)
    return np.column_stack([same, 2 * statistics.length, statistics.squares.sum(axis=1), gap, statistics.marked])


def bar_features(statistics: UnitStatistics) -> Floats:
    """The same for `|u-alpha`: all labels are one."""
    marked = statistics.marked.sum(axis=1)
    same = 2 * statistics.shared.sum(axis=(1, 2)) + _both_gaps(statistics)
    return np.column_stack([same, 2 * statistics.length, statistics.squares.sum(axis=1),
                            2 * statistics.length - marked, marked])  # fmt: skip


def label_features(statistics: UnitStatistics, label: int) -> Floats:
    """The same for one label as its own layer: text under it against all other text."""
    one = UnitStatistics(
        statistics.shared[:, label : label + 1, label : label + 1],
        statistics.marked[:, label : label + 1],
        statistics.squares[:, label : label + 1],
        statistics.covered[:, label : label + 1],
        statistics.length,
    )
    return features(one)


def _both_gaps(statistics: UnitStatistics) -> Floats:
    shared = statistics.shared.sum(axis=(1, 2))
    return np.asarray(2 * (statistics.length - statistics.marked.sum(axis=1) + shared))


def cu_features(statistics: UnitStatistics) -> Floats:
    """What `cu_alpha` needs: agreeing, all, the correction, one column per label."""
    coincidences = statistics.symmetric
    return np.column_stack([
        coincidences.trace(axis1=1, axis2=2), coincidences.sum(axis=(1, 2)),
        statistics.covered.sum(axis=1), coincidences.sum(axis=2),
    ])  # fmt: skip


def ku_features(statistics: UnitStatistics, label: int) -> Floats:
    """What `ku_alpha` needs: agreeing on the label, under the label, all, the label's correction."""
    coincidences = statistics.symmetric
    return np.column_stack([
        coincidences[:, label, label], coincidences[:, label].sum(axis=1), coincidences.sum(axis=(1, 2)),
        statistics.covered[:, label],
    ])  # fmt: skip


def u_alphas(sums: Floats) -> Floats:
    """u-alpha of each row of summed `features` (NaN where it is undefined)."""
    same, total, squares, gap, marked = sums[:, 0], sums[:, 1], sums[:, 2], sums[:, 3], sums[:, 4:]
    alike = np.einsum("ij,ij->i", marked, marked) - squares + gap**2 - gap
    return _alphas(total - same, total, total**2 - squares - gap - alike, total**2 - squares - gap)


def cu_alphas(sums: Floats) -> Floats:
    """cu-alpha of each row of summed `cu_features` (NaN where it is undefined)."""
    same, total, covered, marked = sums[:, 0], sums[:, 1], sums[:, 2], sums[:, 3:]
    unlike = total**2 - np.einsum("ij,ij->i", marked, marked)
    return _alphas(total - same, total, unlike, total**2 - covered)


def ku_alphas(sums: Floats) -> Floats:
    """(k)u-alpha of each row of summed `ku_features` (NaN where it is undefined); eq. 13b."""
    same, marked, total, covered = sums.T
    return _alphas(marked - same, marked, marked * (total - marked), marked * total - covered)


def _alphas(unlike: Floats, total: Floats, expected: Floats, whole: Floats) -> Floats:
    """One minus ``(unlike / total) / (expected / whole)``; NaN where nothing is expected or nothing is there."""
    below = expected * total
    defined = (below > 1e-9) & (whole > 0)
    return np.where(defined, 1 - unlike * whole / np.where(defined, below, 1.0), np.nan)


def defined(values: Floats, reason: str = NO_VARIATION) -> float:
    """The one value of a row of figures.

    Raises:
        UndefinedError: it is NaN.
    """
    value = float(values[0])
    if np.isnan(value):
        raise UndefinedError(reason)
    return value


def u_alpha(statistics: UnitStatistics) -> float:
    """u-alpha of two annotators over all documents."""
    return defined(u_alphas(features(statistics).sum(axis=0, keepdims=True)))


def bar_u_alpha(statistics: UnitStatistics) -> float:
    """|u-alpha of two annotators over all documents."""
    return defined(u_alphas(bar_features(statistics).sum(axis=0, keepdims=True)))


def cu_alpha(statistics: UnitStatistics) -> float:
    """cu-alpha of two annotators over all documents."""
    sums = cu_features(statistics).sum(axis=0, keepdims=True)
    return defined(cu_alphas(sums), NO_VARIATION if sums[0, 1] else NOTHING_IN_COMMON)


def ku_alpha(statistics: UnitStatistics, label: int) -> float:
    """(k)u-alpha of one label for two annotators over all documents."""
    sums = ku_features(statistics, label).sum(axis=0, keepdims=True)
    return defined(ku_alphas(sums), NO_VARIATION if sums[0, 1] else NOTHING_IN_COMMON)
