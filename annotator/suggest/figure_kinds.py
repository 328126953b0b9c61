"""What a figure counts: killed, injured, displaced …, from its noun and from the event around it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from annotator.core import lexicon, nouns
from annotator.core.arabic import fold, fold_known
from annotator.core.clitics import is_natural
from annotator.core.measures import without_pronoun
from annotator.core.quantity import Quantity
from annotator.core.words import Word
from annotator.suggest.figure_sight import bare, words_of

SENTENCE_STOPS = frozenset({".", "؟", "!", "؛", "…", "...", "?"})
"""The marks that no event reaches across."""
_CLAUSES = SENTENCE_STOPS | {"ان", "وان"}
_TURNS = frozenset({"في", "علي", "الي", "خلال", "بعد", "قبل", "اثر", "جراء", "منذ", "ثم"})
_REACH = 16
_FAR = 40
_AHEAD = 4
_VERB_ENDING = re.compile("(?:وا|تا|ا|ن|ت)$")
_PREFIX = re.compile("[وف]?(?:[بلك]?ال|لل|[بل])?")


@cache
def _events() -> dict[str, str]:
    return {fold(row["word"]): row["kind"] for row in lexicon.rows("figure_events")}


@lru_cache(maxsize=50_000)
def _event(key: str) -> str:
    """The event that a word names, clitics and article set aside; empty for none."""
    events = _events()
    if key in events:
        return events[key]
    match = _PREFIX.match(key)
    cuts = (match.end(), 1) if match and match.end() else ()
    found = next((events[key[cut:]] for cut in cuts if key[cut:] in events), "")
    return found or _of_verb(key, events)


def _of_verb(key: str, events: Mapping[str, str]) -> str:
    """The event of a verb's dual and plural (``قُتلا`` ``خُطفن`` ``أُجلوا``)."""
    match = _VERB_ENDING.search(key)
    return events.get(key[: match.start()], "") if match and match.start() >= 3 else ""


def _both(words: Sequence[Word], place: int, kind: str) -> str:
    """``affected`` where killed and injured are counted together (``مقتل وإصابة``)."""
    joined = words[place].key.startswith("و") or (place and words[place - 1].key == "و")
    before = _event(words[place - 1].key) if place else ""
    return "affected" if joined and {kind, before} == {"killed", "injured"} else kind


def _before(words: Sequence[Word], first: int) -> tuple[str, int]:
    """The nearest event before a figure in its sentence, and how far it is."""
    for distance in range(1, min(_REACH, first) + 1):
        word = words[first - distance]
        if word.key in _CLAUSES or words[first - distance + 1].broken:
            break
        kind = _event(word.key)
        if kind:
            return _both(words, first - distance, kind), distance
    return "", _REACH


def _after(words: Sequence[Word], last: int) -> tuple[str, int]:
    """The event that the next few words name (``20 شخصاً لقوا حتفهم``), and how far it is."""
    if [word.key for word in words[last : last + 2]] == ["في", "عداد"]:
        last += 2  # ``في عداد المفقودين``
    for distance in range(min(_AHEAD, len(words) - last)):
        word = words[last + distance]
        if word.key == "بين" and "قتيل" in {each.key for each in words[last : last + 3]}:
            return "affected", distance
        if _turns(word):
            break
        kind = _event(word.key)
        if kind:
            return kind, distance
    return "", _AHEAD


def _turns(word: Word) -> bool:
    """Whether a word begins something new: a mark, a preposition, a conjunction."""
    joined = word.key.startswith("و") and not is_natural(word.key)
    return word.broken or not word.is_word or word.key in _TURNS or joined


def _noun_before(words: Sequence[Word], first: int) -> str:
    """The kind of the counted noun that a bare number takes up again (``عدد الطلاب 300``)."""
    for distance in range(1, min(8, first) + 1):
        word = words[first - distance]
        if word.key in SENTENCE_STOPS:
            break
        key = word.key
        for prefix in ("", "وال", "بال", "ال", "لل"):
            noun = nouns.forms().get(key[len(prefix) :]) if key.startswith(prefix) else None
            if noun is not None and (noun.form == "plural" or prefix) and noun.kind not in {"duration", "money"}:
                return noun.kind
    return ""


def _of_them(quantity: Quantity) -> bool:
    """Whether a figure is a part of something named before (``نصفهم``)."""
    return quantity.form == "ratio" and quantity.spelled and quantity.number_last - quantity.number == 1


def _of_noun(quantity: Quantity) -> str:
    """The kind that the noun alone tells; ``people`` and nothing are open to the event around."""
    if quantity.form == "percent":
        return "percent"
    if quantity.noun is None:
        return "" if _of_them(quantity) else "other" if 0 < (quantity.value or 1) < 1 else ""
    complement = quantity.noun.complement
    told = (_event(complement) if complement else "") or quantity.noun.kind
    return "other" if told == "count" and quantity.noun.form == "singular" and _is_share(quantity) else told


def _is_share(quantity: Quantity) -> bool:
    """Whether a fraction of one thing is meant (``ثلث البلاد``), not some of many."""
    return quantity.spelled and quantity.value is not None and 0 < quantity.value < 1


_OF_THEM = frozenset({"منهم", "منها", "منهن", "بينهم", "بينها", "بينهن", "ومنهم", "وبينهم", "ومنها", "وبينها"})
_PEOPLE = frozenset({"people", "killed", "injured", "missing", "detained", "displaced", "affected"})


def _is_of_disease(words: Sequence[Word], first: int) -> bool:
    """Whether a disease is spoken of near by, so that its cases are no injured."""
    near = words[max(0, first - _FAR) : first + _FAR]
    return any(bare(word.key) in words_of("disease") for word in near if word.is_word)


def _is_magnitude(words: Sequence[Word], quantity: Quantity) -> bool:
    """Whether a bare number measures a strength or a depth (``بقوة 6.1``)."""
    before = [bare(word.key.removeprefix("ب")) for word in words[max(0, quantity.first - 2) : quantity.first]]
    return any(key in words_of("magnitude") for key in before)


def _part_of_former(words: Sequence[Word], quantity: Quantity) -> bool:
    """Whether a figure is said to be part of the one before (``بينهم 14 طفلاً``, ``31 منها``, ``من أصل 165``)."""
    first, last = quantity.first, quantity.last
    before = {words[place].key for place in range(max(0, first - 2), first)}
    after = words[last].key if last < len(words) and not words[last].broken else ""
    return bool(before & _OF_THEM) or _of_them(quantity) or after in _OF_THEM or "اصل" in before


def kind_of(words: Sequence[Word], quantity: Quantity, former: str = "") -> str:
    """The kind of a figure; ``former`` is the kind of the one before it in the sentence, if there is one.

    A noun that tells (``جريحاً``) decides; people, or nothing, take the nearest event before, or the one that
    follows at once, or what the figure is a part of; else they are people or a count.
    """
    noun_kind = _of_noun(quantity)
    singular = fold_known(quantity.noun.singular) if quantity.noun is not None else ""
    if noun_kind == "people" and singular in words_of("only_people"):
        return noun_kind
    if noun_kind == "injured" and singular in words_of("case") and _is_of_disease(words, quantity.first):
        return "affected"
    if singular in words_of("any_case") and noun_kind == "count":
        return _of_event(words, quantity, *_before(words, quantity.first), "") or noun_kind
    if noun_kind == "" and _is_magnitude(words, quantity):
        return "other"
    if noun_kind == "killed" and _after(words, quantity.last) == ("injured", 0):
        return "affected"
    before, far = _before(words, quantity.first)
    if noun_kind in {"displaced", "detained"} and before in {"killed", "injured", "missing"} and far <= 3:
        return before
    if noun_kind not in {"", "people"}:
        return noun_kind
    return _of_event(words, quantity, before, far, former) or _otherwise(words, quantity, noun_kind, former)


def _of_event(words: Sequence[Word], quantity: Quantity, before: str, far: int, former: str) -> str:
    after, near = _after(words, quantity.last)
    if after and (not before or (near <= 2 and far > 1 + near)):
        return after
    fits = former in _PEOPLE or (quantity.noun is None and former not in {"", "percent", "duration"})
    if fits and far > 2 and _part_of_former(words, quantity):
        return former
    return before


def _otherwise(words: Sequence[Word], quantity: Quantity, noun_kind: str, former: str) -> str:
    if noun_kind:
        return noun_kind
    of = _noun_of(words, quantity.last)
    if not of and quantity.scale >= 10**9:
        return "money"
    if former == "money" and not of:
        return former
    of = of or _noun_before(words, quantity.first)
    if not of and _persons_near(words, quantity):
        return "people"
    taken_up = former if former not in {"percent", "duration", "distance", "other"} else ""
    return of or taken_up or ("people" if quantity.form == "vague" else "count")


def _persons_near(words: Sequence[Word], quantity: Quantity) -> bool:
    """Whether a bare number is spoken of as persons (``بينهم 12``, ``45 معظمهم من …``)."""
    near = (*words[max(0, quantity.first - 2) : quantity.first], *words[quantity.last : quantity.last + 2])
    return any(bare(word.key) in words_of("of_persons") for word in near)


def _noun_of(words: Sequence[Word], last: int) -> str:
    """The kind of the noun after ``من`` (``المئات من المدنيين``, ``19 من زبائنه``)."""
    if last + 1 >= len(words) or words[last].broken:
        return ""
    if words[last].key in {"منهم", "منهن"}:
        return "people"
    if words[last].key != "من":
        return ""
    key = words[last + 1].key
    noun = nouns.forms().get(key.removeprefix("ال")) or nouns.forms().get(key + "ن") or without_pronoun(key)
    if noun is not None:
        return noun.kind
    return "people" if key.endswith("ين") else ""
