"""Two lone surrogates side by side: code points that JSON would read back as one character."""

from __future__ import annotations

import re
from collections.abc import Iterable

_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")


_HALF = re.compile("[\ud800-\udfff]")


def without_halves(text: str) -> str:
    """The text, as long as it was, with U+FFFD for every half of a character."""
    return _HALF.sub("\ufffd", text) if _HALF.search(text) else text


def split_pairs(text: str) -> list[int]:
    """Where a high surrogate stands alone before a low one (code points)."""
    return [match.start() for match in _PAIR.finditer(text)]


def rejoined(text: str, pairs: Iterable[int]) -> str:
    """The text with the characters at these places taken apart again, left to right.

    Raises:
        ValueError: there is no astral character at such a place.
    """
    for place in pairs:
        character = text[place : place + 1]
        if not character or ord(character) < 0x10000:
            raise ValueError(f"no split pair at {place}")
        rest = ord(character) - 0x10000
        text = f"{text[:place]}{chr(0xD800 + (rest >> 10))}{chr(0xDC00 + (rest & 0x3FF))}{text[place + 1 :]}"
    return text
