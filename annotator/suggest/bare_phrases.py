"""How a phrase goes on by a word without an article: an adjective, a complement, the middle of an idafa."""

from __future__ import annotations

from annotator.core.changing import changed
from annotator.suggest.adjectives import is_adjective, is_sound_plural
from annotator.suggest.cues import cue_words
from annotator.suggest.named_phrases import name_of_title, name_step
from annotator.suggest.personal_names import looks_like_a_verb, word_at
from annotator.suggest.phrases import Phrase
from annotator.suggest.reading import Reading, Word
from annotator.suggest.shipped import PERSON
from annotator.suggest.words import NOTHING

_NAMED_BODIES = frozenset({"org", "media", "group"})
_BARE_COMPLEMENTS = cue_words("bare_complements")
_COMPOUNDS = cue_words("compound_heads")
_NAMED_PLACES = cue_words("named_places")


def bare_step(reading: Reading, phrase: Phrase, word: Word) -> Phrase | None:
    """The phrase with a word that has no article, if it still belongs to it."""
    index = phrase.last
    if phrase.definite:
        return name_step(reading, phrase) or name_of_title(reading, phrase, word)
    if word.word in _COMPOUNDS and phrase.last - phrase.first == 1 and phrase.role == "title":
        return changed(phrase, last=index + 1)
    qualifies = word.info.adjective or (is_adjective(word) and not leads_on(reading, index, far=False))
    if qualifies and not (word.info.role in {"gov", "org"} and not phrase.adjectives):
        return changed(phrase, last=index + 1, adjectives=True)
    if phrase.role == "title" and word.info.given and not phrase.named:
        return name_step(reading, phrase)
    if phrase.adjectives or phrase.role == PERSON:
        return None
    if (
        reading.words[index - 1].stem in _NAMED_PLACES
        and word.info is NOTHING
        and not looks_like_a_verb(word)
    ):
        return changed(phrase, last=index + 1, definite=True)
    if word.info.role and not word.info.verb:
        return changed(phrase, last=index + 1)
    if (
        phrase.role in _NAMED_BODIES
        and not word.info.verb
        and not word.info.ends
        and not looks_like_a_verb(word)
    ):
        return changed(phrase, last=index + 1, named=True, definite=phrase.named)
    if not word.info.verb and leads_on(reading, index):
        return changed(phrase, last=index + 1)
    return _bare_complement(reading, phrase, word)


def _bare_complement(reading: Reading, phrase: Phrase, word: Word) -> Phrase | None:
    """What an indefinite title is of, when that has no article either (``سائق جرار``, ``رجال أعمال``)."""
    first = phrase.last - phrase.first == 1
    if word.word in _BARE_COMPLEMENTS and first:
        return changed(phrase, last=phrase.last + 1, adjectives=True)
    plural = phrase.role in {"titles", "people", "group"} and not is_sound_plural(
        reading.words[phrase.first].stem
    )
    if (
        not (phrase.role == "title" or plural)
        or not first
        or word.info.verb
        or word.info.function
        or looks_like_a_verb(word)
    ):
        return None
    if word.word.endswith("ا") or word.info.owned or word.info.ends or len(word.stem) < 3:
        return None
    if reading.words[phrase.first].info.owned:
        return None
    return changed(phrase, last=phrase.last + 1, adjectives=True)


def leads_on(reading: Reading, index: int, *, far: bool = True) -> bool:
    """Whether a bare noun is the middle of an idafa: an article or a place follows."""
    following = word_at(reading, index + 1)
    if following is None or following.prefix or following.info.function or not following.letters:
        return False
    if following.definite or (index + 1) in reading.names:
        return True
    return (
        far
        and not following.info.verb
        and not following.info.adjective
        and leads_on(reading, index + 1, far=False)
    )
