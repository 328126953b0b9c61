"""Krippendorff's alpha_U of 1995 (Sociological Methodology 25:47-76; 2004, Quality & Quantity 38:787-800).

For comparison with tools that have nothing else: squared differences of offsets, one category at a time, over
all observers. Long units dominate, and a unit split in two is punished; the 2016 family is the one to report.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from itertools import combinations

import numpy as np

from annotator.agreement.coding import Floats, Ints
from annotator.agreement.undefined import NO_PAIRS, NO_VARIATION, OVERLAPS, UNUSED, UndefinedError, reliability

Units = Sequence[tuple[int, int, Hashable]]
"""Start, end (half-open) and category of each unit."""


def alpha_u(observers: Sequence[Units], begin: int, length: int) -> float:
    """alpha_U over all categories: one minus summed observed over summed expected disagreement."""
    parts = [disagreements(each, begin, length) for each in by_category(observers).values()]
    if not parts:
        raise UndefinedError(NO_PAIRS)
    return reliability(sum(o for o, _ in parts), sum(e for _, e in parts))


def alpha_u_category(observers: Sequence[Units], begin: int, length: int, category: Hashable) -> float:
    """alpha_U of one category."""
    found = by_category(observers).get(category)
    if found is None:
        raise UndefinedError(UNUSED, category=category)
    return reliability(*disagreements(found, begin, length))


def by_category(observers: Sequence[Units]) -> Mapping[Hashable, list[Ints]]:
    """Per category one sorted array of ``[start, end]`` rows for each observer."""
    names = dict.fromkeys(category for units in observers for *_, category in units)
    return {name: [_array(units, name) for units in observers] for name in names}


def _array(units: Units, category: Hashable) -> Ints:
    rows = sorted((start, end) for start, end, name in units if name == category)
    return np.array(rows, dtype=np.int64).reshape(-1, 2)


def disagreements(observers: Sequence[Ints], begin: int, length: int) -> tuple[float, float]:
    """Observed and expected disagreement of one category, each observer's units as sorted rows.

    Raises:
        UndefinedError: fewer than two observers, no text, or an observer whose units of the category overlap.
    """
    if len(observers) < 2 or length <= 0:
        raise UndefinedError(NO_PAIRS)
    if any((units[1:, 0] < units[:-1, 1]).any() for units in observers):
        raise UndefinedError(OVERLAPS)
    m = len(observers)
    observed = 2 * sum(_observed(one, other) for one, other in combinations(observers, 2))
    return observed / (m * (m - 1) * length**2), _expected(observers, begin, length)


def _observed(one: Ints, other: Ints) -> float:
    """Squared differences of both ends where units meet; the squared length of units that lie in a gap."""
    if not len(one) or not len(other):
        return _squared_lengths(one) + _squared_lengths(other)
    first = np.searchsorted(other[:, 1], one[:, 0], side="right")
    last = np.searchsorted(other[:, 0], one[:, 1], side="left")
    counts = last - first
    left = np.repeat(np.arange(len(one)), counts)
    right = np.repeat(first, counts) + np.arange(len(left)) - np.repeat(np.cumsum(counts) - counts, counts)
    met = np.zeros(len(other), dtype=bool)
    met[right] = True
    meeting = float(((one[left] - other[right]).astype(np.float64) ** 2).sum())
    return meeting + _squared_lengths(one[counts == 0]) + _squared_lengths(other[~met])


def _squared_lengths(units: Ints) -> float:
    return float(((units[:, 1] - units[:, 0]).astype(np.float64) ** 2).sum())


def _expected(observers: Sequence[Ints], begin: int, length: int) -> float:
    """Disagreement of units placed anywhere: with all other units, and with all gaps that could hold them."""
    units = np.concatenate([each[:, 1] - each[:, 0] for each in observers]).astype(np.float64)
    if not len(units):
        raise UndefinedError(NO_VARIATION)
    gaps = np.sort(np.concatenate([_gaps(each, begin, length) for each in observers]))
    among = (len(units) - 1) / 3 * (2 * units**3 - 3 * units**2 + units)
    total = float((among + units**2 * _room(units, gaps)).sum())
    whole = len(observers) * float(length)
    return 2 / length * total / (whole * (whole - 1) - float((units * (units - 1)).sum()))


def _gaps(units: Ints, begin: int, length: int) -> Floats:
    edges = np.concatenate([[begin], units.ravel(), [begin + length]])
    lengths = edges[1::2] - edges[::2]
    return np.asarray(lengths[lengths > 0], dtype=np.float64)


def _room(units: Floats, gaps: Floats) -> Floats:
    """For each unit, the number of places where gaps could hold it (gaps sorted by length)."""
    first = np.searchsorted(gaps, units, side="left")
    sums = np.concatenate([[0.0], np.cumsum(gaps)])
    count = len(gaps) - first
    return np.asarray(sums[-1] - sums[first] - count * (units - 1))
