"""Modifiers that make a quantity's bound: ``نحو``, ``أكثر من``, ``على الأقل``, a verb like ``تجاوز`` from outside."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from annotator.core import lexicon
from annotator.core.arabic import fold
from annotator.core.changing import changed
from annotator.core.nouns import adjacent
from annotator.core.quantity import Quantity, extended, follows, matches
from annotator.core.words import Word

_PARTICLES = frozenset("وفلس")
_REACH = 7
_EXCEEDS = re.compile("جاوز|تخطي|تخطت|تعد")
"""The verbs whose subject, however long, may stand before the number."""


@cache
def _phrases(place: str) -> tuple[tuple[tuple[str, ...], str], ...]:
    found = [
        (tuple(fold(row["phrase"]).split()), row["bound"])
        for row in lexicon.rows("approximators")
        if row["place"] == place
    ]
    return tuple(sorted(found, key=lambda each: -len(each[0])))


@cache
def _phrases_by_last(place: str) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for phrase, bound in _phrases(place):
        found.setdefault(phrase[-1], []).append((phrase, bound))
    return found


@cache
def openers() -> frozenset[str]:
    """The words that open a modifier before a number."""
    return frozenset(phrase[0] for phrase, _ in _phrases("before")) | {"بين"}


@cache
def _remark_openers() -> frozenset[str]:
    return frozenset(phrase[0] for phrase, _ in _phrases("after"))


def with_modifier(words: Sequence[Word], quantity: Quantity) -> Quantity:
    """The quantity with the modifiers before it inside, and the bound of a verb before it."""
    for _ in range(2):
        step = _modifier_before(words, quantity.first, "before")
        if step is None:
            break
        first, bound = step
        quantity = changed(quantity, first=first, start=words[first].start, bound=_bounded(quantity, bound))
    verb = _modifier_before(words, quantity.first, "verb") or _verb_of_subject(words, quantity)
    return quantity if verb is None else changed(quantity, bound=_bounded(quantity, verb[1]))


def _verb_of_subject(words: Sequence[Word], quantity: Quantity) -> tuple[int, str] | None:
    """The bound of a verb whose subject stands between (``لا يتجاوز وزن بعضها 30 كيلوغراماً``)."""
    for first in range(quantity.first - 1, max(0, quantity.first - _REACH), -1):
        if words[first].broken or not words[first].is_word or words[first].key == "و":
            return None
        if _EXCEEDS.search(words[first - 1].key):
            found = _modifier_before(words, first, "verb")
            if found is not None:
                return found
    return None


def _bounded(quantity: Quantity, bound: str) -> str:
    return bound if quantity.bound in {"exact", "about"} else quantity.bound


def _modifier_before(words: Sequence[Word], at: int, place: str) -> tuple[int, str] | None:
    if words[at].broken:
        return None
    known, last = _phrases_by_last(place), words[at - 1].key
    closed = known.get(last, ())
    joined = known.get(last[1:], ()) if place == "verb" and last[:1] in _PARTICLES else ()
    if not closed and not joined:
        return None  # nearly always
    for phrase, bound in (*closed, *(each for each in joined if len(each[0]) == 1)):
        first = at - len(phrase)
        if first >= 0 and _opens(words[first].key, phrase[0], place) and matches(words, first + 1, phrase[1:]):
            return first, bound
    return None


def _opens(key: str, expected: str, place: str) -> bool:
    """Whether a word is the first of a modifier; a verb may have a particle written on (``ولم`` ``ليتجاوز``)."""
    return key == expected or (place == "verb" and key[:1] in _PARTICLES and key[1:] == expected)


def with_remark(words: Sequence[Word], quantity: Quantity) -> Quantity:
    """The quantity with a modifier after it (``على الأقل``); one after an adjective sets the bound from outside."""
    last = quantity.last
    keys = {word.key for word in words[last : last + 2]}
    if keys.isdisjoint(_remark_openers()):
        return quantity
    for phrase, bound in _phrases("after"):
        if adjacent(words, quantity.last) and matches(words, quantity.last, phrase):
            return extended(quantity, words, quantity.last + len(phrase), bound=_bounded(quantity, bound))
        if len(phrase) > 1 and matches(words, quantity.last + 1, phrase) and follows(words, quantity.last).isalpha():
            return changed(quantity, bound=_bounded(quantity, bound))
    return quantity
