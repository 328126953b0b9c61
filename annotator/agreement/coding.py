"""Coding data: fixed units, each with one value per rater or none (missing)."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import isfinite, nan

import numpy as np
from numpy.typing import NDArray

from annotator.agreement.undefined import NO_NUMBERS, NO_PAIRS, UNUSED, UndefinedError

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
MISSING = -1


@dataclass(frozen=True)
class Coding:
    """Units in rows, raters in columns: ``codes`` index ``categories``, `MISSING` where a rater gave nothing.

    ``weights`` says how often each row occurs (a contingency table is rows with weights).
    """

    codes: Ints
    weights: Floats
    categories: tuple[Hashable, ...]

    @property
    def raters(self) -> int:
        """How many raters there are."""
        return int(self.codes.shape[1])

    @cached_property
    def counts(self) -> Floats:
        """How many raters gave each category, per unit."""
        counts = np.zeros((len(self.codes), len(self.categories)))
        rows = np.arange(len(self.codes))
        for rater in range(self.raters):
            given = self.codes[:, rater] >= 0
            counts[rows[given], self.codes[given, rater]] += 1
        return counts

    @cached_property
    def given(self) -> Ints:
        """How many values each unit has."""
        return np.asarray((self.codes >= 0).sum(axis=1), dtype=np.int64)

    @cached_property
    def numbers(self) -> Floats:
        """The categories as numbers.

        Raises:
            UndefinedError: a category is no number.
        """
        try:
            numbers = np.array([float(str(each)) for each in self.categories])
        except ValueError as failure:
            raise UndefinedError(NO_NUMBERS) from failure
        if not np.isfinite(numbers).all():
            raise UndefinedError(NO_NUMBERS)
        return numbers

    def scores(self) -> Floats:
        """What weights of ordered categories act on: the numbers, else each category's place in the order."""
        try:
            return self.numbers
        except UndefinedError:
            return np.arange(len(self.categories), dtype=np.float64)

    def pair(self, first: int, second: int) -> Coding:
        """The units that both raters judged, with their two values."""
        codes = self.codes[:, [first, second]]
        both = (codes >= 0).all(axis=1)
        return Coding(codes[both], self.weights[both], self.categories)

    def dichotomised(self, category: Hashable) -> Coding:
        """The same units with two values: the category, or any other.

        Raises:
            UndefinedError: nobody used the category.
        """
        if category not in self.categories:
            raise UndefinedError(UNUSED, category=category)
        wanted = self.categories.index(category)
        codes = np.where(self.codes == MISSING, MISSING, (self.codes != wanted).astype(np.int64))
        return Coding(codes, self.weights, (category, "other"))

    def table(self) -> Floats:
        """The contingency table of two raters over units that both judged: first in rows, second in columns.

        Raises:
            UndefinedError: there is no such unit.
        """
        if self.raters < 2:
            raise UndefinedError(NO_PAIRS)
        both = self.pair(0, 1)
        size = len(self.categories)
        flat = both.codes[:, 0] * size + both.codes[:, 1]
        table = np.bincount(flat, weights=both.weights, minlength=size * size).reshape(size, size)
        if table.sum() == 0:
            raise UndefinedError(NO_PAIRS)
        return np.asarray(table, dtype=np.float64)


def _order(value: Hashable) -> tuple[int, float, str]:
    """Numbers by value, also where they are written as text (``"10"`` after ``"9"``), then text and sets."""
    if isinstance(value, frozenset):
        return 1, 0.0, ",".join(sorted(map(str, value)))
    try:
        number = float(str(value)) if isinstance(value, (int, float, str)) else nan
    except ValueError:
        number = nan
    return (0, number, str(value)) if isfinite(number) else (1, 0.0, str(value))


def _categories(rows: Sequence[Sequence[Hashable | None]], declared: Sequence[Hashable]) -> tuple[Hashable, ...]:
    used = {value for row in rows for value in row if value is not None}
    ordered = [*dict.fromkeys(declared), *sorted(used.difference(declared), key=_order)]
    numbers = all(_order(each)[0] == 0 for each in ordered)
    return tuple(sorted(ordered, key=_order) if numbers else ordered)


def coding(
    rows: Sequence[Sequence[Hashable | None]],
    weights: Iterable[float] | None = None,
    declared: Sequence[Hashable] = (),
) -> Coding:
    """Coding data from rows of values, one per rater; None is missing. Categories: numbers by value, then text.

    ``declared`` are categories that raters could choose, whether anybody did or not: coefficients whose chance
    depends on how many there are count them, and text that stands for ranks keeps their order.
    """
    categories = _categories(rows, declared)
    index: dict[Hashable | None, int] = {value: place for place, value in enumerate(categories)}
    index[None] = MISSING
    width = max((len(row) for row in rows), default=0)
    codes = np.full((len(rows), width), MISSING, dtype=np.int64)
    for place, row in enumerate(rows):
        codes[place, : len(row)] = [index[value] for value in row]
    each = np.ones(len(rows)) if weights is None else np.fromiter(weights, dtype=np.float64)
    return Coding(codes, each, categories)


def coding_of_arrays(columns: Sequence[NDArray[np.generic]]) -> Coding:
    """Coding data from one array of values per rater, nothing missing (NaN is, in arrays of floats)."""
    stacked = np.column_stack(columns)
    if stacked.dtype.kind in "iub" and stacked.size and stacked.min() >= 0 and stacked.max() < 1 << 16:
        used = np.flatnonzero(np.bincount(stacked.ravel()))
        place = np.full(int(used[-1]) + 1, MISSING, dtype=np.int64)
        place[used] = np.arange(len(used))
        return Coding(place[stacked], np.ones(len(stacked)), tuple(used.tolist()))
    values, codes = np.unique(stacked, return_inverse=True)
    codes = codes.reshape(stacked.shape).astype(np.int64)
    if stacked.dtype.kind == "f":
        codes[np.isnan(stacked)] = MISSING
        values = values[~np.isnan(values)]
    return Coding(codes, np.ones(len(stacked)), tuple(values.tolist()))
