"""The registry's names for the fields that link to it: found by folded words of a name or an alias."""

from __future__ import annotations

from collections.abc import Sequence

from annotator.core.arabic import fold
from annotator.core.entity import Entity
from annotator.core.span import Value


class EntityNames:
    """Names by id, ids by folded name. What is looked for with every letter is folded once."""

    def __init__(self) -> None:
        self._entities: Sequence[Entity] = ()
        self._folded: list[tuple[str, Entity]] | None = None
        self._names: dict[str, str] = {}

    def show_entities(self, entities: Sequence[Entity]) -> None:
        """Know these entries from now on."""
        if self._entities is not entities and self._entities != entities:
            self._entities, self._folded = entities, None
            self._names = {each.id: each.name for each in entities}

    def name_of(self, value: Value) -> str:
        """The name of an entry's id; the id itself where the registry does not have it, nothing for none."""
        return "" if value is None else self._names.get(str(value), str(value))

    def _looked_in(self) -> list[tuple[str, Entity]]:
        if self._folded is None:
            self._folded = [(fold(name), each) for each in self._entities for name in (each.name, *each.aliases)]
        return self._folded

    def named(self, words: str) -> str:
        """The id of the entry with this name or alias, folded; empty where there is none."""
        wanted = fold(words)
        return next((each.id for name, each in self._looked_in() if name == wanted), "")

    def offered(self, words: str, limit: int = 12) -> list[str]:
        """Names of entries that have these letters in a name or alias: those that begin with them first."""
        wanted = fold(words)
        found = [(name, each) for name, each in self._looked_in() if wanted in name]
        found.sort(key=lambda each: (not each[0].startswith(wanted), each[1].name))
        return list(dict.fromkeys(each.name for _name, each in found))[:limit]
