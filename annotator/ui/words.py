"""Words near a place, for keys: the word at the caret, the next word with a letter, the next number.

All offsets are code points into the document's text, extents half-open. Nothing here reads the whole text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from annotator.core.arabic import PROCLITICS, fold, is_dropped
from annotator.core.clitics import trim_clitics

_MARKS = "\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200c\u200d"
_WORD = re.compile(rf"\d+(?:[.,٫٬]\d+)*[%٪]?|[^\W\d_](?:[^\W\d_]|[{_MARKS}])*")
_WINDOW = 400
_NUMBER_ROW = (
    "اثنان اثنين اثنتين ثلاثه ثلاث اربعه اربع خمسه خمس سته ست سبعه سبع ثمانيه ثماني تسعه"
    " تسع عشره عشر عشرون عشرين ثلاثون ثلاثين اربعون اربعين خمسون خمسين ستون ستين سبعون"
    " سبعين ثمانون ثمانين تسعون تسعين مئه مايه مئتان مئتين مييتين مئات ميات الف الفين الاف"
    " مليون مليونين ملايين مليار مليارات نصف ربع ثلث عشرات قتيلان قتيلين جريحان جريحين"
)
NUMBER_WORDS = frozenset(fold(word) for word in _NUMBER_ROW.split())

Extent = tuple[int, int]


def words_from(text: str, place: int) -> Iterator[Extent]:
    """The words that begin at or after a place, in order."""
    return (match.span() for match in _WORD.finditer(text, place))


def words_before(text: str, place: int) -> Iterator[Extent]:
    """The words that end at or before a place, the nearest first."""
    high = place
    while high > 0:
        low = max(0, high - _WINDOW)
        found = [match.span() for match in _WORD.finditer(text, low, high)]
        if low and found and found[0][0] == low:
            found = found[1:]  # cut by the window: the next round sees it whole
        yield from reversed(found)
        high = found[0][0] if found else low


def word_at(text: str, place: int) -> Extent | None:
    """The word that holds a place or begins there, else the one that ends there."""
    low = max(0, place - 120)
    ended = None
    for match in _WORD.finditer(text, low, min(len(text), place + 120)):
        start, end = match.span()
        if start <= place < end:
            return start, end
        if end == place:
            ended = (start, end)
        if start > place:
            break
    return ended


def mention_at(text: str, place: int) -> Extent | None:
    """The word at a place, its clitics left outside."""
    word = word_at(text, place)
    if word is None:
        return None
    start = trim_clitics(text, *word)
    return (start, word[1]) if start <= max(place, word[0]) or start < word[1] else word


def _initials(text: str, start: int, end: int) -> tuple[int, str]:
    """Where a word begins behind its clitics, and the letters by which it can be called.

    These are its first letter, the first behind the clitics, and the first behind the article.
    """
    folded = fold(text[start:end])
    if not folded:
        return start, ""
    bare = trim_clitics(text, start, end) if folded[0] in PROCLITICS else start
    rest = fold(text[bare:end]) if bare != start else folded
    letters = folded[0] + rest[:1]
    if rest.startswith("ال") and len(rest) > 3:
        letters += rest[2]
    elif bare != start and rest.startswith("ل") and len(rest) > 3:  # لل: the article behind its own lam
        letters += rest[1]
    return bare, letters


def next_word_with(text: str, place: int, letter: str) -> Extent | None:
    """The next word after a place that begins with a letter, clitics and article aside."""
    wanted = fold(letter)
    for start, end in words_from(text, place):
        if start <= place < end and start != place:
            continue
        bare, letters = _initials(text, start, end)
        if bare > place and wanted in letters:
            return bare, end
    return None


def _is_number(text: str, start: int, end: int) -> bool:
    if text[start].isdigit():
        return True
    bare = trim_clitics(text, start, end)
    folded = fold(text[bare:end])
    return folded in NUMBER_WORDS or folded.removeprefix("ال") in NUMBER_WORDS


def next_number(text: str, place: int) -> Extent | None:
    """The next number after a place, in digits or words."""
    for start, end in words_from(text, place):
        if start >= place and _is_number(text, start, end):
            return (start, end) if text[start].isdigit() else (trim_clitics(text, start, end), end)
    return None


def letter_after(text: str, place: int) -> int:
    """One letter on, with the marks that stand on it."""
    place = min(len(text), place + 1)
    while place < len(text) and is_dropped(text[place]):
        place += 1
    return place


def letter_before(text: str, place: int) -> int:
    """One letter back, with the marks that stand on it."""
    place = max(0, place - 1)
    while place > 0 and is_dropped(text[place]):
        place -= 1
    return place
