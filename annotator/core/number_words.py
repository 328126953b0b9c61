"""The words of numbers, by class and value, from the table that a lead can read."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cache

from annotator.core import lexicon
from annotator.core.arabic import fold
from annotator.core.words import Word

TEN = frozenset({"عشر", "عشره"})
"""What makes a teen of the unit before it."""


@cache
def forms() -> dict[str, tuple[str, Fraction]]:
    """Each number word, folded, with its class and value."""
    return {
        form if row["class"] == "vowelled" else fold(form): (row["class"], Fraction(row["value"]))
        for row in reversed(lexicon.rows("number_words"))
        for form in row["forms"].split()
    }


@cache
def fractions_of_them() -> dict[str, Fraction]:
    """Fractions with a pronoun, by their key: ``نصفها``, ``ثلثاها``, ``خُمسهم``."""
    parts = [(form, value) for form, (kind, value) in forms().items() if kind in {"fraction", "vowelled"}]
    pronouns = ("ها", "هم", "هن", "هما", "ه")
    return {form + each: value for form, value in parts for each in pronouns if form[-1] != "ن" and form != "نص"}


def is_number_word(key: str) -> bool:
    """Whether a folded word can be part of a number."""
    return key in forms()


def without_article(key: str) -> str:
    """A folded number word without its article; ``الاف`` and ``الف`` have none."""
    return key if key in forms() else key.removeprefix("ال")


NO_NUMBER = ("", Fraction(0))
"""Class and value of a word that is none."""


def class_of(word: Word) -> str:
    """The class of a number word (``unit`` ``scale`` …), ``digits`` for digits, empty for anything else."""
    if word.number is not None:
        return "digits"
    return forms()[word.key][0] if word.key in forms() else ""


def key_at(words: Sequence[Word], place: int) -> str:
    """The key of a word on the same line as the one before; empty for any other place."""
    return words[place].key if 0 <= place < len(words) and not words[place].broken else ""
