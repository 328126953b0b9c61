"""Whether a computed value is the published one, within the tolerance that its case names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeGuard

from annotator.core.errors import UserError

DEFAULT = 1e-6
"""How far a value may be off where a case names no tolerance."""
ROUNDING = 1e-12
"""What computing in binary fractions costs, on top of any tolerance."""


def within(case: Mapping[str, Any], value: object) -> bool:
    """Whether ``value`` is the case's ``expected``: null for null, each named field for itself.

    ``tolerance`` (absolute) and ``relative_tolerance`` (a share of the expected number) are a number for all fields,
    or one by field; the wider of the two holds, and `DEFAULT` where there is neither.

    Raises:
        UserError: a tolerance is no number from zero up.
    """
    return _alike(case["expected"], value, case.get("tolerance"), case.get("relative_tolerance"))


def _alike(expected: object, value: object, absolute: object, relative: object) -> bool:
    if isinstance(expected, Mapping):
        return isinstance(value, Mapping) and all(
            field in value and _alike(each, value[field], _of_field(absolute, field), _of_field(relative, field))
            for field, each in expected.items()
        )
    if _is_number(expected) and _is_number(value):
        return abs(expected - value) <= _reach(float(expected), absolute, relative) + ROUNDING
    return expected is None and value is None


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _of_field(tolerance: object, field: str) -> object:
    return tolerance.get(field) if isinstance(tolerance, Mapping) else tolerance


def _reach(expected: float, absolute: object, relative: object) -> float:
    if absolute is None and relative is None:
        return DEFAULT
    return max(_number(absolute), _number(relative) * abs(expected))


def _number(tolerance: object) -> float:
    if tolerance is None:
        return 0.0
    if not isinstance(tolerance, (int, float)) or not tolerance >= 0:
        raise UserError("a tolerance is a number from zero up, not “%(tolerance)s”", tolerance=tolerance)
    return float(tolerance)
