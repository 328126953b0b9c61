"""Actors: mentions of persons, groups, forces, bodies and states, with what lies nested in them.

Offsets are code points of the text, half-open.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from operator import attrgetter

from annotator.core.arabic import fold_known
from annotator.core.suggestion import Suggestion
from annotator.suggest.cues import cue_words
from annotator.suggest.look_alikes import is_subject, only_looks_like_one
from annotator.suggest.noun_phrases import complement_at, phrase_at
from annotator.suggest.phrase_heads import beginnings
from annotator.suggest.phrases import BODIES, PLACES, Phrase, name_role, phrase_of_name
from annotator.suggest.places import is_actor
from annotator.suggest.reading import Name, Reading, Word
from annotator.suggest.shipped import PERSON, STATE
from annotator.suggest.source_phrases import with_affiliation
from annotator.suggest.surnames import person_again, surnames

_VAGUE_BODIES = cue_words("vague_bodies")
_BARE_TITLES_SKIPPED = cue_words("bare_titles_skipped")
_KINDS = {
    "news_agency": "media", "monitor": "organisation", "ngo": "organisation", "un": "organisation", "capital": "state",
}  # fmt: skip
_PLACE_BODIES = cue_words("place_bodies")
_PARTIES = cue_words("parties")
_MEMBERS = cue_words("members")
_STATE_STAFF = cue_words("state_staff")
_FIELDS = cue_words("fields")
_PERSONAL = frozenset({"title", "titles", "people", "source", "witness", "population"})
_NESTED_BODIES = cue_words("nested_bodies")
_TEAM = "منتخب"
_PARTICIPLES = cue_words("participles")
Extent = tuple[int, int]


def suggest_actors(
    reading: Reading, sources: Sequence[Suggestion] = (), figures: Sequence[Suggestion] = ()
) -> list[Suggestion]:
    """The actors of a text, given its sources and figures (a counted noun is no actor, a mere source neither)."""
    credited = {each.start: each.end for each in sources}
    starts = sorted(credited)
    farthest = list(accumulate((credited[start] for start in starts), max))
    counted = [each.start for each in figures], [each.end for each in figures]
    found: dict[Extent, Suggestion] = {}
    for phrase in _mentions(reading):
        before = bisect_left(starts, phrase.start)
        if before and phrase.start < farthest[before - 1]:
            continue  # it begins inside a source
        for suggestion in _of_phrase(reading, phrase, credited):
            extent = (suggestion.start, suggestion.end)
            if extent not in found and not _inside(suggestion.start, counted):
                found[extent] = suggestion
    for source in sources:
        for suggestion in _within_source(reading, source):
            found.setdefault((suggestion.start, suggestion.end), suggestion)
    return sorted(found.values(), key=lambda each: (each.start, -each.end))


def _inside(start: int, extents: tuple[Sequence[int], Sequence[int]]) -> bool:
    """Whether an offset lies in one of several extents: their starts and ends, in order, none overlapping."""
    place = bisect_right(extents[0], start) - 1
    return place >= 0 and start < extents[1][place]


_end_of = attrgetter("end")


def _mentions(reading: Reading) -> Iterator[Phrase]:
    """The outermost mentions, in order."""
    words, again, reached = reading.words, surnames(reading), 0
    places: Sequence[int] = beginnings(reading)
    if again:
        places = sorted({*places, *(index for index, word in enumerate(words) if word.word in again)})
    for index in places:
        if index < reached or not words[index].letters:
            continue
        phrase = _mention_at(reading, index)
        if phrase is not None:
            yield phrase
            reached = phrase.last


def _mention_at(reading: Reading, index: int) -> Phrase | None:
    name = reading.names.get(index)
    phrase = phrase_at(reading, index)
    if phrase is not None and phrase.role == "title" and not phrase.named:
        whole = with_affiliation(reading, phrase)
        phrase = whole if whole.named else phrase
    if phrase is None:
        phrase = person_again(reading, index)
    if phrase is None and name is not None and is_actor(reading, name):
        return _of_state(name)
    return phrase


def _of_state(name: Name) -> Phrase:
    return Phrase(name.start, name.first, name.last, STATE, STATE, True, name.entry, named=True)


def _of_phrase(reading: Reading, phrase: Phrase, credited: Mapping[int, int]) -> Iterator[Suggestion]:
    whole = with_affiliation(reading, phrase)
    if phrase.start in credited:
        if _takes_part(reading, whole):
            yield _suggestion(reading, phrase, "credited, and acts in the same sentence", 0.7)
    elif is_mention(reading, phrase):
        yield _suggestion(reading, phrase, _reason(reading, phrase), _score(phrase))
    if phrase.entry is None:
        yield from _nested(reading, phrase.first, phrase.last)
    else:
        yield from _nested_bodies(reading, phrase.first, phrase.last)


def _within_source(reading: Reading, source: Suggestion) -> Iterator[Suggestion]:
    first = bisect_right(reading.words, source.start, key=_end_of)
    last = first
    while last < len(reading.words) and reading.words[last].end <= source.end:
        last += 1
    name = reading.names.get(first)
    if first < last and (name is None or name.last < last):
        yield from _nested(reading, first, last)


def _suggestion(reading: Reading, phrase: Phrase, why: str, score: float) -> Suggestion:
    return Suggestion(
        phrase.start,
        phrase.end(reading),
        "ACTOR",
        {"kind": actor_kind(reading, phrase)},
        score,
        "actors",
        why,
    )


def actor_kind(reading: Reading, phrase: Phrase) -> str:
    """The kind of an actor."""
    head = reading.words[phrase.first]
    if phrase.role in {"title", "titles"} and phrase.entry is None:
        return "person"
    if head.stem in _PARTIES:
        return "other"
    if head.stem in _MEMBERS and phrase.last - phrase.first > 1:
        inner = complement_at(reading, phrase.first + 1)
        if inner is not None and inner.last <= phrase.last and inner.role in BODIES:
            return _KINDS.get(inner.kind, inner.kind)
    if phrase.role in {"people", "population"}:
        return "government" if head.stem in _STATE_STAFF else "population"
    return _KINDS.get(phrase.kind, phrase.kind or "other")


def _reason(reading: Reading, phrase: Phrase) -> str:
    if phrase.entry is not None:
        return f"gazetteer: {phrase.entry.name}"
    if phrase.role == PERSON:
        return "a personal name"
    return f"head noun {reading.words[phrase.first].stem}"


def _score(phrase: Phrase) -> float:
    """The share of such mentions that were right on labelled articles."""
    if phrase.entry is not None:
        return 0.82
    if phrase.role == PERSON:
        return 0.5
    if phrase.role == "title":
        return 0.7 if phrase.named else 0.55
    return 0.77 if phrase.definite else 0.5


def is_mention(reading: Reading, phrase: Phrase) -> bool:
    """Whether a phrase is a mention of an actor by itself."""
    head = reading.words[phrase.first]
    if phrase.role in {"source", "document", "witness"} or only_looks_like_one(reading, phrase):
        return False
    if head.stem.removesuffix("ا") in _PLACE_BODIES and phrase.entry is None:
        return not head.stem.endswith("ا") and is_subject(reading, phrase)
    if phrase.entry is not None or phrase.named or phrase.role == STATE:
        return True
    if phrase.last - phrase.first == 1 and not phrase.definite and _is_aside(reading, phrase):
        return False
    if phrase.role in {"gov", "org", "force", "media"} and not phrase.definite:
        return head.stem.removesuffix("ا") not in _VAGUE_BODIES and (
            phrase.adjectives or phrase.last - phrase.first > 1 or is_subject(reading, phrase)
        )
    if head.stem == "قضاء" and phrase.last - phrase.first > 1:
        return False
    if head.stem in {"قوه", "تيار"} and phrase.last - phrase.first == 1:
        return False
    if phrase.role == "title" and phrase.last - phrase.first == 1:
        return head.stem not in _BARE_TITLES_SKIPPED
    return True


def _is_aside(reading: Reading, phrase: Phrase) -> bool:
    """Whether a single indefinite noun is a manner, a rank or a predicate (``متحدثاً``, ``برتبة نقيب``)."""
    head = reading.words[phrase.first]
    before = reading.words[phrase.first - 1] if phrase.first else None
    manner = head.word.endswith("ا") and (head.word[0] == "م" or head.word.endswith("يا"))
    accusative = phrase.role == "title" and manner
    if accusative and not (before is not None and before.info.verb):
        return True
    return before is not None and before.stem in {"رتبه", "سوي", "بلا", "دون"}


def _takes_part(reading: Reading, phrase: Phrase) -> bool:
    """Whether a credited force or body acts in what it reports (``أكدت … أنها تصدت``)."""
    if phrase.role not in {"force", "group", "gov", STATE}:
        return False
    words = reading.words
    for place in range(phrase.last, min(phrase.last + 8, len(words) - 1)):
        word = words[place]
        if word.word in {"انها", "انه", "انهم", "بانها", "بانه", "بانهم"}:
            return words[place + 1].info.verb == "news"
        if word.stem in {"قواته", "قواتها"} or not reading.same_sentence(place, phrase.first):
            break
    return False


def _nested(reading: Reading, first: int, last: int) -> Iterator[Suggestion]:
    """The bodies and states inside a longer mention, by idafa or as a complement."""
    head = reading.words[first]
    outer = head.info.role or ("title" if head.info.given else "")
    index = first + 1
    while index < last and reading.words[index].word != "(":
        inner = _inner_at(reading, index, last)
        apart = _is_set_apart(reading, index)
        if inner is not None and (apart or _is_another(outer, inner) or _is_of_team(head, inner)):
            yield _suggestion(reading, inner, "named inside a longer mention", 0.78)
            if reading.words[index].stem == _TEAM:
                yield from _nested(reading, index, inner.last)
            index = inner.last
        else:
            index += 1


def _is_set_apart(reading: Reading, index: int) -> bool:
    """Whether a participle leads to what lies inside (``التابعة للحوثيين``), so that it is another body."""
    words = reading.words
    before = words[index - 1]
    if before.word in {"مع", "من", "ضد"}:
        before = words[index - 2]
    elif words[index].prefix != "ل":
        return False
    return before.stem in _PARTICIPLES


def _is_of_team(head: Word, inner: Phrase) -> bool:
    """Whether a state is named by its team (``منتخب مصر``)."""
    return head.stem == _TEAM and inner.role == STATE


def _nested_bodies(reading: Reading, first: int, last: int) -> Iterator[Suggestion]:
    """The bodies of states that a known name is part of (``مفوضية الأمم المتحدة لشؤون اللاجئين``)."""
    for index in range(first + 1, last):
        name = reading.names.get(index)
        if name is not None and name.last <= last and fold_known(name.entry.name) in _NESTED_BODIES:
            yield _suggestion(reading, phrase_of_name(name), "named inside a longer mention", 0.78)


def _is_another(outer: str, inner: Phrase) -> bool:
    """Whether an inner mention is somebody else than the outer one (``حركة حماس`` is one body)."""
    if outer in _PERSONAL or outer == "document":
        return True
    return outer in {"gov", "force"} and (
        inner.role == STATE or inner.entry is not None or (inner.role in {"force", "group"} and inner.definite)
    )


def _inner_at(reading: Reading, index: int, last: int) -> Phrase | None:
    word = reading.words[index]
    if not word.letters:
        return None
    name = reading.names.get(index)
    if name is not None and name.last <= last and name_role(name.entry) in PLACES:
        return (
            _of_state(name)
            if name.entry.kind == STATE and reading.words[index - 1].word not in {"في", "من"}
            else None
        )
    if word.stem in _FIELDS and reading.words[index - 1].info.role == "title":
        return None
    phrase = phrase_at(reading, index)
    if phrase is None or phrase.last > last or phrase.role not in BODIES:
        return None
    return phrase if phrase.entry is not None or phrase.definite else None
