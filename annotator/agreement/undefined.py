"""Figures that do not exist, and why: never a 1.0 by accident, never a traceback."""

from __future__ import annotations

from annotator.core.i18n import N_


class UndefinedError(ArithmeticError):
    """A measure has no value on these data; the message (a gettext id with named places) says why."""

    def __init__(self, reason: str, **arguments: object) -> None:
        super().__init__(reason % arguments if arguments else reason)
        self.reason = reason
        self.arguments = arguments


NO_COMMON_DOCUMENT = N_("no document was labelled by two annotators")
NOTHING_MARKED = N_("nobody marked anything, so there is nothing to agree on")
NO_PAIRS = N_("no unit carries two values to compare")
NO_VARIATION = N_("only one category was used: chance agreement is total, so the coefficient is undefined")
NOTHING_IN_COMMON = N_("the annotators have no marked text in common")
NO_NUMBERS = N_("this measure needs numbers as values")
NO_LOGARITHM = N_("a value of zero or below has no logarithm")
NO_RATIO = N_("the ratio metric means nothing on negative values")
NO_LENGTH = N_("a unit of no length has no position to compare")
NO_DISORDER = N_("units put anywhere agree as well as these: there is no disorder to compare with")
UNUSED = N_("nobody used %(category)s")
OVERLAPS = N_("units of one annotator overlap, and this measure needs a partition of the text")


def ratio(part: float, whole: float, reason: str) -> float:
    """``part / whole``.

    Raises:
        UndefinedError: the whole is zero; ``reason`` says what that means.
    """
    if whole == 0:
        raise UndefinedError(reason)
    return float(part / whole)


def corrected(observed: float, expected: float, reason: str = NO_VARIATION) -> float:
    """Agreement above chance: ``(observed - expected) / (1 - expected)``."""
    if 1 - expected < 1e-12:
        raise UndefinedError(reason)
    return float((observed - expected) / (1 - expected))


def reliability(observed: float, expected: float, reason: str = NO_VARIATION) -> float:
    """Krippendorff's form: one minus observed over expected disagreement."""
    if expected <= 0:
        raise UndefinedError(reason)
    return float(1 - observed / expected)
