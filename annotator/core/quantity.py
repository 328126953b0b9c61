"""A quantity found in a text, and how grammars look at the words around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from annotator.core.changing import changed
from annotator.core.nouns import Noun
from annotator.core.number_reader import Numeral
from annotator.core.words import Word

Form = Literal["number", "range", "percent", "dual", "vague", "ratio"]


@dataclass(slots=True)
class Quantity:
    """A quantity at words ``[first, last)`` whose number stands at ``[number, number_last)``.

    Nothing changes a quantity: it is not frozen because that takes thrice the time to make.
    ``start`` and ``end`` are code points of the text. ``value`` is none where it is vague.
    """

    first: int
    last: int
    number: int
    number_last: int
    start: int
    end: int
    value: float | None
    form: Form = "number"
    value_max: float | None = None
    bound: str = "exact"
    noun: Noun | None = None
    spelled: bool = False
    scale: int = 1


def key_of(words: Sequence[Word], place: int) -> str:
    """The key of a word, empty outside the text."""
    return words[place].key if 0 <= place < len(words) else ""


def follows(words: Sequence[Word], place: int) -> str:
    """The key of a word on the same line as the one before it; empty for any other place."""
    return words[place].key if 0 < place < len(words) and not words[place].broken else ""


def matches(words: Sequence[Word], place: int, phrase: Sequence[str]) -> bool:
    """Whether a row of keys stands at a place."""
    if place < 0 or place + len(phrase) > len(words) or (phrase and words[place].key != phrase[0]):
        return False
    return all(words[place + step].key == each for step, each in enumerate(phrase))


def made(numeral: Numeral, words: Sequence[Word]) -> Quantity:
    """A numeral as a quantity, nothing around it yet."""
    first, last = numeral.first, numeral.last
    return Quantity(first, last, first, last, words[first].start, words[last - 1].end, numeral.value,
                    spelled=numeral.spelled, scale=numeral.scale)  # fmt: skip


def extended(quantity: Quantity, words: Sequence[Word], last: int, **changes: object) -> Quantity:
    """The quantity as far as before a word, with other fields changed too."""
    return changed(quantity, last=last, end=words[last - 1].end, **changes)
