"""Offset units: code points inside; UTF-16 units, graphemes and bytes only at the border of some formats.

Where a file carries the covered text, the unit is found by it: the first unit under which all spans match.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, repeat

from annotator.core.errors import UserError
from annotator.core.i18n import N_
from annotator.formats.base import Unit
from annotator.formats.errors import WrongValueError

UNITS: tuple[Unit, ...] = ("codepoint", "utf16", "grapheme", "byte")
_NUMBERS = "I"
"""How offsets of a long text are kept: four bytes each, for no file is read whole that has more than fits them."""
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_BREAKS = re.compile(r"\r\n|[\r\n\t]")
_WIDE = re.compile("[^\x00-\x7f]")


AS_ONE = ", CRLF as one"
"""Ends the name of a unit in which a CRLF of the text counts as one character. Of a grapheme it is true anyway."""
CRLF_AS_ONE = N_("a CRLF counts as one character in its offsets")


class Offsets:
    """Offsets of one text in one unit, to and from code points."""

    def __init__(self, text: str, unit: str = "codepoint") -> None:
        self.length = len(text)
        self.unit = unit
        self._starts: Sequence[int] | None = None
        """In the unit, the offset of every code point and of the end; None where it is the same."""
        base = unit.removesuffix(AS_ONE)
        if base == "utf16" and _ASTRAL.search(text):
            self._starts = _summed(2 if character > "\uffff" else 1 for character in text)
        elif base == "byte" and _WIDE.search(text):
            self._starts = _summed(map(_utf8_length, text))
        elif base == "grapheme":
            self._starts = _graphemes(text)
        if unit != base and "\r\n" in text:
            self._starts = _breaks_as_one(text, self._starts or range(len(text) + 1))

    def to_codepoint(self, offset: int) -> int:
        """The code point offset of an offset in the unit.

        Raises:
            WrongValueError: it lies outside the text or inside a character.
        """
        starts = self._starts
        if starts is None:
            if not 0 <= offset <= self.length:
                raise WrongValueError("%(offset)d lies outside the text", offset=offset)
            return offset
        place = bisect_left(starts, offset)
        if place >= len(starts) or starts[place] != offset:
            raise WrongValueError("%(offset)d lies inside a character or outside the text", offset=offset)
        return place

    def from_codepoint(self, offset: int) -> int:
        """The offset in the unit of a code point offset."""
        return offset if self._starts is None else self._starts[offset]


def _summed(lengths: Iterable[int]) -> Sequence[int]:
    """Where each begins, and where the last ends; as plain numbers, for a text may be long."""
    return array(_NUMBERS, accumulate(lengths, initial=0))


def _utf8_length(character: str) -> int:
    return 1 if character < "\x80" else 2 if character < "\u0800" else 3 if character < "\U00010000" else 4


def _graphemes(text: str) -> Sequence[int] | None:
    """How many graphemes begin before each code point: one inside a grapheme has the number of its first."""
    import regex  # type: ignore[import-untyped]  # has no types of its own

    starts = array(_NUMBERS)
    number, last = -1, 0
    for number, match in enumerate(regex.finditer(r"\X", text)):
        last = match.end()
        starts.extend(repeat(number, last - match.start()))
    if number + 1 == len(text):
        return None
    starts.append(number + 1)
    return starts


def _breaks_as_one(text: str, starts: Sequence[int]) -> Sequence[int]:
    """The same offsets where a CR before a line feed takes no room."""
    found = array(_NUMBERS)
    last = shift = 0
    for match in re.finditer("\r\n", text):
        edge = match.start() + 1
        found.extend(start - shift for start in starts[last:edge])
        shift += starts[edge] - starts[edge - 1]
        last = edge
    found.extend(start - shift for start in starts[last:])
    return found


@dataclass(frozen=True, slots=True)
class Claim:
    """What a file says of one span: pieces in its own unit, the text that it says they cover, and where.

    ``order``: the places of the pieces in the order in which the file tells them, where that is not theirs.
    """

    pieces: tuple[tuple[int, int], ...]
    covered: str | None
    where: str
    order: tuple[int, ...] = ()


Check = Callable[[str, str], bool]
"""Whether the pieces' joined text agrees with what the file says."""
Converted = list[tuple[tuple[int, int], ...]]


@dataclass(frozen=True, slots=True)
class View:
    """One way to count: the text that offsets count in, the unit, and the way from there to the stored text."""

    unit: str
    text: str
    onward: Callable[[int], int] | None = None


def views_of(text: str, unit: str = "") -> Iterator[View]:
    """The ways to count a text that is stored as it is."""
    for each in (unit,) if unit else UNITS:
        yield View(each, text)


def views_of_raw(raw: str, unit: str = "") -> Iterator[View]:
    """The ways to count a text that is stored with LF only: a CRLF as two, or as one."""
    if "\r" not in raw:
        yield from views_of(raw, unit)
        return
    likely: Sequence[str]
    others: Sequence[str]
    stored = raw.replace("\r\n", "\n").replace("\r", "\n")
    likely, others = ((unit,), ()) if unit else (UNITS[:2], UNITS[2:])
    for units in (likely, others):
        for each in units:
            yield View(each, raw, collapsed(raw))
        for each in units:
            yield View(f"{each}{AS_ONE}" if "\r\n" in raw else each, stored)


def collapsed(raw: str) -> Callable[[int], int]:
    """The way from offsets in a text with its own line ends to the text with line feeds only."""
    pairs = [match.start() + 1 for match in re.finditer("\r\n", raw)]
    return lambda offset: offset - bisect_left(pairs, offset)


def same(joined: str, covered: str) -> bool:
    """Agreement to the letter."""
    return joined == covered


def same_on_one_line(joined: str, covered: str) -> bool:
    """Agreement where the file writes line breaks and tabs as blanks."""
    return _BREAKS.sub(" ", joined) == covered


def fitting(views: Iterable[View], claims: Sequence[Claim], check: Check = same) -> tuple[str, Converted]:
    """The unit of the first view under which every claim holds, and the claims' pieces in the stored text.

    Raises:
        UserError: no view fits; says the first claim that fails under the first view.
    """
    first_error: UserError | None = None
    for view in views:
        try:
            return view.unit, _converted(view, claims, check)
        except UserError as error:
            first_error = first_error or error
    assert first_error is not None
    raise first_error


def _converted(view: View, claims: Sequence[Claim], check: Check) -> Converted:
    offsets = Offsets(view.text, view.unit.split(",")[0])
    found: Converted = []
    for claim in claims:
        try:
            pieces = [(offsets.to_codepoint(a), offsets.to_codepoint(b)) for a, b in claim.pieces]
        except ValueError as error:
            raise UserError("%(where)s: %(reason)s", where=claim.where, reason=error) from error
        if claim.covered is not None:
            _agree(view.text, pieces, claim, check)
        onward = view.onward
        found.append(tuple((onward(a), onward(b)) for a, b in pieces) if onward else tuple(pieces))
    return found


def _agree(text: str, pieces: Sequence[tuple[int, int]], claim: Claim, check: Check) -> None:
    parts = [text[start:end] for start, end in pieces]
    covered = claim.covered or ""
    if check(" ".join(parts), covered) or (len(parts) > 1 and check("".join(parts), covered)):
        return
    if claim.order and check(" ".join(parts[place] for place in claim.order), covered):
        return
    message = "%(where)s: the span covers “%(text)s”, the file says “%(covered)s”"
    raise UserError(message, where=claim.where, text=" ".join(parts)[:80], covered=covered[:80])
