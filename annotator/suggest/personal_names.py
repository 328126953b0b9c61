"""Personal names: where one that begins at a word ends. No table knows all names, so shapes help."""

from __future__ import annotations

import re

from annotator.suggest.adjectives import is_sound_plural
from annotator.suggest.cues import cue_words
from annotator.suggest.reading import Name, Reading, Word
from annotator.suggest.shipped import PERSON, PLACE

_PARTICLES = cue_words("particles")
_NO_NAME = re.compile("بت..ي.|ا.ا.ه|..+.يا|ت..ي.|است.+|ا.?ت..?ا.|ت.ا..|م.ا..ه")
_SAID = cue_words("clause") | {":"}
_VOWELS = "ًٌٍَُِّْـ"
_LONGEST_NAME = 5


def word_at(reading: Reading, index: int) -> Word | None:
    """The word at an index, if it stands in the same sentence as the one before."""
    words = reading.words
    return words[index] if index < len(words) and words[index].sentence == words[index - 1].sentence else None


def looks_like_a_verb(word: Word, letters: str = "يت") -> bool:
    """Whether an unknown bare word has the shape of a present-tense verb."""
    return (
        (word.word[:1] in letters or word.word.endswith("ت"))
        and 4 <= len(word.word) <= 6
        and not word.info.given
    )


def _has_compound(reading: Reading, index: int) -> bool:
    """Whether a word makes one name with the next (``فتح الله``, ``نور الدين``), whatever it is by itself."""
    following = word_at(reading, index + 1)
    if following is None or following.word not in {"الله", "الدين"}:
        return False
    return index > 0 and not reading.words[index].definite


def name_end(reading: Reading, index: int, verbal: str = "يت") -> int:
    """Where a personal name that begins at a word ends; the same index where none begins."""
    last = index
    while last - index < _LONGEST_NAME:
        word = word_at(reading, last) if last else reading.words[last]
        if (
            word is None
            or not word.letters
            or (word.prefix and not _is_uncut_name(word, inside=last != index))
        ):
            break
        name = reading.names.get(last)
        if name is not None and name.entry.kind == PERSON:
            last = name.last
        elif (word.word in _PARTICLES and word_at(reading, last + 1) is not None) or _has_compound(reading, last):
            last += 2
        elif _is_name_part(reading, last, first=last == index, verbal=verbal) and not _is_a_place(name, word):
            last += 1
        else:
            break
    return min(last, len(reading.words))


def _is_a_place(name: Name | None, word: Word) -> bool:
    """Whether a known name in the middle of a personal name is no part of it; towns share their names with people."""
    if name is None or word.info.given:
        return False
    return name.entry.kind != PLACE or name.last - name.first > 1


def _is_uncut_name(word: Word, *, inside: bool) -> bool:
    """Whether an unknown word of a name only seems to begin with a clitic (``بالعيد``, ``بوشامة``)."""
    if word.info.given and inside and word.prefix == "و":
        return False  # another person begins (``محمود أبو الرجال وأحمد توفيق``)
    if word.info.given or (word.prefix == "ب" and word.word[:1] == "و" and not word.info.role):
        return True
    return (
        inside
        and word.prefix in {"ب", "ك", "ف", "ل"}
        and not word.word.endswith("ه")
        and not word.definite
        and not (word.info.role or word.info.ends or word.info.adjective)
    )


def _is_name_part(reading: Reading, index: int, *, first: bool, verbal: str = "يت") -> bool:
    word = reading.words[index]
    info = word.info
    if info.function:
        return False
    if word.definite:
        return not first and _is_surname(reading, index)
    if info.given:
        return True
    if info.role or info.ends or info.verb or (info.adjective and first):
        return False
    if len(word.word) > 5 and word.word.endswith(("ته", "تها", "تهم")):
        return False  # a noun with its owner
    if reading.text[word.core : word.end].rstrip(_VOWELS).endswith("ة"):
        return _may_be_feminine_name(reading, index, first=first)
    letters = verbal if first or verbal != "يت" else "ي"
    conjugated = looks_like_a_verb(word, letters) and (first or word.word[0] in letters)
    return not conjugated and not word.word.endswith("ات") and not _NO_NAME.fullmatch(word.word) and len(word.word) > 1


def _is_surname(reading: Reading, index: int) -> bool:
    """Whether a word with the article can end a name: behind an Arabic given name, or of origin (``الوكيلي``)."""
    word, before = reading.words[index], reading.words[index - 1]
    people = word.info.role in {"people", "titles", "group", "gov", "force", "org"} or is_sound_plural(word.stem)
    if word.info.given and before.info.given:  # العلي, which without its article folds as على does
        return True
    if word.info.ends or word.info.owned or people:
        return False
    if before.info.given or before.word in _PARTICLES or before.definite or word.stem.endswith(("ي", "يه")):
        return True
    following = word_at(reading, index + 1)
    return following is not None and (following.word in _SAID or following.word == "،")


def _may_be_feminine_name(reading: Reading, index: int, *, first: bool) -> bool:
    """Whether an unknown word with ``ة`` is a name: more of one follows it, or nothing with an article does."""
    following = word_at(reading, index + 1)
    if following is None:
        return not first
    if not first:
        return not following.definite
    return not following.info.function and not following.prefix and _is_name_part(reading, index + 1, first=False)
