"""Coefficients of two raters from sums that add up over documents, for many resamples at once.

Rows are contingency tables laid flat (``size * size`` numbers, the first rater in rows) or, where there are many
categories, `marginals`: all that the coefficients look at. NaN where a coefficient is undefined. The same
definitions as in `coefficients` and `alpha`, where their sources are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from annotator.agreement.bootstrap import Statistic
from annotator.agreement.coding import Floats, Ints

if TYPE_CHECKING:
    from scipy.sparse import csr_array


@dataclass(frozen=True)
class _Counted:
    """Units, units agreed on, and how often each rater gave each category; one row each."""

    total: Floats
    same: Floats
    one: Floats
    other: Floats

    @property
    def safe(self) -> Floats:
        """The units, one where there are none."""
        return np.where(self.total > 0, self.total, 1.0)

    @property
    def observed(self) -> Floats:
        """The share of units agreed on."""
        return np.asarray(self.same / self.safe)

    @property
    def categories(self) -> int:
        """How many categories there are."""
        return int(self.one.shape[1])

    def corrected(self, expected: Floats) -> Floats:
        """The observed agreement beyond the expected one, where there is room for it."""
        room = 1 - expected
        defined = (self.total > 0) & (room > 1e-12)
        return np.where(defined, (self.observed - expected) / np.where(defined, room, 1.0), np.nan)


def _of_tables(sums: Floats, size: int) -> _Counted:
    tables = sums.reshape(-1, size, size)
    same = np.einsum("rii->r", tables)
    return _Counted(tables.sum(axis=(1, 2)), same, tables.sum(axis=2), tables.sum(axis=1))


def _of_marginals(sums: Floats, size: int) -> _Counted:
    return _Counted(sums[:, 0], sums[:, 1], sums[:, 2 : 2 + size], sums[:, 2 + size :])


def _squares(one: Floats, other: Floats) -> Floats:
    return np.asarray(np.einsum("rc,rc->r", one, other))


def _percent(counted: _Counted) -> Floats:
    return np.where(counted.total > 0, counted.observed, np.nan)


def _kappa(counted: _Counted) -> Floats:
    return counted.corrected(_squares(counted.one, counted.other) / counted.safe**2)


def _pi(counted: _Counted) -> Floats:
    pooled = (counted.one + counted.other) / 2
    return counted.corrected(_squares(pooled, pooled) / counted.safe**2)


def _bennett(counted: _Counted) -> Floats:
    return counted.corrected(np.full(len(counted.total), 1 / counted.categories))


def _ac1(counted: _Counted) -> Floats:
    if counted.categories < 2:
        return np.full(len(counted.total), np.nan)
    pooled = (counted.one + counted.other) / 2
    alike = pooled.sum(axis=1) / counted.safe - _squares(pooled, pooled) / counted.safe**2
    return counted.corrected(alike / (counted.categories - 1))


def _alpha(counted: _Counted) -> Floats:
    marginals = counted.one + counted.other
    values = 2 * counted.total
    unlike = values**2 - _squares(marginals, marginals)
    defined = (counted.total > 0) & (unlike > 1e-9)
    expected = unlike / np.where(defined, values * (values - 1), 1.0)
    return np.where(defined, 1 - (1 - counted.observed) / np.where(defined, expected, 1.0), np.nan)


_STATISTICS: dict[str, Callable[[_Counted], Floats]] = {
    "percent": _percent, "kappa": _kappa, "pi": _pi, "s": _bennett, "ac1": _ac1, "alpha": _alpha,
}  # fmt: skip


def table_statistic(name: str, size: int) -> Statistic:
    """``percent``, ``kappa``, ``pi``, ``s``, ``ac1`` or nominal ``alpha`` of tables of ``size`` categories."""
    compute = _STATISTICS[name]
    return (lambda sums: compute(_of_tables(sums, size))) if size else _nothing


def marginal_statistic(name: str, size: int) -> Statistic:
    """The same of rows of `marginals`."""
    compute = _STATISTICS[name]
    return (lambda sums: compute(_of_marginals(sums, size))) if size else _nothing


def marginals(document: Ints, one: Ints, other: Ints, documents: int, size: int) -> csr_array:
    """Per document units, units agreed on, and both raters' counts of each category; most of them are zero.

    A table of n categories has n squared cells; values of numbers or entities are far too many for that.
    """
    from scipy.sparse import csr_array

    same = np.flatnonzero(one == other)
    rows = np.concatenate([document, document[same], document, document])
    none = np.zeros(len(document), dtype=np.int64)
    columns = np.concatenate([none, none[same] + 1, one + 2, other + 2 + size])
    return csr_array((np.ones(len(rows)), (rows, columns)), shape=(documents, 2 + 2 * size))


def _nothing(sums: Floats) -> Floats:
    return np.full(len(sums), np.nan)


def dichotomies(tables: Floats, size: int, category: int) -> Floats:
    """Tables of one category against all others."""
    whole = tables.reshape(-1, size, size)
    both = whole[:, category, category]
    one, other = whole[:, category].sum(axis=1), whole[:, :, category].sum(axis=1)
    rest = whole.sum(axis=(1, 2)) - one - other + both
    return np.column_stack([both, one - both, other - both, rest])
