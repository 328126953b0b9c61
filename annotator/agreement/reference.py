"""Published cases computed anew: ``{"id", "measure", "input"}`` to a value, for `agreement --reference`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

import numpy as np

from annotator.agreement import reference_bootstrap, reference_spans, reference_units
from annotator.agreement.inputs import Family, Input, Value, coding_of
from annotator.agreement.reference_coefficients import coefficient
from annotator.agreement.undefined import UndefinedError
from annotator.agreement.verdicts import within
from annotator.core.errors import UserError
from annotator.core.i18n import N_, speak

FAMILIES: tuple[Family, ...] = (
    *reference_spans.FAMILIES, *reference_units.FAMILIES, *reference_bootstrap.FAMILIES,
)  # fmt: skip
LEFT_OUT = re.compile(r"gamma_(?:cat|k)(?:_\w+)?")
"""Measures that are known and not computed."""
BY_CATEGORY = N_("gamma by category is left out: its published programs depart from its paper")


@dataclass(frozen=True)
class Outcome:
    """What one case came to. ``right`` is None where the case names no expected value."""

    case: object
    value: Value
    explanation: str = ""
    right: bool | None = None
    refused: bool = False

    @property
    def wrong(self) -> bool:
        """The value is not the expected one, or the case could not be read."""
        return self.refused or self.right is False

    def plain(self) -> dict[str, object]:
        """``{"id", "measure", "value"}``; a null value with its ``explanation``, a checked one with the verdict."""
        case = self.case if isinstance(self.case, Mapping) else {}
        result: dict[str, object] = {"id": case.get("id"), "measure": case.get("measure"), "value": self.value}
        if self.explanation:
            result["explanation"] = self.explanation
        if self.right is not None:
            result |= {"expected": case.get("expected"), "within": self.right}
        return result


def compute_reference(case: Mapping[str, Any]) -> Value:
    """The value of one published case; None where the measure is undefined on its data.

    Raises:
        UserError: no measure has the name, or the input lacks what the measure needs.
    """
    try:
        return _computed(case)
    except UndefinedError:
        return None


def reference_results(cases: Iterable[object]) -> Iterator[dict[str, object]]:
    """`Outcome.plain` of each case."""
    return (each.plain() for each in outcomes(cases))


def outcomes(cases: Iterable[object]) -> Iterator[Outcome]:
    """Each case computed, and held against its ``expected`` where it names one; none stops the others."""
    return map(_outcome, cases)


def _outcome(case: object) -> Outcome:
    try:
        value, why = _explained(case)
        if why == BY_CATEGORY:
            return Outcome(case, None, speak(why))
        right = within(case, value) if isinstance(case, Mapping) and "expected" in case else None
        return Outcome(case, value, why, right)
    except UserError as failure:
        return Outcome(case, None, speak(failure.message, failure.arguments), refused=True)


def _explained(case: object) -> tuple[Value, str]:
    """The value, or None and why there is none."""
    if isinstance(case, Mapping) and LEFT_OUT.fullmatch(str(case.get("measure"))):
        return None, BY_CATEGORY
    try:
        return _computed(case), ""
    except UndefinedError as why:
        return None, speak(why.reason, why.arguments)


def _computed(case: object) -> Value:
    if not isinstance(case, Mapping) or not isinstance(case.get("input"), Mapping) or "measure" not in case:
        raise UserError("a case has a measure and an input, both by name")
    name, given = str(case["measure"]), case["input"]
    try:
        with np.errstate(all="ignore"):
            value = _compute(name, given)
    except UndefinedError:
        raise
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as failure:
        message = "case %(id)s: its input does not fit %(measure)s (%(detail)s)"
        raise UserError(message, id=case.get("id", "?"), measure=name, detail=_detail(failure)) from failure
    if not all(isinstance(each, int) or each is None or isfinite(each) for each in _numbers(value)):
        message = "case %(id)s: its numbers are too large or too far apart for %(measure)s"
        raise UserError(message, id=case.get("id", "?"), measure=name)
    return value


def _detail(failure: Exception) -> str:
    return f"no {failure.args[0]!r}" if isinstance(failure, KeyError) and failure.args else str(failure)


def _numbers(value: Value) -> Iterable[float | int | None]:
    return value.values() if isinstance(value, Mapping) else (value,)


def _compute(name: str, given: Input) -> Value:
    if given.get("offsets", "half-open") != "half-open":
        raise UserError("offsets are half-open; “%(offsets)s” is not read", offsets=given["offsets"])
    for pattern, compute in FAMILIES:
        found = re.fullmatch(pattern, name)
        if found:
            return compute(found, given)
    if "rows" in given:
        return coefficient(name, coding_of(given), given)
    raise UserError("no measure is called “%(measure)s”", measure=name)
