"""The attributes of a source: its kind and whether it is named (labelling guidelines, section 1 and 2)."""

from __future__ import annotations

from collections.abc import Sequence

from annotator.suggest.cues import cue_words
from annotator.suggest.noun_phrases import complement_at
from annotator.suggest.phrases import Phrase
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
_ORDINARY = cue_words("ordinary")
_NGO_HEADS = cue_words("ngo_heads")
_MONITORS = cue_words("monitor_heads")
_PRIVATE = cue_words("private_bodies")
_RESCUE = cue_words("rescue")
_RESCUERS = frozenset({"دفاع", "حمايه", "عناصر", "فرق", "رجال", "طواقم", "جهاز", "مديريه", "قوات"})
_SCHOLARS = cue_words("scholars")
_INTELLIGENCE = cue_words("intelligence")
_OF_THE_UN = frozenset({"اممي", "امميه", "امميون", "امميين"})
_LAW_KEEPERS = frozenset({"شرطه", "درك", "امن"})
_BYLINES = cue_words("byline_words")
_PRESS_HEADS = cue_words("press_heads")
AUTHOR = "author"
_SPEAKERS = cue_words("spoken_for")


def source_kind(reading: Reading, phrase: Phrase) -> str:
    """The kind of a source."""
    stems = [word.stem for word in reading.words[phrase.first : phrase.last]]
    if phrase.role == PERSON:
        return _kind_of_name(phrase, stems)
    if phrase.role != "title" and _is_public(stems):
        return "government"
    if phrase.entry is not None:
        return _BY_KIND.get(phrase.kind, "other")
    if phrase.role in {"title", "titles", "witness", "people"}:
        return _person_kind(reading, phrase, stems)
    if phrase.role == "document":
        return "document"
    if phrase.kind == "government":
        return _kind_of_office(stems)
    return _kind_of_body(reading, phrase, stems)


def _kind_of_name(phrase: Phrase, stems: list[str]) -> str:
    """The kind of a person by name alone: who writes, who is known, else somebody who was there."""
    if phrase.kind == AUTHOR or stems[0] in _BYLINES:
        return "media"
    return "official" if phrase.entry is not None else "witness"


def _kind_of_body(reading: Reading, phrase: Phrase, stems: list[str]) -> str:
    """The kind of a body, an outlet or a source that is called so."""
    if stems[0] in _INTELLIGENCE:
        return "government"
    if any(stem in _MONITORS for stem in stems[:4]):
        return "monitor"
    if phrase.role == "media":
        if _kind_served(reading, phrase) == "un" or "غوث" in stems[:2]:
            return "un"
        return "news_agency" if stems[0] in _AGENCY_HEADS or phrase.kind == "news_agency" else "media"
    if phrase.role == "source":
        return _source_kind_of_source(stems)
    if phrase.role != "org":
        return _BY_KIND.get(phrase.kind, "other")
    if "اعلاميه" in stems or "اخباريه" in stems or _kind_served(reading, phrase) == "media":
        return "media"
    if _MEDICAL.intersection(stems[:2]):
        return "medical"
    return "ngo" if stems[0] in _NGO_HEADS else "other"


def _kind_of_office(stems: list[str]) -> str:
    """The kind of a body of the state: hospitals are medical, staffs military."""
    if _MEDICAL.intersection(stems[:4]):
        return "medical"
    return "military" if "اركان" in stems[:2] else "government"


def _is_public(stems: list[str]) -> bool:
    """Whether a body is the state's by what it is: a central bank, civil defence, a fire brigade, a national centre."""
    if stems[0] in {"بنك", "مصرف"} or stems == ["مركزي"]:
        return "مركزي" in stems
    if _RESCUE.intersection(stems[1:3]):
        return stems[0] in _RESCUERS
    if stems[0] == "مكتب" and stems[1:2] in (["رييس"], ["وزير"], ["نايب"]):
        return True
    return stems[0] in {"مركز", "معهد", "ديوان"} and stems[1:2] in (["وطني"], ["قومي"])


def _kind_served(reading: Reading, phrase: Phrase) -> str:
    """The kind of the body that an office is of, where that says more than the office: the UN, an outlet."""
    for place in range(phrase.first + 1, phrase.last):
        name = reading.names.get(place)
        if name is not None and name.last <= phrase.last and name.entry.kind in {"un", "news_agency", "media"}:
            return name.entry.kind
    return ""


def _source_kind_of_source(stems: list[str]) -> str:
    if "عسكري" in stems or "عسكريه" in stems:
        return "military"
    return "medical" if _MEDICAL.intersection(stems[:2]) else "anonymous"


def _person_kind(reading: Reading, phrase: Phrase, stems: list[str]) -> str:
    if phrase.kind == "plain" and _is_public(stems):
        return "government"
    if _MEDICAL.intersection(stems[:3]):
        return "medical"
    return _kind_by_body(reading, phrase, stems) or _kind_by_office(phrase, stems)


def _kind_by_body(reading: Reading, phrase: Phrase, stems: list[str]) -> str:
    """The kind of whoever speaks for a body, where the body tells it."""
    served = _kind_served(reading, phrase)
    if stems[0] in _PRESS_HEADS | _BYLINES:
        return served or "media"
    if stems[-1] in _OF_THE_UN or (served == "un" and (stems[0] in _OFFICIAL or "باسم" in stems)):
        return "un"
    if stems[0] in _SPEAKERS and "باسم" in stems:
        inner = complement_at(reading, phrase.first + stems.index("باسم") + 1)
        kind = _BY_KIND.get(inner.kind, "") if inner is not None else ""
        return kind if kind in {"armed_group", "military", "un", "ngo"} else "official"
    return ""


def _kind_by_office(phrase: Phrase, stems: list[str]) -> str:
    if stems[0] == "قايد" and _LAW_KEEPERS.intersection(stems[1:2]):
        return "official"
    if stems[0] in _MILITARY or ((phrase.definite or stems[0] in _SPEAKERS) and _MILITARY.intersection(stems[1:2])):
        return "military"
    if stems[0] in _OFFICIAL:
        return "other" if _PRIVATE.intersection(stems[1:3]) else "official"
    if stems[0] in _NGO_HEADS:
        return "ngo"
    if stems[0] in _ORDINARY or phrase.role == "witness":
        return "witness"
    unnamed = phrase.role == "title" and not (phrase.named or phrase.definite)
    return "anonymous" if unnamed and stems[0] not in _SCHOLARS else "other"


def carried_kinds(reading: Reading, found: Sequence[tuple[Phrase, str]]) -> list[str]:
    """The kinds of phrases in text order, where a short form takes the kind of the long one before it.

    ``الوكالة`` is of the kind of the last body called so, ``الزواغي`` of that of the person so named.
    """
    heads: dict[str, str] = {}
    kinds: list[str] = []
    for number, (phrase, own) in enumerate(found):
        words = reading.words[phrase.first : phrase.last]
        kind = own
        if phrase.role == PERSON and phrase.entry is None and (near := _apposed(found, number)):
            kind = heads[words[-1].stem] = near
        elif phrase.role == PERSON and len(words) > 1 and own == "witness":
            kind = heads.setdefault(words[-1].stem, own)
        elif len(words) == 1 and (phrase.definite or phrase.role == PERSON):
            kind = heads.get(words[0].stem, own)
        else:
            heads[words[0].stem] = own
            if phrase.named:
                heads[words[-1].stem] = own
        kinds.append(kind)
    return kinds


def _apposed(found: Sequence[tuple[Phrase, str]], number: int) -> str:
    """The kind of the office that stands beside a name behind a comma, before it or after it."""
    phrase = found[number][0]
    for other, kind in found[max(0, number - 1) : number + 2]:
        if other.role == "title" and 1 in {phrase.first - other.last, other.first - phrase.last}:
            return kind
    return ""


def named_again(reading: Reading, phrases: Sequence[Phrase]) -> list[bool]:
    """Whether each source is named: a title by itself too, where its bearer was named before (``الوزير``)."""
    heads: set[str] = set()
    found: list[bool] = []
    for phrase in phrases:
        named = is_named(reading, phrase)
        head = reading.words[phrase.first]
        if phrase.role == "title" and phrase.last - phrase.first == 1 and head.definite:
            named = named or head.stem in heads
        elif phrase.role == "title" and named:
            heads.add(head.stem)
        found.append(named)
    return found


def is_named(reading: Reading, phrase: Phrase) -> bool:
    """Whether a source is named: by a name, or by the short form of one; generic and indefinite ones are not."""
    head = reading.words[phrase.first]
    if head.stem in _BYLINES:
        return False
    if phrase.role == "document":
        return phrase.definite and phrase.last - phrase.first > 1
    if phrase.entry is not None or phrase.role == PERSON or (phrase.named and phrase.role != "source"):
        return True
    if head.stem == "شرطه" and phrase.definite and not head.definite:
        return True
    if phrase.role == "title" and head.stem in _PRESS_HEADS and not phrase.named:
        return False
    if head.stem in _GENERIC or phrase.role in {"source", "witness", "titles", "people"}:
        return False
    if phrase.role == "title" and phrase.last - phrase.first == 1:
        return False
    return phrase.definite
