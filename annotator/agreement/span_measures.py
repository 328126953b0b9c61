"""F1 over spans, exact, overlapping and up to clitics; SemEval's kinds of error; each from aligned spans."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from annotator.agreement.additive import Additive, f1_statistic
from annotator.agreement.align import SAME, Alignment, same_label
from annotator.agreement.coding import Floats
from annotator.agreement.columns import Rows, float_counts
from annotator.agreement.comparison import Comparison, PairOf
from annotator.agreement.f1 import RIGHT
from annotator.agreement.measured import Measured, Options
from annotator.agreement.undefined import NOTHING_MARKED

PAIR_MEAN = "mean over pairs of annotators; each pair pooled over its documents"
Credit = Callable[[Comparison, PairOf], tuple[Alignment, Floats]]
"""Aligned spans of a pair and how much each counts."""


def counts(comparison: Comparison, pair: PairOf, credit: Credit) -> Floats:
    """Per document and label: ``[credit, spans of both sides]``; a pair of two labels credits the first one's.

    Credit of differing labels goes half to each label, so that labels add up to the whole.
    """
    a, b = comparison.sides(pair)
    labels = len(comparison.columns.labels)
    cells = len(comparison.columns.documents) * labels
    found, weights = credit(comparison, pair)
    one = a.document[found.a] * labels + a.label[found.a]
    right = float_counts(one, cells, weights)
    if not same_label(found.tier).all():
        other = b.document[found.b] * labels + b.label[found.b]
        right = (right + float_counts(other, cells, weights)) / 2
    marked = comparison.marked(pair)
    return np.stack([right.reshape(marked.shape), marked], axis=2)


def f1_measured(comparison: Comparison, credit: Credit, parameters: dict[str, object]) -> Measured:
    """F1 of credit, with one split by label."""
    tables = comparison.by_pair(lambda pair: counts(comparison, pair, credit))
    units = {pair: float(table[:, :, 1].sum()) for pair, table in tables.items()}
    overall = Additive({pair: table.sum(axis=1) for pair, table in tables.items()}, f1_statistic, units=units)
    labels = {
        label: Additive(
            {pair: table[:, place] for pair, table in tables.items()},
            f1_statistic,
            units={pair: float(table[:, place, 1].sum()) for pair, table in tables.items()},
        )
        for place, label in enumerate(comparison.columns.labels)
    }
    return Measured(overall, labels, parameters={"pooling": PAIR_MEAN, **parameters}, explanation=NOTHING_MARKED)


def _exact(comparison: Comparison, pair: PairOf) -> tuple[Alignment, Floats]:
    found = comparison.aligned(pair)
    same = found.at(np.flatnonzero(found.tier == SAME))
    return same, np.ones(len(same.tier))


def f1_exact(comparison: Comparison, _options: Options) -> Measured:
    """F1 of spans with the same extent and label."""
    return f1_measured(comparison, _exact, {"match": "exact"})


def f1_normalised(comparison: Comparison, _options: Options) -> Measured:
    """F1 of spans with the same label, and the same extent up to clitics, white space and punctuation."""
    return f1_measured(comparison.normalised, _exact, {"match": "normalised"})


def f1_overlap(comparison: Comparison, _options: Options) -> Measured:
    """F1 of one-to-one pairs of one label that share a character."""

    def credit(given: Comparison, pair: PairOf) -> tuple[Alignment, Floats]:
        found = given.overlapping(pair)
        return found, np.ones(len(found.a))

    return f1_measured(comparison, credit, {"match": "overlap"})


def f1_position(comparison: Comparison, _options: Options) -> Measured:
    """F1 of one-to-one pairs that share a character, whatever their labels."""

    def credit(given: Comparison, pair: PairOf) -> tuple[Alignment, Floats]:
        found = given.overlapping(pair, labelled=False)
        return found, np.ones(len(found.a))

    return f1_measured(comparison, credit, {"match": "overlap, labels apart"})


def semeval(schema: str) -> Callable[[Comparison, Options], Measured]:
    """F1 of one of the four schemas of SemEval-2013 task 9.1, with the counts over all pairs."""

    def compute(comparison: Comparison, _options: Options) -> Measured:
        def credit(given: Comparison, pair: PairOf) -> tuple[Alignment, Floats]:
            found = given.aligned(pair)
            right = np.isin(found.tier, list(RIGHT[schema]))
            return found, np.where(right, 1.0, 0.5 if schema == "partial" else 0.0)

        parameters: dict[str, object] = {"match": schema, "counts": _kinds(comparison, schema)}
        return f1_measured(comparison, credit, parameters)

    return compute


def _kinds(comparison: Comparison, schema: str) -> dict[str, int]:
    totals = dict.fromkeys(("correct", "incorrect", "partial", "missed", "spurious"), 0)
    for pair in comparison.pairs:
        found = comparison.aligned(pair)
        a, b = comparison.sides(pair)
        right = int(np.isin(found.tier, list(RIGHT[schema])).sum())
        totals["correct"] += right
        totals["partial" if schema == "partial" else "incorrect"] += len(found.a) - right
        totals["missed"] += len(a) - len(found.a)
        totals["spurious"] += len(b) - len(found.b)
    return totals


def aligned_rows(comparison: Comparison, pair: PairOf) -> tuple[Rows, Rows, Alignment]:
    """Both sides of a pair and their alignment, for matrices and lists of instances."""
    return *comparison.sides(pair), comparison.aligned(pair)
