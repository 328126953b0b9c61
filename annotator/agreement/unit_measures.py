"""The unitizing measures over a corpus: continuum is all shared text, sums over documents."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from annotator.agreement import unitizing, unitizing_1995
from annotator.agreement.additive import Additive, share_statistic
from annotator.agreement.coding import Floats, Ints
from annotator.agreement.columns import Rows
from annotator.agreement.comparison import Comparison, PairOf
from annotator.agreement.measured import Measured, Options
from annotator.agreement.span_measures import PAIR_MEAN
from annotator.agreement.undefined import NO_VARIATION, NOTHING_IN_COMMON
from annotator.agreement.unitizing import UnitStatistics
from annotator.core.i18n import N_

POOLED = "all annotators at once; coincidences summed over documents"
LEFT_OUT = N_("spans inside or across an earlier span of the same layer")
Features = Callable[[UnitStatistics], Floats]


def _marked(comparison: Comparison) -> dict[PairOf, float]:
    return {pair: float(sum(len(side) for side in comparison.sides(pair))) for pair in comparison.pairs}


def _pooled(comparison: Comparison, features: Features) -> Additive:
    parts = comparison.by_pair(lambda pair: features(comparison.units(pair)))
    return Additive(parts, unitizing.u_alphas, comparison.share, _marked(comparison))


def _marked_with(comparison: Comparison, pair: PairOf, label: int) -> float:
    return float(comparison.marked(pair)[:, label].sum())


def _left_out(comparison: Comparison) -> dict[str, int]:
    return {LEFT_OUT: comparison.left_out} if comparison.left_out else {}


def u_alpha(comparison: Comparison, _options: Options) -> Measured:
    """u-alpha overall; by label each label is a layer of its own, against all other text."""
    units = comparison.by_pair(comparison.label_units)
    labels = {
        label: Additive(
            {pair: unitizing.label_features(each, place) for pair, each in units.items()},
            unitizing.u_alphas,
            comparison.share,
            {pair: _marked_with(comparison, pair, place) for pair in comparison.pairs},
        )
        for place, label in enumerate(comparison.columns.labels)
    }
    return Measured(
        _pooled(comparison, unitizing.features),
        labels,
        _left_out(comparison),
        {"pooling": POOLED, "continuum": "all shared text, in characters"},
        NO_VARIATION,
    )


def bar_u_alpha(comparison: Comparison, _options: Options) -> Measured:
    """|u-alpha: marked text against unmarked text."""
    return Measured(
        _pooled(comparison, unitizing.bar_features),
        {},
        _left_out(comparison),
        {"pooling": POOLED, "continuum": "all shared text, in characters"},
        NO_VARIATION,
    )


def cu_alpha(comparison: Comparison, _options: Options) -> Measured:
    """cu-alpha, the mean over pairs; by label (k)u-alpha."""
    units = _marked(comparison)
    statistics = comparison.by_pair(comparison.units)
    overall = Additive(
        {pair: unitizing.cu_features(each) for pair, each in statistics.items()}, unitizing.cu_alphas, None, units
    )
    labels = {
        label: Additive(
            {pair: unitizing.ku_features(each, place) for pair, each in statistics.items()},
            unitizing.ku_alphas,
            None,
            units,
        )
        for place, label in enumerate(comparison.columns.labels)
    }
    both = sum(float(each.shared.sum()) for each in statistics.values())
    parameters = {"pooling": PAIR_MEAN, "by_label": "(k)u-alpha", "characters marked by both": both}
    reason = NO_VARIATION if both else NOTHING_IN_COMMON
    return Measured(overall, labels, _left_out(comparison), parameters, reason)


def alpha_u_1995(comparison: Comparison, _options: Options) -> Measured:
    """alpha_U of each document and pair, one minus summed observed over summed expected disagreement."""
    labels = range(len(comparison.columns.labels))
    tables = {pair: _disagreements(comparison, pair) for pair in comparison.pairs}
    overall = {pair: table.sum(axis=1) for pair, table in tables.items()}
    by_label = {comparison.columns.labels[k]: {p: t[:, k] for p, t in tables.items()} for k in labels}
    return Measured(
        Additive(overall, _one_minus, None, _marked(comparison)),
        {label: Additive(parts, _one_minus) for label, parts in by_label.items()},
        _left_out(comparison),
        {"pooling": PAIR_MEAN, "continuum": "each document, disagreements summed by length squared"},
        NO_VARIATION,
    )


def _one_minus(sums: Floats) -> Floats:
    return np.asarray(1 - share_statistic(sums))


def _disagreements(comparison: Comparison, pair: PairOf) -> Floats:
    """Per document and label: observed and expected disagreement times the squared length of the document."""
    columns = comparison.columns
    result = np.zeros((len(columns.documents), len(columns.labels), 2))
    sides = [comparison.partitioned(each) for each in pair]
    offsets = columns.offsets
    for document in np.flatnonzero(columns.common(*pair)):
        length = int(columns.lengths[document])
        for label in range(len(columns.labels)):
            units = [_units(side, int(document), label, int(offsets[document])) for side in sides]
            if length and any(map(len, units)):
                both = unitizing_1995.disagreements(units, 0, length)
                result[document, label] = np.array(both) * length**2
    return result


def _units(rows: Rows, document: int, label: int, base: int) -> Ints:
    first, last = np.searchsorted(rows.document, [document, document + 1])
    here = rows.label[first:last] == label
    return np.column_stack([rows.start[first:last][here] - base, rows.end[first:last][here] - base])
