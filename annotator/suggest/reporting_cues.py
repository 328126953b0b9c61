"""Sources by prepositions and nouns of reporting (``وفقاً ل``, ``بحسب ما أعلنه``, ``توقعات الخبراء``)."""

from __future__ import annotations

from collections.abc import Iterator

from annotator.suggest.cues import cue_words
from annotator.suggest.noun_phrases import phrase_at
from annotator.suggest.phrases import Phrase
from annotator.suggest.reading import Reading
from annotator.suggest.source_phrases import Credit, clause_follows, joined_credits, source_at
from annotator.suggest.source_reach import apposition, to_the_clause
from annotator.suggest.words import Form

_PASSING = cue_words("passing_notes")
_ANNOUNCEMENTS = cue_words("announcements")
_SAYING_NOUNS = cue_words("saying_nouns") | _ANNOUNCEMENTS
_SAYERS = frozenset({"title", "titles", "media", "source", "witness", "gov", "org", "force", "group"})
_PRESS = cue_words("press")
_AS_NOUNS = cue_words("as_nouns")
_NOTES = cue_words("notes")
_STATED = cue_words("stated_in")
_TOPICS = cue_words("topic_words")
_HELD = cue_words("held_by")
_GIVING = cue_words("giving_verbs")
_TELLING_NOUNS = cue_words("telling_nouns")
_STILL = cue_words("still_words")


_BY = frozenset({"وفقا", "طبقا", "تبعا"})
_CUES = _AS_NOUNS | _STATED | {"حسبما", "وفقما", "برأي", "براي", "نقلا", "علي", "استنادا"}


def may_be_preposition(form: Form) -> bool:
    """Whether a written word may begin what `by_preposition` looks for."""
    return form.stem in _BY or form.word in _CUES or form.stem in _SAYING_NOUNS


def by_preposition(reading: Reading, index: int) -> Iterator[Credit]:
    """``وفقاً ل``, ``وفق``, ``بحسب``, ``نقلاً عن``, ``على لسان`` … with or without a verb behind them."""
    place = _behind_cue(reading, index) or _behind_noun(reading, index)
    if not place or place >= len(reading.words) or not reading.same_sentence(index, place):
        return
    why = f"preposition {reading.words[index].stem}"
    document = _told_of(reading, place)
    if document is not None:
        yield Credit(document, why, 0.8)
        if reading.words[document.last].info.past != "نشر":
            return
    phrase = _past_notes(reading, place)
    if phrase is not None and place <= index + 1 and reading.words[index].stem in _SAYING_NOUNS:
        phrase = phrase if _is_told(reading, index, phrase) else None
    if phrase is not None and phrase.role != "population":
        phrase = to_the_clause(reading, phrase)
        yield Credit(phrase, why, 0.88)
        yield from joined_credits(reading, phrase, why, 0.7)
        again = apposition(reading, phrase)
        if again is not None:
            yield Credit(again, why, 0.7)


def _told_of(reading: Reading, place: int) -> Phrase | None:
    """A document of which a clause says who made it (``وفقاً لبيانات نشرها …``, ``وفق سجل تحتفظ به …``)."""
    words = reading.words
    phrase = _document(reading, place) if words[place].letters else None
    if phrase is None or phrase.definite or phrase.last >= len(words):
        return None
    word = words[phrase.last]
    relative = (word.info.verb and not word.prefix and word.word.endswith(("ه", "ها"))) or word.word in _HELD
    return phrase if relative else None


def _is_told(reading: Reading, index: int, phrase: Phrase) -> bool:
    """Whether a noun of saying tells something: an announcement with its clause, and no talk about a topic."""
    words = reading.words
    if words[index].stem in _ANNOUNCEMENTS:
        return clause_follows(reading, phrase.last)
    return not any(word.word in _TOPICS for word in words[phrase.last : phrase.last + 3])


def by_giver(reading: Reading, index: int) -> Iterator[Credit]:
    """Who gave what is told (``المعلومات التي قدمها حاكم الولاية``)."""
    words = reading.words
    if index < 2 or index + 1 >= len(words) or words[index].prefix:
        return
    noun = words[index - 2] if words[index - 1].word == "التي" else words[index - 1]
    if noun.word not in _TELLING_NOUNS or not reading.same_sentence(index - 2, index + 1):
        return
    phrase = source_at(reading, index + 1, bare=False)
    if phrase is not None and phrase.role not in {"document", "population"}:
        yield Credit(phrase, f"gave what is told: {words[index].word}", 0.7)


def may_be_giver(form: Form) -> bool:
    """Whether a written word may be the verb that `by_giver` looks for."""
    return form.word in _GIVING


def _behind_cue(reading: Reading, index: int) -> int:
    """The word behind a preposition of reporting that begins here, 0 where none begins."""
    words = reading.words
    word, following = words[index], words[index + 1] if index + 1 < len(words) else words[index]
    if word.stem in _BY and following.prefix == "ل":
        return index + 1
    if word.word in _AS_NOUNS or word.word in {"حسبما", "وفقما", "برأي", "براي"}:
        return index + 1
    if (word.word, following.word) in {("نقلا", "عن"), ("علي", "لسان"), ("استنادا", "الي")}:
        return index + 2
    if word.word in _STATED and following.word == "في" and index + 2 < len(words):
        return index + 2 if words[index + 2].stem in _NOTES else 0
    if word.word == "علي" and following.word == "حد" and index + 2 < len(words):
        return index + 3 if words[index + 2].word in {"قول", "تعبير", "وصف"} else 0
    return 0


def _behind_noun(reading: Reading, index: int) -> int:
    """The word behind a noun of saying, if whoever says it follows (``توقعات الخبراء``, ``تصريحات للوزير``)."""
    words = reading.words
    word = words[index]
    if word.stem not in _SAYING_NOUNS or word.definite or index + 1 >= len(words) or word.info.role:
        return 0
    following = words[index + 1]
    known = following.info.role in _SAYERS or (index + 1) in reading.names
    if following.stem in _PRESS:
        return 0
    return index + 1 if known and following.prefix in {"", "ل"} else 0


def _past_notes(reading: Reading, place: int) -> Phrase | None:
    """The source behind a cue, past ``ما أعلنه`` and past the document that carries its words."""
    words = reading.words
    document: Phrase | None = None
    for _ in range(3):
        if place >= len(words) or not words[place].letters:
            break
        word = words[place]
        if word.word in _STILL:
            return None
        if word.stem == "ما" or word.info.verb in {"fact", "soft"} or word.word in {"به", "عنه", "اليه"}:
            place += 1
            continue
        if word.stem in _PASSING:
            place = _giver_of(reading, place, None)
            continue
        if word.stem in _NOTES and word.info.role in {"document", ""}:
            document = _document(reading, place)
            if document is not None and document.last - document.first > 1 and document.definite:
                return document
            place = _giver_of(reading, place, document)
            continue
        break
    phrase = source_at(reading, place) if place < len(words) else None
    if phrase is None and document is not None and words[document.first].stem == "بيان":
        return None
    return phrase if phrase is not None else document


def _document(reading: Reading, place: int) -> Phrase | None:
    phrase = phrase_at(reading, place)
    return phrase if phrase is not None and phrase.role == "document" else None


def _giver_of(reading: Reading, place: int, document: Phrase | None) -> int:
    """Where the giver of a document may stand: behind ``ل``, ``صادر عن``, ``نشرته``, or in idafa with it."""
    words = reading.words
    after = document.last if document is not None and document.adjectives else place + 1
    while after < len(words) and words[after].info.adjective and not words[after].prefix:
        after += 1
    if after < len(words) and words[after].stem in {"صادر", "صادره", "صدر", "صدرت"}:
        return after + 2
    return after
