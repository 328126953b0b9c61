"""The input shapes of published cases on coded units, turned into what the measures take.

Kinds here: ``coding``, ``attributes``. `given_layers` reads those with spans; ``bootstrap`` is plain numbers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from math import inf, isfinite, isnan, log10
from typing import Any

import numpy as np

from annotator.agreement.attributes import Matched
from annotator.agreement.coding import Coding, Floats, coding
from annotator.agreement.undefined import NO_LOGARITHM, UndefinedError
from annotator.core.errors import UserError

Input = Mapping[str, Any]
Value = float | Mapping[str, float | int | None] | None
"""What a case comes to: a number, or several by name; None where the measure is undefined."""
Family = tuple[str, Callable[[re.Match[str], Input], Value]]
"""A pattern of names of measures, and what computes them."""


def coding_of(given: Input) -> Coding:
    """``rows: [[values per rater], count]``, null for missing; a list as value is a set.

    ``categories`` may name, in order, those that raters could choose; ``transform: log10`` puts each number's
    base-ten logarithm in its place.

    Raises:
        UserError: a count is negative or no number, a value is of no kind that is compared, or the transform unknown.
    """
    rows = [[value_of(value) for value in values] for values, _ in given["rows"]]
    counts = [float(count) for _, count in given["rows"]]
    if not all(0 <= count < inf for count in counts):
        raise UserError("how often a row occurs is a number from zero up")
    declared = [value for value in map(value_of, given.get("categories") or ()) if value is not None]
    return coding([[_transformed(value, given.get("transform")) for value in row] for row in rows], counts, declared)


def value_of(value: Any) -> Hashable | None:  # noqa: ANN401 - JSON
    """A value as JSON gives it: null and not-a-number are missing, a list is a set.

    Raises:
        UserError: it is an object, or a number without end.
    """
    if isinstance(value, list):
        return frozenset(map(value_of, value))
    if isinstance(value, float) and not isfinite(value):
        if isnan(value):
            return None
        raise UserError("a value must be a finite number")
    if isinstance(value, Mapping):
        raise UserError("a value is a number, text, a list (a set), or null where it is missing")
    given: Hashable | None = value
    return given


def _transformed(value: Hashable | None, how: object) -> Hashable | None:
    if how is None or value is None:
        return value
    if how not in {"log10", "log"}:
        raise UserError("no transform is called “%(name)s”", name=how)
    number = float(str(value))
    if number <= 0:
        raise UndefinedError(NO_LOGARITHM)
    return log10(number)


def distances_of(given: Input, data: Coding) -> Floats:
    """The matrix of distances between the categories: given as one with its ``labels``, or in words.

    The words: ``equal 0; any pair with NAME 0.5; A-B 0.3; else 1``, the first clause that fits.

    Raises:
        UserError: a category has no row in the matrix, or the words are none of these.
    """
    if isinstance(given["distance"], str):
        clauses = [_clause(clause) for clause in given["distance"].split(";") if clause.strip()]
        return np.array([[_worded(clauses, str(one), str(other)) for other in data.categories]
                         for one in data.categories])  # fmt: skip
    places = {_spelled(value_of(label)): place for place, label in enumerate(given["labels"])}
    lacking = [category for category in data.categories if _spelled(category) not in places]
    if lacking:
        raise UserError("the matrix of distances has no row for “%(category)s”", category=lacking[0])
    order = [places[_spelled(category)] for category in data.categories]
    return np.array(given["distance"], dtype=np.float64)[np.ix_(order, order)]


def _spelled(category: Hashable) -> Hashable:
    return category if isinstance(category, frozenset) else str(category)


def _clause(clause: str) -> tuple[str, float]:
    words, _, number = clause.strip().rpartition(" ")
    try:
        return words.strip(), float(number)
    except ValueError as failure:
        raise UserError("“%(clause)s” is no distance: it ends with no number", clause=clause.strip()) from failure


def _worded(clauses: Sequence[tuple[str, float]], one: str, other: str) -> float:
    return next((number for words, number in clauses if _fits(words, one, other)), float(one != other))


def _fits(words: str, one: str, other: str) -> bool:
    if words == "equal":
        return one == other
    if words in {"else", "otherwise", "unequal", "different"}:
        return True
    if words.startswith("any pair with "):
        return words.removeprefix("any pair with ") in {one, other}
    named = re.split(r"\s*(?:-|/|,|\bvs\b|\band\b)\s*", words.removeprefix("pair ").strip())
    return sorted(named) == sorted([one, other])


def matched_of(given: Input) -> Matched:
    """Values on matched spans and the numbers of spans without partner."""
    values = list(zip(map(value_of, given["matched_a"]), map(value_of, given["matched_b"]), strict=True))
    return Matched(values, int(given.get("unmatched_a", 0)), int(given.get("unmatched_b", 0)))
