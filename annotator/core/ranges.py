"""Ranges: ``10-20``, ``بين 20 و30 جريحاً``, ``من 5 إلى 7 ملايين``, ``ثلاثة أو أربعة أشخاص``."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from annotator.core import lexicon
from annotator.core.arabic import fold
from annotator.core.changing import changed
from annotator.core.measures import counted
from annotator.core.nouns import adjacent, forms
from annotator.core.numerals import numeral_at
from annotator.core.quantity import Form, Quantity, follows, key_of, made
from annotator.core.words import Word, plain

_COMPOSED = frozenset({"مجموعات", "مجموعه", "مكون", "مكونه", "يتكون", "تتكون", "يتالف", "تتالف", "مولف", "مولفه"})
_RANGE_MARKS = frozenset({"-", "–", "—", "ـ"})


def _second(text: str, words: Sequence[Word], place: int) -> Quantity | None:
    if not adjacent(words, place):
        return None
    noun = forms().get(words[place].key)
    if noun is not None and noun.form == "dual":
        word = words[place]
        return Quantity(place, place + 1, place, place + 1, word.start, word.end, 2, noun=noun)
    numeral = numeral_at(words, place)
    return counted(text, words, made(numeral, words)) if numeral is not None else None


def _opens_between(words: Sequence[Word], place: int) -> int:
    """How many words of ``بين`` or ``ما بين`` stand before a place."""
    if key_of(words, place - 1) != "بين" or words[place].broken:
        return 0
    if key_of(words, place - 2) in {"يتراوح", "تتراوح"} and key_of(words, place - 3) == "ما":
        return 3
    return 2 if key_of(words, place - 2) == "ما" else 1


def _connector(words: Sequence[Word], quantity: Quantity) -> tuple[int, int]:
    """Words of a range's opening before a number, and words of its connector after it; (0, 0) for no range."""
    place, key = quantity.last, follows(words, quantity.last)
    if key in {"الي", "ل", "حتي"} and (_changes(words, quantity.first) or _has_article(words, quantity)):
        return 0, 0
    between = _opens_between(words, quantity.first)
    if between:
        return (between, 1) if key in {"و", "الي", "-"} else (0, 0)
    opens = 1 if key_of(words, quantity.first - 1) == "من" and not words[quantity.first].broken else 0
    if opens and key_of(words, quantity.first - 2) in _COMPOSED:
        opens = 0  # ``مجموعات من 15 إلى 20 دراجة``
    if key == "الي" or (key in {"ل", "حتي"} and opens):
        return opens, 1
    if key in _RANGE_MARKS and place + 1 < len(words):
        return 0, 1
    return (0, 1) if key == "او" else (0, 0)


def _has_article(words: Sequence[Word], quantity: Quantity) -> bool:
    """``الـ53 إلى 60``: a number with the article is no lower end."""
    return words[quantity.first].glued and key_of(words, quantity.first - 1).endswith("ال")


@cache
def _change_words() -> frozenset[str]:
    return frozenset(fold(row["word"]) for row in lexicon.rows("number_contexts") if row["role"] == "change")


def _changes(words: Sequence[Word], first: int) -> bool:
    """Whether something rises or falls from one number to another (``ارتفع من 10 إلى 20``): two figures."""
    near = (words[place].key for place in range(max(0, first - 7), first))
    return any(key in _change_words() or key[1:] in _change_words() for key in near)


def as_range(text: str, words: Sequence[Word], quantity: Quantity) -> Quantity:
    """The quantity as a range's lower end, where an upper end follows (``10-20``, ``بين 20 و30``)."""
    opening, connector = _connector(words, quantity)
    second = _second(text, words, quantity.last + connector) if connector else None
    if second is None or second.value is None or quantity.value is None or quantity.bound != "exact":
        return quantity
    low, high = _scaled(quantity, second)
    if low >= high or (quantity.noun and second.noun and quantity.noun.singular != second.noun.singular):
        return quantity
    if (quantity.form == "percent") > (second.form == "percent"):
        return quantity
    first = quantity.first - opening
    form: Form = "percent" if second.form == "percent" else "range"
    return changed(second, first=first, start=words[first].start, number=quantity.number, value=low, value_max=high,
                   bound="range", form=form, noun=second.noun or quantity.noun)  # fmt: skip


def _scaled(low: Quantity, high: Quantity) -> tuple[float, float]:
    """Both ends; a scale word that only the upper end has counts for both (``5 إلى 7 ملايين``)."""
    below, above = low.value or 0, high.value or 0
    if low.scale == 1 and high.scale > 1 and low.noun is None and below < 1000 and below < above / high.scale:
        below *= high.scale
    return plain(below), plain(above)
