"""Published cases computed anew: ``{"id", "measure", "input"}`` to a value, for `agreement --reference`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from annotator.agreement import reference_bootstrap, reference_spans, reference_units
from annotator.agreement.inputs import Family, Input, Value, coding_of
from annotator.agreement.reference_coefficients import coefficient
from annotator.agreement.undefined import NO_PAIRS, UndefinedError
from annotator.core.errors import UserError

FAMILIES: tuple[Family, ...] = (
    *reference_spans.FAMILIES, *reference_units.FAMILIES, *reference_bootstrap.FAMILIES,
)  # fmt: skip


def compute_reference(case: Mapping[str, Any]) -> Value:
    """The value of one published case; None where the measure is undefined on its data.

    Raises:
        UserError: no measure has the name, or the input lacks what the measure needs.
    """
    name, given = str(case["measure"]), case["input"]
    try:
        return _compute(name, given)
    except UndefinedError:
        return None
    except (KeyError, TypeError, ValueError) as failure:
        message = "case %(id)s: its input does not fit %(measure)s (%(detail)s)"
        raise UserError(message, id=case.get("id", "?"), measure=name, detail=repr(failure)) from failure


def reference_results(cases: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, object]]:
    """``{"id", "measure", "value"}`` of each case; a null value comes with an ``explanation``."""
    for case in cases:
        result: dict[str, object] = {"id": case.get("id"), "measure": case.get("measure")}
        try:
            value = compute_reference(case)
        except UserError as failure:
            yield {**result, "value": None, "explanation": str(failure)}
        else:
            yield {**result, "value": value} if value is not None else {**result, **_undefined(case)}


def _undefined(case: Mapping[str, Any]) -> dict[str, object]:
    try:
        value = _compute(str(case["measure"]), case["input"])
    except UndefinedError as why:
        return {"value": None, "explanation": str(why)}
    return {"value": value, "explanation": NO_PAIRS}


def _compute(name: str, given: Input) -> Value:
    for pattern, compute in FAMILIES:
        found = re.fullmatch(pattern, name)
        if found:
            return compute(found, given)
    if "rows" in given:
        return coefficient(name, coding_of(given), given)
    raise UserError("no measure is called “%(measure)s”", measure=name)
