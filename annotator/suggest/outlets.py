"""Sources that are outlets told or marked, and those that stand alone: by-lines, brackets, colons."""

from __future__ import annotations

from collections.abc import Iterator

from annotator.suggest.bylines import DASHES, OUTLET_WORDS, by_lines
from annotator.suggest.cues import cue_words
from annotator.suggest.noun_phrases import phrase_at
from annotator.suggest.phrases import PLACES, Phrase, name_role
from annotator.suggest.reading import Reading
from annotator.suggest.source_phrases import (
    CLAUSE,
    Credit,
    behind_quote,
    quoted_name,
    sentence_start,
    source_at,
)

_TOLD_DIRECTLY = cue_words("told_directly")
_TO = frozenset({"ل", "الي", "مع", "اليه", "اليها"})
"""What stands before a medium that is told, by itself."""
_NETWORKS = frozenset({"شبكه", "هيئه", "هييه", "مجموعه"})
SPEAKING = cue_words("speaking")


def media_told(reading: Reading, index: int) -> Iterator[Credit]:
    """The medium that somebody told: ``قال … لـ"الشرق الأوسط"``, ``في مقابلة مع قناة``."""
    words = reading.words
    word = words[index]
    in_talk = index > 0 and words[index - 1].word == "في"
    if not (word.stem in SPEAKING and (in_talk or word.prefix == "ل")) and word.info.verb not in {
        "fact",
        "soft",
    }:
        return
    for place in range(index + 1, min(index + 14, len(words))):
        found = words[place]
        if found.word in CLAUSE or found.sentence != word.sentence:
            return
        medium = _medium_at(reading, place) if found.prefix == "ل" or found.word in _TO else None
        medium = _channel_at(reading, place + 1) if found.word == "عبر" else medium
        if medium is None and word.info.past in _TOLD_DIRECTLY:
            name = reading.names.get(place)
            known = name is not None and name_role(name.entry) == "media"
            medium = phrase_at(reading, place) if known else quoted_name(reading, place)
        if medium is not None:
            yield Credit(medium, "the medium told", 0.85)
            return


def _medium_at(reading: Reading, place: int) -> Phrase | None:
    words = reading.words
    word = words[place]
    target = place
    if word.word in _TO:
        target = place + 1
    elif word.prefix != "ل":
        return None
    if target >= len(words):
        return None
    if not words[target].letters:
        target = behind_quote(reading, target) or target
    phrase = phrase_at(reading, target) if words[target].letters else None
    if phrase is not None:
        bare = phrase.last - phrase.first == 1 and phrase.entry is None
        if phrase.role != "media" and words[target].stem in _NETWORKS and _holds_outlet(reading, phrase):
            return phrase
        return phrase if phrase.role == "media" and not bare else None
    return quoted_name(reading, target)


def _holds_outlet(reading: Reading, phrase: Phrase) -> bool:
    inside = (reading.names.get(place) for place in range(phrase.first + 1, phrase.last))
    return any(name is not None and name_role(name.entry) == "media" for name in inside)


def _channel_at(reading: Reading, first: int) -> Phrase | None:
    """The channel over which somebody spoke (``عبر الشارقة الرياضية``, ``عبر محطة "النهار" التلفزيونية``)."""
    words = reading.words
    phrase = phrase_at(reading, first) if first < len(words) and words[first].letters else None
    if phrase is not None and phrase.role == "media":
        return phrase if phrase.last - phrase.first > 1 or phrase.entry is not None else None
    if first + 1 >= len(words) or not reading.same_sentence(first, first + 1):
        return None
    quoted = quoted_name(reading, first + 2) if words[first].stem == "محطه" else None
    last = quoted.last + 1 if quoted is not None else first + 1
    outlet = last < len(words) and words[last].definite and words[last].stem in OUTLET_WORDS
    if quoted is None and not (outlet and words[first].definite):
        return None
    return Phrase(words[first].core, first, last + 1 if outlet else last, "media", "media", True, named=True)


def standing_alone(reading: Reading, index: int) -> Iterator[Credit]:
    """``المصدر`` and a source with its adjective, wherever they stand."""
    word = reading.words[index]
    if word.info.role != "source":
        return
    phrase = source_at(reading, index, bare=False)
    if phrase is None or phrase.role != "source" or _heads_list(reading, index):
        return
    if phrase.definite and phrase.last - phrase.first == 1 and not word.info.owned:
        yield Credit(phrase, "the source spoken of before", 0.8)
    elif phrase.adjectives or phrase.last - phrase.first > 2:
        yield Credit(phrase, "a source by its name", 0.75)


def _heads_list(reading: Reading, index: int) -> bool:
    """Whether a line ``المصدر: …`` begins here."""
    return (
        index + 1 < len(reading.words)
        and reading.words[index].info.role == "source"
        and reading.words[index + 1].word == ":"
        and sentence_start(reading, index) == index
    )


def marked(reading: Reading) -> Iterator[Credit]:
    """An agency in brackets, a by-line, and who stands before a colon at the head of a line."""
    for name in reading.names.values():
        if name_role(name.entry) == "media" and _is_mark(reading, name.first, name.last):
            yield Credit(
                Phrase(name.start, name.first, name.last, "media", name.entry.kind, True, name.entry, named=True),
                "mark of an agency", 0.85,
            )  # fmt: skip
    yield from by_lines(reading)
    yield from _before_colons(reading)


def _is_mark(reading: Reading, first: int, last: int) -> bool:
    words = reading.words
    before = words[first - 1].word if first else ""
    after = words[last].word if last < len(words) else ""
    if before == "(" and after == ")":
        return first < 2 or phrase_before_bracket(reading, first - 1) is None
    dashes = {"-", "–", "—", "/", ":", ")", "|"}
    begins = sentence_start(reading, first)
    if words[begins].info.role == "source" and _heads_list(reading, begins):
        return True
    closes = (
        last >= len(words) or not reading.same_sentence(first, last) or after in dashes | {"،", '"', "»", "”"}
    )
    if first == begins:
        return after in dashes
    marked = before in {"-", "–", "—", "/", ":", "|"} or (
        before in {'"', "«", "“"} and words[first - 2].word in DASHES | {"خاص"}
    )
    return marked and first - begins <= 6 and closes


def phrase_before_bracket(reading: Reading, bracket: int) -> Phrase | None:
    """The body whose short name stands in these brackets, if one does."""
    for first in range(bracket - 1, max(-1, bracket - 8), -1):
        phrase = phrase_at(reading, first) if reading.words[first].letters else None
        if phrase is not None and phrase.last > bracket:
            return phrase
    return None


def _behind_dash(reading: Reading, first: int, colon: int) -> int:
    """Where the words before a colon begin: behind the topic of a headline (``كأس العرب - مدرب فلسطين: …``)."""
    for index in range(colon - 1, max(first, colon - 9), -1):
        if reading.words[index].word in {"-", "–", "—", "|"}:
            return index + 1
    return first


def _before_colons(reading: Reading) -> Iterator[Credit]:
    words = reading.words
    for index, word in enumerate(words):
        if word.word != ":" or index == 0:
            continue
        first = _behind_dash(reading, sentence_start(reading, index), index)
        if index - first > 9 or not words[first].letters:
            continue
        phrase = source_at(reading, first, bare=False)
        if (
            phrase is not None
            and phrase.last == index
            and phrase.role not in {"document", "population"} | PLACES
            and not _heads_list(reading, first)
        ):
            yield Credit(phrase, "speaks before a colon", 0.75)
