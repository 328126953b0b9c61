"""Numbers in Arabic, digits and words: ``1,332``, ``مئتين وأحد عشر ألفاً``, ``3 آلاف و200``, ``ثلاثة أرباع مليون``.

Word indexes count `annotator.core.words.Word`s; a numeral is the longest row of words that reads as one number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache

from annotator.core import lexicon
from annotator.core.arabic import fold
from annotator.core.words import Word, plain

_TEN = frozenset({"عشر", "عشره"})
_POINT = frozenset({"فاصله", "فاصل"})
_BOUNDLESS = 10**15


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number at words ``[first, last)``; ``scale`` is its last scale word's value (1 where there is none)."""

    first: int
    last: int
    value: float
    scale: int = 1
    spelled: bool = False
    fraction: bool = False


@cache
def forms() -> dict[str, tuple[str, Fraction]]:
    """Each number word, folded, with its class and value."""
    return {
        fold(form): (row["class"], Fraction(row["value"]))
        for row in reversed(lexicon.rows("number_words"))
        for form in row["forms"].split()
    }


def is_number_word(key: str) -> bool:
    """Whether a folded word can be part of a number."""
    return key in forms()


def without_article(key: str) -> str:
    """A folded number word without its article; ``الاف`` and ``الف`` have none."""
    return key if key in forms() else key.removeprefix("ال")


def class_of(word: Word) -> str:
    """The class of a number word (``unit`` ``scale`` …), ``digits`` for digits, empty for anything else."""
    if word.number is not None:
        return "digits"
    return forms()[word.key][0] if word.key in forms() else ""


class _Group:
    """Hundreds, tens and units below one scale word."""

    def __init__(self) -> None:
        self.hundreds = self.tens = self.units = 0
        self.digits: float | None = None
        self.latest = ""

    @property
    def value(self) -> float:
        return self.digits if self.digits is not None else self.hundreds + self.tens + self.units

    @property
    def empty(self) -> bool:
        return not self.latest

    def take(self, kind: str, value: float, joined: bool) -> bool:
        """Add a component; false where it does not fit. ``joined`` says that و stands before it."""
        fits: bool = getattr(self, f"_take_{kind}", lambda *_: False)(value, joined)
        if fits:
            self.latest = kind
        return fits

    def _take_zero(self, value: float, joined: bool) -> bool:
        return self.empty and not joined

    def _take_digits(self, value: float, joined: bool) -> bool:
        if self.empty:
            self.digits = value
        elif self.latest in {"hundred", "hundreds"} and joined and value < 100:
            self.units = int(value)
        else:
            return False
        return True

    def _take_unit(self, value: float, joined: bool) -> bool:
        if self.units or self.digits is not None or self.latest == "zero" or self.tens % 100 in range(1, 20):
            return False
        if self.tens and not joined:
            return False
        self.units = int(value)
        return True

    def _take_ten10(self, value: float, joined: bool) -> bool:
        if self.tens or self.digits is not None or (self.units and (joined or self.latest != "unit")):
            return False
        if not self.empty and not self.units and not joined:
            return False
        self.tens = 10
        return True

    def _take_teen(self, value: float, joined: bool) -> bool:
        if self.tens or self.units or self.digits is not None:
            return False
        self.tens = int(value)
        return True

    def _take_ten(self, value: float, joined: bool) -> bool:
        if self.tens or self.digits is not None or (not self.empty and not joined):
            return False
        self.tens = int(value)
        return True

    def _take_hundred(self, value: float, joined: bool) -> bool:
        if self.empty:
            self.hundreds = 100
        elif self.latest == "unit" and 3 <= self.units <= 9 and not self.tens and not joined and not self.hundreds:
            self.hundreds, self.units = 100 * self.units, 0
        elif self.digits is not None and not joined and self.digits in range(2, 10):
            self.digits *= 100
        else:
            return False
        return True

    def _take_hundred_plural(self, value: float, joined: bool) -> bool:
        return not self.empty and self._take_hundred(value, joined)

    def _take_hundreds(self, value: float, joined: bool) -> bool:
        if not self.empty:
            return False
        self.hundreds = int(value)
        return True


class _Reader:
    """Reads one whole number: terms of falling scale, each a group and its scale word."""

    def __init__(self, words: Sequence[Word], first: int) -> None:
        self.words = words
        self.first = self.place = first
        self.total = self.term = 0.0
        self.scale = _BOUNDLESS
        self.group = _Group()
        self.spelled = self.after_scale = False
        self.best: Numeral | None = None
        self.before_group: Numeral | None = None

    def read(self) -> Numeral | None:
        while self.place < len(self.words) and self._step():
            pass
        return self.best

    def _step(self) -> bool:
        key = self.words[self.place].key
        joined = self.best is not None and key == "و"
        place = self.place + joined
        if self.best is not None and key == "واحد" and _key(self.words, place + 1) in _TEN:
            return self._take_eleven(place)
        if place >= len(self.words) or (self.best is not None and self.words[place].broken):
            return False
        kind, value, last = self._component(place)
        if not kind:
            return False
        if kind.startswith("scale"):
            twice = self.best is None and _is_construct_dual(self.words, place)
            taken = self._take_scale("scale_dual" if twice else kind, int(value) * (1 + twice), joined)
        else:
            taken = self._take_group(kind, value, joined)
        if taken:
            self._advance(last, kind)
        return taken

    def _take_eleven(self, place: int) -> bool:
        """``وأحد عشر``: its first word folds to the same letters as ``واحد``."""
        taken = self._take_group("teen", 11, joined=True)
        if taken:
            self._advance(place + 2, "teen")
        return taken

    def _component(self, place: int) -> tuple[str, float, int]:
        word = self.words[place]
        if word.number is not None:
            value, last = spaced(self.words, place)
            return "digits", value, last
        kind, fraction = forms().get(word.key, ("", Fraction(0)))
        if kind == "teen_unit":
            follows = place + 1 < len(self.words) and self.words[place + 1].key in _TEN
            return ("teen", 10 + int(fraction), place + 2) if follows else ("", 0, place)
        if kind in {"fraction", "fractions"} or (self.best is not None and _parts_follow(self.words, place, kind)):
            return "", 0, place
        return kind, float(fraction), place + 1

    def _take_group(self, kind: str, value: float, joined: bool) -> bool:
        if self.group.empty and self.best is not None:
            if not joined or value >= self.scale:
                return False
            self.before_group = self.best
        return self.group.take(kind, value, joined)

    def _take_scale(self, kind: str, value: int, joined: bool) -> bool:
        single = value // 2 if kind == "scale_dual" else value
        if self.group.empty and self.after_scale and not joined:
            return self._multiply(value)
        if kind == "scales" and (self.group.empty or joined):
            return False
        if self.group.empty:
            return self._add(float(value), single)
        if joined or kind == "scale_dual":
            return False
        if single >= self.scale:
            self.best = self.before_group
            return False
        return self._add(self.group.value * value, single)

    def _add(self, term: float, single: int) -> bool:
        if single >= self.scale:
            return False
        self.term, self.scale = term, single
        self.total += term
        self.group = _Group()
        return True

    def _multiply(self, value: int) -> bool:
        """A scale word right after another: ``مئة ألف مليون``."""
        self.total += self.term * (value - 1)
        self.term *= value
        self.scale *= value
        return True

    def _advance(self, last: int, kind: str) -> None:
        self.after_scale = kind.startswith("scale")
        self.spelled = self.spelled or kind != "digits"
        self.place = last
        scale = self.scale if self.after_scale else 1
        self.best = Numeral(self.first, last, plain(self.total + self.group.value), scale, self.spelled)


def _is_construct_dual(words: Sequence[Word], place: int) -> bool:
    """``ألفا جندي`` is two thousand: without nunation, before a noun, the alef is the dual's."""
    if words[place].key not in {"الفا", "مليونا", "مليارا"} or words[place].nunated:
        return False
    follows = place + 1 < len(words) and words[place + 1].is_word and not words[place + 1].broken
    return follows and words[place + 1].key != "و"


def _parts_follow(words: Sequence[Word], place: int, kind: str) -> bool:
    """Whether a unit counts parts (``تسعة أعشار``) and so belongs to a fraction."""
    return kind in {"unit", "ten10"} and forms().get(_key(words, place + 1), ("",))[0] == "fractions"


def spaced(words: Sequence[Word], place: int) -> tuple[float, int]:
    """The value of digits with spaces between thousands (``1 000 000``), and the index after them."""
    word, last = words[place], place + 1
    whole = word.digits
    if len(whole) <= 3 and whole.isdigit() and whole[0] != "0" and not word.percent:
        while last < len(words) and _is_thousand(words[last]) and words[last].start == words[last - 1].end + 1:
            whole += words[last].digits
            last += 1
        if last > place + 1:
            return plain(float(whole) * (-1 if (word.number or 0) < 0 else 1)), last
    return word.number or 0, place + 1


def _is_thousand(word: Word) -> bool:
    return len(word.digits) == 3 and word.digits.isdigit() and not word.percent and word.key[0] not in "+-"


def _key(words: Sequence[Word], place: int) -> str:
    return words[place].key if 0 <= place < len(words) and not words[place].broken else ""


def _with_point(words: Sequence[Word], numeral: Numeral) -> Numeral:
    """A decimal in words: ``عشرة فاصلة سبعة`` 10.7, ``اربعة فاصلة خمسة مليون`` 4500000."""
    if _key(words, numeral.last) not in _POINT or numeral.scale > 1:
        return numeral
    after = _Reader(words, numeral.last + 1).read() if numeral.last + 1 < len(words) else None
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
    kind, value = forms().get(words[place].key if place < len(words) else "", ("", Fraction(0)))
    if kind == "fraction":
        return value, place + 1
    follows = forms().get(_key(words, place + 1), ("", Fraction(0)))
    if kind in {"unit", "ten10"} and follows[0] == "fractions":
        return value * follows[1], place + 2
    if kind == "unit" and _key(words, place + 1) in _TEN and forms().get(_key(words, place + 2), ("",))[0] == "fractions":
        return (value + 10) * forms()[words[place + 2].key][1], place + 3
    return None


def _scale_at(words: Sequence[Word], place: int) -> int:
    """The value of a scale word or hundred, with or without the article; 0 for anything else."""
    kind, value = forms().get(without_article(_key(words, place)), ("", Fraction(0)))
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
    if _key(words, numeral.last) not in {"و", "الا"}:
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
    if _key(words, place) == "و":
        after = _Reader(words, place + 1).read() if place + 1 < len(words) else None
        if after is None or _key(words, after.last) != "علي":
            return numeral
        top, place = after.value, after.last
    elif _key(words, place) == "علي":
        top = _last_part(words, numeral)
        whole = numeral.value - top
    else:
        return numeral
    below = _Reader(words, place + 1).read() if place + 1 < len(words) else None
    if below is None or not below.spelled or not below.value:
        return numeral
    return Numeral(numeral.first, below.last, plain(whole + top / below.value), 1, True, True)


def _last_part(words: Sequence[Word], numeral: Numeral) -> float:
    """The value of what stands after the last و of a numeral, or of all of it."""
    joints = [place for place in range(numeral.first, numeral.last) if words[place].key == "و"]
    part = _Reader(words, joints[-1] + 1).read() if joints else None
    return part.value if part and part.last == numeral.last else numeral.value


def _slashed(words: Sequence[Word], first: int) -> Numeral | None:
    """``3/4``: digits, a slash and digits with nothing between."""
    if first + 2 >= len(words) or words[first + 1].key != "/" or not words[first + 1].glued:
        return None
    top, below = words[first].number, words[first + 2].number
    if top is None or not below or not words[first + 2].glued:
        return None
    return Numeral(first, first + 3, plain(top / below), 1, fraction=True)


def numeral_at(words: Sequence[Word], first: int) -> Numeral | None:
    """The number that begins at a word, if one does; bare plurals (``آلاف``) are none."""
    found = _fraction_first(words, first) or _slashed(words, first)
    if found is not None:
        return found
    numeral = _Reader(words, first).read()
    if numeral is None:
        return None
    numeral = _with_point(words, numeral)
    return _over(words, _and_fraction(words, numeral))


def negated(numeral: Numeral) -> Numeral:
    """The numeral with its sign turned."""
    return replace(numeral, value=plain(-numeral.value))
