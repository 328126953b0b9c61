"""Which encoding a plain text has: UTF-8, UTF-16, Windows-1256, ISO-8859-6, or what else it may be."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress
from pathlib import Path

from annotator.core.errors import UserError
from annotator.formats.foreign import foreign
from annotator.formats.source import looks_binary, no_encoding, not_utf8

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ODD = frozenset({"punycode", "idna", "unicode-escape", "raw-unicode-escape", "undefined", "utf-7", "mbcs", "oem"})
"""Codecs that Python counts among those of texts and that no text is kept in."""
_HIGH = re.compile(rb"[\x80-\xff]")
_BEFORE = 1000
"""So many bytes before the first that is not ASCII are looked at: the letters of a word or a name."""
_FREQUENT = {
    letter: rank
    for rank, letters in enumerate(("ا", "ل", "ي", "منو", "رتبةع", "دسفهكقحأج", "شطصىخذضزثإءغئظآؤ،؛؟"))
    for letter in letters
}
"""Arabic letters by how common they are in news text: the smaller the rank, the more common."""


def decode(path: Path, data: bytes, encoding: str = "") -> tuple[str, str, bool]:
    """The text, the encoding it was in, and whether it began with a BOM (which is taken off).

    Raises:
        UserError: these bytes are no text, or not in the given encoding.
    """
    name = encoding or encoding_of(path, data)
    bom = any(data.startswith(mark) for mark, _ in _BOMS) and name.lower().startswith("utf")
    try:
        text = data.decode("utf-8-sig" if name.lower().replace("_", "-") == "utf-8" else name)
    except (UnicodeDecodeError, UnicodeError) as error:
        message = "%(file)s is not text in the encoding %(encoding)s"
        raise UserError(message, file=path, encoding=name) from error
    except LookupError as error:
        raise no_encoding(name) from error
    return text.removeprefix("\ufeff") if bom else text, name.removesuffix("-sig"), bom


def trusted(name: str) -> str:
    """The encoding that a page names for itself; nothing where it is unknown or no encoding of texts."""
    try:
        own = codecs.lookup(name).name
        return "" if own in _ODD or not " ".encode(own) else name
    except (LookupError, ValueError):
        return ""


def encoding_of(path: Path, data: bytes) -> str:
    """The name of the encoding that bytes are most likely in.

    Raises:
        UserError: the bytes are no text, or UTF-8 that is broken at one place (named by its line).
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return name
    if wide := _utf16(data):
        return wide
    if looks_binary(data):
        raise UserError("%(file)s is not a text file", file=path)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        if _almost_utf8(data):
            raise not_utf8(path, data, error) from error
        return _one_byte(data)
    return "utf-8"


def _utf16(data: bytes) -> str:
    """UTF-16 without a BOM shows by its high bytes: zero for Latin, six for Arabic, on one side only."""
    sample = data[:4096]
    if len(sample) < 4 or len(data) % 2:
        return ""
    even, odd = sample[0::2], sample[1::2]
    for high, name in ((odd, "utf-16-le"), (even, "utf-16-be")):
        low = even if high is odd else odd
        narrow = sum(byte in {0, 6} for byte in high)
        if 0 in high and narrow > 0.9 * len(high) and sum(byte in {0, 6} for byte in low) < 0.5 * len(low):
            return name
    return ""


def _almost_utf8(data: bytes) -> bool:
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = sum(character > "\x7f" for character in text) - bad
    return good >= 10 * bad


def _one_byte(data: bytes) -> str:
    place = _HIGH.search(data)
    start = max(0, place.start() - _BEFORE) if place else 0
    sample = data[start : start + (1 << 16)]
    scores = {name: _arabic_score(sample, name) for name in ("cp1256", "iso8859-6")}
    best = max(scores, key=lambda name: scores[name])
    if scores[best] > 0:
        return best
    return _other(sample)


def _arabic_score(data: bytes, encoding: str) -> float:
    """How much bytes look like Arabic news in an encoding: common letters count for, others against."""
    high = [character for character in data.decode(encoding, "replace") if character > "\x7f"]
    points = sum(4 - _FREQUENT[c] if c in _FREQUENT else -1 if c in "“”‘’«»…–—\xa0" else -4 for c in high)
    return points / len(high)


def _other(data: bytes) -> str:
    from charset_normalizer import from_bytes

    with suppress(UserError), foreign("%(reason)s"):
        best = from_bytes(data).best()
        if best is not None:
            return best.encoding
    return "cp1252"
