"""Schemes of token tags: BIO, IOB1, BIOES, BILOU (and BMEWO, read only)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from annotator.formats.base import Tags

Chunk = tuple[int, int, str]
"""First token, last token + 1, label."""
_OPENED = re.compile(r"\(([^()*\s]+)")
_LETTERS = frozenset("BIOESLUMW")
_MARKS: dict[str, tuple[str, str, str, str]] = {
    "bio": ("B", "I", "I", "B"),
    "bioes": ("B", "I", "E", "S"),
    "bilou": ("B", "I", "L", "U"),
}
"""First, middle, last and only mark of a span, by scheme."""


def encode(chunks: Iterable[Chunk], count: int, scheme: Tags = "bio") -> list[str]:
    """One tag per token for chunks that do not overlap."""
    tags = ["O"] * count
    before: tuple[int, str] = (-1, "")
    for start, end, label in sorted(chunks):
        first, middle, last, only = ("I", "I", "I", "I") if scheme == "iob1" else _MARKS[scheme]
        if scheme == "iob1" and before == (start, label):
            first = only = "B"  # IOB1 marks a beginning only where one chunk follows another of its label
        for place in range(start, end):
            tags[place] = f"{middle}-{label}"
        if end - start == 1:
            tags[start] = f"{only}-{label}"
        else:
            tags[start] = f"{first}-{label}"
            tags[end - 1] = f"{last}-{label}"
        before = (end, label)
    return tags


def split_tag(tag: str, suffix: bool = False) -> tuple[str, str]:
    """The mark and the label of a tag: ``B-PER`` (or ``PER-B``), ``B_PER`` too; ``("O", "")`` where none.

    A tag that is none gives ``("", tag)``.
    """
    if tag in {"O", "_", "-", ""}:
        return "O", ""
    if suffix:
        return (tag[-1], tag[:-2]) if len(tag) > 2 and tag[-2] == "-" and tag[-1] in _LETTERS else ("", tag)
    if len(tag) > 2 and tag[1] in "-_" and tag[0] in _LETTERS and tag[0] != "O":
        return tag[0], tag[2:]
    return "", tag


def bracket_chunks(cells: Sequence[str]) -> list[Chunk]:
    """The chunks of a column of brackets as in CoNLL-2012: ``(GPE)`` alone, ``(DATE*`` first, ``*)`` last."""
    found: list[Chunk] = []
    begun: list[tuple[int, str]] = []
    for place, cell in enumerate(cells):
        begun += [(place, label) for label in _OPENED.findall(cell)]
        for _ in range(min(cell.count(")"), len(begun))):
            start, label = begun.pop()
            found.append((start, place + 1, label))
    return sorted(found, key=lambda each: (each[0], -each[1]))


@dataclass(slots=True)
class Decoder:
    """Tags to chunks by the lenient rule of conlleval, and a count of what had to be repaired.

    ``marks`` counts the marks seen; ``orphans`` the chunks that begin with I, E, L or M (in IOB1 that is no
    fault); ``adjacent`` the B right after a chunk of its label; ``other_b`` the B elsewhere; ``unknown`` the
    tags that are none.
    """

    suffix: bool = False
    marks: Counter[str] = field(default_factory=Counter)
    orphans: int = 0
    adjacent: int = 0
    other_b: int = 0
    unknown: int = 0
    unclosed: int = 0

    def chunks(self, tags: Sequence[str]) -> list[Chunk]:
        """The chunks of one sentence."""
        found: list[Chunk] = []
        start, label, closed = -1, "", True
        for place, tag in enumerate(tags):
            if tag == "O":
                if not closed:
                    found.append((start, place, label))
                    closed = True
                continue
            mark, name = split_tag(tag, self.suffix)
            if not mark:
                self.unknown += 1
                mark = "O"
            going_on = not closed and mark in "IELM" and name == label
            if not closed and not going_on:
                found.append((start, place, label))
            if mark == "O":
                closed = True
                continue
            self._count(mark, name, going_on, found, place)
            if not going_on:
                start, label = place, name
            closed = mark in "ELSUW"
            if closed:
                found.append((start, place + 1, label))
        if not closed:
            found.append((start, len(tags), label))
        return found

    def _count(self, mark: str, name: str, going_on: bool, found: list[Chunk], place: int) -> None:
        self.marks[mark] += 1
        if mark in "IELM" and not going_on:
            self.orphans += 1
        elif mark == "B":
            touches = bool(found) and found[-1][1] == place and found[-1][2] == name
            self.adjacent += touches
            self.other_b += not touches

    def scheme(self) -> str | None:
        """The scheme of the tags seen so far: ``bio iob1 bioes bilou bmewo``, or None without tags."""
        seen = self.marks
        if seen["L"] or seen["U"]:
            return "bilou"
        if seen["W"] or seen["M"]:
            return "bmewo"
        if seen["E"] or seen["S"]:
            return "bioes"
        if self.orphans and not self.other_b:
            return "iob1"
        return "bio" if seen else None

    def repairs(self) -> int:
        """How many tags broke the rules of that scheme."""
        return self.unknown + (0 if self.scheme() == "iob1" else self.orphans)
