"""Folded full-text search: words with their proclitics, phrases and prefixes, hits located exactly in the text.

A query is words; ``"two words"`` in quotes is a phrase, ``word*`` a prefix. All must stand in a document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from annotator.core.arabic import fold, fold_with_offsets
from annotator.core.clitics import search_variants
from annotator.storage.store import Store

_CONTEXT = 40


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where a query was found: code points, half-open, with some text before and after."""

    document: str
    name: str
    start: int
    end: int
    before: str
    text: str
    after: str


@dataclass(frozen=True, slots=True)
class Term:
    """One part of a query: folded words in a row, the last perhaps a prefix."""

    words: tuple[str, ...]
    prefix: bool = False


_TERM = re.compile(r'"([^"]*)"(\*?)|“([^”]*)”(\*?)|(\S+)')


def terms(query: str) -> list[Term]:
    """The parts of a query, folded."""
    found = []
    for match in _TERM.finditer(query):
        raw = next((match[place] for place in (1, 3, 5) if match[place] is not None), "")
        star = bool(match[2] or match[4]) or raw.endswith("*")
        words = tuple(re.findall(r"\w+", fold(raw)))
        if words:
            found.append(Term(words, star))
    return found


def match_expression(parts: list[Term]) -> str:
    """The full-text expression of a query: each part in every form that its first word takes."""
    return " AND ".join("(" + " OR ".join(_forms(part)) + ")" for part in parts)


def _forms(part: Term) -> list[str]:
    first, *rest = part.words
    star = "*" if part.prefix else ""
    return [f'"{" ".join([variant, *rest])}"{star}' for variant in search_variants(first)]


def pattern(parts: list[Term]) -> re.Pattern[str]:
    """What locates the parts of a query in folded text; the group holds the words without their proclitics."""
    return re.compile("|".join(_located(part) for part in parts))


def _located(part: Term) -> str:
    first, *rest = part.words
    variants = sorted(search_variants(first), key=len, reverse=True)
    alternatives = "|".join(_variant(variant, first) for variant in variants)
    tail = "".join(rf"\W+{re.escape(word)}" for word in rest)
    return rf"\b(?:{alternatives}){tail}" + (r"\w*" if part.prefix else "") + r"\b"


def _variant(variant: str, word: str) -> str:
    return re.escape(variant) if variant else re.escape(word)


def search(store: Store, query: str, *, limit: int = -1, offset: int = 0) -> Iterator[Hit]:
    """The hits of a query in document order; nothing for a query without words."""
    parts = terms(query)
    if not parts:
        return
    found = store.rows(
        "SELECT d.id, d.name, d.text FROM document_words w JOIN documents d ON d.number = w.rowid"
        " WHERE document_words MATCH ? AND NOT d.deleted ORDER BY w.rowid LIMIT ?",
        (match_expression(parts), limit if limit < 0 else limit + offset),
    )
    located = pattern(parts)
    seen = 0
    for row in found:
        for hit in _hits(row["id"], row["name"], store.text(row["text"]), located, parts):
            seen += 1
            if seen > offset:
                yield hit
            if 0 <= limit <= seen - offset:
                return


def _hits(
    document: str, name: str, text: str, located: re.Pattern[str], parts: list[Term]
) -> Iterator[Hit]:
    folded = fold_with_offsets(text)
    for match in located.finditer(folded.text):
        start, end = folded.original(_past_proclitics(match, parts), match.end())
        yield Hit(
            document, name, start, end, text[max(0, start - _CONTEXT) : start], text[start:end],
            text[end : end + _CONTEXT],
        )  # fmt: skip


def _past_proclitics(match: re.Match[str], parts: list[Term]) -> int:
    """Where the searched word itself begins inside the hit."""
    for part in parts:
        place = match[0].find(part.words[0])
        if place >= 0:
            return match.start() + place
    return match.start()
