"""Krippendorff's alpha for coding data: any number of raters, missing values, any metric.

``alpha = 1 - Do / De`` over *pairable* values: a unit with one value is dropped, and expected disagreement has
``n (n - 1)`` below the line (Krippendorff 2004, ch. 11; 2011). No value-by-value matrix is kept: observed
disagreement goes over pairs of raters, expected over distinct values, in closed form where there is one.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from itertools import combinations

import numpy as np

from annotator.agreement.coding import Coding, Floats, Ints
from annotator.agreement.undefined import NO_LOGARITHM, NO_PAIRS, NO_RATIO, UndefinedError, reliability

Distance = Callable[[Ints, Ints], Floats]
"""Distance of categories by their codes, elementwise."""


def alpha(data: Coding, metric: str = "nominal") -> float:
    """Alpha under ``nominal``, ``ordinal``, ``interval``, ``ratio``, ``log_interval``, ``jaccard`` or ``masi``.

    Raises:
        UndefinedError: nothing to compare, no variation, or values that the metric is not made for.
    """
    weights, marginals = _pairable(data)
    if metric == "nominal":
        observed = _observed(data, weights, lambda one, other: (one != other).astype(np.float64))
        total = marginals.sum()
        return _alpha(observed, float(total**2 - (marginals**2).sum()), total)
    if metric in {"jaccard", "masi"}:
        return matrix_alpha(data, set_distances(data.categories, masi=metric == "masi"))
    if metric == "ratio":
        return _ratio_alpha(data, weights, marginals)
    return _squared_alpha(data, weights, marginals, _places(data, marginals, metric))


def matrix_alpha(data: Coding, distances: Floats) -> float:
    """Alpha under a matrix of distances between the categories, in the order of ``data.categories``."""
    weights, marginals = _pairable(data)
    observed = _observed(data, weights, lambda one, other: distances[one, other])
    return _alpha(observed, float(marginals @ distances @ marginals), marginals.sum())


def category_alpha(data: Coding, category: Hashable) -> float:
    """Alpha of one category against all others (Krippendorff 1980): nominal alpha of the dichotomy."""
    return alpha(data.dichotomised(category))


def _pairable(data: Coding) -> tuple[Floats, Floats]:
    """Per unit its weight over (values - 1), zero where it has one value; and pairable values by category."""
    several = data.given >= 2
    weights = np.where(several, data.weights / np.maximum(data.given - 1, 1), 0.0)
    size = len(data.categories)
    marginals = np.zeros(size)
    counted = np.where(several, data.weights, 0.0)
    for rater in range(data.raters):
        codes = data.codes[:, rater]
        here = codes >= 0
        marginals += np.bincount(codes[here], weights=counted[here], minlength=size)
    if marginals.sum() == 0:
        raise UndefinedError(NO_PAIRS)
    return weights, marginals


def _observed(data: Coding, weights: Floats, distance: Distance) -> float:
    """The sum over ordered pairs of values within units of their distance, over (values - 1)."""
    total = 0.0
    for i, j in combinations(range(data.raters), 2):
        one, other = data.codes[:, i], data.codes[:, j]
        both = (one >= 0) & (other >= 0)
        if both.all():
            total += float(weights @ distance(one, other))
        else:
            total += float(weights[both] @ distance(one[both], other[both]))
    return 2 * total


def _alpha(observed: float, expected: float, total: float) -> float:
    return reliability(observed / total, expected / (total * (total - 1)))


def _squared_alpha(data: Coding, weights: Floats, marginals: Floats, places: Floats) -> float:
    """Alpha under squared differences: expected disagreement is twice the total variance (O(N), centred)."""
    total = marginals.sum()
    places = places - (marginals @ places) / total
    observed = _observed(data, weights, lambda one, other: (places[one] - places[other]) ** 2)
    expected = 2 * total * float(marginals @ places**2) - 2 * float(marginals @ places) ** 2
    return _alpha(observed, expected, total)


def _places(data: Coding, marginals: Floats, metric: str) -> Floats:
    """Where each category lies on the line whose squared differences are the metric.

    Ordinal distance, the squared count of values between two ranks, is the difference of mid-ranks.
    """
    if metric == "ordinal":
        return np.asarray(np.cumsum(marginals) - marginals / 2)
    if metric == "log_interval":
        return log10(data.numbers)
    if metric == "interval":
        return data.numbers
    raise UndefinedError("there is no metric %(metric)s", metric=metric)


def log10(numbers: Floats) -> Floats:
    """Base-ten logarithms.

    Raises:
        UndefinedError: a value is zero or negative.
    """
    if (numbers <= 0).any():
        raise UndefinedError(NO_LOGARITHM)
    return np.asarray(np.log10(numbers))


def _ratio_alpha(data: Coding, weights: Floats, marginals: Floats) -> float:
    """Distance ``((c - k) / (c + k))**2``; refused on negative values, where it means nothing."""
    numbers = data.numbers
    if (numbers < 0).any():
        raise UndefinedError(NO_RATIO)
    observed = _observed(data, weights, lambda one, other: ratio_distance(numbers[one], numbers[other]))
    expected = 0.0
    for start in range(0, len(numbers), 1024):
        block = slice(start, start + 1024)
        expected += float(marginals[block] @ ratio_distance(numbers[block, None], numbers[None, :]) @ marginals)
    return _alpha(observed, expected, marginals.sum())


def ratio_distance(one: Floats, other: Floats) -> Floats:
    """``((c - k) / (c + k))**2``, zero where both are zero."""
    sums = one + other
    return np.asarray(((one - other) / np.where(sums == 0, 1.0, sums)) ** 2)


def set_distances(categories: tuple[Hashable, ...], *, masi: bool) -> Floats:
    """Jaccard or MASI distances between sets (Passonneau 2006; monotonicity 1, 2/3, 1/3, 0)."""
    sets = [frozenset(each) if isinstance(each, (frozenset, tuple)) else frozenset({each}) for each in categories]
    return np.array([[set_distance(one, other, masi=masi) for other in sets] for one in sets])


def set_distance(one: frozenset[Hashable], other: frozenset[Hashable], *, masi: bool) -> float:
    """One minus Jaccard's index; for MASI the index is weighed down unless the sets are the same."""
    if one == other:
        return 0.0
    jaccard = len(one & other) / len(one | other)
    if not masi:
        return 1 - jaccard
    return 1 - jaccard * (2 / 3 if one < other or other < one else 1 / 3)
