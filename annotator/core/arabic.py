"""Arabic text as it is searched, matched and counted: folding with exact offsets, digits, mention keys.

Nothing here changes a document: folding makes a second text for matching, with a map back to code points.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from codecs import charmap_build, charmap_decode, charmap_encode
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import overload

from annotator.core import lexicon

_LETTERS = str.maketrans({
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ٲ": "ا", "ٳ": "ا",
    "ى": "ي", "ئ": "ي", "ی": "ي", "ے": "ي",
    "ؤ": "و",
    "ة": "ه", "ۀ": "ه", "ە": "ه",
    "ک": "ك", "گ": "ك",
})  # fmt: skip
_TATWEEL = "\u0640"
_BISMILLAH = "بسماللهالرحمنالرحيم"  # U+FDFD, which Unicode leaves without a plain form
PROCLITICS = "وفبلك"
"""The conjunctions and prepositions that Arabic writes onto a word."""


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and, for each of its characters, the code point offset that it came from.

    ``offsets`` has one entry more than ``text``: the length of the original, so that ends map too.
    """

    text: str
    offsets: Sequence[int]
    length: int

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The original extent of folded ``[start, end)``; marks after its last letter belong to it."""
        if start >= end:
            place = self.offsets[start]
            return place, place
        return self.offsets[start], self.offsets[end]

    def place(self, offset: int) -> int:
        """Where in the folded text stands what begins at an offset of the original, or the next that was kept."""
        return self.offsets.place(offset) if isinstance(self.offsets, _Kept) else bisect_left(self.offsets, offset)


def is_dropped(character: str) -> bool:
    """Whether folding drops a character: harakat, Quranic marks, tatweel, and invisible format characters."""
    return character == _TATWEEL or unicodedata.category(character) in {"Mn", "Cf"}


def _has_plain_form(character: str) -> bool:
    """Whether a character may be one of Unicode's compatibility forms of Arabic letters."""
    return (
        "\ufb50" <= character <= "\ufeff"  # presentation forms
        or "\u0675" <= character <= "\u0678"  # letters with a high hamza
        or "\U0001ee00" <= character <= "\U0001eeff"  # mathematical letters
    )


def fold_character(character: str) -> str:
    """What one character folds to: nothing for marks, a plain letter for hamza forms, a digit for digits."""
    if character < "\u0080":
        return character.lower()
    if is_dropped(character):
        return ""
    folded = character.translate(_LETTERS)
    if folded != character:
        return folded
    if _has_plain_form(character):
        plain = _BISMILLAH if character == "\ufdfd" else unicodedata.normalize("NFKC", character).replace(" ", "")
        if plain != character:  # ornate brackets (U+FD3E) and their like have no plain form
            return "".join(map(fold_character, plain))
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    return character.lower() if len(character.lower()) == 1 else character


class _FoldTable(dict[int, str]):
    """A table for `str.translate` that learns each character when it first meets it."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = fold_character(chr(code))
        return folded


_FOLDS = _FoldTable()


class _Newsprint:
    """The characters that Arabic news is written with, as one byte each: tables of bytes fold many times quicker."""

    def __init__(self) -> None:
        extent = (*range(0x80), 0xA0, 0xAB, 0xBB, 0x60C, *range(0x61B, 0x670), *range(0x6F0, 0x6FA))
        further = map(ord, "–—‘’“”•…‹›\u200b\u200c\u200d\u200e\u200f\ufeffپچژکگی")
        characters = "".join(map(chr, dict.fromkeys((*extent, *further))))
        folds = [fold_character(each) for each in characters]
        self._bytes = charmap_build(characters.ljust(256, "\ufffe"))  # U+FFFE: no character has this byte
        self._characters = "".join(each or " " for each in folds)
        self._apart = "".join(each if each.isalnum() or each == "_" else " " for each in self._characters)
        self.dropped = re.compile(f"[{''.join(each for each in characters if not fold_character(each))}]")
        self._dropped = bytes(place for place, each in enumerate(folds) if not each)

    def fold(self, text: str) -> str:
        """The folded text.

        Raises:
            UnicodeEncodeError: other characters are in it.
        """
        return charmap_decode(self._kept(text), "strict", self._characters)[0]

    def words(self, text: str) -> list[str]:
        """The words of the folded text.

        Raises:
            UnicodeEncodeError: other characters are in it.
        """
        return charmap_decode(self._kept(text), "strict", self._apart)[0].split()

    def _kept(self, text: str) -> bytes:
        return charmap_encode(text, "strict", self._bytes)[0].translate(None, self._dropped)


_newsprint = cache(_Newsprint)


def fold(text: str) -> str:
    """The text as it is matched: no marks, no tatweel, plain letters, Latin digits, small Latin."""
    if text.isascii():
        return text.lower()
    try:
        return _newsprint().fold(text)
    except UnicodeEncodeError:
        return text.translate(_FOLDS)


fold_known = lru_cache(maxsize=10_000)(fold)
"""The same for names and nouns of tables, which are few and come again and again: they are kept."""


def folded_words(text: str) -> list[str]:
    """The words of a text as they are matched, in order: as a pattern finds them, many times quicker."""
    words = newsprint_words(text)
    return _WORD.findall(text.translate(_FOLDS)) if words is None else words


def newsprint_words(text: str) -> list[str] | None:
    """As `folded_words`, where all characters are ones that Arabic news is written with; else nothing."""
    try:
        return _newsprint().words(text)
    except UnicodeEncodeError:
        return None


def _uneven(text: str) -> re.Pattern[str] | None:
    """What finds the characters of a text that fold to none or to several, if it has any."""
    characters = [re.escape(each) for each in sorted(set(text)) if len(_FOLDS[ord(each)]) != 1]
    return re.compile("[" + "".join(characters) + "]") if characters else None


class _Kept(Sequence[int]):
    """Where the characters of a folded text come from, told by those that were dropped: made many times quicker.

    ``dropped`` are the offsets of the dropped characters; ``count`` is how many offsets there are.
    """

    __slots__ = ("_before", "_count", "_dropped")

    def __init__(self, dropped: Sequence[int], count: int) -> None:
        self._dropped = dropped
        self._before = [place - earlier for earlier, place in enumerate(dropped)]  # so many were kept before each
        self._count = count

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, place: int) -> int: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[int]: ...
    def __getitem__(self, place: int | slice) -> int | Sequence[int]:
        if isinstance(place, slice):
            return [self[each] for each in range(self._count)[place]]
        at = range(self._count)[place]
        return at + bisect_right(self._before, at)

    def place(self, offset: int) -> int:
        """How many characters were kept before an offset."""
        return offset - bisect_left(self._dropped, offset)


def fold_with_offsets(text: str) -> Folded:
    """The folded text with a map back to code points of the original."""
    newsprint = _newsprint()
    try:
        folded = newsprint.fold(text)
    except UnicodeEncodeError:
        return _folded_by_table(text)
    if len(folded) == len(text):
        return Folded(folded, range(len(text) + 1), len(text))
    dropped = [match.start() for match in newsprint.dropped.finditer(text)]
    return Folded(folded, _Kept(dropped, len(folded) + 1), len(text))


@lru_cache(maxsize=2)
def folded_text(text: str) -> Folded:
    """A whole text as `fold_with_offsets` folds it; the last few are kept, since several grammars ask for them."""
    return fold_with_offsets(text)


def _folded_by_table(text: str) -> Folded:
    """The same for a text with characters that news is not written with; some fold to several."""
    folded, uneven = text.translate(_FOLDS), _uneven(text)
    if uneven is None:
        return Folded(folded, range(len(text) + 1), len(text))
    offsets = array("q")
    even_from = 0
    for match in uneven.finditer(text):
        place = match.start()
        offsets.extend(range(even_from, place))
        offsets.extend([place] * len(_FOLDS[ord(text[place])]))
        even_from = place + 1
    offsets.extend(range(even_from, len(text) + 1))
    return Folded(folded, offsets, len(text))


_DIGITS = {base + value: str(value) for base in (0x660, 0x6F0) for value in range(10)}


def latin_digits(text: str) -> str:
    """The text with Arabic-Indic and Persian digits as 0-9; same length."""
    return text.translate(_DIGITS)


_WORD = re.compile(r"\w+")


def mention_key(text: str) -> str:
    """The key by which mentions are matched, searched and linked: folded words with one space between.

    A mention that starts at the second lam of ``للنظام`` reads ``لنظام``: `span_key`, which sees the letter
    before the span, restores the article.
    """
    return " ".join(folded_words(text))


@cache
def _lam_words() -> dict[str, bool]:
    """Words that begin with lam by nature, and whether they take the article (names do not)."""
    found = (row for row in lexicon.rows("clitic_letter_words") if row["word"].startswith("ل"))
    return {fold(row["word"]): row["kind"] != "name" for row in found}


def _with_article(key: str) -> str:
    takes_article = _lam_words().get(key.partition(" ")[0])
    if takes_article is None:
        return "ا" + key
    return "ال" + key if takes_article else key


def span_key(text: str, start: int, end: int) -> str:
    """The mention key of ``text[start:end]``, with the article that a lam before the span swallowed.

    ``ل|لنظام`` gives ``النظام``, ``ل|لجنة`` ``اللجنه``, and the name ``ل|لبنان`` stays ``لبنان``.
    """
    key = mention_key(text[start:end])
    if not key.startswith("ل") or key.startswith("لل"):
        return key
    before = start - 1
    while before >= 0 and is_dropped(text[before]):
        before -= 1
    return _with_article(key) if before >= 0 and text[before] == "ل" else key
