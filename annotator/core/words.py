"""A text as a row of words for grammars: folded keys, clitics in front of quantity words set apart, digits read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from annotator.core.arabic import fold, latin_digits
from annotator.core.clitics import is_natural
from annotator.core.tokens import spans

_DIGITS = re.compile(r"[+\-\u2212\u00b1]?[%٪]?[.\u066b]?[\d\u00bc-\u00be\u2150-\u215e]")
_MOST = 50_000  # so many tokens are kept with what they stand for
_LONGEST = 24  # a longer row of digits is no quantity
_PARTS = re.compile("[وفبل]{0,2}(?:خ\u064fمس|س\u064f[دب][سع]|[ثت]\u064f[مس][نع]|ع\u064fشر)")
_TANWIN = frozenset("\u064b\u064c\u064d")
_CLITICS = re.compile("[وف]?[بلك]?")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:([,.])\d{3})(?:\1\d{3})*")
_PLAIN = re.compile(r"\d*\.?\d+")
_MARKS_TO_COMMA = str.maketrans({"\u066c": ",", "\u060c": ",", "'": ",", "\u2019": ",", "\u066b": "."})


@dataclass(slots=True)
class Word:
    """One word, number or mark of a text, by code points.

    ``key`` is its folded text; ``number`` its value where it is written in digits, ``percent`` whether a percent mark
    belongs to it; ``glued`` says that nothing stands between it and the word before, ``broken`` that a new line does;
    ``nunated`` that a word ends in tanwin.
    """

    start: int
    end: int
    key: str
    is_word: bool = False
    number: float | None = None
    digits: str = ""
    percent: bool = False
    glued: bool = False
    broken: bool = False
    nunated: bool = False


def plain(value: float) -> float:
    """An integer where the value is one, so that 10.0 and 10 read the same."""
    if isinstance(value, int):
        return value
    return int(value) if value.is_integer() else round(value, 12)


def _separated(text: str, percent: bool) -> float | None:
    """The value of digits with separators: ``,`` groups thousands where three digits follow, else is a decimal."""
    text = text.translate(_MARKS_TO_COMMA)
    commas, dots = text.count(","), text.count(".")
    if commas and dots:
        whole, _, decimals = text.rpartition("." if text.rindex(".") > text.rindex(",") else ",")
        grouped = _THOUSANDS.fullmatch(whole) or whole.isdigit()
        return float(re.sub(r"[.,]", "", whole) + "." + decimals) if grouped else None
    if commas and _THOUSANDS.fullmatch(text) and not (percent and commas == 1):
        return int(text.replace(",", ""))
    if dots > 1 and _THOUSANDS.fullmatch(text):
        return int(text.replace(".", ""))
    if text.isdecimal():
        return int(text)
    text = text.replace(",", ".")
    return float(text) if _PLAIN.fullmatch(text) else None


def read_digits(token: str) -> float | None:
    """The value of a number written in digits of either script, percent mark aside; none where it is no number.

    ``1,332`` 1332, ``3.5`` 3.5, ``10.200`` 10.2, ``56,2`` 56.2, ``1.000.000`` 1000000, ``3½`` 3.5, ``1.2.3`` none.
    """
    bare = latin_digits(token).strip("%٪\ufe6a")
    sign = -1 if bare[:1] in "-\u2212" and bare else 1
    bare = bare.lstrip("+-\u2212\u00b1").strip("%٪")
    extra = unicodedata.numeric(bare[-1]) if bare and not bare[-1].isdecimal() and bare[-1].isnumeric() else 0
    bare = bare[:-1] if extra else bare
    value = _separated(bare, any(mark in token for mark in "%٪\ufe6a")) if bare else 0
    return None if value is None or len(bare) > _LONGEST else plain(sign * (value + extra))


Piece = tuple[int, int, str, bool, bool]
"""Part of a word: where it begins and ends in it, its key, whether it is glued to one before, whether nunated."""


def _patterns(token: str, known: Callable[[str], bool]) -> tuple[Word, ...]:
    """The words that a token stands for, as if the text began with it."""
    if token[0].isalpha():
        return tuple(
            Word(start, end, key, is_word=True, glued=glued, nunated=nunated)
            for start, end, key, glued, nunated in _pieces(token, known)
        )
    if not _DIGITS.match(token) or "\u20e3" in token:
        return (Word(0, len(token), token),)
    percent = any(mark in token for mark in "%٪\ufe6a")
    digits = latin_digits(token).strip("%٪+-")
    return (Word(0, len(token), token, number=read_digits(token), digits=digits, percent=percent),)


class _Kept(dict[str, tuple[Word, ...]]):
    """The patterns of the tokens that were met, since texts repeat their words; begun anew where they are many."""

    def __init__(self, known: Callable[[str], bool]) -> None:
        super().__init__()
        self._known = known

    def __missing__(self, token: str) -> tuple[Word, ...]:
        if len(self) >= _MOST:
            self.clear()
        self[token] = found = _patterns(token, self._known)
        return found


_kept = lru_cache(maxsize=4)(_Kept)


def _pieces(raw: str, known: Callable[[str], bool]) -> tuple[Piece, ...]:
    """A word, or its clitics and the word behind them where that is a known one and the whole is not."""
    key = fold(raw)
    if "\u064f" in raw:
        key = _with_damma(raw, key)
    match = _CLITICS.match(key)
    if match and match.end() and not known(key) and not is_natural(key):
        for cut in (1, match.end()):
            if cut == 2 and is_natural(key[1:]):
                break  # ``وكميات``
            if known(key[cut:]) and not (key[cut - 1] == "ل" and key[cut:] == "ست"):
                return _cut(raw, key, cut)
    return ((0, len(raw), key, False, _nunated(raw)),)


def _with_damma(raw: str, key: str) -> str:
    """``خُمس`` keeps its damma, which tells a fifth from five."""
    place = raw.index("\u064f")
    before = len(fold(raw[:place]))
    kept = key[:before] + "\u064f" + key[before:]
    return kept if _PARTS.match(kept) else key


def _nunated(raw: str) -> bool:
    return not _TANWIN.isdisjoint(raw[-2:])


def _cut(raw: str, key: str, cut: int) -> tuple[Piece, ...]:
    place, letters = 0, int(bool(fold(raw[0])))
    while letters <= cut:  # marks and tatweel go with the clitic before them
        place += 1
        letters += bool(fold(raw[place]))
    return (0, place, key[:cut], False, False), (place, len(raw), key[cut:], True, _nunated(raw))


def read_words(text: str, known: Callable[[str], bool]) -> list[Word]:
    """The words, numbers and marks of a text, in order.

    Clitics before a word that ``known`` accepts become words of their own: ``وعشرون`` is ``و`` and ``عشرون``.
    """
    found: list[Word] = []
    before = 0
    patterns = _kept(known)
    for start, end in spans(text):
        glued = start == before and start > 0
        broken = not start or (start > before and "\n" in text[before:start])
        for each in patterns[text[start:end]]:
            found.append(Word(
                start + each.start, start + each.end, each.key, each.is_word, each.number, each.digits, each.percent,
                glued or each.glued, broken, each.nunated,
            ))  # fmt: skip
            glued = broken = False  # what stands before a token stands before its first word alone
        before = end
    if found:
        found[0].broken = True
    return found
