"""Arabic text as it is searched, matched and counted: folding with exact offsets, clitics, digits, mention keys.

Nothing here changes a document: folding makes a second text for matching, with a map back to code points.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_LETTERS = str.maketrans({
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ٲ": "ا", "ٳ": "ا",
    "ى": "ي", "ئ": "ي", "ی": "ي", "ے": "ي",
    "ؤ": "و",
    "ة": "ه", "ۀ": "ه", "ە": "ه",
    "ک": "ك", "گ": "ك",
})  # fmt: skip
_TATWEEL = "\u0640"
PROCLITICS = "وفبلك"
"""The conjunctions and prepositions that Arabic writes onto a word."""


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and, for each of its characters, the code point offset that it came from.

    ``offsets`` has one entry more than ``text``: the length of the original, so that ends map too.
    """

    text: str
    offsets: tuple[int, ...]
    length: int

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The original extent of folded ``[start, end)``; marks after its last letter belong to it."""
        if start >= end:
            place = self.offsets[start]
            return place, place
        return self.offsets[start], self.offsets[end]


def is_dropped(character: str) -> bool:
    """Whether folding drops a character: harakat, Quranic marks, tatweel, and invisible format characters."""
    return character == _TATWEEL or unicodedata.category(character) in {"Mn", "Cf"}


def fold_character(character: str) -> str:
    """What one character folds to: nothing for marks, a plain letter for hamza forms, a digit for digits."""
    if character < "\u0080":
        return character.lower()
    if is_dropped(character):
        return ""
    folded = character.translate(_LETTERS)
    if folded != character:
        return folded
    if "\ufb50" <= character <= "\ufeff":  # presentation forms
        return "".join(fold_character(each) for each in unicodedata.normalize("NFKC", character) if each != " ")
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    return character.lower() if len(character.lower()) == 1 else character


_FOLDS: dict[str, str] = {}


def _fold_once(character: str) -> str:
    folded = _FOLDS.get(character)
    if folded is None:
        folded = _FOLDS[character] = fold_character(character)
    return folded


def fold(text: str) -> str:
    """The text as it is matched: no marks, no tatweel, plain alef, yeh, heh and waw, Latin digits and case."""
    return "".join(map(_fold_once, text))


def fold_with_offsets(text: str) -> Folded:
    """The folded text with a map back to code points of the original."""
    pieces: list[str] = []
    offsets: list[int] = []
    for place, character in enumerate(text):
        folded = _fold_once(character)
        if folded:
            pieces.append(folded)
            offsets.extend([place] * len(folded))
    offsets.append(len(text))
    return Folded("".join(pieces), tuple(offsets), len(text))


_DIGITS = {ord(character): str(value) for base in (0x660, 0x6F0) for value, character in
           ((n, chr(base + n)) for n in range(10))}  # fmt: skip


def latin_digits(text: str) -> str:
    """The text with Arabic-Indic and Persian digits as 0-9; same length."""
    return text.translate(_DIGITS)


_WORD = re.compile(r"\w+")


def mention_key(text: str) -> str:
    """The key by which mentions are matched, searched and linked: folded, one space, the article restored.

    A mention that starts at the second lam of ``للنظام`` reads ``لنظام``; pass ``restore_article`` through
    `span_key`, which sees the letter before the span.
    """
    return " ".join(_WORD.findall(fold(text)))


def span_key(text: str, start: int, end: int) -> str:
    """The mention key of ``text[start:end]``: where a lam before the span swallowed the alef of the article
    (``ل|لنظام``), the article is restored (``النظام``)."""
    key = mention_key(text[start:end])
    before = start - 1
    while before >= 0 and is_dropped(text[before]):
        before -= 1
    if key.startswith("ل") and before >= 0 and text[before] == "ل" and not text[start:end].startswith("لل"):
        return "ا" + key
    return key
