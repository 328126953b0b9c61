"""Measures that are functions of sums over documents: value, interval, and the split by pair and document.

A measure gives, per pair of annotators, one row of numbers for each document, and a function from summed rows to
the figure. Everything else (pooling, bootstrap, breakdowns) is the same for all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from annotator.agreement.bootstrap import Statistic, interval
from annotator.agreement.coding import Floats
from annotator.agreement.comparison import PairOf

if TYPE_CHECKING:
    from scipy.sparse import csr_array

_EXACT = float(1 << 24)
"""Whole numbers below this are exact in single precision."""


@dataclass(frozen=True)
class Additive:
    """Per pair a row for each document, and the statistic of summed rows.

    ``share`` (one number per document) pools all pairs into one figure; without it the figure is the mean over
    pairs that have one.
    """

    parts: Mapping[PairOf, Floats]
    statistic: Statistic
    share: Floats | None = None
    units: Mapping[PairOf, float] = field(default_factory=dict)
    sparse: Mapping[PairOf, csr_array] = field(default_factory=dict)
    """In place of ``parts`` where rows are long and nearly empty; the figure is a mean over pairs then."""


@dataclass(frozen=True)
class Figure:
    """A figure with its interval and its split; NaN where it is undefined."""

    value: float
    ci: tuple[float, float] | None
    undefined_resamples: int
    pairs: Mapping[PairOf, tuple[float, tuple[float, float] | None]]
    documents: Floats


@dataclass(frozen=True)
class Part:
    """The figure of one label, attribute or relation type; NaN where it is undefined."""

    value: float
    ci: tuple[float, float] | None


def evaluate_all(whole: Additive, parts: Sequence[Additive], draws: Floats | None) -> tuple[Figure, list[Part]]:
    """A figure with its split, and its parts without; one product of matrices for the resamples of them all.

    ``draws`` has one row per resample with how often each document is drawn.
    """
    if whole.sparse:
        return sparse_figure(whole, draws), [_of_figure(sparse_figure(each, draws)) for each in parts]
    lean = [_in_one(each) for each in parts]
    stacks = [np.stack(list(each.parts.values())) if each.parts else None for each in (whole, *lean)]
    drawn = _drawn(stacks, draws)
    figure = _figure(whole, stacks[0], draws, drawn[0])
    return figure, [_part(each, *sums) for each, *sums in zip(lean, stacks[1:], drawn[1:], strict=True)]


def sparse_figure(measure: Additive, draws: Floats | None) -> Figure:
    """The figure of a measure whose rows are sparse, one pair after the other: all at once would fill the memory."""
    pairs = list(measure.sparse)
    if not pairs:
        return Figure(np.nan, None, 0, {}, np.zeros(0))
    whole = (np.asarray(rows.sum(axis=0), dtype=np.float64) for rows in measure.sparse.values())
    values = np.array([measure.statistic(sums[None, :])[0] for sums in whole])
    documents = mean_defined(np.stack([measure.statistic(rows.toarray()) for rows in measure.sparse.values()]))
    overall = float(mean_defined(values))
    if draws is None:
        split = {pair: (float(value), None) for pair, value in zip(pairs, values, strict=True)}
        return Figure(overall, None, 0, split, documents)
    drawn = np.stack([measure.statistic((rows.T @ draws.T).T) for rows in measure.sparse.values()])
    told = {
        pair: (float(values[place]), None if np.isnan(values[place]) else interval(drawn[place]))
        for place, pair in enumerate(pairs)
    }
    resampled = mean_defined(drawn)
    ci = None if np.isnan(overall) else interval(resampled)
    return Figure(overall, ci, int(np.isnan(resampled).sum()), told, documents)


def _of_figure(figure: Figure) -> Part:
    return Part(figure.value, figure.ci)


def evaluate(measure: Additive, draws: Floats | None) -> Figure:
    """The figure with its split (see `evaluate_all`)."""
    return evaluate_all(measure, [], draws)[0]


def _in_one(measure: Additive) -> Additive:
    """A measure that pools its pairs, as one of a single pair: nobody asks for the pairs of a part."""
    if measure.share is None or not measure.parts:
        return measure
    return Additive({(0, 0): sum_of(measure.parts.values()) * measure.share[:, None]}, measure.statistic)


def sum_of(tables: Iterable[Floats]) -> Floats:
    """The sum of tables of one shape."""
    first, *rest = tables
    total = first.copy()
    for each in rest:
        total += each
    return total


def _drawn(stacks: Sequence[Floats | None], draws: Floats | None) -> list[Floats | None]:
    """Each stack's ``[pair, resample, column]``."""
    flat = [np.hstack(list(stack)) for stack in stacks if stack is not None]
    if draws is None or not flat:
        return [None] * len(stacks)
    product = _sums_drawn(draws, np.hstack(flat))
    drawn: list[Floats | None] = []
    at = 0
    for stack in stacks:
        if stack is None:
            drawn.append(None)
            continue
        pairs, _, width = stack.shape
        mine = product[:, at : at + pairs * width].reshape(len(draws), pairs, width)
        drawn.append(mine.transpose(1, 0, 2))
        at += pairs * width
    return drawn


def _sums_drawn(draws: Floats, table: Floats) -> Floats:
    """The sums of a table's rows in each resample.

    Counts are summed in single precision, twice as fast, where every sum is a whole number that it holds exactly.
    """
    largest = float(np.abs(table).max(initial=0.0)) * draws.shape[1]
    if largest < _EXACT and (table == np.rint(table)).all():
        return (draws.astype(np.float32) @ table.astype(np.float32)).astype(np.float64)
    return np.asarray(draws @ table)


def _part(measure: Additive, stacked: Floats | None, drawn: Floats | None) -> Part:
    if stacked is None:
        return Part(np.nan, None)
    value = float(mean_defined(_by_pair(measure, stacked.sum(axis=1)[:, None, :]))[0])
    if drawn is None or np.isnan(value):
        return Part(value, None)
    return Part(value, interval(mean_defined(_by_pair(measure, drawn))))


def _figure(measure: Additive, stacked: Floats | None, draws: Floats | None, sums: Floats | None) -> Figure:
    pairs = list(measure.parts)
    if stacked is None:
        return Figure(np.nan, None, 0, {}, np.zeros(0))
    values = _by_pair(measure, stacked.sum(axis=1)[:, None, :])[:, 0]
    overall = _overall(measure, stacked, values[:, None], np.ones((1, stacked.shape[1])))[0]
    documents = _documents(measure, stacked)
    if draws is None or sums is None:
        return Figure(float(overall), None, 0, {p: (float(v), None) for p, v in zip(pairs, values, strict=True)},
                      documents)  # fmt: skip
    drawn = _by_pair(measure, sums)
    resampled = _overall(measure, stacked, drawn, draws)
    split = {
        pair: (float(values[place]), interval(drawn[place]) if not np.isnan(values[place]) else None)
        for place, pair in enumerate(pairs)
    }
    ci = None if np.isnan(overall) else interval(resampled)
    return Figure(float(overall), ci, int(np.isnan(resampled).sum()), split, documents)


def _by_pair(measure: Additive, sums: Floats) -> Floats:
    """The statistic of ``sums[pair, row]``, shaped the same."""
    pairs, rows, width = sums.shape
    return measure.statistic(np.ascontiguousarray(sums).reshape(pairs * rows, width)).reshape(pairs, rows)


def _overall(measure: Additive, stacked: Floats, by_pair: Floats, draws: Floats) -> Floats:
    """Pooled over pairs where the measure has a share, else the mean over pairs that have a figure."""
    if measure.share is None:
        return mean_defined(by_pair)
    return measure.statistic(draws @ (sum_of(stacked) * measure.share[:, None]))


def _documents(measure: Additive, stacked: Floats) -> Floats:
    if measure.share is None:
        return mean_defined(_by_pair(measure, stacked))
    return measure.statistic(sum_of(stacked) * measure.share[:, None])


def mean_defined(values: Floats) -> Floats:
    """The mean over the first axis of what is not NaN; NaN where nothing is."""
    known = ~np.isnan(values)
    count = known.sum(axis=0)
    total = np.where(known, values, 0.0).sum(axis=0)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def f1_statistic(sums: Floats) -> Floats:
    """F1 of rows ``[true positives, spans of both sides]``."""
    marked = sums[:, 1]
    return np.where(marked > 0, 2 * sums[:, 0] / np.where(marked > 0, marked, 1.0), np.nan)


def share_statistic(sums: Floats) -> Floats:
    """The share ``part / whole`` of rows ``[part, whole]``."""
    whole = sums[:, 1]
    return np.where(whole > 0, sums[:, 0] / np.where(whole > 0, whole, 1.0), np.nan)
