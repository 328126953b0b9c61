"""By-lines: who wrote or sent an article, said at its head or its end and not by a verb of reporting."""

from __future__ import annotations

from collections.abc import Iterator

from annotator.suggest.cues import cue_words
from annotator.suggest.personal_names import name_end
from annotator.suggest.phrases import PLACES, Phrase, name_role
from annotator.suggest.reading import Reading
from annotator.suggest.shipped import PERSON
from annotator.suggest.source_kinds import AUTHOR
from annotator.suggest.source_phrases import QUOTES, Credit, quote_at, sentence_start

DASHES = frozenset({"-", "–", "—", "/", ":", "|"})
_BYLINES = cue_words("byline_words")
_WRITTEN_BY = cue_words("written_by")
OUTLET_WORDS = cue_words("outlet_words")
_HEAD = 4
"""In so many sentences at the head, and in the last two, by-lines are looked for."""


def by_lines(reading: Reading) -> Iterator[Credit]:
    """Every by-line of an article."""
    yield from _beside_places(reading)
    for first, last in _edge_lines(reading):
        yield from _written(reading, first, last)
        yield from _alone(reading, first, last)
        yield from _opening(reading, first, last)
    for index, word in enumerate(reading.words):
        marked = word.stem in _BYLINES and index and reading.words[index - 1].word in DASHES
        if marked and ends_line(reading, index + 1):
            phrase = Phrase(word.core, index, index + 1, "media", "news_agency", word.definite)
            yield Credit(phrase, "by-line", 0.7)


def _edge_lines(reading: Reading) -> list[tuple[int, int]]:
    """The sentences at the head and the end of a text, as runs of words."""
    words = reading.words
    found: list[tuple[int, int]] = []
    index = 0
    while index < len(words) and len(found) < _HEAD:
        last = _line_end(reading, index)
        found.append((index, last))
        index = last
    end = len(words)
    for _ in range(2):
        if end <= index:
            break
        first = sentence_start(reading, end - 1)
        found.append((first, end))
        end = first
    return found


def _line_end(reading: Reading, index: int) -> int:
    last = index + 1
    while last < len(reading.words) and reading.same_sentence(index, last):
        last += 1
    return last


def _beside_places(reading: Reading) -> Iterator[Credit]:
    """An outlet that no table knows, beside the place of a by-line in the first lines (``عمّان – الرأي``)."""
    words = reading.words
    for index, word in enumerate(words[:40]):
        if word.word not in DASHES or not index or word.sentence > 2:
            continue
        begins = sentence_start(reading, index)
        place = reading.names.get(begins)
        if place is None or name_role(place.entry) not in PLACES or place.last != index:
            continue
        first = (
            index + 2
            if quote_at(words, index + 1) or words[min(index + 1, len(words) - 1)].word == "("
            else index + 1
        )
        last = first
        while (
            last < len(words)
            and words[last].letters
            and reading.same_sentence(index, last)
            and last - first < 4
        ):
            if words[last].info.verb or words[last].info.function or words[last].stem == "خاص":
                break
            last += 1
        if last > first and _closes(reading, last):
            yield _outlet(reading, first, last, 0.75)


def _outlet(reading: Reading, first: int, last: int, score: float) -> Credit:
    phrase = Phrase(reading.words[first].start, first, last, "media", "media", True, named=True)
    return Credit(phrase, "by-line", score)


def _closes(reading: Reading, index: int) -> bool:
    while index < len(reading.words) and reading.words[index].word in QUOTES | {")"}:
        index += 1
    return ends_line(reading, index) or reading.words[index].word in DASHES | {"."}


def ends_line(reading: Reading, index: int) -> bool:
    """Whether a sentence ends before a word."""
    return index >= len(reading.words) or not reading.same_sentence(index - 1, index)


def _written(reading: Reading, first: int, last: int) -> Iterator[Credit]:
    """A line that is nothing but who wrote (``من إيما فارج``, ``كتب : FilGoal``, ``إعداد: هدى سالم``)."""
    words = reading.words
    cue = words[first]
    if cue.word not in _WRITTEN_BY and cue.stem not in _WRITTEN_BY:
        return
    marked = first + 1 < last and words[first + 1].word in DASHES
    place = first + 2 if marked else first + 1
    end = last - 1 if last > place and words[last - 1].word in {".", ":", "-"} else last
    run = words[place:end]
    plain = all(word.letters and not (word.info.function or word.info.verb) for word in run)
    if not 0 < len(run) <= 5 or not plain or (run[0].definite and not marked):
        return
    person = name_end(reading, place) == end and (len(run) > 1 or run[0].info.given)
    if person:
        yield Credit(Phrase(words[place].core, place, end, PERSON, AUTHOR, True, named=True), "by-line", 0.75)
    elif marked:
        yield _outlet(reading, place, end, 0.75)


def _alone(reading: Reading, first: int, last: int) -> Iterator[Credit]:
    """An outlet or ``وكالات`` that has a line for itself (``سانا`` behind the last paragraph)."""
    words = reading.words
    while first < last and words[first].word in {"(", "-", "–", "—", "/"}:
        first += 1
    while last > first and words[last - 1].word in {")", ".", "-"}:
        last -= 1
    if not 0 < last - first <= 4 or not words[first].letters:
        return
    name = reading.names.get(first)
    if name is not None and name.last == last and name_role(name.entry) == "media":
        phrase = Phrase(name.start, first, last, "media", name.entry.kind, True, name.entry, named=True)
        yield Credit(phrase, "by-line", 0.85)
    elif last - first == 1 and words[first].stem in _BYLINES and not words[first].info.verb:
        yield Credit(Phrase(words[first].core, first, last, "media", "news_agency", False), "by-line", 0.75)
    elif first and _is_outlet(reading, first, last):
        yield _outlet(reading, first, last, 0.7)


def _is_outlet(reading: Reading, first: int, last: int) -> bool:
    """Whether a run of up to four words is named as outlets are (``الوكيل الإخباري``, ``كردستان نيوز``)."""
    words = reading.words[first:last]
    plain = all(word.letters and not word.prefix and not word.info.verb for word in words)
    return 1 < len(words) <= 4 and plain and any(word.stem in OUTLET_WORDS for word in words[1:])


def _opening(reading: Reading, first: int, last: int) -> Iterator[Credit]:
    """An outlet before the dash that opens an article (``الوكيل الإخباري- حذرت الأمم المتحدة``)."""
    words = reading.words
    for index in range(first + 1, min(first + 5, last)):
        if words[index].word in DASHES and _is_outlet(reading, first, index) and first not in reading.names:
            yield _outlet(reading, first, index, 0.75)
            return
