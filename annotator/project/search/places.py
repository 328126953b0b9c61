"""Where words and patterns stand in a text: exact places, behind proclitics too.

A word is found as it is written and behind و ف ب ل ك, where the word that stands there is not known to begin with
that letter by nature: ``سوريا`` is found in ``وبسوريا``, ``لد`` not in ``ولد``. Where the article follows, lam has
swallowed its alef: ``النظام`` is found in ``للنظام``, ``اللجنة`` in ``للجنة``. Only the first word of a phrase takes
proclitics.
"""

from __future__ import annotations

import re
from functools import lru_cache

from annotator.core.arabic import Folded
from annotator.core.clitics import begins_by_nature, clitic_length, search_variants
from annotator.core.errors import UserError
from annotator.core.i18n import N_
from annotator.project.search.query import Pattern, Text, Words

Place = tuple[int, int]
"""Code points of the text as it stands, half-open."""
SECONDS = 2.0
"""So long one regular expression may look at one text."""
_SHORT = 2
"""Words of so few letters are behind a proclitic only where it is known to be one."""


def places(text: str, folded: Folded, wanted: Text) -> list[Place]:
    """Where words or a pattern stand in a text, in text order.

    Raises:
        UserError: a pattern takes too long.
    """
    return _pattern_places(text, wanted) if isinstance(wanted, Pattern) else word_places(folded, wanted)


def word_places(folded: Folded, wanted: Words) -> list[Place]:
    """Where words stand in a row, without the proclitics before them."""
    return [
        folded.original(match.end(1) if match.group(1) is not None else match.end(2), match.end())
        for match in _located(wanted).finditer(folded.text)
        if _behind_clitics(match, wanted)
    ]


def stands(folded: Folded, wanted: Words) -> bool:
    """Whether words stand in a row anywhere."""
    return any(_behind_clitics(match, wanted) for match in _located(wanted).finditer(folded.text))


@lru_cache(maxsize=256)
def _located(wanted: Words) -> re.Pattern[str]:
    first, *rest = wanted.words
    tail = "".join(rf"[\W_]+{re.escape(word)}" for word in rest)
    whole = r"[^\W_]*" if wanted.prefix else r"(?![^\W_])"
    word = re.escape(first)
    if first.startswith("ال") and len(first) >= 4:
        swallowed = re.escape(first[1 + first.startswith("الل") :])
        begin = rf"(?:([وف]?[بك]?)(?={word})|([وف]?ل)(?={swallowed}))(?:{word}|{swallowed})"
    else:
        begin = rf"(?:([وف]?[بلك]?)(?={word})|(?!)(.))(?:{word})"
    return re.compile(rf"(?<![^\W_]){begin}{tail}{whole}")


def _behind_clitics(match: re.Match[str], wanted: Words) -> bool:
    """Whether the letters before the searched word may be proclitics."""
    if match.group(2) is not None:
        return True
    clitics = match.group(1)
    if not clitics or wanted.words[0].startswith("ال") or wanted.words[0].isdigit():
        return True
    return _cut(_first_word(match), len(clitics), len(wanted.words[0]))


def _first_word(match: re.Match[str]) -> str:
    found = re.match(r"[^\W_]+", match.string[match.start() : match.end()])
    return found[0] if found else ""


@lru_cache(maxsize=20_000)
def _cut(word: str, clitics: int, length: int) -> bool:
    """Whether a word may be cut behind so many letters, each of which could be a clitic."""
    if any(begins_by_nature(word[place:]) for place in range(clitics)):
        return False
    return length > _SHORT or clitic_length(word) >= clitics


def _pattern_places(text: str, wanted: Pattern) -> list[Place]:
    try:
        found = _compiled(wanted.source).finditer(text, timeout=SECONDS)
        return [(match.start(), match.end()) for match in found if match.end() > match.start()]
    except TimeoutError as error:
        raise UserError(
            N_("the regular expression /%(source)s/ takes too long on a text; make it simpler"), source=wanted.source
        ) from error


@lru_cache(maxsize=32)
def _compiled(source: str):  # type: ignore[no-untyped-def]  # noqa: ANN202 - regex is imported when it is needed
    import regex  # type: ignore[import-untyped]  # has no types of its own

    return regex.compile(source)


def expression(wanted: Words) -> str:
    """The full-text expression of words: every form that the first of them takes behind proclitics."""
    first, *rest = wanted.words
    star = "*" if wanted.prefix else ""
    return " OR ".join(f'"{" ".join([variant, *rest])}"{star}' for variant in search_variants(first))


def sure_expression(wanted: Words) -> str:
    """The full-text expression of those forms in which words surely stand: what must not be can be ruled out by it."""
    first, *rest = wanted.words
    if wanted.prefix:
        return ""
    forms = (each for each in search_variants(first) if each == first or _surely(each, first))
    return " OR ".join(f'"{" ".join([each, *rest])}"' for each in forms)


def _surely(variant: str, word: str) -> bool:
    return word.startswith("ال") or word.isdigit() or _cut(variant, len(variant) - len(word), len(word))
