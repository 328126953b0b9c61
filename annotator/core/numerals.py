"""Numbers with their fractions and decimals: ``ثلاثة أرباع مليون``, ``عشرة فاصلة سبعة``, ``مليون ونصف المليون``.

Word indexes count `annotator.core.words.Word`s.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from annotator.core.number_reader import Numeral, number_at
from annotator.core.number_words import NO_NUMBER, TEN, forms, key_at, without_article
from annotator.core.words import Word, plain

_PRONOUN = re.compile("(?:ها|هم|هن|هما)$")
_POINT = frozenset({"فاصله", "فاصل"})
_JOINTS = _POINT | {"و", "الا", "/", ","}
"""What may go on with a number in digits, beside number words and digits."""


def _with_point(words: Sequence[Word], numeral: Numeral) -> Numeral:
    """A decimal in words: ``عشرة فاصلة سبعة`` 10.7, ``اربعة فاصلة خمسة مليون`` 4500000."""
    if key_at(words, numeral.last) not in _POINT or numeral.scale > 1:
        return numeral
    after = number_at(words, numeral.last + 1)
    if after is None or (after.value != int(after.value)):
        return numeral
    scale = after.scale
    decimals = after.value / scale
    if decimals != int(decimals):
        return numeral
    value = float(f"{int(numeral.value)}.{int(decimals)}") * scale
    return Numeral(numeral.first, after.last, plain(value), scale, spelled=True)


def _fraction(words: Sequence[Word], place: int) -> tuple[Fraction, int] | None:
    """A fraction at a word, and the index after it: ``نصف``, ``ثلثي``, ``ثلاثة أرباع``."""
    kind, value = forms().get(words[place].key if place < len(words) else "", NO_NUMBER)
    if kind in {"fraction", "vowelled"}:
        return value, place + 1
    follows = forms().get(_PRONOUN.sub("", key_at(words, place + 1)), NO_NUMBER)
    if kind in {"unit", "ten10"} and follows[0] == "fractions":
        return value * follows[1], place + 2
    teen = kind == "unit" and key_at(words, place + 1) in TEN
    parts = forms().get(key_at(words, place + 2), NO_NUMBER) if teen else NO_NUMBER
    return ((value + 10) * parts[1], place + 3) if parts[0] == "fractions" else None


def _scale_at(words: Sequence[Word], place: int) -> int:
    """The value of a scale word or hundred, with or without the article; 0 for anything else."""
    kind, value = forms().get(without_article(key_at(words, place)), NO_NUMBER)
    return int(value) if kind in {"scale", "scales", "hundred"} else 0


def _fraction_first(words: Sequence[Word], first: int) -> Numeral | None:
    """``نصف مليون``, ``ثلاثة أرباع``, ``ربع المليون``."""
    found = _fraction(words, first)
    if found is None:
        return None
    value, last = found
    scale = _scale_at(words, last)
    if scale:
        return Numeral(first, last + 1, plain(float(value * scale)), scale, True, True)
    return Numeral(first, last, plain(float(value)), 1, True, True)


def _and_fraction(words: Sequence[Word], numeral: Numeral) -> Numeral:
    """``عشرة ونصف`` 10.5, ``مليون ونصف المليون`` 1500000, ``ثلاثة ونصف مليون`` 3500000."""
    if key_at(words, numeral.last) not in {"و", "الا"}:
        return numeral
    found = _fraction(words, numeral.last + 1)
    if found is None:
        return numeral
    value, last = found
    sign = 1 if words[numeral.last].key == "و" else -1
    scale = _scale_at(words, last)
    if scale and numeral.scale == 1:
        return Numeral(numeral.first, last + 1, plain((numeral.value + sign * float(value)) * scale), scale, True)
    base = max(numeral.scale, 1)
    if sign < 0 and numeral.value == 100:
        base = 100
    total = plain(numeral.value + sign * float(value) * base)
    return Numeral(numeral.first, last + bool(scale and scale == base), total, numeral.scale, True)


def _over(words: Sequence[Word], numeral: Numeral) -> Numeral:
    """``واحد على ثلاثة``; ``ستة عشر وسبعة عشر على ثلاثة`` is 16 and 17/3, ``مئتان وواحد على ثلاثة`` 200 and 1/3."""
    if not numeral.spelled:
        return numeral
    whole, top = numeral.value, 0.0
    place = numeral.last
    if key_at(words, place) == "و":
        after = number_at(words, place + 1)
        if after is None or key_at(words, after.last) != "علي":
            return numeral
        top, place = after.value, after.last
    elif key_at(words, place) == "علي":
        top = _last_part(words, numeral)
        whole = numeral.value - top
    else:
        return numeral
    below = number_at(words, place + 1)
    if below is None or not below.spelled or not below.value:
        return numeral
    return Numeral(numeral.first, below.last, plain(whole + top / below.value), 1, True, True)


def _last_part(words: Sequence[Word], numeral: Numeral) -> float:
    """The value of what stands after the last و of a numeral, or of all of it."""
    joints = [place for place in range(numeral.first, numeral.last) if words[place].key == "و"]
    part = number_at(words, joints[-1] + 1) if joints else None
    return part.value if part and part.last == numeral.last else numeral.value


def _slashed(words: Sequence[Word], first: int) -> Numeral | None:
    """``3/4``: digits, a slash and digits with nothing between."""
    if first + 2 >= len(words) or words[first + 1].key != "/" or not words[first + 1].glued:
        return None
    top, below = words[first].number, words[first + 2].number
    if top is None or not below or not words[first + 2].glued:
        return None
    return Numeral(first, first + 3, plain(top / below), 1, fraction=True)


def _stands_alone(words: Sequence[Word], first: int) -> bool:
    """Whether digits have nothing behind them that could go on with their number: most have not."""
    if first >= len(words) or words[first].number is None or words[first].key in forms():
        return False
    if first + 1 == len(words):
        return True
    following = words[first + 1]
    return following.number is None and following.key not in forms() and following.key not in _JOINTS


def numeral_at(words: Sequence[Word], first: int) -> Numeral | None:
    """The number that begins at a word, if one does; bare plurals (``آلاف``) are none."""
    if _stands_alone(words, first):
        return Numeral(first, first + 1, plain(0.0 + (words[first].number or 0)))
    found = _fraction_first(words, first) or _slashed(words, first)
    if found is not None:
        return found
    numeral = number_at(words, first)
    if numeral is None:
        return None
    numeral = _with_point(words, numeral)
    return _over(words, _and_fraction(words, numeral))


def negated(numeral: Numeral) -> Numeral:
    """The numeral with its sign turned."""
    return replace(numeral, value=plain(-numeral.value))
