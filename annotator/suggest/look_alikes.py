"""Head nouns that mean a thing and nobody where they stand: a law, an earthquake's centre, traffic, a mourning."""

from __future__ import annotations

from annotator.suggest.cues import cue_words
from annotator.suggest.phrases import Phrase
from annotator.suggest.reading import Reading, Word
from annotator.suggest.shipped import PERSON

_LAW_FIELDS = cue_words("law_fields")
_EVENTS_WITH_CENTRE = cue_words("events_with_centre")
_PRICES = cue_words("prices")
_BEST_OF = cue_words("best_of")
_TRADED = cue_words("traded")
_TRAFFIC = cue_words("traffic")
_HOSTED = cue_words("hosted")
_NAMED_AFTER = cue_words("named_after")
_FLIGHTS = cue_words("flights")
_STRENGTH = cue_words("strength")
_SITES = cue_words("sites")
_CARRIERS = cue_words("carriers")
_LANDS = frozenset({"دول", "دوله", "بلاد", "بلدان"})
_THAT = frozenset({"ان", "بان", "لان", "لكن", "بلادها"})


def only_looks_like_one(reading: Reading, phrase: Phrase) -> bool:
    """Whether the head of a phrase denotes no actor here, by the words around it."""
    head = reading.words[phrase.first]
    before = reading.words[phrase.first - 1] if phrase.first else None
    behind = reading.words[phrase.first + 1] if phrase.last - phrase.first > 1 else None
    if before is not None and _is_led(phrase, head, before):
        return True
    if phrase.entry is not None:
        return False
    if head.info.owned and phrase.role == "media":
        return True
    strong = head.stem == "قوه" and behind is not None and behind.stem in _STRENGTH
    if strong or (head.stem.startswith("قوت") and head.info.owned):
        return True
    if head.stem.startswith("مركز") and (head.info.owned or (behind and behind.stem in _EVENTS_WITH_CENTRE)):
        return not (head.info.owned and is_subject(reading, phrase))
    return not (head.definite or phrase.named) and _is_abstract(head, behind)


def _is_led(phrase: Phrase, head: Word, before: Word) -> bool:
    """Whether the word before makes a thing, a place or a manner of it."""
    people = phrase.role in {"people", "population"}
    if (before.stem in _PRICES and people) or (before.stem in _TRADED and phrase.role == "people"):
        return True
    if phrase.entry is not None:
        body = phrase.role != PERSON
        return _is_site(phrase, before) or (body and before.stem in _HOSTED | _CARRIERS)
    if _is_site(phrase, before):
        return True
    if before.stem in _NAMED_AFTER and (people or phrase.role in {"org", "group"}):
        return True
    if _goes_with(phrase, head, before):
        return True
    if (before.word in {"في", "الي"} and head.stem in _LANDS) or (before.word == "الي" and head.stem == "تجمع"):
        return True
    if before.word == "عبر" and phrase.role == "media" and not phrase.named:
        return True
    if (before.word == "من" and head.stem == "مقرر") or (before.stem in {"كل", "اي"} and head.stem == "شخص"):
        return True
    bare = phrase.role == "title" and not head.definite and not phrase.named
    return bare and (head.prefix == "ك" or before.stem in _BEST_OF)


def _goes_with(phrase: Phrase, head: Word, before: Word) -> bool:
    """Whether the two words are a thing together (``حوادث الطيران``, ``حافلة ركاب``, ``إحدى المزارع``)."""
    if before.word == "احدي":  # of things: people would be ``أحد``
        return phrase.role == "title" and not head.stem.endswith("ه")
    if head.stem == "طيران":
        return before.stem in _FLIGHTS
    return before.stem in _CARRIERS and head.stem in {"ركاب", "قياده"}


def _is_site(phrase: Phrase, before: Word) -> bool:
    """Whether a place is called after a person (``ملعب جاسم بن حمد``)."""
    return phrase.role == PERSON and before.stem in _SITES


def _is_abstract(head: Word, behind: Word | None) -> bool:
    """Whether an indefinite head is an abstract noun by what it is of (``نظام مكافحة …``, ``مواطن الفتن``)."""
    if head.stem in {"تنظيم", "احتلال"}:
        return head.stem == "احتلال" or behind is None or behind.definite
    if head.stem == "نظام":
        return behind is None or behind.stem in _LAW_FIELDS or not (behind.info.adjective or behind.info.given)
    if head.stem == "حركه":
        return behind is not None and behind.stem in _TRAFFIC
    return head.stem == "مواطن" and behind is not None and behind.definite


def is_subject(reading: Reading, phrase: Phrase) -> bool:
    """Whether a phrase follows its verb directly."""
    before = reading.words[phrase.first - 1] if phrase.first else None
    return (
        before is not None
        and (bool(before.info.verb) or before.word in _THAT)
        and reading.same_sentence(phrase.first - 1, phrase.first)
    )
