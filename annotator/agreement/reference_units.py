"""Measures on units of a continuum (unitizing, gamma) by the names that published cases give them."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import combinations
from typing import Any

import numpy as np

from annotator.agreement import gamma as gamma_
from annotator.agreement import unitizing, unitizing_1995
from annotator.agreement.columns import columns_of
from annotator.agreement.given_layers import layers_of, text_of, within_text
from annotator.agreement.inputs import Family, Input, Value
from annotator.agreement.overlap import overlaps
from annotator.agreement.undefined import NO_PAIRS, OVERLAPS, UNUSED, UndefinedError
from annotator.core.errors import UserError

SAMPLES = 300
"""At least so many random continua per published gamma, so that chance does not decide."""


def _alpha_u(found: re.Match[str], given: Input) -> Value:
    begin, length = text_of(given)
    layers = [*within_text(layers_of(given), begin, length).values()]
    units = [[(start, end, label) for start, end, label, *_ in each] for each in layers]
    if found.group(1) or "category" in given:
        return unitizing_1995.alpha_u_category(units, begin, length, str(given["category"]))
    return unitizing_1995.alpha_u(units, begin, length)


def _unitizing(found: re.Match[str], given: Input) -> Value:
    begin, length = text_of(given)
    layers = within_text(layers_of(given), begin, length)
    if len(layers) < 2 or not length:
        raise UndefinedError(NO_PAIRS)
    placed = [("", who, [(s - begin, e - begin, label) for s, e, label, *_ in units])
              for who, units in layers.items()]  # fmt: skip
    columns = columns_of(placed, {"": length})
    rows = columns.by_annotator()
    if any((each.start[1:] < np.maximum.accumulate(each.end)[:-1]).any() for each in rows):
        raise UndefinedError(OVERLAPS)
    each = [
        unitizing.unit_statistics(a, b, overlaps(a, b), columns.lengths, len(columns.labels))
        for a, b in combinations(rows, 2)
    ]
    if found.group(1) in {"u", "bar_u"}:
        return _u_alpha(each, len(rows), bar=found.group(1) == "bar_u")
    if found.group(1) == "cu":
        return _of_pairs(unitizing.cu_alpha, each)
    return _ku_alpha(each, columns.labels, str(given["category"]))


def _of_pairs(measure: Callable[[unitizing.UnitStatistics], float], pairs: list[unitizing.UnitStatistics]) -> float:
    """The mean over those pairs of annotators for which the measure is defined, as the report has it.

    Raises:
        UndefinedError: it is for none of them.
    """
    values, why = [], UndefinedError(NO_PAIRS)
    for pair in pairs:
        try:
            values.append(measure(pair))
        except UndefinedError as reason:
            why = reason
    if not values:
        raise why
    return float(np.mean(values))


def _u_alpha(pairs: list[unitizing.UnitStatistics], annotators: int, *, bar: bool) -> float:
    """All annotators at once: coincidences are divided by one less than their number (eq. 1)."""
    features = unitizing.bar_features if bar else unitizing.features
    sums = sum(features(pair).sum(axis=0, keepdims=True) for pair in pairs) / (annotators - 1)
    return unitizing.defined(unitizing.u_alphas(np.asarray(sums)))


def _ku_alpha(pairs: list[unitizing.UnitStatistics], labels: tuple[str, ...], category: str) -> float:
    if category not in labels:
        raise UndefinedError(UNUSED, category=category)
    return _of_pairs(lambda pair: unitizing.ku_alpha(pair, labels.index(category)), pairs)


def _positional(_found: re.Match[str], given: Input) -> Value:
    (u_start, u_end, *_), (v_start, v_end, *_) = given["u"], given["v"]
    return gamma_.positional((u_start, u_end), (v_start, v_end))


def _dissimilarity(given: Input) -> gamma_.Dissimilarity:
    if given.get("dcat", "absolute") not in {"absolute", "nominal"}:
        raise UserError("no dissimilarity of categories is called “%(name)s”", name=given["dcat"])
    return gamma_.Dissimilarity(
        float(given.get("alpha", 1)), float(given.get("beta", 1)), float(given.get("delta_empty", 1))
    )


def _continuum(units: list[Any]) -> list[list[tuple[float, float, str]]]:
    return [[(float(s), float(e), str(category)) for s, e, category, *_ in each] for each in units]


def _disorder(_found: re.Match[str], given: Input) -> Value:
    return gamma_.disorder(_continuum([*layers_of(given).values()]), _dissimilarity(given))


def _given_samples(_found: re.Match[str], given: Input) -> Value:
    samples = [_continuum(each) for each in given["sampled"]]
    return gamma_.given_samples(_continuum([*layers_of(given).values()]), samples, _dissimilarity(given))


def _gamma(_found: re.Match[str], given: Input) -> Value:
    samples = max(int(given.get("n_samples", 0)), SAMPLES)
    how = _dissimilarity(given)
    return gamma_.gamma(_continuum([*layers_of(given).values()]), how, sampler=_sampler(given), samples=samples).value


def _sampler(given: Input) -> str:
    return "statistical" if "statistical" in str(given.get("sampler", "")).lower() else "shuffle"


FAMILIES: tuple[Family, ...] = (
    (r"alpha_u_1995(_category)?", _alpha_u),
    (r"(u|bar_u|cu|ku)_alpha(?:_2016)?", _unitizing),
    (r"gamma_positional_dissimilarity", _positional),
    (r"gamma_best_alignment_disorder", _disorder),
    (r"gamma_given_sampled_continua", _given_samples),
    (r"gamma(?:_stochastic)?", _gamma),
)
"""Names of measures, as patterns, and what computes them."""
