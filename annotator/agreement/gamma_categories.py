"""Gamma-cat and gamma-k (Mathet 2017, Computational Linguistics 43:661-687): categories of aligned units.

The best alignment is gamma's; its pairs of units count by how close they lie, and only their categories disagree.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np

from annotator.agreement.continua import SAMPLERS, Continuum
from annotator.agreement.gamma import (
    Dissimilarity,
    UnitArrays,
    arrays,
    best_alignment,
    category_numbers,
    positional,
)
from annotator.agreement.undefined import NO_VARIATION, NOTHING_IN_COMMON, Undefined


def gamma_category(
    continuum: Continuum,
    how: Dissimilarity,
    category: str | None = None,
    *,
    sampler: str = "statistical",
    samples: int = 30,
    seed: int = 0,
) -> float:
    """Gamma-cat, or gamma-k of one category (pairs with at least one unit of it)."""
    rng = np.random.default_rng(seed)
    observed = category_disorder(continuum, how, category)
    if observed is None:
        raise Undefined(NOTHING_IN_COMMON)
    drawn = [category_disorder(SAMPLERS[sampler](continuum, rng), how, category) for _ in range(samples)]
    found = [each for each in drawn if each is not None]
    if not found or np.mean(found) <= 0:
        raise Undefined(NO_VARIATION)
    return 1 - observed / float(np.mean(found))


def category_disorder(continuum: Continuum, how: Dissimilarity, category: str | None) -> float | None:
    """The weighted mean of categorical dissimilarity over aligned pairs; None where no pair has weight."""
    units = arrays(continuum)
    number = None if category is None else category_numbers(continuum).get(category, -1)
    total = weights = 0.0
    for row in best_alignment(units, how).rows:
        real = [(units[who], int(place)) for who, place in enumerate(row) if place >= 0]
        for (one, a), (other, b) in combinations(real, 2):
            names = {int(one.category[a]), int(other.category[b])}
            if number is None or number in names:
                weight = _nearness(one, a, other, b, how) / (len(real) - 1)
                total += weight * (len(names) > 1)
                weights += weight
    return total / weights if weights else None


def _nearness(one: UnitArrays, a: int, other: UnitArrays, b: int, how: Dissimilarity) -> float:
    apart = positional((one.start[a], one.end[a]), (other.start[b], other.end[b]))
    return max(0.0, 1 - how.alpha * apart)
