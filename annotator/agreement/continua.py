"""Random continua after a given one, for the expected disorder of gamma. Seeded: same seed, same continua."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np

Unit = tuple[float, float, str]
"""Start, end and category."""
Continuum = Sequence[Sequence[Unit]]


def shuffled(continuum: Continuum, rng: np.random.Generator) -> list[list[Unit]]:
    """Mathet et al. 2015, section 5.2: annotators drawn with repetition, each turned around the continuum.

    Pivots keep half a mean unit apart as long as there is room; they are whole numbers where offsets are. Where only
    silent annotators were drawn, all are drawn again: without units there is no disorder. Somebody marked something.
    """
    made: list[list[Unit]] = []
    while not any(made):
        made = _shuffled(continuum, rng)
    return made


def _shuffled(continuum: Continuum, rng: np.random.Generator) -> list[list[Unit]]:
    units = [unit for each in continuum for unit in each]
    low, high = min(unit[0] for unit in units), max(unit[1] for unit in units)
    apart = sum(unit[1] - unit[0] for unit in units) / len(units) / 2
    whole = all(float(offset).is_integer() for unit in units for offset in unit[:2])
    room = [(low, high)]
    made = []
    for _ in continuum:
        pivot = _pivot(room or [(low, high)], rng)
        pivot = float(int(pivot)) if whole else pivot
        room = _without(room, pivot, apart)
        made.append([_turned(unit, pivot, low, high) for unit in continuum[int(rng.integers(len(continuum)))]])
    return made


def _pivot(room: Sequence[tuple[float, float]], rng: np.random.Generator) -> float:
    widths = np.array([end - start for start, end in room])
    start, end = room[int(rng.choice(len(room), p=widths / widths.sum()))]
    return float(rng.uniform(start, end))


def _without(room: Sequence[tuple[float, float]], pivot: float, apart: float) -> list[tuple[float, float]]:
    pieces = [piece for start, end in room
              for piece in ((start, min(end, pivot - apart)), (max(start, pivot + apart), end))]  # fmt: skip
    return [(start, end) for start, end in pieces if end > start]


def _turned(unit: Unit, pivot: float, low: float, high: float) -> Unit:
    shift = pivot + low - high if unit[0] + pivot > high else pivot
    return unit[0] + shift, unit[1] + shift, unit[2]


def statistical(continuum: Continuum, rng: np.random.Generator) -> list[list[Unit]]:
    """Numbers of units, gaps and lengths from normal distributions fitted to the continuum, categories by share.

    The sampler that pygamma-agreement uses unless told otherwise; for comparison with its figures. As there, one gap
    of zero is always among those that the gaps are fitted to, and only a first annotator cannot stay silent.
    """
    layers = [sorted(each) for each in continuum]
    units = [unit for each in layers for unit in each]
    gaps = [0.0, *(after[0] - before[1] for each in layers for before, after in pairwise(each))]
    gaps += [each[0][0] for each in layers if each and each[0][0] > 0]
    lengths = [unit[1] - unit[0] for unit in units]
    number, gap, length = (_normal(values) for values in ([len(each) for each in layers], gaps, lengths))
    made: list[list[Unit]] = []
    for _ in layers:
        place, drawn = 0.0, []
        for _ in range(max(0 if any(made) else 1, abs(int(rng.normal(*number))))):
            start = place + rng.normal(*gap)
            place = start + _positive(length, rng)
            drawn.append((start, place, units[int(rng.integers(len(units)))][2]))
        made.append(drawn)
    return made


def _normal(values: Sequence[float]) -> tuple[float, float]:
    return float(np.mean(values)), float(np.std(values))


def _positive(length: tuple[float, float], rng: np.random.Generator) -> float:
    while True:
        drawn = abs(float(rng.normal(*length)))
        if drawn > 0:
            return drawn


SAMPLERS: dict[str, Callable[[Continuum, np.random.Generator], list[list[Unit]]]] = {
    "shuffle": shuffled,
    "statistical": statistical,
}
