"""The phrase of a possible source, with its affiliation, and what marks a clause that is said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from annotator.core.changing import changed
from annotator.suggest.cues import cue_words
from annotator.suggest.noun_phrases import complement_at, grown, phrase_at
from annotator.suggest.personal_names import name_end
from annotator.suggest.phrases import BODIES, PLACES, Phrase, name_role
from annotator.suggest.reading import Reading, Word
from annotator.suggest.shipped import PERSON
from annotator.suggest.source_reach import to_the_name
from annotator.suggest.surnames import person_again

CLAUSE = cue_words("clause")
_NO_CLAUSE_BEFORE = cue_words("no_clause_before")
_SPEECH_MARKS = frozenset({":", "“", '"', "«"})
_ISSUED = frozenset({"صادر", "صادره"})
_PLACE_NOUNS = cue_words("place_nouns")
_ACTS = re.compile("ت..ي.|ا.ت.ا.|است..ا.|ان..ا.|م.ا..ه")
QUOTES = frozenset('"«»“”‹›')
_FAR = 9


@dataclass(frozen=True, slots=True)
class Credit:
    """A phrase that is credited with information, the cue in words, and how sure that is."""

    phrase: Phrase
    why: str
    score: float


def source_at(reading: Reading, index: int, *, bare: bool = True) -> Phrase | None:
    """The phrase of a possible source at a word: a mention, a state or capital, or with ``bare`` a plain name."""
    if index >= len(reading.words) or not reading.words[index].letters:
        quoted = behind_quote(reading, index)
        inside = source_at(reading, quoted, bare=bare) if quoted else None
        closed = inside is not None and inside.last < len(reading.words) and not reading.words[inside.last].letters
        return inside if closed or (inside is not None and inside.entry is not None) else None
    phrase = phrase_at(reading, index)
    name = reading.names.get(index)
    if phrase is None and name is not None and name_role(name.entry) in PLACES - {"place"}:
        return Phrase(
            name.start, name.first, name.last, name_role(name.entry), "state", True, name.entry, named=True
        )
    if phrase is None:
        phrase = person_again(reading, index)
    if phrase is None and bare:
        phrase = _body_again(reading, index) or _plain_name(reading, index) or _plain_noun(reading, index)
    return None if phrase is None else to_the_name(reading, with_affiliation(reading, phrase))


def behind_quote(reading: Reading, index: int) -> int:
    """The word behind an opening quotation mark, 0 where there is none."""
    words = reading.words
    if (
        index + 1 < len(words)
        and words[index].word in {'"', "“", "”", "«", "'", "‘"}
        and words[index + 1].letters
    ):
        return index + 1
    return 0


def quoted_name(reading: Reading, first: int) -> Phrase | None:
    """A name of up to four words between quotation marks: an outlet that no table knows."""
    words = reading.words
    if not 0 < first < len(words) or words[first - 1].word not in QUOTES:
        return None
    for last in range(first + 1, min(first + 5, len(words))):
        if words[last].word in QUOTES:
            return Phrase(words[first].start, first, last, "media", "media", True, named=True)
        if not words[last].letters or words[last].info.verb or words[last].info.ends:
            return None
    return None


def _plain_name(reading: Reading, index: int) -> Phrase | None:
    """A personal name that no table knows, as the subject of a reporting verb."""
    word = reading.words[index]
    if word.word == "ام" and index + 1 < len(reading.words) and reading.words[index + 1].info.given:
        return Phrase(word.core, index, name_end(reading, index + 1), PERSON, "person", True, named=True)
    if word.definite or word.info.function:
        return None
    last = name_end(reading, index)
    if not word.info.given and _names_an_act(reading, word):
        return None
    if last == index or (word.prefix and not word.info.given):
        return None
    return Phrase(word.core, index, last, PERSON, "person", True, named=True)


def _plain_noun(reading: Reading, index: int) -> Phrase | None:
    """A noun that no table knows, as the subject of a reporting verb (``الغطاس إلياس``): a person by what he is."""
    word = reading.words[index]
    if word.stem in _PLACE_NOUNS and len(word.stem) > 4 and not word.prefix and not word.definite:
        return grown(reading, Phrase(word.core, index, index + 1, "gov", "government", False))
    if (
        word.info.function
        or word.info.ends
        or word.info.verb
        or word.prefix
        or word.info.adjective
        or word.info.owned
    ):
        return None
    if len(word.stem) < 3 or word.word.endswith("ا") or _names_an_act(reading, word):
        return None
    return grown(reading, Phrase(word.core, index, index + 1, "title", "plain", word.definite))


def _body_again(reading: Reading, index: int) -> Phrase | None:
    """A body spoken of again by its adjective alone (``البنك المركزي`` … ``قال المركزي``)."""
    words = reading.words
    word = words[index]
    if not word.definite or not word.info.adjective or word.info.role:
        return None
    known = any(
        words[place].word == word.word and words[place - 1].definite and words[place - 1].info.role in BODIES
        for place in range(1, index)
    )
    return Phrase(word.core, index, index + 1, "org", "organisation", True, named=True) if known else None


def _names_an_act(reading: Reading, word: Word) -> bool:
    """Whether an unknown noun without article has the shape of a verbal noun (``أعلنت إنقاذ``, ``تقليص``)."""
    if word.definite or len(word.stem) < 5:
        return False
    causative = reading.text[word.core] == "إ" and word.stem[-2] == "ا"
    return causative or _ACTS.fullmatch(word.stem) is not None


def with_affiliation(reading: Reading, phrase: Phrase) -> Phrase:
    """A source with the body that it speaks from (``مصدر في القيادة``, ``وزارة الصحة في غزة``)."""
    words = reading.words
    if phrase.role == "document" and phrase.last + 2 < len(words) and words[phrase.last].stem in _ISSUED:
        issuer = complement_at(reading, phrase.last + 2) if words[phrase.last + 1].word == "عن" else None
        return changed(phrase, last=issuer.last) if issuer is not None else phrase
    if phrase.last < len(words) and (words[phrase.last].prefix == "ب" or words[phrase.last].word == "ل"):
        return _served(reading, phrase)
    if phrase.last + 1 >= len(words) or words[phrase.last].word not in {"في", "من", "لدي"}:
        return phrase
    if not reading.same_sentence(phrase.first, phrase.last + 1):
        return phrase
    titled = _named_behind(reading, phrase)
    if titled is not None:
        return titled
    ministry = (
        words[phrase.first].stem in {"وزاره", "حكومه", "سلطات", "بعثه"} and words[phrase.last].word == "في"
    )
    if ministry and (found := _place_end(reading, phrase.last + 1)):
        return changed(phrase, last=found)
    if phrase.named or phrase.role not in {"source", "title", "titles", "witness", "people"}:
        return phrase
    inner = complement_at(reading, phrase.last + 1)
    if inner is None or inner.role not in BODIES:
        return phrase
    return changed(phrase, last=inner.last)


def _served(reading: Reading, phrase: Phrase) -> Phrase:
    """A source with the body that it speaks from, behind a ba or a lam by itself (``مسؤولون بالبيت الأبيض``)."""
    open_ended = phrase.role in {"source", "title", "titles", "witness", "people"} and not phrase.named
    place = phrase.last if reading.words[phrase.last].prefix else phrase.last + 1
    near = place < len(reading.words) and reading.same_sentence(phrase.first, place)
    inner = complement_at(reading, place) if open_ended and near else None
    return changed(phrase, last=inner.last) if inner is not None and inner.role in BODIES else phrase


def _named_behind(reading: Reading, phrase: Phrase) -> Phrase | None:
    """A title whose name stands behind its place or body (``الناطق باسم الدفاع المدني في غزة محمود بصل``)."""
    if phrase.role != "title" or phrase.named:
        return None
    if not phrase.definite and phrase.adjectives:
        return None
    place = _place_end(reading, phrase.last + 1)
    inner = complement_at(reading, phrase.last + 1) if not place else None
    end = place or (inner.last if inner is not None and inner.role in BODIES else 0)
    if not end or end >= len(reading.words) or not reading.words[end].letters or reading.words[end].definite:
        return None
    feminine = reading.words[phrase.first].stem.endswith("ه")
    last = (
        name_end(reading, end, "ت" if feminine else "ي") if reading.same_sentence(phrase.first, end) else end
    )
    return changed(phrase, last=last, named=True) if last > end else None


def _place_end(reading: Reading, index: int) -> int:
    name = reading.names.get(index)
    if name is not None and name_role(name.entry) in PLACES:
        return name.last
    if index < len(reading.words) and reading.words[index].stem in _PLACE_NOUNS:
        return _place_end(reading, index + 1) or (index + 1 if reading.words[index].definite else 0)
    return 0


def clause_follows(reading: Reading, index: int, far: int = _FAR) -> bool:
    """Whether what is said begins within so many words: ``أن``, a colon or a quotation mark.

    An ``أن`` of time or need (``بعد أن``, ``يجب أن``) says nothing.
    """
    before = reading.words[index - 1] if index else None
    for word in reading.words[index : index + far]:
        if word.word in _SPEECH_MARKS:
            return True
        if word.word in CLAUSE and (before is None or before.word not in _NO_CLAUSE_BEFORE):
            return True
        before = word
    return False


def joined_credits(reading: Reading, phrase: Phrase, why: str, score: float) -> Iterator[Credit]:
    """Whoever is credited along with a source (``مسعفون وسكان محليون``)."""
    if phrase.last >= len(reading.words) or reading.words[phrase.last].prefix != "و":
        return
    other = source_at(reading, phrase.last, bare=False)
    if (
        other is not None
        and other.role not in {"document", "population"}
        and reading.same_sentence(phrase.first, other.first)
    ):
        yield Credit(other, why, score)


def quote_at(words: tuple[Word, ...], index: int) -> bool:
    """Whether a quotation mark stands at an index."""
    return index < len(words) and words[index].word in {'"', "«", "“", "”", "‹"}


def sentence_start(reading: Reading, index: int) -> int:
    """The first word of the sentence that a word stands in."""
    words = reading.words
    sentence = words[index].sentence if index else 0
    while index and words[index - 1].sentence == sentence:
        index -= 1
    return index
