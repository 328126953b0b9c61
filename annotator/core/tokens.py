"""Tokens with exact offsets: code points, half-open, in text order, never overlapping.

A number with its sign, separators and percent mark is one token (``1,332`` ``-3.5%`` ``٥٫٢`` ``56,2٪``); a
range ``10-20`` is three, a number glued to letters (``و200`` ``25مل``) is apart from them. A word keeps
its marks, tatweel and the invisible controls inside it; controls at its edges, like white space, are in no
token. URLs, e-mail addresses, Latin words (``F-16`` ``Al-Arabiya``) and emoji sequences are whole; everything
else, lone surrogates too, is a token of its own, a run of one punctuation mark (``...``) together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Token:
    """One token, by code points. Numbers with their separators and signs are one token."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The token's text."""
        return text[self.start : self.end]


CONTROLS = "\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff"
"""Invisible controls (bidi, soft hyphen, zero-width space, BOM), as the inside of a character class."""
_MARKS = (
    "\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed"
    "\u08d3-\u08ff\u200c\u200d\ufe00-\ufe0f\ufe20-\ufe2f"
)
_LATIN = "A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff"
_FRACTIONS = "\u00bc-\u00be\u2150-\u215e"
_LETTER = rf"[^\W\d_{_LATIN}\u00b5\u00b2\u00b3\u00b9{_FRACTIONS}]"
_RUN = "[\u0610-\u061a\u0620-\u065f\u066e-\u06d3\u06d5-\u06dc_]*+"  # the common case, quickly
_WORD_REST = rf"{_RUN}(?:[{CONTROLS}]*(?:{_LETTER}|[{_MARKS}_]){_RUN})*+"
_WORD = rf"{_LETTER}{_WORD_REST}"
_SEPARATORS = ".,\u066b\u066c\u060c'\u2019"
_NUMBER = (
    rf"(?:(?<![^\s{CONTROLS}(\[«“\"])[-+\u2212\u00b1])?(?:(?<!\d)[%٪](?=[\d.]))?"
    rf"(?:[{_FRACTIONS}]|(?:\d+|(?<!\w)[.\u066b](?=\d))\d*(?:[{_SEPARATORS}]\d+)*[{_FRACTIONS}]?)[%٪\ufe6a]?"
)
_PICTURE = (
    "[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u25a0-\u27bf"
    "\u2900-\u297f\u2b00-\u2bff\u3030\u303d\U0001f000-\U0001faff]"
)
_EMOJI = (
    "[0-9#*]\ufe0f?\u20e3|[\U0001f1e6-\U0001f1ff]{2}|"
    rf"{_PICTURE}(?:[\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]|\u200d{_PICTURE})*"
)
_ADDRESS = (
    r"(?:https?|ftp)://[^\s<>«»“”\"]*[^\s<>«»“”\".,:;!?؟،؛()\[\]{}']|www\.[\w.-]+\w(?:/[^\s<>«»“”\"]*[\w/])?|"
    r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+"
)
_LATIN_WORD = rf"[{_LATIN}](?:[{_LATIN}\d_{_MARKS}]|[-'’&](?=[{_LATIN}\d]))*"
_ACRONYM = r"(?:[A-Za-z]\.){2,}"
_TOKEN = re.compile(
    rf"\s?+([\u0621-\u064a]{_WORD_REST}|{_ADDRESS}|{_EMOJI}|{_NUMBER}|{_WORD}|{_ACRONYM}|{_LATIN_WORD}"
    rf"|([.…!?؟\-_=*~])\2*|[^\s{CONTROLS}][{_MARKS}]*)"
)
"""A token, as the first group; the blank before it is skipped at once, else every kind of token is tried there."""


@lru_cache(maxsize=2)
def spans(text: str) -> tuple[tuple[int, int], ...]:
    """The extents of the tokens, for those who need no objects; of the last few texts they are kept."""
    return tuple([match.span(1) for match in _TOKEN.finditer(text)])


def tokenize(text: str) -> list[Token]:
    """The tokens of a text, in order; everything but white space and edge controls is in exactly one."""
    return [Token(*match.span(1)) for match in _TOKEN.finditer(text)]
