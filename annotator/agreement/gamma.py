"""Gamma (Mathet, Widlöcher & Métivier 2015, Computational Linguistics 41:437-479): agreement by best alignment.

``gamma = 1 - disorder / mean disorder of random continua``. It sees position and category at once and takes
nested and overlapping units. A figure is nothing without its parameters: alpha, beta, delta, sampler, number of
samples and seed are part of the result.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from math import comb

import numpy as np

from annotator.agreement.coding import Floats, Ints
from annotator.agreement.continua import SAMPLERS, Continuum, Unit
from annotator.agreement.cover import cheapest_cover
from annotator.agreement.matching import match
from annotator.agreement.undefined import NO_DISORDER, NO_LENGTH, NO_PAIRS, NOTHING_MARKED, UndefinedError, ratio


@dataclass(frozen=True)
class Dissimilarity:
    """``delta * (alpha * positional + beta * categorical)``; a unit without partner costs ``delta``."""

    alpha: float = 1.0
    beta: float = 1.0
    delta: float = 1.0


@dataclass(frozen=True)
class UnitArrays:
    """One annotator's units as arrays, by start; categories as numbers."""

    start: Floats
    end: Floats
    category: Ints

    def __len__(self) -> int:
        return len(self.start)


@dataclass(frozen=True)
class BestAlignment:
    """Rows are unitary alignments: for each annotator a unit's place by start, or -1; and what each row costs."""

    rows: Ints
    costs: Floats


def positional(one: tuple[float, float], other: tuple[float, float]) -> float:
    """``((|difference of starts| + |difference of ends|) / (sum of lengths))**2``.

    Raises:
        UndefinedError: neither of the two has a length.
    """
    apart = abs(one[0] - other[0]) + abs(one[1] - other[1])
    return ratio(apart, one[1] - one[0] + other[1] - other[0], NO_LENGTH) ** 2


def arrays(continuum: Continuum) -> list[UnitArrays]:
    """Each annotator's units as arrays.

    Raises:
        UndefinedError: fewer than two annotators, nobody marked anything, or a unit has no length.
    """
    if len(continuum) < 2:
        raise UndefinedError(NO_PAIRS)
    if not any(continuum):
        raise UndefinedError(NOTHING_MARKED)
    if any(unit[1] <= unit[0] for each in continuum for unit in each):
        raise UndefinedError(NO_LENGTH)
    names = category_numbers(continuum)
    return [_unit_arrays(each, names) for each in continuum]


def category_numbers(continuum: Continuum) -> dict[str, int]:
    """The number by which arrays know each category."""
    return {name: place for place, name in enumerate(dict.fromkeys(u[2] for each in continuum for u in each))}


def _unit_arrays(units: Sequence[Unit], names: dict[str, int]) -> UnitArrays:
    ordered = sorted(units, key=lambda unit: (unit[0], unit[1], names[unit[2]]))
    table = np.array([(u[0], u[1], names[u[2]]) for u in ordered], dtype=np.float64).reshape(-1, 3)
    return UnitArrays(table[:, 0], table[:, 1], table[:, 2].astype(np.int64))


def disorder(continuum: Continuum, how: Dissimilarity) -> float:
    """The disorder of the best alignment: summed unitary disorders over the mean number of units."""
    units = arrays(continuum)
    costs = best_alignment(units, how).costs
    return float(costs.sum()) / (sum(map(len, units)) / len(units))


def total_disorder(continuum: Continuum, how: Dissimilarity) -> float:
    """The disorder not yet divided by the mean number of units; zero where nobody marked anything."""
    return float(best_alignment(arrays(continuum), how).costs.sum()) if any(continuum) else 0.0


def best_alignment(units: Sequence[UnitArrays], how: Dissimilarity) -> BestAlignment:
    """The set of unitary alignments that holds every unit once and costs least."""
    return _best_of_two(units[0], units[1], how) if len(units) == 2 else _best_of_many(units, how)


def _dissimilarities(one: UnitArrays, other: UnitArrays, a: Ints, b: Ints, how: Dissimilarity) -> Floats:
    apart = np.abs(one.start[a] - other.start[b]) + np.abs(one.end[a] - other.end[b])
    sizes = (one.end - one.start)[a] + (other.end - other.start)[b]
    differing = one.category[a] != other.category[b]
    return np.asarray(how.delta * (how.alpha * (apart / sizes) ** 2 + how.beta * differing))


def _near(one: UnitArrays, other: UnitArrays, how: Dissimilarity, bound: float) -> tuple[Ints, Ints]:
    """Pairs of units whose positional part alone stays below ``bound`` deltas, found by their starts."""
    if not len(one) or not len(other):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    reach = np.sqrt(bound / how.alpha) if how.alpha else np.inf
    width = reach * (one.end - one.start + (other.end - other.start).max())
    first = np.searchsorted(other.start, one.start - width, side="left")
    counts = np.searchsorted(other.start, one.start + width, side="right") - first
    a = np.repeat(np.arange(len(one)), counts)
    b = np.repeat(first, counts) + np.arange(len(a)) - np.repeat(np.cumsum(counts) - counts, counts)
    return a, b


def _best_of_two(one: UnitArrays, other: UnitArrays, how: Dissimilarity) -> BestAlignment:
    """Two annotators: pairing saves two deltas less the dissimilarity; the best savings are a matching."""
    a, b = _near(one, other, how, 2.0)
    costs = _dissimilarities(one, other, a, b, how)
    saving = 2 * how.delta - costs
    useful = saving > 0
    a, b, costs = a[useful], b[useful], costs[useful]
    kept = match(a, b, saving[useful])
    a, b, costs = a[kept], b[kept], costs[kept]
    lone_a, lone_b = np.setdiff1d(np.arange(len(one)), a), np.setdiff1d(np.arange(len(other)), b)
    rows = np.concatenate([
        np.column_stack([a, b]),
        np.column_stack([lone_a, np.full(len(lone_a), -1)]),
        np.column_stack([np.full(len(lone_b), -1), lone_b]),
    ])  # fmt: skip
    alone = np.full(len(lone_a) + len(lone_b), how.delta, dtype=np.float64)
    return BestAlignment(rows, np.concatenate([costs, alone]))


def _best_of_many(units: Sequence[UnitArrays], how: Dissimilarity) -> BestAlignment:
    """Three and more: the cheapest exact cover of the units by unitary alignments that could pay off."""
    rows, costs = _candidates(units, how)
    offsets = np.concatenate([[0], np.cumsum([len(each) for each in units])])
    at, who = np.nonzero(rows >= 0)
    chosen = cheapest_cover(at, offsets[who] + rows[at, who], costs)
    return BestAlignment(rows[chosen], costs[chosen])


def _candidates(units: Sequence[UnitArrays], how: Dissimilarity) -> tuple[Ints, Floats]:
    """Unitary alignments that cost no more than their units would alone, built one annotator at a time."""
    m = len(units)
    pairs = comb(m, 2)
    tables = {
        (i, j): _table(units[i], units[j], how) for i, j in combinations(range(m), 2)
    }
    rows = np.arange(-1, len(units[0]), dtype=np.int64)[:, None]
    costs = np.zeros(len(rows))
    for j in range(1, m):
        size = len(units[j])
        added = np.tile(np.arange(-1, size, dtype=np.int64), len(rows))
        rows = np.column_stack([np.repeat(rows, size + 1, axis=0), added])
        costs = np.repeat(costs, size + 1)
        for i in range(j):
            costs = costs + tables[i, j][rows[:, i], rows[:, j]]
        most = (rows >= 0).sum(axis=1) + (m - 1 - j)
        keep = costs <= how.delta * pairs * most + 1e-12
        rows, costs = rows[keep], costs[keep]
    real = (rows >= 0).any(axis=1)
    return rows[real], costs[real] / pairs


def _table(one: UnitArrays, other: UnitArrays, how: Dissimilarity) -> Floats:
    """Dissimilarities of all pairs; the last row and column (index -1) are the empty unit."""
    table = np.full((len(one) + 1, len(other) + 1), how.delta, dtype=np.float64)
    a, b = np.meshgrid(np.arange(len(one)), np.arange(len(other)), indexing="ij")
    table[:-1, :-1] = _dissimilarities(one, other, a.ravel(), b.ravel(), how).reshape(a.shape)
    return table


def given_samples(continuum: Continuum, samples: Sequence[Continuum], how: Dissimilarity) -> float:
    """Gamma against random continua that are given."""
    return _gamma(disorder(continuum, how), [disorder(each, how) for each in samples])


def _gamma(observed: float, expected: Sequence[float]) -> float:
    mean = float(np.mean(expected)) if expected else 0.0
    if mean <= 0:
        raise UndefinedError(NO_DISORDER)
    return 1 - observed / mean


@dataclass(frozen=True)
class Gamma:
    """A gamma with everything that it depends on."""

    value: float
    disorder: float
    expected: float
    parameters: dict[str, object]


def gamma(
    continuum: Continuum,
    how: Dissimilarity | None = None,
    *,
    sampler: str = "shuffle",
    samples: int = 30,
    seed: int = 0,
) -> Gamma:
    """Gamma of one continuum: each annotator's units as ``(start, end, category)``.

    Args:
        continuum: the annotators' units.
        how: weights of the dissimilarity.
        sampler: ``shuffle`` (the paper's section 5.2) or ``statistical`` (normal gaps and lengths).
        samples: how many random continua.
        seed: of the random generator.
    """
    chosen = how or Dissimilarity()
    drawn = random_disorders(continuum, chosen, sampler=sampler, samples=samples, seed=seed)
    observed = disorder(continuum, chosen)
    parameters = {**asdict(chosen), "sampler": sampler, "samples": samples, "seed": seed}
    return Gamma(_gamma(observed, drawn), observed, float(np.mean(drawn)), parameters)


def random_disorders(
    continuum: Continuum, how: Dissimilarity, *, sampler: str, samples: int, seed: int
) -> list[float]:
    """Disorders of random continua made after the one given."""
    arrays(continuum)
    rng = np.random.default_rng(seed)
    return [disorder(SAMPLERS[sampler](continuum, rng), how) for _ in range(samples)]
