"""Suggested entity links: a suggestion whose words are a name of just one registry entry proposes that entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from annotator.core.arabic import mention_key, span_key
from annotator.core.entity import Entity
from annotator.core.scheme import Scheme
from annotator.core.suggestion import Suggestion

ATTRIBUTE = "entity"


@lru_cache(maxsize=50_000)
def _key(name: str) -> str:
    return mention_key(name)


def with_links(
    scheme: Scheme, text: str, spans: Sequence[Suggestion], entities: Sequence[Entity]
) -> list[Suggestion]:
    """The suggestions, in the same order, those that can be linked with their entry's id as ``entity``.

    A suggestion that names an entry already, and one whose words two entries share, stay as they are.
    """
    if not entities:
        return list(spans)
    owners: dict[str, set[str]] = {}
    for each in entities:
        for name in (each.name, *each.aliases):
            owners.setdefault(_key(name), set()).add(each.id)
    owners.pop("", None)
    asked = {each.name for each in scheme.labels if each.attribute(ATTRIBUTE)}
    return [
        _linked(each, owners.get(span_key(text, each.start, each.end), set()))
        if scheme.present_name(each.label) in asked and not each.attributes.get(ATTRIBUTE)
        else each
        for each in spans
    ]


def _linked(suggestion: Suggestion, owners: set[str]) -> Suggestion:
    if len(owners) != 1:
        return suggestion
    return replace(suggestion, attributes={**suggestion.attributes, ATTRIBUTE: next(iter(owners))})
