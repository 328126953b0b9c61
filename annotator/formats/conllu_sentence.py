"""A sentence of CoNLL-U: its comments and rows, MISC, the surface tokens, and where in them each word stands."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from annotator.core.errors import UserError

Extent = tuple[int, int]
ID = re.compile(r"(\d{1,18})(?:([-.])(\d{1,18}))?\Z")
_ESCAPE = re.compile(r"\\(.)")
_ESCAPES = {"s": " ", "t": "\t", "n": "\n", "r": "\r", "p": "|", "\\": "\\"}
EMPTY: dict[str, str] = {}
_BARE = re.compile(r"[BILU]-\S+\Z")
_TAGGED = ("NE", "NER", "ner", "name", "ne")


@dataclass(slots=True)
class Sentence:
    """The comments and rows of a sentence; ``line`` is that of its first row."""

    comments: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    line: int = 0
    known: dict[str, str] | None = None

    def comment(self, key: str) -> str | None:
        """The value of a comment ``# key = value``, or of ``# key value``; an empty text for a bare ``# key``."""
        if self.known is None:
            self.known = {}
            for each in self.comments:
                name, equals, value = each[1:].partition("=")
                if not equals:
                    name, _, value = each[1:].strip().partition(" ")
                self.known.setdefault(name.strip(), value.strip())
        return self.known.get(key)


def unescape(value: str) -> str:
    """A value of ``SpacesAfter`` with its escapes undone."""
    return _ESCAPE.sub(lambda match: _ESCAPES.get(match[1], match[0]), value)


def misc_of(row: Sequence[str]) -> dict[str, str]:
    """The pairs of a row's MISC, which is not empty; a key alone has an empty value."""
    pairs = (each.partition("=") for each in row[9].split("|"))
    return {key: value for key, _, value in pairs}


def tag_of(misc: Mapping[str, str]) -> str:
    """The tag of an entity, under its key or bare as spaCy takes it."""
    known = next((misc[key] for key in _TAGGED if key in misc), "")
    return known or next((key for key, value in misc.items() if not value and _BARE.match(key)), "")


def surfaces(sentence: Sentence, path: Path) -> tuple[list[list[str]], list[tuple[int, list[str]]]]:
    """The rows of surface tokens, and for every word (and empty node) the index of its surface token."""
    surface: list[list[str]] = []
    words: list[tuple[int, list[str]]] = []
    until = 0
    if all(row[0].isdecimal() for row in sentence.rows):
        return sentence.rows, list(enumerate(sentence.rows))
    for row in sentence.rows:
        match = ID.match(row[0])
        assert match is not None
        if match[2] == "-":
            if int(match[3]) - int(match[1]) > len(sentence.rows):
                raise UserError("%(file)s, line %(line)d: the range %(id)s has no words", file=path,
                                line=sentence.line, id=row[0])  # fmt: skip
            until = int(match[3])
            surface.append(row)
        elif match[2] == ".":
            words.append((max(0, len(surface) - 1), row))
        else:
            if int(match[1]) > until:
                surface.append(row)
            words.append((len(surface) - 1, row))
    return surface, words


def word_extents(words: list[tuple[int, list[str]]], extents: list[Extent]) -> list[Extent]:
    """Where every word stands: its own piece where the words of a token spell it, else the whole token."""
    if len(words) == len(extents):
        return extents
    found: list[Extent] = []
    for number, (token, row) in enumerate(words):
        start, end = extents[token]
        first = number
        while first and words[first - 1][0] == token:
            first -= 1
        group = [each for own, each in words[first : first + end - start + 1] if own == token]
        if sum(len(each[1]) for each in group) == end - start and len(group) > 1:
            start += sum(len(each[1]) for each in group[: number - first])
            end = start + len(row[1])
        found.append((start, end))
    return found
