"""Where the same mention stands again: the words of a mention key in a text, folded and behind clitics."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from annotator.core.arabic import Folded, fold_with_offsets
from annotator.core.clitics import trim_clitics

_BEFORE = 3
"""So many letters of a word stand before its core at most: two clitics, and the alef or lam of the article."""


def mentions(text: str, key: str, folded: Folded | None = None) -> Iterator[tuple[int, int]]:
    """Where the words of a mention key (`arabic.span_key`) stand in a text, clitics left outside, in order.

    Offsets are code points, half-open. ``folded`` is the text folded already, where the caller keeps it.
    """
    pattern = _pattern(key)
    if pattern is None:
        return
    folded = folded or fold_with_offsets(text)
    for match in _matches(pattern, _core(key), folded.text):
        group = "plain" if match.group("plain") else "behind"
        start, end = folded.original(match.start(group), match.end(group))
        whole, _ = folded.original(match.start(), match.end())
        if start == whole or trim_clitics(text, whole, end) == start:
            yield start, end


def _matches(pattern: re.Pattern[str], core: str, folded: str) -> Iterator[re.Match[str]]:
    """The matches of a key's pattern in a folded text: those around its letters, which are many times quicker found."""
    place, end = folded.find(core), 0
    while place >= 0:
        for start in range(place, max(end, place - _BEFORE) - 1, -1):
            match = pattern.match(folded, start)
            if match is not None:
                yield match
                end = match.end()
                break
        place = folded.find(core, max(end, place + 1))


def _core(key: str) -> str:
    """The letters of a key's first word that stand wherever a match of its pattern does."""
    return key.split(maxsplit=1)[0].removeprefix("ا")


@lru_cache(maxsize=1000)
def _pattern(key: str) -> re.Pattern[str] | None:
    """What finds the words of a key in a folded text, with their clitics; nothing where it has no words.

    The group ``behind`` is a key whose article the lam before it swallowed.
    """
    words = [re.escape(word) for word in key.split()]
    if not words:
        return None
    body = r"\W+".join(words)
    pattern = rf"(?<!\w)[وف]?[بلك]?(?P<plain>{body})(?!\w)"
    if key.startswith("ال"):
        pattern += rf"|(?<!\w)[وف]?ل(?P<behind>{body.removeprefix('ا')})(?!\w)"
    return re.compile(pattern)
