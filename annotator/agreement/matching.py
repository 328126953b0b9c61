"""The heaviest one-to-one matching of overlapping spans, exact and fast enough for every document at once.

Almost all components of the graph of overlaps are single pairs, stars or two-by-two; those are settled for all
documents in a few array operations. What is left goes to the assignment solver, one component at a time.
Ties are settled in text order, so that the result does not depend on the order of input.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from annotator.agreement.coding import Floats, Ints
from annotator.agreement.columns import Bools


def match(a: Ints, b: Ints, weights: Floats) -> Bools:
    """Which edges ``(a[i], b[i])`` are in a matching of greatest total weight (weights are positive)."""
    return match_weighed(a, b, lambda places: weights[places])


def match_weighed(a: Ints, b: Ints, weigh: Callable[[Ints], Floats]) -> Bools:
    """`match` with the weights of the edges at some places on demand: most edges stand alone and need none."""
    if not len(a):
        return np.zeros(0, dtype=bool)
    chosen = (np.bincount(a) == 1)[a] & (np.bincount(b) == 1)[b]
    rest = np.flatnonzero(~chosen)
    if len(rest):
        component = _components(a[rest], b[rest])
        _match_components(a[rest], b[rest], weigh(rest), component, chosen, rest)
    return np.asarray(chosen)


def _components(a: Ints, b: Ints) -> Ints:
    """The connected component of each edge: the least edge number spreads until nothing changes."""
    label = np.arange(len(a))
    while True:
        before = label
        for side in (a, b):
            least = np.full(int(side.max()) + 1, len(a))
            np.minimum.at(least, side, label)
            label = least[side]
        if (label == before).all():
            return np.asarray(label, dtype=np.int64)


def _match_components(a: Ints, b: Ints, weights: Floats, component: Ints, chosen: Bools, rest: Ints) -> None:
    order = np.lexsort((b, a, component))
    a, b, weights, component, rest = a[order], b[order], weights[order], component[order], rest[order]
    firsts = np.flatnonzero(np.diff(component, prepend=-1))
    sizes = np.diff(firsts, append=len(component))
    lows_a, highs_a = np.minimum.reduceat(a, firsts), np.maximum.reduceat(a, firsts)
    lows_b, highs_b = np.minimum.reduceat(b, firsts), np.maximum.reduceat(b, firsts)
    star = (lows_a == highs_a) | (lows_b == highs_b)
    chosen[rest[_best_of_stars(weights, np.repeat(star, sizes), component)]] = True
    square = ~star & _two_sided(a, lows_a, highs_a, sizes) & _two_sided(b, lows_b, highs_b, sizes)
    if square.any():
        picked = _best_of_squares(a, b, weights, square, sizes, (lows_a, highs_a, lows_b, highs_b))
        chosen[rest[picked]] = True
    for place in np.flatnonzero(~star & ~square):
        piece = slice(firsts[place], firsts[place] + sizes[place])
        chosen[rest[piece][_solve(a[piece], b[piece], weights[piece])]] = True


def _best_of_stars(weights: Floats, star: Bools, component: Ints) -> Ints:
    """In a star only one edge can be chosen: the heaviest, the first in the text among equals."""
    edges = np.flatnonzero(star)
    order = edges[np.lexsort((edges, -weights[edges], component[edges]))]
    return np.asarray(order[np.diff(component[order], prepend=-1) != 0], dtype=np.int64)


def _two_sided(side: Ints, lows: Ints, highs: Ints, sizes: Ints) -> Bools:
    """Components with at most two nodes on this side."""
    inside = (side != np.repeat(lows, sizes)) & (side != np.repeat(highs, sizes))
    starts = np.cumsum(sizes) - sizes
    return np.asarray(np.add.reduceat(inside.astype(np.int64), starts) == 0)


def _best_of_squares(
    a: Ints, b: Ints, weights: Floats, square: Bools, sizes: Ints, bounds: tuple[Ints, Ints, Ints, Ints]
) -> Ints:
    """Of two by two nodes, the heavier of the two possible matchings; a missing edge weighs nothing."""
    lows_a, _, lows_b, _ = bounds
    edges = np.flatnonzero(np.repeat(square, sizes))
    number = np.repeat(np.arange(len(sizes)), sizes)[edges]
    straight = (a[edges] == lows_a[number]) == (b[edges] == lows_b[number])
    sums = np.zeros((2, len(sizes)))
    np.add.at(sums, (straight.astype(np.int64), number), weights[edges])
    take_straight = sums[1] >= sums[0]
    return np.asarray(edges[straight == take_straight[number]], dtype=np.int64)


def _solve(a: Ints, b: Ints, weights: Floats) -> Ints:
    """The assignment problem of one component, by SciPy; returns the edges chosen."""
    from scipy.optimize import linear_sum_assignment

    rows, a = np.unique(a, return_inverse=True)
    columns, b = np.unique(b, return_inverse=True)
    table = np.zeros((len(rows), len(columns)))
    edge = np.full(table.shape, -1, dtype=np.int64)
    table[a, b] = weights
    edge[a, b] = np.arange(len(a))
    found = edge[linear_sum_assignment(table, maximize=True)]
    return np.asarray(found[found >= 0], dtype=np.int64)
