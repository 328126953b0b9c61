"""A text as camel-tools' models read it: its own word tokenizer's words, each with where it lies in our text.

That tokenizer gives strings without places and cuts ``1,332`` in three, so it serves camel-tools' models alone.
Offsets are code points of the text, half-open.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from annotator.core.arabic import is_dropped
from annotator.core.sentences import sentences

STOPS = frozenset(".,،؛;:!?؟…")
"""Where a sentence that is too long for a model is cut by preference."""


@dataclass(frozen=True, slots=True)
class CamelWord:
    """One word: ``text[start:end]``, and what the model reads of it, without marks, tatweel and controls."""

    start: int
    end: int
    clean: str


def camel_sentences(text: str) -> Iterator[list[CamelWord]]:
    """The words of each sentence; sentences without words are left out."""
    for start, end in sentences(text):
        words = camel_words(text, start, end)
        if words:
            yield words


def camel_words(text: str, start: int, end: int) -> list[CamelWord]:
    """The words of ``text[start:end]``. A vocalised word reads like a plain one; what is marks alone is no word."""
    from camel_tools.tokenizers.word import simple_word_tokenize

    found = []
    place = start
    for token in simple_word_tokenize(text[start:end]):
        while not text.startswith(token, place):
            assert text[place].isspace(), "camel-tools' words follow each other in the text"
            place += 1
        word = _word(text, place, place + len(token))
        place += len(token)
        if word is not None:
            found.append(word)
    return found


def _word(text: str, start: int, end: int) -> CamelWord | None:
    clean = "".join(each for each in text[start:end] if not is_dropped(each))
    if not clean:
        return None
    while is_dropped(text[start]):
        start += 1
    while unicodedata.category(text[end - 1]) == "Cf":
        end -= 1
    return CamelWord(start, end, clean)


def runs(words: Sequence[str], pieces: Sequence[int], limit: int) -> Iterator[tuple[int, int]]:
    """Cuts a sentence into runs ``[first, last)`` of at most ``limit`` pieces, behind a stop where one is near.

    Args:
        words: the words of the sentence.
        pieces: how many word pieces the model makes of each; none may exceed the limit.
        limit: how many pieces a run may have.
    """
    first = 0
    while first < len(words):
        last, total = first, 0
        while last < len(words) and total + pieces[last] <= limit:
            total += pieces[last]
            last += 1
        assert last > first, "a word has more pieces than a run may have"
        if last < len(words):
            middle = (first + last) // 2
            last = next((place for place in range(last, middle, -1) if words[place - 1] in STOPS), last)
        yield first, last
        first = last
