"""Where a mention begins: at a known name, a head noun, a plural of people, or a full personal name."""

from __future__ import annotations

from functools import lru_cache

from annotator.suggest.adjectives import is_plural_of_people, is_sound_people
from annotator.suggest.cues import cue_words
from annotator.suggest.personal_names import name_end, word_at
from annotator.suggest.phrases import PLACES, Phrase, name_role, phrase_of_name
from annotator.suggest.reading import Reading
from annotator.suggest.shipped import PERSON
from annotator.suggest.words import Form

_ONLY_BEFORE_OTHERS = cue_words("only_before_others")
_PLACE_NOUNS = cue_words("place_nouns")
_BY_WHOSE_HAND = cue_words("after_which_people_act")


@lru_cache(maxsize=50_000)
def _may_begin(form: Form) -> bool:
    info = form.info
    of_origin = form.definite and bool(info.state)
    return bool(info.role) or info.given or of_origin or form.word == "ال" or is_plural_of_people(form.stem)


@lru_cache(maxsize=4)
def beginnings(reading: Reading) -> tuple[int, ...]:
    """The words where a mention may begin at all, in order: most words are none, so that no more is asked of them."""
    return tuple([
        index for index, word in enumerate(reading.words) if _may_begin(word.form) or index in reading.names
    ])  # fmt: skip


@lru_cache(maxsize=4)
def _beginnings(reading: Reading) -> frozenset[int]:
    return frozenset(beginnings(reading))


def may_begin(reading: Reading, index: int) -> bool:
    """Whether a mention may begin at a word at all."""
    return index in _beginnings(reading)


def phrase_begun_at(reading: Reading, index: int) -> Phrase | None:
    """The phrase that begins at a word, as far as its head or its known name; nothing where no mention begins."""
    word = reading.words[index]
    name = reading.names.get(index)
    if name is not None and name_role(name.entry) not in PLACES:
        return phrase_of_name(name)
    if name is not None and (name.last - name.first > 1 or _is_placed(reading, index)):
        return None
    if reading.text[word.core : word.end] == "آل" and name_end(reading, index + 1) > index + 1:
        return Phrase(word.core, index, name_end(reading, index + 1), "people", "other", True, named=True)
    if word.info.role and not _reads_as_verb(reading, index) and not _is_said_of_another(reading, index):
        kind = word.info.kind
        return Phrase(word.core, index, index + 1, word.info.role, kind, word.definite)
    if is_sound_people(reading, index) and not _is_said_of_another(reading, index):
        return Phrase(word.core, index, index + 1, "people", "other", word.definite)
    if word.definite and word.info.state and _leads_to_name(reading, index):
        return Phrase(word.core, index, name_end(reading, index + 1), PERSON, "person", True, named=True)
    if word.info.given and not word.definite:
        last = name_end(reading, index)
        if last - index >= 2:
            return Phrase(word.core, index, last, PERSON, "person", True, named=True)
    return None


def _leads_to_name(reading: Reading, index: int) -> bool:
    """Whether a word of origin stands for the person named behind it (``المصري رمضان صبحي``)."""
    before = reading.words[index - 1] if index and reading.same_sentence(index - 1, index) else None
    if before is not None and before.letters and not (before.info.verb or before.info.function) and before.definite:
        return False
    following = word_at(reading, index + 1)
    given = following is not None and (following.info.given or (index + 1) in reading.names)
    return given and name_end(reading, index + 1) > index + 2


def _is_placed(reading: Reading, index: int) -> bool:
    """Whether a name that is also a common word stands behind the noun of its kind (``محافظة جدة``)."""
    return index > 0 and reading.words[index - 1].stem in _PLACE_NOUNS and reading.same_sentence(index - 1, index)


def _reads_as_verb(reading: Reading, index: int) -> bool:
    """Whether a form that could be noun or verb stands where a verb does (``قاتل``, ``مثل``)."""
    word = reading.words[index]
    if not word.info.verb or word.definite:
        return False
    following = word_at(reading, index + 1)
    return following is None or following.definite or not following.letters or bool(following.info.role)


def _is_said_of_another(reading: Reading, index: int) -> bool:
    """Whether a form that could be an adjective stands behind a noun (``المستوى الدبلوماسي``), or leads nowhere."""
    word = reading.words[index]
    if word.stem in {"قياده", "رياسه", "رئاسه"} and word.prefix == "ب":
        return True
    if word.stem in _ONLY_BEFORE_OTHERS:
        following = word_at(reading, index + 1)
        return word.definite or following is None or not (following.definite or following.info.role)
    if not index or (word.prefix and word.prefix != "و"):
        return False
    before = reading.words[index - 1]
    if word.prefix == "و":
        people = is_sound_people(reading, index) and not is_plural_of_people(before.stem)
        return (
            before.info.adjective
            and not people
            and word.info.adjective
            and before.definite == word.definite
            and not before.info.role
        )
    if not word.info.adjective and not is_sound_people(reading, index):
        return False
    of_place = reading.names.get(index + 1)
    if of_place is not None and name_role(of_place.entry) in PLACES and not word.definite:
        return False  # ``مدرب منتخب الأردن``: a noun with what it is of
    body = before.definite and word.definite and before.info.role in {"gov", "force"}
    if (before.word in _BY_WHOSE_HAND or body) and is_plural_of_people(word.stem):
        return False
    noun = before.letters and not before.info.function and not before.info.verb and before.word != "ل"
    return noun and before.definite == word.definite and reading.same_sentence(index - 1, index)
