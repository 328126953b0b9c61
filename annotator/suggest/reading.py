"""A text as the rules read it: words with what is known of them, sentences, and the names that a gazetteer found.

Offsets are code points of the text, half-open.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from annotator.core.arabic import fold_known
from annotator.core.sentences import sentences
from annotator.core.tokens import spans as token_spans
from annotator.suggest.cues import cue_words
from annotator.suggest.gazetteer import Entry, Gazetteer, Match
from annotator.suggest.words import Form, Info, form_of_token


@dataclass(slots=True, eq=False)
class Word:
    """One token: ``start`` is where it begins in the text, ``core`` where it begins behind its clitics.

    ``info`` is what the tables know of it; ``stem`` its folded letters without clitics and article, ``word`` without
    clitics alone, ``prefix`` its clitics; ``definite`` whether it has the article or a pronoun suffix. Nothing changes
    a word: it is not frozen because that takes thrice the time to make.
    """

    start: int
    core: int
    end: int
    sentence: int
    form: Form
    letters: bool
    number: bool
    info: Info
    stem: str
    word: str
    prefix: str
    definite: bool


@dataclass(frozen=True, slots=True)
class Name:
    """A gazetteer name over whole words ``[first, last)``; ``start`` is its first code point."""

    start: int
    first: int
    last: int
    entry: Entry


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A text, its words, its sentences, and the longest known name that begins at a word, by word index."""

    text: str
    words: tuple[Word, ...]
    sentences: tuple[tuple[int, int], ...]
    names: dict[int, Name]

    def same_sentence(self, one: int, other: int) -> bool:
        """Whether two words stand in one sentence."""
        return self.words[one].sentence == self.words[other].sentence


def _words(text: str, bounds: tuple[tuple[int, int], ...]) -> Iterator[Word]:
    """The words of a text with the sentence that each stands in: both come in order, so that nothing is searched."""
    following = iter([start for start, _ in bounds[1:]])
    sentence, ends = 0, next(following, len(text))
    for start, end in token_spans(text):
        while start >= ends:
            sentence, ends = sentence + 1, next(following, len(text))
        form = form_of_token(text[start:end])
        yield Word(
            start, start + form.cut, end, sentence, form, form.letters, form.number, form.info, form.stem, form.word,
            form.prefix, form.definite,
        )  # fmt: skip


_AMBIGUOUS = cue_words("ambiguous_names")
_MEDIA_KINDS = frozenset({"media", "news_agency"})
_OPENING = frozenset("\"“”«‹(‘'-–—/:|")
_OUTLETS = frozenset(
    {"وكاله", "صحيفه", "قناه", "مجله", "جريده", "موقع", "تلفزيون", "اذاعه", "شبكه", "مراسل", "مراسله"}
)


def _is_sure(words: tuple[Word, ...], first: int, last: int, match: Match) -> bool:
    """Whether a name that is also a common word stands as a name: quoted, marked, told, or behind a reporting verb."""
    if fold_known(match.entry.name) not in _AMBIGUOUS:
        return True
    before = words[first - 1] if first else None
    if before is None or (last < len(words) and words[last].definite and words[last].info.adjective):
        return False  # ``الاتحاد الكندي`` is not the paper
    if match.entry.kind in _MEDIA_KINDS:
        return (
            before.word in _OPENING
            or before.stem in _OUTLETS
            or (before.info.verb == "fact" and not before.definite and fold_known(match.entry.name) != "البيان")
        )
    return not before.info.function and not before.definite


def _names(words: tuple[Word, ...], matches: list[Match]) -> dict[int, Name]:
    starts = [word.start for word in words]
    found: dict[int, Name] = {}
    for match in matches:
        first = bisect_right(starts, match.start) - 1
        last = bisect_right(starts, match.end - 1)
        if first not in found and words[last - 1].end == match.end and _is_sure(words, first, last, match):
            found[first] = Name(match.start, first, last, match.entry)
    return found


@lru_cache(maxsize=4)
def sentence_bounds(text: str) -> tuple[tuple[int, int], ...]:
    """The sentences of a text; the last few are kept, since several rules ask for them."""
    return tuple(_unwrapped(text, sentences(text)))


def _unwrapped(text: str, bounds: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The sentences, lines that wrapped copy broke joined again: a comma or an open quotation ends no sentence."""
    first, last = bounds[0] if bounds else (0, 0)
    for start, end in bounds[1:]:
        if not _wraps(text, first, last, start):
            yield first, last
            first = start
        last = end
    if bounds:
        yield first, last


def _wraps(text: str, first: int, last: int, following: int) -> bool:
    """Whether the one line break between two sentences stands amid a sentence."""
    if text[last:following].strip(" \t\r") != "\n":
        return False
    if text[last - 1] in "،," or text.startswith("باسم ", following):
        return True
    line = text[first:last]
    return line.count('"') % 2 == 1 or line.count("«") > line.count("»") or line.count("“") > line.count("”")


@lru_cache(maxsize=4)
def read(text: str, gazetteer: Gazetteer) -> Reading:
    """The reading of a text; the last few are kept, since several rules read the same one."""
    bounds = sentence_bounds(text)
    words = tuple(_words(text, bounds))
    return Reading(text, words, bounds, _names(words, gazetteer.find_all(text)))
