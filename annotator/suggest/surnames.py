"""Persons spoken of again by the last word of their name (``محمود بصل`` … ``بصل``)."""

from __future__ import annotations

from functools import lru_cache

from annotator.suggest.noun_phrases import phrase_at
from annotator.suggest.phrase_heads import beginnings
from annotator.suggest.phrases import Phrase
from annotator.suggest.reading import Reading
from annotator.suggest.shipped import PERSON

_SHORTEST = 3


@lru_cache(maxsize=4)
def surnames(reading: Reading) -> frozenset[str]:
    """The last words, folded, of the full names in a text that are no common words."""
    found: set[str] = set()
    reached = 0
    for index in beginnings(reading):
        phrase = phrase_at(reading, index) if index >= reached and reading.words[index].letters else None
        if phrase is None:
            continue
        if phrase.named and phrase.role in {"title", PERSON} and phrase.last - index > 1:
            found.update(_last_name(reading, phrase))
        reached = phrase.last
    return frozenset(found)


def _last_name(reading: Reading, phrase: Phrase) -> set[str]:
    word = reading.words[phrase.last - 1]
    info = word.info
    common = info.role or info.ends or info.verb or (info.adjective and not word.definite) or info.function
    return set() if common or len(word.word) < _SHORTEST or phrase.last - 1 == phrase.first else {word.word}


def person_again(reading: Reading, index: int) -> Phrase | None:
    """A single word that names a person whose full name stands in the text."""
    word = reading.words[index]
    if word.word not in surnames(reading) or word.prefix not in {"", "و", "ف", "ل", "ب"}:
        return None
    return Phrase(word.core, index, index + 1, PERSON, "person", True, named=True)
