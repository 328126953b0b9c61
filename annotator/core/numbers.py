"""What a written quantity says: the value behind ``نحو 7 ملايين مواطن``."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.core.quantities import places_to_look, quantity_at, quantity_words


@dataclass(frozen=True, slots=True)
class NumberValue:
    """A quantity's value, its upper end where it is a range, and its bound; no value where it is vague."""

    value: float | None
    value_max: float | None = None
    bound: str = "exact"


def parse_number(text: str) -> NumberValue | None:
    """What the first quantity in a text says, in digits or words, or nothing where there is none.

    ``56,2٪`` is 56.2, ``نصف مليون`` 500000, ``قتيلان`` 2, ``10-20`` 10 to 20, ``عشرات القتلى`` vague.
    """
    words = quantity_words(text)
    for place in places_to_look(words):
        found = quantity_at(text, words, place)
        if found is not None:
            return NumberValue(found.value, found.value_max, found.bound)
    return None
