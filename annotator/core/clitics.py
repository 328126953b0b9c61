"""Proclitics: the conjunctions and prepositions (و ف ب ل ك) that Arabic writes onto the next word.

Possible cuts come from spelling alone (`proclitics`, `split_points`). `trim_clitics` decides, as the
guidelines (2.1) ask, by what is known: a table holds the words that begin with such a letter by nature.
"""

from __future__ import annotations

import re
from collections.abc import Container
from functools import cache, lru_cache

from annotator.core import lexicon
from annotator.core.arabic import PROCLITICS, fold, fold_with_offsets, folded_words
from annotator.core.tokens import Token

_POSSIBLE = re.compile("^([وف]?)([بلك]?)")
_ENDING = re.compile(
    "[اهيوتن]|يه|ين|ون|ان|ات|ها|هم|هن|نا|كم|ته|تها|تهم|يون|يين|يات|يان|تان|تين|يا|وا|هما|ويه"
)
_FORMS_8_TO_10 = re.compile("^ا(?:ست|ن[^ا]|.ت|[زدط]|ص[ط]).{2}")
"""Verbal nouns with a joining alef (``لاستهداف`` ``لاجتماع``): the lam before them is a clitic."""
_FIRST_WORD = re.compile("(?:[وف]?[بلك]?\u0640*([“”\"«(]+)|\\S+)")
_VARIANTS = ("", "و", "ف", "ب", "ل", "ك", "وب", "ول", "وك", "فب", "فل", "فك")
_EVIDENCE_LIMIT = 200_000  # a longer text is not read for the sake of one word


def proclitics(word: str) -> list[int]:
    """Where a word could be cut behind a clitic: offsets into the word, ascending, without 0.

    A conjunction comes first, a preposition after it, each once (``ولسوريا`` 1 and 2); marks and tatweel go
    with the clitic (``لـسوريا`` 2). At least two letters must remain.
    """
    folded = fold_with_offsets(word)
    match = _POSSIBLE.match(folded.text)
    letters = [end for end in (match.end(1), match.end(2)) if end] if match else []
    return [folded.offsets[end] for end in dict.fromkeys(letters) if len(folded.text) - end >= 2]


def split_points(text: str, token: Token) -> list[int]:
    """Where a token could be cut behind its clitics: code points of the text, ascending."""
    return [token.start + cut for cut in proclitics(text[token.start : token.end])]


@cache
def _natural() -> frozenset[str]:
    return frozenset(fold(row["word"]) for row in lexicon.rows("clitic_letter_words"))


@cache
def _common() -> frozenset[str]:
    return frozenset(fold(row["word"]) for row in lexicon.rows("after_clitics"))


@lru_cache(maxsize=4)
def _words_of(text: str) -> frozenset[str]:
    return frozenset(folded_words(text)) if len(text) < _EVIDENCE_LIMIT else frozenset()


def is_natural(folded: str) -> bool:
    """Whether just this folded word is listed as beginning with its letter by nature."""
    return folded in _natural()


@lru_cache(maxsize=50_000)
def begins_by_nature(folded: str) -> bool:
    """Whether a folded word is known to begin with its letter و ف ب ل ك by nature, endings set aside."""
    natural = _natural()
    if folded in natural:
        return True
    for length in range(1, min(5, len(folded) - 2)):
        stem, ending = folded[:-length], folded[-length:]
        if _ENDING.fullmatch(ending) and (stem in natural or stem + "ه" in natural):
            return True
    return False


def _article_follows(letter: str, rest: str) -> bool:
    if letter == "ل":
        return rest.startswith("ل") and len(rest) >= 4
    return rest.startswith("ال") and len(rest) >= 4


def _is_clitic(letter: str, rest: str, raw_rest: str, seen: Container[str]) -> bool:
    """Whether a word's first letter is a clitic, given that the word is not known to begin with it."""
    if rest[0].isdigit() or rest in _common() or rest in seen:
        return True
    if letter == "و":
        return len(rest) >= 3
    if raw_rest[0] in "أإآ":
        return len(rest) >= 3
    if letter == "ل":
        return len(rest) >= 3 and (rest[0] != "ا" or bool(_FORMS_8_TO_10.match(rest)))
    return False


def clitic_length(word: str, text: str = "", words: Container[str] | None = None) -> int:
    """How many code points of a word are clitics; 0 where its letters are its own.

    ``text`` is the text that it stands in: a remainder that also stands there by itself is a word. It is read only
    where that can decide, and not at all where the caller has its folded ``words``.
    """
    least, most = _possible_lengths(word)
    if least == most or not text:
        return least
    return _length(word, _words_of(text) if words is None or len(text) >= _EVIDENCE_LIMIT else words)


@lru_cache(maxsize=50_000)
def _possible_lengths(word: str) -> tuple[int, int]:
    """How many code points of a word are clitics where no remainder stands by itself, and where each does."""
    folded = fold_with_offsets(word).text
    return _length(word, frozenset()), _length(word, frozenset((folded[1:], folded[2:])))


def _length(word: str, seen: Container[str]) -> int:
    """How many code points of a word are clitics, where the words ``seen`` stand by themselves."""
    folded = fold_with_offsets(word)
    place = 0
    for letters in ("وف", "بلك"):
        rest = folded.text[place:]
        if len(rest) < 3 or rest[0] not in letters or begins_by_nature(rest):
            continue
        if _article_follows(rest[0], rest[1:]):
            return folded.offsets[place + 1]
        raw_rest = word[folded.offsets[place + 1] :]
        if _is_clitic(rest[0], rest[1:], raw_rest, seen) or _cut_further(rest):
            place += 1
    return folded.offsets[place]


@lru_cache(maxsize=10_000)
def may_be_clitic(letter: str) -> bool:
    """Whether a letter is one of و ف ب ل ك, however it is written (or is dropped when it is folded)."""
    return fold(letter)[:1] in PROCLITICS


def _cut_further(rest: str) -> bool:
    """Whether a conjunction stands before a preposition with the article (``فبالمرصد`` ``فللنظام``)."""
    return rest[0] in "وف" and rest[1] in "بلك" and _article_follows(rest[1], rest[2:])


def trim_clitics(text: str, start: int, end: int, words: Container[str] | None = None) -> int:
    """The start of ``[start, end)`` without the clitics of its first word.

    Cuts only where the remainder is a plausible word: ``بالمرصد`` → ``المرصد``, ``للنظام`` → ``لنظام``,
    ``ولسوريا`` → ``سوريا``, but ``وزير``, ``فلسطين`` and ``بيروت`` stay. ``words`` are the folded words of the text,
    where the caller has them.
    """
    match = _FIRST_WORD.match(text, start, end)
    if match is None or not may_be_clitic(text[start]):
        return start
    quote = match.end(1)
    if quote > match.start(1):  # ``لـ”الشرق الأوسط”``: a clitic alone before a quotation mark
        return quote
    return start + clitic_length(match.group(), text, words)


def search_variants(folded_word: str) -> tuple[str, ...]:
    """A folded word with each combination of proclitics, itself first: what a search for it looks up.

    Where the word has the article, lam swallows its alef (``النظام``: ``للنظام`` ``وللنظام``), and of three lams
    one (``اللجنة``: ``للجنة``).
    """
    if not folded_word.startswith("ال") or len(folded_word) < 4:
        return tuple(prefix + folded_word for prefix in _VARIANTS)
    swallowed = folded_word[1 + folded_word.startswith("الل") :]
    return tuple(prefix + (swallowed if prefix.endswith("ل") else folded_word) for prefix in _VARIANTS)
