"""The cheapest exact cover: sets that together hold every element once, at least cost (gamma's best alignment).

The problem falls apart into components. Small ones are searched with memory; large ones go to HiGHS.
"""

from __future__ import annotations

import numpy as np

from annotator.agreement.coding import Floats, Ints

_SMALL = 14
"""Up to so many elements a component is searched in Python, which beats the solver's start-up."""


def cheapest_cover(sets: Ints, elements: Ints, costs: Floats) -> Ints:
    """The numbers of the chosen sets, sorted. ``sets[i]`` holds ``elements[i]``; every element has a set alone."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    size, count = int(elements.max()) + 1, len(costs)
    graph = csr_array((np.ones(len(sets)), (elements, size + sets)), shape=(size + count, size + count))
    _, component = connected_components(graph, directed=False)
    order = np.lexsort((sets, component[elements]))
    borders = np.flatnonzero(np.diff(component[elements][order])) + 1
    chosen: list[Ints] = []
    for part in np.split(order, borders):
        solve = _searched if len(np.unique(elements[part])) <= _SMALL else _solved
        chosen.append(solve(sets[part], elements[part], costs))
    return np.sort(np.concatenate(chosen))


def _searched(sets: Ints, elements: Ints, costs: Floats) -> Ints:
    """Dynamic programming over covered elements: the first one still bare is covered next."""
    places = {element: place for place, element in enumerate(sorted(set(elements.tolist())))}
    masks: dict[int, int] = {}
    for number, element in zip(sets.tolist(), elements.tolist(), strict=True):
        masks[number] = masks.get(number, 0) | 1 << places[element]
    holding: list[list[tuple[int, int, float]]] = [[] for _ in places]
    for number, mask in masks.items():
        holding[(mask & -mask).bit_length() - 1].append((number, mask, float(costs[number])))
    best: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
    for place, candidates in enumerate(holding):
        best = _covered(best, place, candidates)
    return np.array(best[(1 << len(places)) - 1][1], dtype=np.int64)


def _covered(
    best: dict[int, tuple[float, tuple[int, ...]]], place: int, candidates: list[tuple[int, int, float]]
) -> dict[int, tuple[float, tuple[int, ...]]]:
    after: dict[int, tuple[float, tuple[int, ...]]] = {}
    for done, (cost, chosen) in best.items():
        if done >> place & 1:
            _keep(after, done, cost, chosen)
            continue
        for number, mask, price in candidates:
            if not done & mask:
                _keep(after, done | mask, cost + price, (*chosen, number))
    return after


def _keep(
    best: dict[int, tuple[float, tuple[int, ...]]], done: int, cost: float, chosen: tuple[int, ...]
) -> None:
    if done not in best or cost < best[done][0]:
        best[done] = cost, chosen


def _solved(sets: Ints, elements: Ints, costs: Floats) -> Ints:
    """The integer program of one component, by HiGHS."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    numbers, column = np.unique(sets, return_inverse=True)
    _, row = np.unique(elements, return_inverse=True)
    holds = csr_array((np.ones(len(sets)), (row, column)))
    found = milp(
        costs[numbers],
        integrality=np.ones(len(numbers), dtype=np.int64),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(holds, 1, 1),
    )
    if found.x is None:
        raise RuntimeError(found.message)
    return np.asarray(numbers[found.x > 0.5], dtype=np.int64)
