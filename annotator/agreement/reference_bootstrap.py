"""The exactly enumerated bootstrap of few documents, by the names that published cases give it."""

from __future__ import annotations

import re

import numpy as np

from annotator.agreement.additive import f1_statistic
from annotator.agreement.bootstrap import Distribution, enumerated
from annotator.agreement.inputs import Family, Input, Value


def _bootstrap(found: re.Match[str], given: Input) -> Value:
    """Micro F1 over resamples of documents, each ``[true positives, spans of one, spans of the other]``."""
    counts = np.array(given["docs_tp_nA_nB"], dtype=np.float64).reshape(-1, 3)
    sums = np.column_stack([counts[:, 0], counts[:, 1] + counts[:, 2]])
    if found.group(1) == "point":
        return float(f1_statistic(sums.sum(axis=0, keepdims=True))[0])
    return _read(enumerated(sums, f1_statistic), found.group(1), found.group(2))


def _read(distribution: Distribution, which: str, percent: str | None) -> float:
    if percent:
        return distribution.percentile(float(percent))
    return distribution.mean if which == "mean" else distribution.standard_error


FAMILIES: tuple[Family, ...] = ((r"bootstrap_exact_(point|mean|se|p([\d.]+))", _bootstrap),)
"""Names of measures, as patterns, and what computes them."""
