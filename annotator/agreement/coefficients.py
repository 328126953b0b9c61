"""Chance-corrected coefficients on coding data (fixed units); Krippendorff's alpha is in `alpha`.

Every function raises `UndefinedError` where the coefficient has no value (nothing to compare, or no variation).
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from math import sqrt

import numpy as np

from annotator.agreement.coding import Coding, Floats
from annotator.agreement.undefined import NO_PAIRS, NO_VARIATION, UndefinedError, corrected, ratio


def percent(data: Coding) -> float:
    """Raw agreement: the share of agreeing pairs of raters, averaged over units with two values or more."""
    return _observed(data, np.eye(len(data.categories)))


def _observed(data: Coding, weights: Floats) -> float:
    """Weighted pairwise agreement per unit, averaged (Gwet 2014, eq. for p_a with missing values)."""
    several = data.given >= 2
    counts, given = data.counts[several], data.given[several]
    agreeing = (counts * (counts @ weights - np.diag(weights))).sum(axis=1) / (given * (given - 1))
    units = data.weights[several]
    return ratio(float(agreeing @ units), float(units.sum()), NO_PAIRS)


def _prevalence(data: Coding) -> Floats:
    """The mean share of each category over units with a value (Gwet 2008, 2014)."""
    any_ = data.given >= 1
    shares = data.counts[any_] / data.given[any_, None]
    units = data.weights[any_]
    if units.sum() == 0:
        raise UndefinedError(NO_PAIRS)
    return np.asarray(units @ shares / units.sum(), dtype=np.float64)


def bennett_s(data: Coding) -> float:
    """Bennett, Alpert & Goldstein 1954: chance is uniform over the categories used."""
    return free_kappa(data)


def free_kappa(data: Coding) -> float:
    """Randolph 2005, free-marginal multirater kappa: chance is one over the number of categories used."""
    return corrected(percent(data), ratio(1, len(data.categories), NO_PAIRS))


def scott_pi(data: Coding) -> float:
    """Scott 1955, two raters: chance from the pooled marginals of units that both judged."""
    table = data.table() / data.table().sum()
    pooled = (table.sum(axis=0) + table.sum(axis=1)) / 2
    return corrected(float(np.trace(table)), float((pooled**2).sum()))


def fleiss_kappa(data: Coding) -> float:
    """Fleiss 1971; with missing values as Gwet 2014 generalises it (shares are averaged over units)."""
    return corrected(percent(data), float((_prevalence(data) ** 2).sum()))


def nominal_distance(scores: Floats) -> Floats:
    """0 for the same category, 1 for another."""
    return 1.0 - np.eye(len(scores))


def linear_distance(scores: Floats) -> Floats:
    """The difference of the scores, over the largest one (Cicchetti & Allison 1971)."""
    distances = np.abs(scores[:, None] - scores[None, :])
    return np.asarray(distances / (distances.max(initial=0.0) or 1.0))


def quadratic_distance(scores: Floats) -> Floats:
    """The squared difference of the scores, over the largest one (Fleiss & Cohen 1973)."""
    return np.asarray(linear_distance(scores) ** 2)


def ordinal_distance(scores: Floats) -> Floats:
    """Pairs of categories between two, both included, over all pairs (Gwet 2014, ordinal weights)."""
    places = np.arange(len(scores), dtype=np.float64)
    between = np.abs(places[:, None] - places[None, :]) + 1
    pairs = between * (between - 1) / 2
    return np.asarray(pairs / (pairs.max(initial=0.0) or 1.0))


WEIGHTINGS: dict[str, Callable[[Floats], Floats]] = {
    "nominal": nominal_distance, "linear": linear_distance, "quadratic": quadratic_distance,
    "ordinal": ordinal_distance,
}  # fmt: skip


def cohen_kappa(data: Coding, distances: Floats | None = None) -> float:
    """Cohen 1960; with a matrix of distances between categories, Cohen's weighted kappa (1968). Two raters."""
    table = data.table()
    table = table / table.sum()
    apart = nominal_distance(data.scores()) if distances is None else distances
    chance = np.outer(table.sum(axis=1), table.sum(axis=0))
    expected = float((apart * chance).sum())
    if expected <= 0:
        raise UndefinedError(NO_VARIATION)
    return 1 - float((apart * table).sum()) / expected


def weighted_kappa(data: Coding, weighting: str) -> float:
    """Cohen's kappa under one of `WEIGHTINGS`; numbers are their own scores, other values their rank."""
    return cohen_kappa(data, WEIGHTINGS[weighting](data.scores()))


def kappa_standard_error(data: Coding) -> float:
    """The large-sample standard error of Cohen's kappa (Fleiss, Cohen & Everitt 1969), for iid units."""
    table = data.table()
    n = table.sum()
    table = table / n
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    kappa = cohen_kappa(data)
    expected = float(rows @ columns)
    on = float((np.diag(table) * (1 - (rows + columns) * (1 - kappa)) ** 2).sum())
    off = table * (columns[:, None] + rows[None, :]) ** 2
    np.fill_diagonal(off, 0)
    spread = on + (1 - kappa) ** 2 * float(off.sum()) - (kappa - expected * (1 - kappa)) ** 2
    return sqrt(max(spread, 0) / n) / (1 - expected)


def _pairs(data: Coding) -> list[Coding]:
    pairs = [data.pair(i, j) for i, j in combinations(range(data.raters), 2)]
    found = [each for each in pairs if each.weights.sum() > 0]
    if not found:
        raise UndefinedError(NO_PAIRS)
    return found


def light_kappa(data: Coding) -> float:
    """Light 1971: the mean of Cohen's kappa over pairs of raters that share units."""
    return float(np.mean([cohen_kappa(each) for each in _pairs(data)]))


def multi_kappa(data: Coding) -> float:
    """Davies & Fleiss 1982: agreement and chance each averaged over pairs of raters, individual marginals."""
    tables = [each.table() / each.weights.sum() for each in _pairs(data)]
    observed = float(np.mean([np.trace(each) for each in tables]))
    chance = float(np.mean([each.sum(axis=1) @ each.sum(axis=0) for each in tables]))
    return corrected(observed, chance)


def gwet_ac(data: Coding, distances: Floats | None = None) -> float:
    """Gwet 2008: AC1, or AC2 under a matrix of distances; any number of raters, values may be missing."""
    size = len(data.categories)
    if size < 2:
        raise UndefinedError(NO_VARIATION if size else NO_PAIRS)
    weights = np.eye(size) if distances is None else 1 - distances
    prevalence = _prevalence(data)
    spread = float((prevalence * (1 - prevalence)).sum())
    return corrected(_observed(data, weights), float(weights.sum()) / (size * (size - 1)) * spread)


def gwet_ac2(data: Coding, weighting: str) -> float:
    """Gwet's AC2 under one of `WEIGHTINGS`."""
    return gwet_ac(data, WEIGHTINGS[weighting](data.scores()))


def positive_agreement(both: float, only_first: float, only_second: float) -> float:
    """Positive specific agreement ``2a / (2a + b + c)``, which is F1 (Hripcsak & Rothschild 2005)."""
    return ratio(2 * both, 2 * both + only_first + only_second, NO_PAIRS)
