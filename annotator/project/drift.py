"""Agreement over time: F1 of stretches of each annotator's documents, in the order of work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from statistics import fmean, pstdev

from annotator.project.instances import ReviewState

POINTS = 12
RESAMPLES = 500


@dataclass(frozen=True, slots=True)
class Point:
    """Some documents of one annotator in the order of work, with F1 against gold, or against the others."""

    who: str
    value: float | None
    ci: tuple[float, float] | None
    documents: tuple[str, ...]
    until: str
    different: int
    alarm: bool = False


def drift(state: ReviewState, who: str, times: Mapping[tuple[str, str], str], seed: int) -> list[Point]:
    """The points of one annotator; ``times`` says when each annotator last worked on each document."""
    import numpy as np

    from annotator.agreement.bootstrap import interval, resamples

    found, columns = state.instances, state.comparison.columns
    keep = state.of_pairs(who, state.gold >= 0) & (state.among if state.gold < 0 else np.ones(len(found), dtype=bool))
    size = len(columns.documents)
    every = np.bincount(found.document[keep], minlength=size)
    same = np.bincount(found.document[keep & found.same], minlength=size)
    both = keep & (found.a >= 0) & (found.b >= 0)
    spans = every + np.bincount(found.document[both], minlength=size)
    there = np.flatnonzero(spans > 0).tolist()
    there.sort(key=lambda at: (times.get((who, columns.documents[at]), ""), at))
    points = []
    for group in np.array_split(np.array(there, dtype=np.int64), min(POINTS, len(there)) or 1):
        if not len(group):
            continue
        draws = resamples(len(group), RESAMPLES, seed)
        figures = 2 * (draws @ same[group]) / np.maximum(draws @ spans[group], 1)
        names = tuple(columns.documents[at] for at in group.tolist())
        different = int((every - same)[group].sum())
        points.append(Point(who, float(2 * same[group].sum() / spans[group].sum()), interval(figures), names,
                            times.get((who, names[-1]), ""), different))  # fmt: skip
    return _alarmed(points)


def _alarmed(points: list[Point], slack: float = 0.5, limit: float = 4.0) -> list[Point]:
    """Points with an alarm where agreement fell for good: a one-sided CUSUM over the first half's mean and spread.

    Page 1954, Biometrika 41:100-115, with the usual slack of half a deviation and a limit of four.
    """
    known = [each.value for each in points if each.value is not None]
    base = known[: max(3, len(known) // 2)]
    if len(known) < 4 or pstdev(base) == 0:
        return points
    mean, spread, fallen, told = fmean(base), pstdev(base), 0.0, []
    for each in points:
        fallen = max(0.0, fallen + (mean - (each.value if each.value is not None else mean)) / spread - slack)
        told.append(replace(each, alarm=fallen > limit))
    return told
