"""The attributes of a source: its kind and whether it is named (labelling guidelines, section 1 and 2)."""

from __future__ import annotations

from annotator.suggest.cues import cue_words
from annotator.suggest.noun_phrases import Phrase, complement_at
from annotator.suggest.reading import Reading
from annotator.suggest.shipped import PERSON

_MILITARY = cue_words("military")
_OFFICIAL = cue_words("official")
_MEDICAL = cue_words("medical")
_GENERIC = cue_words("generic")
_BY_KIND = {
    "news_agency": "news_agency", "media": "media", "government": "government", "military": "military",
    "armed_group": "armed_group", "monitor": "monitor", "ngo": "ngo", "un": "un", "anonymous": "anonymous",
    "witness": "witness", "document": "document", "state": "government", "organisation": "other",
}  # fmt: skip
_AGENCY_HEADS = cue_words("agency_heads")


def source_kind(reading: Reading, phrase: Phrase) -> str:
    """The kind of a source."""
    words = reading.words[phrase.first : phrase.last]
    stems = [word.stem for word in words]
    if any(stem in _MEDICAL for stem in stems[:2]):
        return "medical"
    if phrase.entry is None and phrase.role == "media":
        return "news_agency" if stems[0] in _AGENCY_HEADS else "media"
    if phrase.role in {"title", "titles"}:
        return _office_kind(reading, phrase, stems)
    if phrase.role == "org" and phrase.entry is None:
        return "monitor" if stems[0] == "مرصد" else "other"
    if phrase.role == PERSON:
        return "official" if phrase.entry is not None else "other"
    return _BY_KIND.get(phrase.kind, "other")


def _office_kind(reading: Reading, phrase: Phrase, stems: list[str]) -> str:
    if any(stem in _MILITARY for stem in stems[:3]):
        return "military"
    if stems[0] in {"متحدث", "متحدثه", "ناطق", "ناطقه"} and "باسم" in stems:
        inner = complement_at(reading, phrase.first + stems.index("باسم") + 1)
        if inner is not None:
            return _BY_KIND.get(inner.kind, "official")
    return "official" if stems[0] in _OFFICIAL else "other"


def is_named(reading: Reading, phrase: Phrase) -> bool:
    """Whether a source is named: by a name, or by the short form of one; generic and indefinite ones are not."""
    if phrase.entry is not None or phrase.role == PERSON or (phrase.named and phrase.role != "source"):
        return True
    head = reading.words[phrase.first]
    if head.stem in _GENERIC or phrase.role in {"source", "witness", "document", "titles", "people"}:
        return False
    return phrase.definite
