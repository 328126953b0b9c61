"""A gazetteer: names found behind clitics, in any spelling that folds alike, with exact offsets.

The search is Aho-Corasick (pyahocorasick) over the folded text; hits count only as whole words, where proclitics
may stand before the first letter. Offsets are code points of the original text, half-open.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import ahocorasick

from annotator.core.arabic import fold, folded_text
from annotator.core.clitics import begins_by_nature

_SPACES = re.compile(r"\s+")
_WHITE = "\t\n\r\u00a0\u2009\u202f"
_CLITICS = frozenset({"", "و", "ف", "ب", "ل", "ك", "وب", "ول", "وك", "فب", "فل", "فك"})
_LETTER = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Entry:
    """A name to find. ``label`` is empty where the name alone decides no label (a place, an outlet)."""

    name: str
    label: str = ""
    kind: str = ""
    entity: str = ""
    origin: str = ""


@dataclass(slots=True)
class Match:
    """A place where an entry's name stands: code points, half-open, clitics outside.

    Nothing changes a match: it is not frozen because that takes thrice the time to make.
    """

    start: int
    end: int
    entry: Entry


@dataclass(frozen=True, slots=True)
class _Pattern:
    length: int
    swallowed: bool  # the lam before it took the alef of the article
    entry: Entry


def name_key(name: str) -> str:
    """The key by which a name is found: folded, one space between words."""
    return _SPACES.sub(" ", fold(name)).strip()


def _spellings(key: str) -> Iterator[tuple[str, bool]]:
    """The key, and what is left of it after a lam that swallows the alef of its article."""
    yield key, False
    if key.startswith("الل"):
        yield key[2:], True
    elif key.startswith("ال") and len(key) > 3:
        yield key[1:], True


def _line_of(text: str) -> str:
    """A folded text with every white space as a blank, same length."""
    for space in _WHITE:  # a search for each of them is many times quicker than a look-up of every character
        text = text.replace(space, " ")
    return text


class Gazetteer:
    """Names to find in texts, with vetoes: names that are never found.

    Args:
        entries: the names; of several with one key the first counts.
        vetoes: names (any spelling) that are left out.
    """

    def __init__(self, entries: Iterable[Entry], vetoes: Iterable[str] = ()) -> None:
        self.vetoes = frozenset(map(name_key, vetoes))
        by_key: dict[str, Entry] = {}
        for entry in entries:
            key = name_key(entry.name)
            if len(key) > 1 and key not in self.vetoes:
                by_key.setdefault(key, entry)
        self.entries = tuple(by_key.values())
        self._automaton = _automaton(by_key)

    def extended(self, entries: Iterable[Entry], vetoes: Iterable[str] = ()) -> Gazetteer:
        """This gazetteer with a project's entries before its own, and a project's vetoes."""
        return Gazetteer((*entries, *self.entries), (*self.vetoes, *vetoes))

    def find(self, text: str) -> list[Match]:
        """The longest names that stand in the text, in order, none inside another."""
        return list(_outermost(self.find_all(text)))

    def find_all(self, text: str) -> list[Match]:
        """Every name that stands in the text, in order; of those that start together the longest first."""
        if self._automaton is None:
            return []
        folded = folded_text(text)
        line = _line_of(folded.text)
        found: list[Match] = []
        for last, patterns in self._automaton.iter(line):
            end = last + 1
            if end < len(line) and (line[end].isalnum() or line[end] == "_"):
                continue
            for pattern in patterns:
                start = end - pattern.length
                if _begins_a_word(line, start, pattern):
                    found.append(Match(*folded.original(start, end), pattern.entry))
        found.sort(key=lambda match: (match.start, -match.end))
        return found


def _automaton(by_key: dict[str, Entry]) -> Any:  # noqa: ANN401 - a C type without stubs
    patterns: dict[str, list[_Pattern]] = {}
    for key, entry in by_key.items():
        for spelling, swallowed in _spellings(key):
            patterns.setdefault(spelling, []).append(_Pattern(len(spelling), swallowed, entry))
    if not patterns:
        return None
    automaton = ahocorasick.Automaton()
    for spelling, found in patterns.items():
        automaton.add_word(spelling, tuple(found))
    automaton.make_automaton()
    return automaton


def _begins_a_word(line: str, start: int, pattern: _Pattern) -> bool:
    """Whether a hit begins a word, or stands behind clitics of one."""
    before = start
    while before and start - before < 3 and (line[before - 1].isalnum() or line[before - 1] == "_"):
        before -= 1
    clitics = line[before:start]
    if clitics not in _CLITICS or (before and _LETTER.match(line[before - 1])):
        return False
    if pattern.swallowed:
        return clitics.endswith("ل")
    return not clitics or _may_be_cut(line, before, start, clitics)


def _may_be_cut(line: str, before: int, start: int, clitics: str) -> bool:
    """Whether the letters before a name can be clitics: the word is not known to begin with them."""
    if line[start : start + 2] == "ال":
        return not clitics.endswith("ل")
    end = start
    while end < len(line) and line[end].isalnum():
        end += 1
    return end - start > 2 and not begins_by_nature(line[before:end])


def _outermost(matches: Iterable[Match]) -> Iterator[Match]:
    """The matches that start after every earlier one ended."""
    end = 0
    for match in matches:
        if match.start >= end:
            end = match.end
            yield match
