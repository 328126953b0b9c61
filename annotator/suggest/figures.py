"""Suggests FIGURE: a number with what it counts, its value, bound, unit and kind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from annotator.core.bounds import with_modifier
from annotator.core.changing import changed
from annotator.core.nouns import forms
from annotator.core.quantities import places_to_look, quantity_at, quantity_words
from annotator.core.quantity import Quantity
from annotator.core.span import Value
from annotator.core.suggestion import Suggestion
from annotator.core.words import Word
from annotator.suggest.figure_guards import is_figure
from annotator.suggest.figure_kinds import SENTENCE_STOPS, kind_of
from annotator.suggest.figure_sight import NAMED_BY_NUMBER, bare

SUGGESTER = "figures"
_REASONS = {
    "number": "number and counted noun",
    "range": "range of numbers",
    "percent": "percentage",
    "dual": "dual of a counted noun",
    "vague": "vague quantity",
    "ratio": "ratio",
}


def _reason(quantity: Quantity) -> str:
    if quantity.noun is not None and quantity.noun.kind == "money" and quantity.form == "number":
        return "amount of money"
    if quantity.form == "number" and quantity.noun is None:
        return "number by itself"
    return _REASONS[quantity.form]


def _score(quantity: Quantity) -> float:
    """How sure the grammar is: least of a bare number, most of a number with a noun that it knows."""
    if quantity.form in {"dual", "vague"}:
        return 0.8
    if quantity.form in {"percent", "range"}:
        return 0.95 if quantity.noun or quantity.form == "percent" else 0.75
    if quantity.noun is None or quantity.value == 1:
        return 0.65
    return 0.95 if quantity.noun.known else 0.75


def _attributes(words: Sequence[Word], quantity: Quantity, former: str) -> dict[str, Value]:
    found: dict[str, Value] = {}
    if quantity.value is not None:
        found["value"] = quantity.value
    if quantity.value_max is not None:
        found["value_max"] = quantity.value_max
    found["bound"] = quantity.bound
    if quantity.noun is not None and quantity.form != "percent":
        found["unit"] = quantity.noun.singular
    found["kind"] = kind_of(words, quantity, former)
    return found


def _with_article(text: str, words: Sequence[Word], quantity: Quantity) -> Quantity | None:
    """The article before digits (``الـ53``) inside; none where it makes an ordinal of them (``القرن الـ21``)."""
    place = quantity.first - 1
    if place < 0 or words[quantity.first].broken or not words[place].key.endswith(("ال", "لل")):
        return quantity
    if not words[quantity.first].glued and text[words[place].end - 1] != "ـ":
        return quantity
    if len(words[place].key) > 4:
        return quantity
    before = words[place - 1].key if place and not words[place].broken else ""
    plain = bare(before)
    noun = forms().get(plain)
    plural = plain.endswith(("ات", "ين", "ون")) or (noun is not None and noun.form == "plural")
    if plain != before and not plural and (quantity.noun is None or not quantity.noun.known):
        return None
    if not NAMED_BY_NUMBER.isdisjoint((before, before[1:])):
        return None
    clitics = len(words[place].key.removesuffix("ـ")) - 2
    return with_modifier(words, changed(quantity, first=place, start=words[place].start + clitics))


def _found(text: str, words: Sequence[Word]) -> Iterator[Quantity]:
    looked = 0  # words before this one were looked at
    for place in places_to_look(words):
        if place < looked:
            continue
        quantity = quantity_at(text, words, place)
        last = quantity.last if quantity is not None else 0
        if quantity is not None and is_figure(words, quantity):
            whole = _with_article(text, words, quantity)
            if whole is not None:
                yield whole
        elif quantity is not None and quantity.noun is not None and quantity.noun.form == "dual":
            last = quantity.number_last  # ``إف-16 طائرتين``: the dual is a figure by itself
        looked = max(place + 1, last)


def suggest_figures(text: str) -> list[Suggestion]:
    """The figures of a text, in order, none overlapping; offsets are code points, half-open.

    Attributes: ``value`` (none where it is vague), ``value_max`` for ranges, ``bound``, ``unit`` (the singular of
    what is counted) and ``kind``.
    """
    words = quantity_words(text)
    found: list[Suggestion] = []
    last = 0
    for quantity in _found(text, words):
        former = found[-1].attributes["kind"] if found and _same_sentence(words, last, quantity.first) else ""
        attributes = _attributes(words, quantity, str(former))
        score, reason = _score(quantity), _reason(quantity)
        found.append(Suggestion(quantity.start, quantity.end, "FIGURE", attributes, score, SUGGESTER, reason))
        last = quantity.last
    return found


def _same_sentence(words: Sequence[Word], start: int, end: int) -> bool:
    for word in words[start : end + 1]:  # noqa: SIM110 - a generator would be resumed for each word between figures
        if word.broken or word.key in SENTENCE_STOPS:
            return False
    return True
