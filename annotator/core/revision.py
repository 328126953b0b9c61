"""Where the places of a text lie in a corrected version of it. Offsets are code points, half-open.

The two texts are compared by words first and, where words differ, by characters, so that a letter of one word is
never taken for the same letter of another. What both begin and end with is set aside before, which makes the usual
case, one typo in a long text, exact and fast.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from annotator.core.span import Extent

_WORD = re.compile(r"\w+|\s+|[^\w\s]")
LIKE = 0.6
"""How much of a changed span's words must be as they were (difflib's ratio) for it to be the same span."""
LARGE = 250_000
"""Above this product of lengths two stretches are not asked how alike they are."""
FAR = 1500
"""Texts that differ in more words (or letters, within a changed stretch) than this are not compared further."""


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the old text, ``[start, end)``, and the stretch of the new one that stands in its place."""

    start: int
    end: int
    new_start: int
    new_end: int
    same: bool


@dataclass(frozen=True, slots=True)
class Carried:
    """What became of a span: its new extent, empty where it has none; whether its words changed."""

    extent: Extent
    changed: bool = False


class Revision:
    """The comparison of a text with its corrected version."""

    def __init__(self, old: str, new: str) -> None:
        self.old = old
        self.new = new
        self.blocks = list(_blocks(old, new))

    def carry(self, extent: Extent) -> Carried:
        """Where a span lies in the new text; no extent where that cannot be told surely."""
        pieces = tuple((self._start(start), self._end(end)) for start, end in extent)
        if not self._sound(pieces) or any(self._lost(place) for piece in extent for place in piece):
            return Carried(())
        changed = False
        for (start, end), (new_start, new_end) in zip(extent, pieces, strict=True):
            before, after = self.old[start:end], self.new[new_start:new_end]
            if before != after:
                changed = True
                if not _alike(before, after):
                    return Carried(())
        whole = self._whole(extent, pieces) if changed else None
        return Carried((whole,)) if whole else Carried(pieces, changed)

    def _whole(self, extent: Extent, pieces: Extent) -> tuple[int, int] | None:
        """The span's very words at either end of a stretch that grew: a word that was said twice, for one."""
        (start, end), (new_start, new_end) = extent[0], pieces[0]
        length = end - start
        for place in (new_end - length, new_start):
            if len(extent) == 1 and place >= new_start and place + length <= new_end:
                edges = [_in_word(self.new, place), _in_word(self.new, place + length)]
                same = self.new[place : place + length] == self.old[start:end]
                if same and edges == [_in_word(self.old, start), _in_word(self.old, end)]:
                    return place, place + length
        return None

    def nearest(self, extent: Extent) -> tuple[int, int]:
        """The stretch of the new text that stands where a span stood, for a person to judge; may be empty."""
        start, end = self._start(extent[0][0]), self._end(extent[-1][1])
        return (start, end) if start < end else (min(start, end), min(start, end))

    def _sound(self, pieces: Extent) -> bool:
        ends = [place for piece in pieces for place in piece]
        return ends == sorted(ends) and all(start < end for start, end in pieces)

    def _lost(self, place: int) -> bool:
        """Whether a place lies inside a stretch that has nothing surely in common with what replaced it."""
        return any(block.start < place < block.end for block in self.blocks if not block.same)

    def _start(self, place: int) -> int:
        """Where a span's start goes: with the character that follows it."""
        for block in self.blocks:
            if block.start <= place < block.end:
                return block.new_start + (place - block.start if block.same else 0)
        return len(self.new)

    def _end(self, place: int) -> int:
        """Where a span's end goes: with the character before it."""
        for block in self.blocks:
            if block.start < place <= block.end:
                return block.new_start + place - block.start if block.same else block.new_end
        return 0


def _in_word(text: str, place: int) -> bool:
    """Whether a place lies inside a word."""
    return 0 < place < len(text) and text[place - 1].isalnum() and text[place].isalnum()


def _alike(before: str, after: str) -> bool:
    if not before or not after or len(before) * len(after) > LARGE:
        return False
    return SequenceMatcher(None, before, after, autojunk=False).ratio() >= LIKE


def _blocks(old: str, new: str) -> Iterator[Block]:
    head = _shared(old, new)
    while _in_word(old, head) or _in_word(new, head):  # whole words are compared
        head -= 1
    tail = _shared(old[head:][::-1], new[head:][::-1])
    while tail and (_in_word(old, len(old) - tail) or _in_word(new, len(new) - tail)):
        tail -= 1
    if head:
        yield Block(0, head, 0, head, same=True)
    yield from _middle(old[: len(old) - tail], new[: len(new) - tail], head)
    if tail:
        yield Block(len(old) - tail, len(old), len(new) - tail, len(new), same=True)


def _shared(first: str, second: str) -> int:
    """How many characters two texts begin with alike."""
    low, high = 0, min(len(first), len(second))
    while low < high:
        middle = (low + high + 1) // 2
        if first[low:middle] == second[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _middle(old: str, new: str, head: int) -> Iterator[Block]:
    """The blocks of what differs, compared word by word from ``head`` on."""
    old_words, new_words = _WORD.findall(old[head:]), _WORD.findall(new[head:])
    at, new_at = head, head
    for same, i1, i2, j1, j2 in _opcodes(old_words, new_words):
        length, new_length = len("".join(old_words[i1:i2])), len("".join(new_words[j1:j2]))
        if same:
            yield Block(at, at + length, new_at, new_at + length, same=True)
        else:
            yield from _letters(old[at : at + length], new[new_at : new_at + new_length], at, new_at)
        at, new_at = at + length, new_at + new_length


def _letters(old: str, new: str, at: int, new_at: int) -> Iterator[Block]:
    """The blocks of a changed stretch, letter by letter where its two sides are alike."""
    head = _shared(old, new)
    tail = _shared(old[head:][::-1], new[head:][::-1])
    inner, new_inner = old[head : len(old) - tail], new[head : len(new) - tail]
    if not old or not new or (inner and new_inner and not _alike(old, new)):
        yield Block(at, at + len(old), new_at, new_at + len(new), same=False)
        return
    if head:
        yield Block(at, at + head, new_at, new_at + head, same=True)
    for same, i1, i2, j1, j2 in _opcodes(inner, new_inner):
        yield Block(at + head + i1, at + head + i2, new_at + head + j1, new_at + head + j2, same)
    if tail:
        yield Block(at + len(old) - tail, at + len(old), new_at + len(new) - tail, new_at + len(new), same=True)


def _opcodes(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[bool, int, int, int, int]]:
    """Stretches of two sequences that are the same, and those between them: (same, from, to, new from, new to)."""
    at, new_at = 0, 0
    for start, new_start, length in [*_runs(_common(old, new)), (len(old), len(new), 0)]:
        if start > at or new_start > new_at:
            yield False, at, start, new_at, new_start
        if length:
            yield True, start, start + length, new_start, new_start + length
        at, new_at = start + length, new_start + length


def _runs(pairs: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
    """Pairs of places as runs: (first place, first place in the other, length)."""
    start, new_start, length = 0, 0, 0
    for place, other in pairs:
        if length and (place, other) == (start + length, new_start + length):
            length += 1
            continue
        if length:
            yield start, new_start, length
        start, new_start, length = place, other, 1
    if length:
        yield start, new_start, length


def _common(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """The places of a longest common subsequence, by the greedy algorithm of Myers (1986), section 4.

    Texts that differ in more than `FAR` places have nothing surely in common.
    """
    reach = {1: 0}
    trace: list[dict[int, int]] = []
    for distance in range(min(len(old) + len(new), FAR) + 1):
        trace.append(dict(reach))
        for diagonal in range(-distance, distance + 1, 2):
            down = diagonal == -distance or (
                diagonal != distance and reach[diagonal - 1] < reach[diagonal + 1]
            )
            x = reach[diagonal + 1] if down else reach[diagonal - 1] + 1
            while x < len(old) and x - diagonal < len(new) and old[x] == new[x - diagonal]:
                x += 1
            reach[diagonal] = x
            if x >= len(old) and x - diagonal >= len(new):
                return _walked_back(trace, len(old), len(new))
    return []


def _walked_back(trace: list[dict[int, int]], x: int, y: int) -> list[tuple[int, int]]:
    pairs = []
    for distance in range(len(trace) - 1, -1, -1):
        reach, diagonal = trace[distance], x - y
        down = diagonal == -distance or (
            diagonal != distance and reach.get(diagonal - 1, -1) < reach.get(diagonal + 1, -1)
        )
        before = diagonal + 1 if down else diagonal - 1
        last_x = reach[before] if distance else 0
        last_y = last_x - before if distance else 0
        while x > last_x and y > last_y:
            x, y = x - 1, y - 1
            pairs.append((x, y))
        x, y = last_x, last_y
    return pairs[::-1]
