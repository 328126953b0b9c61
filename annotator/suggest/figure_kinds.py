"""What a figure counts: killed, injured, displaced …, from its noun and from the event around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from annotator.core import lexicon, nouns
from annotator.core.arabic import fold
from annotator.core.quantity import Quantity
from annotator.core.words import Word

_STOPS = frozenset({".", "؟", "!", "؛", "…", "...", "?"})
_REACH = 16
_AHEAD = 4
_PREFIX = re.compile("[وف]?(?:[بلك]?ال|لل|[بل])?")


@cache
def _events() -> dict[str, str]:
    return {fold(row["word"]): row["kind"] for row in lexicon.rows("figure_events")}


def _event(key: str) -> str:
    """The event that a word names, clitics and article set aside; empty for none."""
    events = _events()
    if key in events:
        return events[key]
    match = _PREFIX.match(key)
    cuts = (match.end(), 1) if match and match.end() else ()
    return next((events[key[cut:]] for cut in cuts if key[cut:] in events), "")


def _both(words: Sequence[Word], place: int, kind: str) -> str:
    """``affected`` where killed and injured are counted together (``مقتل وإصابة``)."""
    joined = words[place].key.startswith("و") or (place and words[place - 1].key == "و")
    before = _event(words[place - 1].key) if place else ""
    return "affected" if joined and {kind, before} == {"killed", "injured"} else kind


def _before(words: Sequence[Word], first: int) -> tuple[str, int]:
    """The nearest event before a figure in its sentence, and how far it is."""
    for distance in range(1, min(_REACH, first) + 1):
        word = words[first - distance]
        if word.key in _STOPS or words[first - distance + 1].broken:
            break
        kind = _event(word.key)
        if kind:
            return _both(words, first - distance, kind), distance
    return "", _REACH


def _after(words: Sequence[Word], last: int) -> tuple[str, int]:
    """The event that the next few words name (``20 شخصاً لقوا حتفهم``), and how far it is."""
    for distance in range(min(_AHEAD, len(words) - last)):
        word = words[last + distance]
        if word.broken or not word.is_word or word.key == "و" or word.key.startswith("وا"):
            break
        if word.key == "بين" and "قتيل" in {each.key for each in words[last : last + 3]}:
            return "affected", distance
        kind = _event(word.key)
        if kind:
            return kind, distance
    return "", _AHEAD


def _noun_before(words: Sequence[Word], first: int) -> str:
    """The kind of the counted noun that a bare number takes up again (``عدد الطلاب 300``)."""
    for distance in range(1, min(8, first) + 1):
        word = words[first - distance]
        if word.key in _STOPS:
            break
        key = word.key
        for prefix in ("", "وال", "بال", "ال", "لل"):
            noun = nouns.forms().get(key[len(prefix) :]) if key.startswith(prefix) else None
            if noun is not None and (noun.form == "plural" or prefix) and noun.kind not in {"duration", "money"}:
                return noun.kind
    return ""


def _of_noun(quantity: Quantity) -> str:
    """The kind that the noun alone tells; ``people`` and nothing are open to the event around."""
    if quantity.form == "percent":
        return "percent"
    if quantity.noun is None:
        return "other" if quantity.form == "ratio" or 0 < (quantity.value or 1) < 1 else ""
    complement = quantity.noun.singular.partition(" ")[2]
    return (_event(fold(complement)) if complement else "") or quantity.noun.kind


def kind_of(words: Sequence[Word], quantity: Quantity) -> str:
    """The kind of a figure.

    A noun that tells (``جريحاً``) decides; people, or nothing, take the nearest event before, or the one that
    follows at once; else they are people or a count.
    """
    noun_kind = _of_noun(quantity)
    if noun_kind == "killed" and _after(words, quantity.last) == ("injured", 0):
        return "affected"
    before, far = _before(words, quantity.first)
    if noun_kind in {"displaced", "detained"} and before in {"killed", "injured", "missing"} and far <= 3:
        return before
    if noun_kind not in {"", "people"}:
        return noun_kind
    after, near = _after(words, quantity.last)
    if after and (not before or (near <= 2 and far > 2)):
        return after
    if before:
        return before
    return noun_kind or _noun_of(words, quantity.last) or _noun_before(words, quantity.first) or "count"


def _noun_of(words: Sequence[Word], last: int) -> str:
    """The kind of the noun after ``من`` (``المئات من المدنيين``)."""
    if last + 1 >= len(words) or words[last].key != "من":
        return ""
    noun = nouns.forms().get(words[last + 1].key.removeprefix("ال"))
    return noun.kind if noun is not None else ""
