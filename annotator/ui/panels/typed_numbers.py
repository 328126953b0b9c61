"""Numbers as people type and see them."""

from __future__ import annotations

from annotator.core.arabic import latin_digits
from annotator.core.span import Value


def shown_number(value: Value) -> str:
    """A number without a needless fraction; nothing where there is none."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def read_number(text: str) -> int | float | None:
    """The number that was typed, in digits of either script; ``None`` for nothing.

    Raises:
        ValueError: it is no number.
    """
    plain = latin_digits(text.strip()).replace("٬", "").replace(",", "").replace("٫", ".").replace("،", "")
    if not plain:
        return None
    number = float(plain)
    if number != number or number in (float("inf"), float("-inf")):  # noqa: PLR0124 - what float calls no number
        raise ValueError(text)
    return int(number) if number.is_integer() else number
