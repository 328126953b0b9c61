"""Sentences: extents in code points, half-open, without the white space around them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from annotator.core.tokens import CONTROLS

_STOP = re.compile(r"[.!?؟؛…]+")
_LINE_BREAK = re.compile(r"[\n\r\u2028\u2029]+")
_OUTSIDE = re.compile(rf"[\s{CONTROLS}]")
_CLOSERS = frozenset("\"'”’»)]}›")
_ABBREVIATION = re.compile(
    r"(?:^|\W)(?:[ء-ي]|هـ|[وبلك](?:د|م|أ)|(?:[وفبلك]?[ء-ي]\.)+[ء-ي]|[A-Z](?:\.[A-Z])*|Mr|Mrs|Ms|Dr|St|vs|No)\Z"
)
"""A letter by itself (``د.``), behind a clitic too, letters with dots (``أ.د.`` ``ق.م.``), Latin initials."""


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _LINE_BREAK.finditer(text):
        yield start, match.start()
        start = match.end()
    yield start, len(text)


def _ends_sentence(text: str, match: re.Match[str]) -> bool:
    """Whether a stop ends a sentence: not inside a number or an address, nor after an abbreviation."""
    if match.group() != ".":
        return True
    start, end = match.span()
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    inside = after.isdigit() or (after.isalnum() and (before + after).isascii())
    return not inside and _ABBREVIATION.search(text[max(0, start - 12) : start]) is None


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for match in _STOP.finditer(text, start, end):
        stop = match.end()
        if not _ends_sentence(text, match):
            continue
        while stop < end and text[stop] in _CLOSERS:
            stop += 1
        yield start, stop
        start = stop
    yield start, end


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and not text[start].isalnum() and _OUTSIDE.match(text, start):
        start += 1
    # from the end: a search would stop at every blank
    while start < end and not text[end - 1].isalnum() and _OUTSIDE.match(text, end - 1):
        end -= 1
    return start, end


def sentences(text: str) -> list[tuple[int, int]]:
    """The sentences of a text, in order, none empty.

    A sentence ends on ``. ؟ ؛ ! …`` and at a new line; closing quotes and brackets after it belong to it.
    Dots in numbers and addresses and after titles, initials and abbreviations (``د.`` ``أ.د.``) end none.
    """
    extents = (_trimmed(text, *piece) for line in _lines(text) for piece in _pieces(text, *line))
    return [(start, end) for start, end in extents if start < end]
