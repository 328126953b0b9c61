"""The measures written out as their definitions read, with loops over single values: slow, and for tests only.

Nothing here is shared with the package. ``rows`` are ``[[value of each rater, None where missing], how often]``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations, permutations, product
from math import nan
from typing import Any

Row = tuple[Sequence[Any], int]
Distance = Callable[[Any, Any], float]
Layer = Sequence[tuple[int, int, str]]


def units_of(rows: Sequence[Row]) -> list[list[Any]]:
    """One list of given values per unit."""
    return [[value for value in values if value is not None] for values, count in rows for _ in range(count)]


def alpha(rows: Sequence[Row], distance: Distance) -> float:
    """Krippendorff 2011, straight from pairs of values."""
    units = [unit for unit in units_of(rows) if len(unit) > 1]
    values = [value for unit in units for value in unit]
    total = len(values)
    observed = sum(distance(a, b) / (len(unit) - 1) for unit in units for a, b in permutations(unit, 2)) / total
    expected = sum(distance(a, b) for a, b in permutations(values, 2)) / (total * (total - 1))
    return 1 - observed / expected if expected else nan


def ordinal(rows: Sequence[Row]) -> Distance:
    """The squared number of values between two ranks, half of either rank's own."""
    values = [value for unit in units_of(rows) if len(unit) > 1 for value in unit]

    def distance(a: Any, b: Any) -> float:
        low, high = min(a, b), max(a, b)
        between = sum(low <= value <= high for value in values)
        return float((between - (values.count(low) + values.count(high)) / 2) ** 2)

    return distance


def weighted_kappa(rows: Sequence[Row], distance: Distance) -> float:
    """Cohen 1968 over units that both raters judged."""
    pairs = [(a, b) for (a, b), count in rows for _ in range(count) if a is not None and b is not None]
    observed = sum(distance(a, b) for a, b in pairs) / len(pairs)
    expected = sum(distance(a, b) for (a, _), (_, b) in product(pairs, pairs)) / len(pairs) ** 2
    return 1 - observed / expected if expected else nan


def scott_pi(rows: Sequence[Row]) -> float:
    """Scott 1955 over units that both raters judged."""
    pairs = [(a, b) for (a, b), count in rows for _ in range(count) if a is not None and b is not None]
    pooled = [value for pair in pairs for value in pair]
    observed = sum(bool(a == b) for a, b in pairs) / len(pairs)
    chance: float = sum((pooled.count(value) / len(pooled)) ** 2 for value in set(pooled))
    return (observed - chance) / (1 - chance)


def percent(rows: Sequence[Row]) -> float:
    """The share of agreeing pairs, averaged over units with two values or more."""
    units = [unit for unit in units_of(rows) if len(unit) > 1]
    return sum(_agreeing(unit) for unit in units) / len(units)


def _agreeing(unit: Sequence[Any]) -> float:
    pairs = list(combinations(unit, 2))
    return sum(bool(a == b) for a, b in pairs) / len(pairs)


def _prevalence(rows: Sequence[Row]) -> dict[Any, float]:
    units = [unit for unit in units_of(rows) if unit]
    used = {value for unit in units for value in unit}
    return {value: sum(unit.count(value) / len(unit) for unit in units) / len(units) for value in used}


def fleiss_kappa(rows: Sequence[Row]) -> float:
    """Fleiss 1971; with missing values as Gwet 2014 has it."""
    chance = sum(share**2 for share in _prevalence(rows).values())
    return (percent(rows) - chance) / (1 - chance)


def gwet_ac1(rows: Sequence[Row]) -> float:
    """Gwet 2008."""
    shares = _prevalence(rows).values()
    chance = sum(share * (1 - share) for share in shares) / (len(shares) - 1)
    return (percent(rows) - chance) / (1 - chance)


def free_kappa(rows: Sequence[Row]) -> float:
    """Randolph 2005."""
    size = len(_prevalence(rows))
    return (percent(rows) - 1 / size) / (1 - 1 / size)


def exact_f1(a: Layer, b: Layer) -> float:
    """Twice the spans that both have, over all spans."""
    left = list(b)
    both = 0
    for span in a:
        if span in left:
            left.remove(span)
            both += 1
    return 2 * both / (len(a) + len(b))


def matchings(a: Layer, b: Layer, may: Callable[[Any, Any], bool]) -> Iterator[list[tuple[Any, Any]]]:
    """Every one-to-one matching of spans that may be matched."""
    if not a:
        yield []
        return
    first, rest = a[0], a[1:]
    yield from matchings(rest, b, may)
    for place, other in enumerate(b):
        if may(first, other):
            for more in matchings(rest, [*b[:place], *b[place + 1 :]], may):
                yield [(first, other), *more]


def touching(one: Any, other: Any) -> bool:
    """Whether two spans share a character."""
    return bool(min(one[1], other[1]) > max(one[0], other[0]))


def overlap_f1(a: Layer, b: Layer) -> float:
    """The longest matching of overlapping spans of one label."""
    def may(one: Any, other: Any) -> bool:
        return touching(one, other) and one[2] == other[2]

    return 2 * max(map(len, matchings(a, b, may))) / (len(a) + len(b))


def semeval(a: Layer, b: Layer, schema: str) -> tuple[int, int, int, int, int]:
    """Counts of the best matching: same spans first, then same extents, same labels, any overlap."""
    def worth(pairs: list[tuple[Any, Any]]) -> tuple[int, ...]:
        same = sum(tuple(x) == tuple(y) for x, y in pairs)
        extent = sum(tuple(x[:2]) == tuple(y[:2]) and x[2] != y[2] for x, y in pairs)
        label = sum(tuple(x[:2]) != tuple(y[:2]) and x[2] == y[2] for x, y in pairs)
        return same, extent, label, len(pairs)

    same, extent, label, size = max(map(worth, matchings(a, b, touching)))
    right = {"strict": same, "exact": same + extent, "partial": same + extent, "ent_type": same + label}[schema]
    wrong = size - right
    partial = schema == "partial"
    return right, 0 if partial else wrong, wrong if partial else 0, len(a) - size, len(b) - size


def u_alpha(layers: Sequence[Layer], length: int, *, bar: bool = False) -> float:
    """u-alpha of 2016 from single characters; ``bar`` takes all labels for one.

    Observed: what two annotators call each character. Expected: any two characters of the pool, less those that a
    unit would pair with itself (all of its length squared), less each character of a gap with itself.
    """
    painted = [_painted(layer, length, bar=bar) for layer in layers]
    pairs = list(permutations(painted, 2))
    differing = sum(one != other for a, b in pairs for one, other in zip(a, b, strict=True)) / (len(layers) - 1)
    pool = [value for layer in painted for value in layer]
    total = len(pool)
    of_units = sum((end - start) ** 2 for layer in layers for start, end, _ in layer)
    self_paired = of_units + pool.count("")
    apart = sum(pool.count(x) * pool.count(y) for x, y in permutations(sorted(set(pool)), 2))
    expected = apart / (total**2 - self_paired)
    return 1 - (differing / total) / expected if expected else nan


def _painted(layer: Layer, length: int, *, bar: bool) -> list[str]:
    values = [""] * length
    for start, end, label in layer:
        values[start:end] = ["marked" if bar else label] * (end - start)
    return values


def disorder(continuum: Sequence[Layer], alpha_: float = 1, beta: float = 1, delta: float = 1) -> float:
    """Gamma's disorder of the best alignment of two annotators, by trying every alignment."""
    one, other = continuum

    def cost(u: Any, v: Any) -> float:
        apart = (abs(u[0] - v[0]) + abs(u[1] - v[1])) / (u[1] - u[0] + v[1] - v[0])
        return float(delta * (alpha_ * apart**2 + beta * (u[2] != v[2])))

    def total(pairs: list[tuple[Any, Any]]) -> float:
        return sum(cost(u, v) for u, v in pairs) + delta * (len(one) + len(other) - 2 * len(pairs))

    return min(map(total, matchings(one, other, lambda _u, _v: True))) / ((len(one) + len(other)) / 2)
