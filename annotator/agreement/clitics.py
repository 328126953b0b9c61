"""Spans up to clitics, white space and punctuation: most boundary slips in Arabic are one to three characters.

Conjunctions, prepositions and the article are written onto a word, and nothing but a reader knows whether a
leading letter is one of them. So a start is moved *back* to the beginning of its word where only such letters lie
between; two starts that differ by clitics then become one, whoever is right.
"""

from __future__ import annotations

import re
from functools import lru_cache

from annotator.core.arabic import PROCLITICS, is_dropped

_PREFIX = re.compile(rf"[{PROCLITICS}]{{0,3}}(?:ال|ل)?")
LONGEST = 24
"""Clitics with all their vowel signs are hardly longer (code points)."""
_TATWEEL_AND_MARKS = re.compile("[\u0640\u064b-\u065f\u0670]")


def normalised(text: str, start: int, end: int) -> tuple[int, int]:
    """``[start, end)`` without outer white space and punctuation, its start back at the word where clitics lead.

    Offsets are code points. A span of nothing but punctuation stays as it is.
    """
    low, high = start, end
    while low < high and not text[low].isalnum():
        low += 1
    while low < high and not (text[high - 1].isalnum() or is_dropped(text[high - 1])):
        high -= 1
    if low == high:
        return start, end
    word = low
    while word > 0 and low - word <= 6 and (text[word - 1].isalnum() or is_dropped(text[word - 1])):
        word -= 1
    return (word, high) if word < low and is_clitic(text[word:low]) else (low, high)


@lru_cache(maxsize=1 << 14)
def is_clitic(letters: str) -> bool:
    """Whether letters at the beginning of a word can be nothing but clitics and the article."""
    return _PREFIX.fullmatch(_TATWEEL_AND_MARKS.sub("", letters)) is not None
