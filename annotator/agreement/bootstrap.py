"""Intervals by resampling whole documents: spans of one document depend on each other (cluster bootstrap).

A statistic is a function of sums, so a resample is a vector of counts, and all resamples of a sum are one
product of matrices. Percentile intervals, numpy's linear (type 7) percentiles; NaN resamples (undefined) are
left out and counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import factorial, prod

import numpy as np

from annotator.agreement.coding import Floats, Ints

Statistic = Callable[[Floats], Floats]
"""From rows of sums to one figure per row (NaN where it is undefined)."""
FEW_DOCUMENTS = 10
"""Below this many documents an interval is shown, and flagged."""
_TOGETHER = 1 << 15
"""So many draws at a time stay in the processor's cache."""


def resamples(documents: int, samples: int, seed: int) -> Floats:
    """How often each document is drawn in each resample: one row per resample."""
    rng = np.random.default_rng(seed)
    counts = np.empty((samples, documents))
    step = max(1, _TOGETHER // max(documents, 1))
    for first in range(0, samples, step):
        some = counts[first : first + step]
        drawn = rng.integers(0, documents, some.shape) + np.arange(len(some))[:, None] * documents
        some[:] = np.bincount(drawn.ravel(), minlength=some.size).reshape(some.shape)
    return counts


def interval(figures: Floats, level: float = 0.95) -> tuple[float, float] | None:
    """The percentile interval of resampled figures; None where fewer than half of them are defined."""
    defined = figures[~np.isnan(figures)]
    if len(defined) * 2 < len(figures) or not len(defined):
        return None
    low, high = np.percentile(defined, [50 * (1 - level), 50 * (1 + level)])
    return float(low), float(high)


@dataclass(frozen=True)
class Distribution:
    """A distribution of a statistic: its figures, and in how many resamples each comes out."""

    figures: Floats
    ways: Ints

    @property
    def mean(self) -> float:
        """The expected figure."""
        return float(self.figures @ self.ways / self.ways.sum())

    @property
    def standard_error(self) -> float:
        """The standard deviation of the figure."""
        return float(np.sqrt(self.ways @ (self.figures - self.mean) ** 2 / self.ways.sum()))

    def percentile(self, percent: float) -> float:
        """Numpy's linear percentile of the list of all resamples, without writing it out."""
        order = np.argsort(self.figures, kind="stable")
        ends = np.cumsum(self.ways[order])
        place = percent / 100 * (int(ends[-1]) - 1)
        low = int(np.floor(place))
        values = self.figures[order]
        below = values[np.searchsorted(ends, low, side="right")]
        above = values[np.searchsorted(ends, min(low + 1, int(ends[-1]) - 1), side="right")]
        return float(below + (place - low) * (above - below))


def enumerated(sums: Floats, statistic: Statistic) -> Distribution:
    """The exact distribution over all resamples of few documents (each way to draw, with its probability)."""
    documents = len(sums)
    draws = list(_draws(documents, documents))
    ways = np.array([factorial(documents) // prod(map(factorial, draw)) for draw in draws])
    figures = statistic(np.array(draws, dtype=np.float64) @ sums)
    defined = ~np.isnan(figures)
    return Distribution(figures[defined], ways[defined])


def _draws(total: int, places: int) -> Iterator[tuple[int, ...]]:
    if places == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in _draws(total - first, places - 1):
            yield (first, *rest)
