"""The registry of entities: who and what the mentions name."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entity:
    """One registry entry: a preferred Arabic name, other names and spellings, a kind, perhaps a Wikidata id."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    kind: str = ""
    wikidata: str = ""
