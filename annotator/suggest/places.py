"""When a state or a capital is an actor and not a place: by the words around it (guidelines, section 2.4)."""

from __future__ import annotations

from annotator.suggest.cues import cue_words
from annotator.suggest.reading import Name, Reading, Word
from annotator.suggest.shipped import CAPITAL, STATE
from annotator.suggest.words import NOTHING

_PLACE_BEFORE = cue_words("place_before")
_ACTOR_BEFORE = cue_words("actor_before")
_RELATIONS = cue_words("relations")
_PARTICIPLES = cue_words("participles")
_GIVEN_BY = cue_words("given_by")
_BACK_REFERENCES = cue_words("back_references")


def is_actor(reading: Reading, name: Name) -> bool:
    """Whether the name of a state or capital stands for who governs it."""
    if name.entry.kind not in {STATE, CAPITAL}:
        return False
    word = reading.words[name.first]
    before = _before(reading, name.first)
    if word.prefix in {"ب", "ك"}:
        return False
    if word.prefix.endswith("ل") and before is not None and before.stem in _PARTICIPLES:
        return True
    if word.prefix.endswith("ل"):
        return before is not None and before.info.verb in {"news", "stance"} and name.entry.kind == STATE
    if word.prefix in {"و", "ف"}:
        return _follows_an_actor(reading, name) or _acts(reading, name)
    if _is_listed(reading, name.first):
        return True
    if before is not None and before.stem == "بين":
        return _between(reading, name.first)
    if before is not None and (before.word in _PLACE_BEFORE or before.stem in _PLACE_BEFORE):
        return _acts(reading, name) and before.word == "ان"
    return _subject_or_party(reading, name, before)


def _before(reading: Reading, index: int) -> Word | None:
    """The word before, past quotation marks, in the same sentence."""
    if index == 0 or not reading.same_sentence(index - 1, index):
        return None
    return reading.words[index - 1]


def _subject_or_party(reading: Reading, name: Name, before: Word | None) -> bool:
    if before is None or not before.letters:
        return _acts(reading, name)
    if _is_object(reading, name):
        return True
    if _is_unknown_past(before) or _is_unknown_present(before) or before.word == "اما":
        return True
    if before.word in _BACK_REFERENCES and name.first > 1 and reading.words[name.first - 2].info.verb:
        return True
    if before.info.past in {"شهد", "وقع"}:
        return False  # what happens in a country, not what it does (``تشهد مصر``)
    if before.info.verb:
        return before.info.verb != "news" or _feminine(before) or _acts(reading, name)
    if before.stem in _ACTOR_BEFORE or before.word in {"ان", "لكن", "بان"}:
        return name.entry.kind == STATE or before.word in {"ان", "لكن", "بان", "مع", "ضد", "قبل", "تجاه"}
    return _acts(reading, name) and name.entry.kind == STATE


def _is_object(reading: Reading, name: Name) -> bool:
    """Whether the name follows a subject that follows its verb (``اتهمت حماس إسرائيل``)."""
    words = reading.words
    for first in range(name.first - 1, max(0, name.first - 6), -1):
        verb = words[first - 1]
        if not reading.same_sentence(first - 1, name.first):
            return False
        if verb.info.verb and not verb.definite and name.entry.kind == STATE:
            subject = reading.names.get(first)
            if subject is not None:
                return subject.last == name.first and subject.entry.label == "ACTOR"
            return (
                words[first].info.role in {"gov", "org", "title", "force", "group"}
                and verb.info.verb == "stance"
            )
    return False


def _is_unknown_past(word: Word) -> bool:
    """Whether a word that no table knows has the shape of a past verb with a feminine subject (``أوفدت``)."""
    ending = word.word.endswith("ت") and not word.word.endswith("ات")
    return word.info == NOTHING and ending and not word.definite and 4 <= len(word.word) <= 7


def _is_unknown_present(word: Word) -> bool:
    """Whether a word that no table knows has the shape of a present verb with a feminine subject (``تشعر``)."""
    shape = word.word.startswith("ت") and 4 <= len(word.word) <= 6 and word.word[-2] not in "يا"
    return word.info == NOTHING and shape and not word.definite and not word.word.endswith("ه")


def _feminine(verb: Word) -> bool:
    return verb.word.endswith("ت") or verb.word.startswith("ت") or verb.word.endswith(("ته", "تها"))


def _acts(reading: Reading, name: Name) -> bool:
    """Whether a verb follows the name directly."""
    if name.last >= len(reading.words) or not reading.same_sentence(name.first, name.last):
        return False
    following = reading.words[name.last]
    if following.prefix:
        return False
    return (bool(following.info.verb) and not following.definite) or following.word in {
        "لن",
        "لم",
        "لا",
        "قد",
        "ستقوم",
    }


def _between(reading: Reading, index: int) -> bool:
    """Whether ``بين`` stands between parties: a word of dealing or strife before it."""
    near = reading.words[max(0, index - 8) : index]
    return any(word.word in _RELATIONS or word.stem in _RELATIONS for word in near)


def _is_listed(reading: Reading, index: int) -> bool:
    """Whether a name stands in a list of states that do something (``دول هي: فرنسا، بريطانيا``, ``كل من الصين``)."""
    words = reading.words
    if index < 3 or not reading.same_sentence(index - 2, index):
        return False
    before, second, third = words[index - 1], words[index - 2], words[index - 3]
    if before.word == "من" and second.word == "كل":
        return third.word not in {"في", "الي", "من", "علي"}
    if before.word == "من" and second.stem in _GIVEN_BY:
        return True
    if before.word == ":" and second.word in {"هي", "هم"}:
        return True
    if before.word not in {"،", ","}:
        return False
    other = next((reading.names[at] for at in range(index - 2, max(-1, index - 5), -1) if at in reading.names), None)
    return other is not None and other.last == index - 1 and _is_listed(reading, other.first)


def _follows_an_actor(reading: Reading, name: Name) -> bool:
    """Whether the name is joined to another state or capital that is an actor."""
    for first in range(name.first - 1, max(-1, name.first - 5), -1):
        other = reading.names.get(first)
        if other is not None and other.last == name.first:
            return is_actor(reading, other)
    comma = name.first > 1 and reading.words[name.first - 1].word in {"،", ","}
    return comma and any(
        at in reading.names and reading.names[at].last == name.first - 1 and _is_listed(reading, at)
        for at in range(max(0, name.first - 5), name.first - 1)
    )
