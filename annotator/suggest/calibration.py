"""Scores that mean what they say: a logistic model of how often a proposal with these signs is right.

With one sign it is Platt's scaling (Platt 1999, Probabilistic outputs for support vector machines); several signs
are weighed together. Fitted on proposals for texts that the learner had not seen, by cross-validation.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

Signs = Mapping[str, float]
_LIMIT = 6.0


def logit(probability: float) -> float:
    """The log-odds of a probability, held within ±6."""
    held = min(max(probability, 1e-9), 1 - 1e-9)
    return max(-_LIMIT, min(_LIMIT, math.log(held / (1 - held))))


def probability(weights: Mapping[str, float], signs: Signs) -> float:
    """How probable it is that a proposal with these signs is right; unknown signs weigh nothing."""
    total = weights.get("", 0.0)
    for name, value in signs.items():
        total += weights.get(name, 0.0) * value
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def fitted(examples: Sequence[tuple[Signs, float]], strength: float = 1.0) -> dict[str, float]:
    """The weights that make examples most likely, by Newton's method, with a quadratic penalty of a strength.

    Each example comes with whether it was right, or how probable it is that it would be right again.
    The constant is under the empty name and is not penalised.
    """
    import numpy as np

    names = ["", *sorted({name for signs, _ in examples for name in signs})]
    table = np.array([[1.0, *(signs.get(name, 0.0) for name in names[1:])] for signs, _ in examples])
    right = np.array([float(each) for _, each in examples])
    penalty = np.full(len(names), strength)
    penalty[0] = 1e-6
    weights = np.zeros(len(names))
    for _ in range(30):
        chance = 1 / (1 + np.exp(-np.clip(table @ weights, -30, 30)))
        slope = table.T @ (right - chance) - penalty * weights
        bend = (table * (chance * (1 - chance))[:, None]).T @ table + np.diag(penalty)
        step = np.linalg.solve(bend, slope)
        weights = weights + step
        if float(np.abs(step).max()) < 1e-7:
            break
    return {name: round(float(weight), 5) for name, weight in zip(names, weights, strict=True)}


def expected_error(scored: Sequence[tuple[float, bool]], bins: int = 10) -> float:
    """The expected calibration error: the mean gap between score and share of right ones, over equal bins of score.

    Naeini, Cooper & Hauskrecht 2015, Obtaining well calibrated probabilities using Bayesian binning.
    """
    if not scored:
        return 0.0
    groups: dict[int, list[tuple[float, bool]]] = {}
    for each in scored:
        groups.setdefault(min(bins - 1, int(each[0] * bins)), []).append(each)
    gaps = (abs(sum(score - right for score, right in group)) for group in groups.values())
    return sum(gaps) / len(scored)
