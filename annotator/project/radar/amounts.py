"""How much a figure says: the least and the most that its value and bound allow, and who says so."""

from __future__ import annotations

import math
from dataclasses import dataclass

from annotator.core.span import Span
from annotator.project.radar.sheet import Sheet

ABOUT = 0.1
"""How far off the value "about" may be, as a share of it."""


@dataclass(frozen=True, slots=True)
class Amount:
    """The least and the most that a figure says."""

    least: float
    most: float

    def meets(self, other: Amount) -> bool:
        """Whether both can be true."""
        return self.least <= other.most and other.least <= self.most


def number(value: object) -> float | None:
    """An attribute's value as a number, where it is one."""
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def amount_of(span: Span) -> Amount | None:
    """What a figure says; nothing where it is vague or has no value."""
    value, bound = number(span.attributes.get("value")), span.attributes.get("bound", "exact")
    if value is None or bound == "vague":
        return None
    if bound == "about":
        return Amount(value * (1 - ABOUT), value * (1 + ABOUT))
    if bound in {"at_least", "more_than"}:
        return Amount(value, math.inf)
    if bound in {"at_most", "less_than"}:
        return Amount(0.0, value)
    highest = number(span.attributes.get("value_max"))
    return Amount(value, highest if bound == "range" and highest is not None else value)


def sources_of(sheet: Sheet, figure: Span) -> frozenset[str]:
    """Who reported a figure: entities where they are linked, mention keys where not."""
    return frozenset(named(sheet, each) for each in sheet.tails.get((figure.id, "REPORTED_BY"), ()))


def named(sheet: Sheet, span: Span) -> str:
    """Whom a mention names: the registry's entry, else its words as they are matched."""
    return str(span.attributes.get("entity") or sheet.keys.get(span.id) or span.covered(sheet.text))
