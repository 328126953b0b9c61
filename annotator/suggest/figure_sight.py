"""A quantity among its words, as guards look at it, and the roles that words around numbers have."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

from annotator.core import lexicon
from annotator.core.arabic import fold
from annotator.core.quantity import Quantity
from annotator.core.words import Word

NAMED_BY_NUMBER = frozenset({"مجموعه", "قمه", "دول"})
"""What is named by how many belong to it: ``مجموعة السبع``, ``قمة العشرين``."""


class Sight:
    """A quantity and the words that it stands among, with what nearly every guard asks of them told beforehand.

    ``before`` is the word before the number on its line, its modifiers and its article aside; ``after`` the word after
    the quantity on its line; ``modified`` says that a modifier or a currency's mark stands before the number (a bracket
    is none), ``in_digits`` that the number is written in digits, ``known_noun`` that a noun that we know, or a percent
    mark, follows.
    """

    __slots__ = ("after", "before", "in_digits", "known_noun", "modified", "quantity", "words")

    def __init__(self, words: Sequence[Word], quantity: Quantity) -> None:
        self.words = words
        self.quantity = quantity
        first, number, last, noun = quantity.first, quantity.number, quantity.last, quantity.noun
        self.before = "" if not first or words[first].broken else words[first - 1].key
        self.after = "" if last >= len(words) or words[last].broken else words[last].key
        self.modified = first < number and not (first == number - 1 and words[first].key == "(")
        self.in_digits = not quantity.spelled and words[number].number is not None
        self.known_noun = quantity.form in {"percent", "ratio"} or (noun is not None and noun.known)

    def key(self, place: int) -> str:
        """The key of the word at a place, empty outside the text."""
        return self.words[place].key if 0 <= place < len(self.words) else ""

    @property
    def alone(self) -> bool:
        """Whether the text holds nothing but the quantity and marks."""
        inside = range(self.quantity.first, self.quantity.last)
        return all(place in inside or not (word.is_word or word.digits) for place, word in enumerate(self.words))


@cache
def words_of(role: str) -> frozenset[str]:
    """The folded words of one role in the table of number contexts."""
    return frozenset(fold(row["word"]) for row in lexicon.rows("number_contexts") if row["role"] == role)


@lru_cache(maxsize=50_000)
def bare(key: str) -> str:
    """A folded word without conjunction, preposition and article."""
    for prefix in ("وال", "فال", "بال", "كال", "ولل", "لل", "ال"):
        if key.startswith(prefix) and len(key) - len(prefix) >= 3:
            return key[len(prefix) :]
    return key


def in_role(key: str, role: str) -> bool:
    """Whether a word, or what is left of it behind a clitic, has a role."""
    return key in words_of(role) or (key[:1] in "وفبلك" and key[1:] in words_of(role))


def counts_before(sight: Sight, from_place: int = 1) -> bool:
    """Whether a word that announces a count stands shortly before (``بلغ عدد القتلى 2011``)."""
    first = sight.quantity.first - from_place + 1
    return any(bare(sight.key(place)) in words_of("count_word") for place in range(max(0, first - 3), first))
