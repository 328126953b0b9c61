"""The exactly enumerated bootstrap of few documents, by the names that published cases give it."""

from __future__ import annotations

import re

import numpy as np

from annotator.agreement.additive import f1_statistic, share_statistic
from annotator.agreement.bootstrap import Distribution, Statistic, enumerated
from annotator.agreement.coding import Floats
from annotator.agreement.inputs import Family, Input, Value
from annotator.agreement.undefined import NO_COMMON_DOCUMENT, NOTHING_MARKED, UndefinedError
from annotator.core.errors import UserError

MOST_DOCUMENTS = 11
"""More cannot be enumerated: 11 documents have 352,716 different resamples, each further one four times as many."""


def _bootstrap(found: re.Match[str], given: Input) -> Value:
    """F1 over resamples of documents, each ``[true positives, spans of one, spans of the other]``."""
    counts = np.array(given["docs_tp_nA_nB"], dtype=np.float64).reshape(-1, 3)
    if not len(counts):
        raise UndefinedError(NO_COMMON_DOCUMENT)
    if len(counts) > MOST_DOCUMENTS:
        raise UserError("only %(most)s documents and fewer have all their resamples counted", most=MOST_DOCUMENTS)
    sums, statistic = _sums(counts, str(given.get("statistic", "micro F1")))
    if found.group(1) == "point":
        return _defined(statistic(sums.sum(axis=0, keepdims=True)))
    distribution = enumerated(sums, statistic)
    _defined(distribution.figures)
    return _read(distribution, found.group(1), found.group(2))


def _sums(counts: Floats, name: str) -> tuple[Floats, Statistic]:
    """What adds up over documents, and the figure of such sums: F1 pooled, or the mean of documents that have one."""
    pooled = np.column_stack([counts[:, 0], counts[:, 1] + counts[:, 2]])
    if name == "micro F1":
        return pooled, f1_statistic
    if name in {"macro F1", "mean of documents"}:
        each = f1_statistic(pooled)
        return np.column_stack([np.nan_to_num(each), ~np.isnan(each)]), share_statistic
    raise UserError("no statistic is called “%(name)s”", name=name)


def _defined(figures: Floats) -> float:
    if not len(figures) or np.isnan(figures[0]):
        raise UndefinedError(NOTHING_MARKED)
    return float(figures[0])


def _read(distribution: Distribution, which: str, percent: str | None) -> float:
    if percent:
        return distribution.percentile(float(percent))
    return distribution.mean if which == "mean" else distribution.standard_error


FAMILIES: tuple[Family, ...] = (
    (r"bootstrap_exact_(point|mean|se|p(100(?:\.0*)?|\d{1,2}(?:\.\d*)?))", _bootstrap),
)
"""Names of measures, as patterns, and what computes them."""
