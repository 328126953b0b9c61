"""Maximal noun phrases by rule: how far a mention reaches from its head noun.

A phrase grows word by word: idafa complements while it has no article, adjectives that agree in definiteness,
the name after a title, names in quotation marks or brackets, and the few prepositions that belong to names
(``باسم``, ``التابعة ل``, ``الأمين العام ل``). Indexes are of words, half-open; offsets are code points.
"""

from __future__ import annotations

from functools import lru_cache

from annotator.core.changing import changed
from annotator.suggest.adjectives import (
    agrees,
    is_adjective,
    is_adjective_here,
    is_closed_plural,
    is_sound_plural,
    may_qualify,
    qualifies_people,
)
from annotator.suggest.bare_phrases import bare_step, leads_on
from annotator.suggest.cues import cue_words
from annotator.suggest.named_phrases import is_honorific, name_step, named_by, paired
from annotator.suggest.personal_names import word_at
from annotator.suggest.phrase_heads import may_begin, phrase_begun_at
from annotator.suggest.phrases import BODIES, PLACES, Phrase, name_role, phrase_of_name
from annotator.suggest.reading import Reading, Word
from annotator.suggest.shipped import PERSON, PLACE

_SPOKEN_FOR = cue_words("spoken_for")
_JOINED = cue_words("joined")
_PASSIVE_OF = cue_words("passive_of")
_PASSIVE_ENDS = cue_words("passive_ends")
_NEGATED = cue_words("negated")
_CREEDS = cue_words("creeds")
_MINISTRIES = frozenset({"وزير", "وزيره", "وزاره"})
_OTHERS = frozenset({"اخر", "اخري", "اخرون", "اخرين"})
_NUMBERED = cue_words("numbered")
_GOVERNORS = cue_words("governors")
_SIDES = frozenset({"شمال", "جنوب", "شرق", "غرب", "وسط"})
_SERVING = cue_words("serving")
_PARTICIPLES = cue_words("participles")


def phrase_at(reading: Reading, index: int) -> Phrase | None:
    """The maximal mention that begins at a word: from a known name, a head noun, or a full personal name."""
    if not may_begin(reading, index):
        return None
    known = _phrases(reading)
    if index not in known:
        begun = phrase_begun_at(reading, index)
        known[index] = grown(reading, begun) if begun is not None else None
    return known[index]


@lru_cache(maxsize=4)
def _phrases(reading: Reading) -> dict[int, Phrase | None]:
    """The phrases of a reading that were asked for; they go with it, so that no more than the last readings stay."""
    return {}


def grown(reading: Reading, phrase: Phrase) -> Phrase:
    """A phrase with every word that still belongs to it."""
    while True:
        longer = _step(reading, phrase)
        if longer is None:
            return phrase
        phrase = longer


def _step(reading: Reading, phrase: Phrase) -> Phrase | None:
    word = word_at(reading, phrase.last)
    if word is None:
        return None
    special = _special_step(reading, phrase, word)
    if special is not None:
        return special
    if not word.letters:
        return paired(reading, phrase, word)
    if word.word == "باسم" or (word.prefix == "ب" and word.stem == "اسم"):
        return _spoken_for(reading, phrase)
    if word.stem in _PARTICIPLES and word.definite == phrase.definite and phrase.role != PERSON:
        return _with_complement(reading, phrase)
    if word.prefix:
        return _clitic_step(reading, phrase, word)
    if word.word == "ل":
        return _serving(reading, phrase, word)
    return None if word.info.function and phrase.last not in reading.names else _noun_step(reading, phrase, word)


def _special_step(reading: Reading, phrase: Phrase, word: Word) -> Phrase | None:
    """The few words that continue a phrase whatever their class: numbers, titles, ``به``, ``آخر``, ``شمال``."""
    before = reading.words[phrase.last - 1]
    if word.number and phrase.last - phrase.first <= 2 and before.stem in _NUMBERED:
        return changed(phrase, last=phrase.last + 1, definite=True)
    if is_honorific(phrase, word):
        return changed(phrase, last=phrase.last + 1)
    if before.stem in _PASSIVE_OF and word.word in _PASSIVE_ENDS:
        return changed(phrase, last=phrase.last + 1, adjectives=True)
    if word.word in _NEGATED and not word.prefix:
        return _negated_adjective(reading, phrase)
    if (word.word in _OTHERS and not phrase.definite and not word.prefix):
        return changed(phrase, last=phrase.last + 1, adjectives=True)
    if word.definite and word.stem == "اعضاء" and before.stem in {"دول", "بلدان"}:
        return changed(phrase, last=phrase.last + 1)
    governs = reading.words[phrase.first].stem in _GOVERNORS
    if governs and word.word in _SIDES and not word.prefix and word_at(reading, phrase.last + 1) is not None:
        return changed(phrase, last=phrase.last + 2, definite=True)
    return None


def _negated_adjective(reading: Reading, phrase: Phrase) -> Phrase | None:
    """An adjective behind ``غير`` or ``شبه``, definite as the head is (``المهاجرين غير النظاميين``)."""
    word = word_at(reading, phrase.last + 1)
    fits = word is not None and word.letters and not word.prefix and word.definite == phrase.definite
    if word is None or not fits or not (is_adjective(word) or is_sound_plural(word.stem)):
        return None
    return changed(phrase, last=phrase.last + 2, adjectives=True)


def _clitic_step(reading: Reading, phrase: Phrase, word: Word) -> Phrase | None:
    if word.prefix == "ب" and phrase.role == "title":
        return _served(reading, phrase, word)
    return _joined(reading, phrase, word) if word.prefix == "و" else _serving(reading, phrase, word)


def _noun_step(reading: Reading, phrase: Phrase, word: Word) -> Phrase | None:
    if phrase.role == PERSON and word.info.role == "title" and not word.info.verb and not word.info.owned:
        return _with_office(reading, phrase)
    name = reading.names.get(phrase.last)
    if name is not None and not (word.definite and phrase.definite) and not is_adjective_here(name, word):
        if phrase.definite and phrase.role == "title" and not phrase.named and name.entry.kind == PLACE:
            return name_step(reading, phrase)
        return named_by(reading, phrase, name)
    if not phrase.definite and is_closed_plural(reading, phrase):
        return bare_step(reading, phrase, word) if is_adjective(word) and not word.definite else None
    if phrase.definite and word.definite and not agrees(reading, phrase, word):
        return None
    return _definite_step(reading, phrase, word) if word.definite else bare_step(reading, phrase, word)


def _definite_step(reading: Reading, phrase: Phrase, word: Word) -> Phrase | None:
    if word.info.owned and (phrase.definite or word.info.verb):  # دراسة نشرتها: rather the verb than نشرة
        return None
    if not phrase.definite:
        if phrase.adjectives or (phrase.role == "source" and word.info.role not in BODIES):
            return None
        return changed(phrase, last=phrase.last + 1, definite=True)
    if phrase.named and phrase.role in {PERSON, "title"}:
        return None
    if qualifies_people(reading, phrase, word):
        return changed(phrase, last=phrase.last + 1)
    if phrase.entry is not None:
        fits = word.info.state or word.stem in _CREEDS
        return changed(phrase, last=phrase.last + 1) if fits and phrase.role != PERSON else None
    if (is_adjective(word) or may_qualify(reading, phrase, word)) and not (
        word.info.role and phrase.role == PERSON
    ):
        return changed(phrase, last=phrase.last + 1)
    single = phrase.last - phrase.first == 1
    if phrase.role == "title" and single and not word.info.role and not word.info.ends and not word.info.verb:
        return changed(phrase, last=phrase.last + 1, named=True)
    return None


def _with_office(reading: Reading, phrase: Phrase) -> Phrase | None:
    """A full name with the office that follows it without a comma (``شوقي غريب المدير الفني لمنتخب مصر``)."""
    if phrase.last - phrase.first < 2:
        return None
    office = phrase_at(reading, phrase.last)
    fits = office is not None and office.last - office.first > 1 and not office.named and office.definite
    return changed(phrase, last=office.last) if office is not None and fits else None


def _spoken_for(reading: Reading, phrase: Phrase) -> Phrase | None:
    if reading.words[phrase.first].stem not in _SPOKEN_FOR:
        return None
    inner = complement_at(reading, phrase.last + 1)
    if inner is None:
        return None
    return changed(phrase, last=inner.last, definite=True)


def complement_at(reading: Reading, index: int) -> Phrase | None:
    """The body or state that stands at a word as somebody's complement."""
    if word_at(reading, index) is None:
        return None
    name = reading.names.get(index)
    if name is not None and name_role(name.entry) in PLACES:
        return phrase_of_name(name)
    inner = phrase_at(reading, index)
    if inner is not None or reading.words[index].info.ends or not reading.words[index].definite:
        return inner
    word = reading.words[index]
    return grown(reading, Phrase(word.core, index, index + 1, "gov", "government", True))


def _with_complement(reading: Reading, phrase: Phrase) -> Phrase | None:
    """A participle with what it is said of (``الموالية لهادي``, ``المدعومة من إيران``)."""
    after = word_at(reading, phrase.last + 1)
    if after is None:
        return None
    place = phrase.last + 1 if after.prefix in {"ل", "ب"} else phrase.last + 2
    if place > phrase.last + 1 and after.word not in {"من", "مع", "في", "الي", "عن", "ضد"}:
        return None
    inner = complement_at(reading, place)
    if inner is not None:
        return changed(phrase, last=inner.last, adjectives=True)
    behind = word_at(reading, place)
    if behind is None:
        return None
    noun = behind.definite and not behind.info.owned and phrase.definite
    return changed(phrase, last=place + 1, adjectives=True) if behind.info.given or noun else None


def _joined(reading: Reading, phrase: Phrase, word: Word) -> Phrase | None:
    """The second half of an institution's field (``وزارة الصحة والسكان``), or a second adjective of people."""
    head, before = reading.words[phrase.first], reading.words[phrase.last - 1]
    people = is_sound_plural(head.stem) and before.info.adjective and word.info.adjective and not word.info.role
    if people and phrase.adjectives and is_sound_plural(word.stem) and word.definite == phrase.definite:
        return changed(phrase, last=phrase.last + 1)
    fits = head.stem in _JOINED and not head.definite and phrase.last - phrase.first == 2
    if not fits or not word.definite or word.info.role or word.info.owned or phrase.last in reading.names:
        return None
    if head.stem in _MINISTRIES and phrase.entry is None:
        return changed(phrase, last=phrase.last + 1)  # fields are named by adjectives too (``والمالية``)
    if phrase.entry is not None or before.info.role or before.info.adjective or word.info.adjective:
        return None
    return changed(phrase, last=phrase.last + 1)


def _served(reading: Reading, phrase: Phrase, word: Word) -> Phrase | None:
    """The body that an office serves, behind a ba (``كبيرة الاقتصاديين بشركة …``), or ``بالوكالة``."""
    if word.definite and word.stem in {"وكاله", "انابه", "نيابه"}:
        return changed(phrase, last=phrase.last + 1)
    if phrase.named or not phrase.definite:
        return None
    if reading.words[phrase.first].stem in {"مكلف", "مكلفه"}:
        return changed(phrase, last=phrase.last + 1)
    inner = complement_at(reading, phrase.last)
    return (
        changed(phrase, last=inner.last)
        if inner is not None and inner.role in {"org", "gov", "media"}
        else None
    )


def _is_qualified(reading: Reading, phrase: Phrase, before: Word) -> bool:
    """Whether an office or body has an adjective or complement already, so that a lam may lead to its field."""
    if before.stem in _SERVING:
        return True
    if phrase.last - phrase.first < 2 or phrase.entry is not None:
        return False
    return (phrase.role == "title" and before.info.adjective) or (
        phrase.role in {"org", "gov"} and reading.words[phrase.first].stem in _JOINED
    )


def _serving(reading: Reading, phrase: Phrase, word: Word) -> Phrase | None:
    """What an office or body is for (``الأمين العام للأمم المتحدة``, ``الهيئة العليا للانتخابات``)."""
    before = reading.words[phrase.last - 1]
    if word.prefix == "ل" and word.stem == "شوون" and phrase.role in {"title", "gov", "org"}:
        return _of_affairs(reading, phrase, word)
    if phrase.role == "document" and word.prefix == "ل" and phrase.last - phrase.first == 1:
        inner = complement_at(reading, phrase.last)
        return (
            changed(phrase, last=inner.last, definite=True)
            if inner is not None and inner.role == "media"
            else None
        )
    apart = word.word == "ل"  # ``لـ منتخب``, two words
    if (
        not (apart or word.prefix == "ل")
        or phrase.named
        or not phrase.definite
        or not _is_qualified(reading, phrase, before)
    ):
        return None
    union = word.info.role in {"people", "titles"} and reading.words[phrase.first].stem in _JOINED
    if union and phrase.role in {"org", "gov"}:
        whole = phrase_at(reading, phrase.last)
        return changed(phrase, last=whole.last) if whole is not None and whole.definite else None
    if not apart and (word.info.function or word.info.verb or word.info.role in {"people", "media"}):
        return None
    inner = complement_at(reading, phrase.last + apart)
    if inner is not None and inner.role not in {PERSON, "title", "media"}:
        return changed(phrase, last=inner.last)
    if inner is not None and phrase.role == "title" and inner.role == "title":
        return changed(phrase, last=inner.last, named=inner.named)
    if apart or not _is_field(reading, phrase):
        return None
    return changed(phrase, last=phrase.last + (1 if word.definite else 2))


def _of_affairs(reading: Reading, phrase: Phrase, word: Word) -> Phrase | None:
    """What an office or body looks after (``لشؤون اللاجئين``, ``للشؤون الإنسانية``)."""
    behind = word_at(reading, phrase.last + 1)
    named = phrase.named and reading.words[phrase.last - 1].info.given
    if behind is None or not behind.definite or behind.prefix or named:
        return None
    return changed(phrase, last=phrase.last + 2, definite=True)


def _is_field(reading: Reading, phrase: Phrase) -> bool:
    """Whether what stands behind the lam is a field of work (``للأرصاد``, ``لإدارة الكوارث``)."""
    word = reading.words[phrase.last]
    if phrase.role == "title":
        return False
    return not word.info.role and (word.definite or leads_on(reading, phrase.last))
