"""Reads a number of digits and words, fractions aside: ``1 000 000``, ``مئتين وأحد عشر ألفاً``, ``3 آلاف و200``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from annotator.core.number_words import NO_NUMBER, TEN, forms, key_at
from annotator.core.words import Word, plain

_BOUNDLESS = 10**15
_ONE_COMMA = re.compile(r"[1-9]\d{0,2}[,،\u066c]\d{3}")
_TO_POINT = str.maketrans({",": ".", "،": ".", "\u066c": "."})
_LARGE = frozenset({"مليون", "مليونا", "مليار", "مليارا", "تريليون", "ترليون"})


@dataclass(slots=True)
class Numeral:
    """A number at words ``[first, last)``; ``scale`` is its last scale word's value (1 where there is none).

    Nothing changes a numeral: it is not frozen because that takes thrice the time to make.
    """

    first: int
    last: int
    value: float
    scale: int = 1
    spelled: bool = False
    fraction: bool = False


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
        if self.best is not None and key == "واحد" and key_at(self.words, place + 1) in TEN:
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
            value, last = _spaced(self.words, place)
            if key_at(self.words, last) in _LARGE and _ONE_COMMA.fullmatch(word.digits):
                value = plain(float(word.digits.translate(_TO_POINT)))  # ``1,285 تريليون``
            return "digits", value, last
        kind, fraction = forms().get(word.key, NO_NUMBER)
        if kind == "teen_unit":
            if key_at(self.words, place + 1) in TEN:
                return "teen", 10 + int(fraction), place + 2
            joined = key_at(self.words, place + 1) == "و" and _class_at(self.words, place + 2) == "ten"
            return ("unit", float(fraction), place + 1) if joined else ("", 0, place)
        part = kind in {"fraction", "fractions", "vowelled"}
        if part or (self.best is not None and _parts_follow(self.words, place, kind)):
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
        if self.scale * value > _BOUNDLESS:
            return False
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


def _class_at(words: Sequence[Word], place: int) -> str:
    return forms().get(key_at(words, place), ("",))[0]


def _parts_follow(words: Sequence[Word], place: int, kind: str) -> bool:
    """Whether a unit counts parts (``تسعة أعشار``) and so belongs to a fraction."""
    return kind in {"unit", "ten10"} and _class_at(words, place + 1) == "fractions"


def _spaced(words: Sequence[Word], place: int) -> tuple[float, int]:
    """The value of digits with spaces between thousands (``1 000 000``), and the index after them."""
    word, last = words[place], place + 1
    whole = word.digits
    if len(whole) <= 3 and whole.isdigit() and whole[0] != "0" and not word.percent:
        while (step := _thousand_step(words, last)) > 0:
            last += step
            whole += words[last - 1].digits
        if last > place + 1:
            return plain(float(whole) * (-1 if (word.number or 0) < 0 else 1)), last
    return word.number or 0, place + 1


def _thousand_step(words: Sequence[Word], place: int) -> int:
    """How many words on three more digits end, after one space or a comma and a space; 0 where none follow."""
    comma = place + 1 < len(words) and words[place].key == "," and words[place].glued
    number = place + comma
    if number >= len(words) or not _is_thousand(words[number]) or words[number].broken:
        return 0
    return comma + 1 if words[number].start == words[number - 1].end + 1 else 0


def _is_thousand(word: Word) -> bool:
    return len(word.digits) == 3 and word.digits.isdigit() and not word.percent and word.key[0] not in "+-"


def number_at(words: Sequence[Word], first: int) -> Numeral | None:
    """The whole or decimal number that begins at a word: the longest row of words that reads as one."""
    return _Reader(words, first).read() if first < len(words) else None
