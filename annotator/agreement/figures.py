"""Agreement on the numbers that figures report: exactly, on a log scale, and slips by powers of ten.

Interval alpha on plain values is decided by the one item in billions, ordinal alpha hides a factor of a thousand;
hence the share of exactly equal values, alpha on base-ten logarithms, and a list of every pair that is far apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isclose, log10

from annotator.agreement.alpha import alpha
from annotator.agreement.coding import Coding, coding
from annotator.agreement.undefined import NO_PAIRS, ratio

FAR = 1.5
"""From this ratio on, two values are worth a look."""


@dataclass(frozen=True)
class Slip:
    """Two values that are far apart: their ratio (at least one), and the power of ten where it is one."""

    unit: int
    low: float
    high: float
    ratio: float
    power: int | None


def exact_rate(values: Sequence[tuple[float, float]]) -> float:
    """The share of pairs with exactly equal values."""
    return ratio(sum(one == other for one, other in values), len(values), NO_PAIRS)


def log_alpha(values: Sequence[Sequence[float | None]]) -> float:
    """Interval alpha on base-ten logarithms; units with a value of zero or below must be set apart first."""
    return alpha(positive(values), "log_interval")


def positive(values: Sequence[Sequence[float | None]]) -> Coding:
    """Coding data of the units whose values are all above zero."""
    return coding([row for row in values if all(value is None or value > 0 for value in row)])


def slips(values: Sequence[tuple[float, float]]) -> list[Slip]:
    """The pairs whose ratio is above `FAR`, or of other signs, the furthest apart first."""
    found = [_slip(unit, *sorted(pair)) for unit, pair in enumerate(values) if pair[0] != pair[1]]
    far = [slip for slip in found if slip.ratio > FAR]
    return sorted(far, key=lambda slip: (-slip.ratio, slip.unit))


def _slip(unit: int, low: float, high: float) -> Slip:
    if low <= 0:
        return Slip(unit, low, high, float("inf"), None)
    times = high / low
    power = round(log10(times))
    return Slip(unit, low, high, times, power if power and isclose(times, 10.0**power, rel_tol=1e-9) else None)
