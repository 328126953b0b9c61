"""Adjectives: which words qualify the head of a phrase, and which plurals are people."""

from __future__ import annotations

from annotator.suggest.cues import cue_words
from annotator.suggest.phrases import BODIES, PLACES, Phrase, name_role
from annotator.suggest.reading import Name, Reading, Word

_SOUND = ("ون", "ين")
_BEING = frozenset({"كان", "اصبح", "صار", "بات", "ظل", "بقي", "ليس"})
"""Verbs behind which a participle says what somebody does (``كانوا متجهين``)."""
_NOT_PEOPLE = cue_words("not_people")


def is_sound_people(reading: Reading, index: int) -> bool:
    """Whether an unknown word is a sound masculine plural, which nearly always means people (``المتبرعين``)."""
    word = reading.words[index]
    stem, info = word.stem, word.info
    if not is_plural_of_people(stem) or info.ends or info.verb or info.given or info.role:
        return False
    if stem in _NOT_PEOPLE or stem.endswith("تين") or (not word.definite and stem[0] in "يتن"):
        return False
    shape = stem[0] == "م" or stem[1] == "ا" or stem.endswith(("يين", "يون"))
    if word.definite:
        return shape
    before = reading.words[index - 1] if index and reading.same_sentence(index - 1, index) else None
    if before is not None and word.prefix == "و":
        return shape and is_sound_people(reading, index - 1) and not before.definite
    among = {"من", "عن", "علي", "بين", "بينهم"}
    led = before is not None and (
        (before.info.verb in {"news", "stance"} and before.info.past not in _BEING) or before.word in among
    )
    return shape and led and not word.prefix


def is_plural_of_people(stem: str) -> bool:
    """Whether a stem ends as plurals of people do and is long enough for one."""
    return stem.endswith(_SOUND) and len(stem) >= 6


def is_closed_plural(reading: Reading, phrase: Phrase) -> bool:
    """Whether the head is a sound plural or dual that keeps its nun, so that no idafa follows."""
    head = reading.words[phrase.first]
    return phrase.last - phrase.first == 1 and not head.definite and is_sound_plural(head.stem)


def is_sound_plural(stem: str) -> bool:
    """Whether a stem is a sound masculine plural."""
    return stem.endswith(_SOUND) and len(stem) > 4 and stem not in {"قانون", "معاون", "تلفزيون"}


def agrees(reading: Reading, phrase: Phrase, word: Word) -> bool:
    """Whether an adjective could be said of a single head word: sound plurals with sound plurals, ``ة`` with ``ة``."""
    head = reading.words[phrase.first].stem
    plural = is_sound_plural(word.stem)
    if phrase.role not in {"people", "titles", "title"}:
        return not plural or is_sound_plural(head) or is_sound_plural(reading.words[phrase.last - 1].stem)
    if phrase.last - phrase.first > 1:
        return True
    if is_sound_plural(head):
        return plural
    return not (phrase.role == "title" and (plural or (word.stem.endswith("ه") and not head.endswith("ه"))))


def is_adjective_here(name: Name, word: Word) -> bool:
    """Whether a state's name is rather its adjective (``حكومة سورية``, ``دعم مالي``)."""
    single = name.last - name.first == 1 and name_role(name.entry) in PLACES
    return single and word.info.adjective and not word.word.endswith("ا")


def is_adjective(word: Word) -> bool:
    """Whether a word is a known adjective, or looks like one of origin (``روسي``)."""
    if word.info.adjective:
        return True
    nisba = word.stem.endswith(("ي", "يه", "يين", "يون", "يا")) and len(word.stem) > (
        3 if word.definite else 4
    )
    return nisba and not word.info.role and not word.info.ends and not word.info.verb


def qualifies_people(reading: Reading, phrase: Phrase, word: Word) -> bool:
    """Whether a sound plural is the adjective of the plural before it (``العمال الوافدين``)."""
    if not is_sound_plural(word.stem) or word.info.verb:
        return False
    before = reading.words[phrase.last - 1]
    return is_sound_plural(before.stem) or before.info.role in {"people", "titles", "group"}


def may_qualify(reading: Reading, phrase: Phrase, word: Word) -> bool:
    """Whether an unknown word with the article is the participle of a body (``القوة الساندة``, ``اللجنة المنظمة``)."""
    head = reading.words[phrase.first].stem
    unknown = not (word.info.role or word.info.ends or word.info.verb or word.info.given)
    return (
        unknown
        and phrase.role in BODIES
        and head.endswith(("ه", "ات"))
        and word.stem.endswith("ه")
        and (word.stem[0] == "م" or word.stem[1:2] == "ا")
    )
