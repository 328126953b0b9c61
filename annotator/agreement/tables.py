"""Coefficients of two raters from contingency tables that add up over documents, for many resamples at once.

Rows are tables laid flat, ``size * size`` numbers each, the first rater in rows. NaN where a coefficient is
undefined. The same definitions as in `coefficients` and `alpha`, where their sources are.
"""

from __future__ import annotations

from functools import partial

import numpy as np

from annotator.agreement.bootstrap import Statistic
from annotator.agreement.coding import Floats


def _parts(sums: Floats, size: int) -> tuple[Floats, Floats, Floats, Floats]:
    """Total, observed agreement, and both raters' shares of each category (zeros where a table is empty)."""
    tables = sums.reshape(-1, size, size)
    total = tables.sum(axis=(1, 2))
    safe = np.where(total > 0, total, 1.0)
    agreeing = np.trace(tables, axis1=1, axis2=2) / safe
    return total, agreeing, tables.sum(axis=2) / safe[:, None], tables.sum(axis=1) / safe[:, None]


def _corrected(observed: Floats, expected: Floats, total: Floats) -> Floats:
    room = 1 - expected
    defined = (total > 0) & (room > 1e-12)
    return np.where(defined, (observed - expected) / np.where(defined, room, 1.0), np.nan)


def _percent(sums: Floats, size: int) -> Floats:
    total, observed, _, _ = _parts(sums, size)
    return np.where(total > 0, observed, np.nan)


def _kappa(sums: Floats, size: int) -> Floats:
    total, observed, one, other = _parts(sums, size)
    return _corrected(observed, (one * other).sum(axis=1), total)


def _pi(sums: Floats, size: int) -> Floats:
    total, observed, one, other = _parts(sums, size)
    return _corrected(observed, (((one + other) / 2) ** 2).sum(axis=1), total)


def _bennett(sums: Floats, size: int) -> Floats:
    total, observed, _, _ = _parts(sums, size)
    return _corrected(observed, np.full(len(total), 1 / size), total)


def _ac1(sums: Floats, size: int) -> Floats:
    total, observed, one, other = _parts(sums, size)
    if size < 2:
        return np.full(len(total), np.nan)
    pooled = (one + other) / 2
    return _corrected(observed, (pooled * (1 - pooled)).sum(axis=1) / (size - 1), total)


def _alpha(sums: Floats, size: int) -> Floats:
    total, observed, one, other = _parts(sums, size)
    marginals = (one + other) * total[:, None]
    values = 2 * total
    unlike = values**2 - (marginals**2).sum(axis=1)
    defined = (total > 0) & (unlike > 1e-9)
    expected = unlike / np.where(defined, values * (values - 1), 1.0)
    return np.where(defined, 1 - (1 - observed) / np.where(defined, expected, 1.0), np.nan)


_STATISTICS = {"percent": _percent, "kappa": _kappa, "pi": _pi, "s": _bennett, "ac1": _ac1, "alpha": _alpha}


def table_statistic(name: str, size: int) -> Statistic:
    """``percent``, ``kappa``, ``pi``, ``s``, ``ac1`` or nominal ``alpha`` of tables of ``size`` categories."""
    return partial(_STATISTICS[name], size=size) if size else _nothing


def _nothing(sums: Floats) -> Floats:
    return np.full(len(sums), np.nan)


def dichotomies(tables: Floats, size: int, category: int) -> Floats:
    """Tables of one category against all others."""
    whole = tables.reshape(-1, size, size)
    both = whole[:, category, category]
    one, other = whole[:, category].sum(axis=1), whole[:, :, category].sum(axis=1)
    rest = whole.sum(axis=(1, 2)) - one - other + both
    return np.column_stack([both, one - both, other - both, rest])
