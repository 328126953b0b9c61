"""A copy of a text, of the same length, that Qt can be given without changing, dropping or hiding anything.

Qt eats a leading U+FEFF, swaps the bytes after a leading U+FFFE, drops lone surrogates, breaks lines at
U+2028 and leaves no room in a line's glyph runs for tabs and object characters.
"""

from __future__ import annotations

import re

WORD_JOINER = "\u2060"
REPLACEMENT = "\ufffd"
PARAGRAPH_SIGN = "\u00b6"
WIDE_SPACE = "\u2003"

_STAND_INS: dict[str, str] = {
    "\ufeff": WORD_JOINER,
    "\r": WORD_JOINER,
    "\ufffe": REPLACEMENT,
    "\uffff": REPLACEMENT,
    "\ufffc": REPLACEMENT,
    "\t": WIDE_SPACE,
} | dict.fromkeys("\v\f\x1c\x1d\x1e\x1f\x85\u2028\u2029", PARAGRAPH_SIGN)
_RISKY = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufdd0\ufdd1\ufeff\ufffc\ufffe\uffff\ud800-\udfff]")


def _stand_in(found: re.Match[str]) -> str:
    return _STAND_INS.get(found.group(), REPLACEMENT)


def display_text(text: str) -> str:
    """The text with a stand-in for every character that Qt would change; offsets stay the same."""
    return _RISKY.sub(_stand_in, text)


INVISIBLE_NAMES: dict[str, str] = {
    "\u00a0": "NBSP", "\u00ad": "SHY", "\u034f": "CGJ", "\u0640": "TATWEEL", "\u061c": "ALM",
    "\u180e": "MVS", "\u200b": "ZWSP", "\u200c": "ZWNJ", "\u200d": "ZWJ", "\u200e": "LRM", "\u200f": "RLM",
    "\u202a": "LRE", "\u202b": "RLE", "\u202c": "PDF", "\u202d": "LRO", "\u202e": "RLO", "\u202f": "NNBSP",
    "\u2007": "FIGSP", "\u2009": "THIN", "\u200a": "HAIR", "\u2060": "WJ", "\u2066": "LRI", "\u2067": "RLI",
    "\u2068": "FSI", "\u2069": "PDI", "\ufeff": "BOM", "\t": "TAB", "\r": "CR", "\v": "VT", "\f": "FF",
    "\x00": "NUL", "\x85": "NEL", "\u2028": "LS", "\u2029": "PS", "\ufffe": "FFFE", "\ufffc": "OBJ",
}  # fmt: skip
"""Short names of the characters that the invisible-characters switch shows."""


def invisible_name(character: str) -> str:
    """The short name of an invisible character; nothing for a visible one. Lone surrogates read ``D83D``."""
    if "\ud800" <= character <= "\udfff" or (character < " " and character not in INVISIBLE_NAMES):
        return f"{ord(character):04X}"
    return INVISIBLE_NAMES.get(character, "")
