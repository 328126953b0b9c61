"""CorefUD's brackets: ``Entity=(e1-person-1-(e2-place-1-)e1)``, in words of a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote

_ITEM = re.compile(r"\(([^()]+)\)|\(([^()]+)|([^()]+)\)")
_OLDER = re.compile(r"\((?!\w*\d)\w+-\d+(?=[-()]|\Z)")
_PART = re.compile(r"(.*)\[(\d{1,18})/(\d{1,18})\]\Z")
_IDS = ("eid", "GRP", "grp")
_TYPES = ("etype", "entity", "type")
DEFAULT = "eid-etype-head-other"


@dataclass(frozen=True, slots=True)
class Mention:
    """A mention: its pieces as first and last word (both inclusive), label and other fields."""

    pieces: tuple[tuple[int, int], ...]
    label: str
    attributes: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class _Begun:
    name: str
    first: int
    fields: list[str]


@dataclass(slots=True)
class Open:
    """Mentions that have begun, and the pieces of mentions in parts."""

    begun: list[_Begun] = field(default_factory=list)
    parts: dict[str, list[tuple[int, int]]] = field(default_factory=dict)


def field_order(header: str) -> list[str]:
    """The names of the fields, from ``# global.Entity``."""
    return (header or DEFAULT).split("-")


def guessed_order(values: Sequence[str]) -> list[str]:
    """The names of the fields where no header says them: older files put the type first (``(person-1)``)."""
    first = next((match for value in values if (match := _OLDER.search(value))), None)
    return ["etype", "eid"] if first is not None else field_order("")


def _place(order: Sequence[str], names: Sequence[str]) -> int:
    return next((order.index(name) for name in names if name in order), -1)


def brackets(values: Sequence[str], order: Sequence[str], state: Open) -> Iterator[Mention]:
    """The mentions of one sentence, as they close."""
    state.begun.clear()
    key = max(0, _place(order, _IDS))
    for word, value in enumerate(values):
        if not value:
            continue
        for match in _ITEM.finditer(value):
            if match[3] is None:
                state.begun.append(_begin(match[1] or match[2], word, key))
            if match[2] is None:
                found = _close(_named(match[3], key) if match[3] else state.begun[-1].name, word, order, state)
                if found is not None:
                    yield found


def _begin(text: str, word: int, key: int) -> _Begun:
    return _Begun(_named(text, key), word, text.split("-"))


def _named(text: str, key: int) -> str:
    fields = text.split("-")
    return fields[key] if key < len(fields) else fields[0]


def _close(name: str, word: int, order: Sequence[str], state: Open) -> Mention | None:
    for place in range(len(state.begun) - 1, -1, -1):
        if state.begun[place].name == name:
            begun = state.begun.pop(place)
            return _mention(begun, word, order, state)
    return None


def _mention(begun: _Begun, word: int, order: Sequence[str], state: Open) -> Mention | None:
    pieces = [(begun.first, word)]
    part = _PART.match(begun.name)
    name = begun.name
    if part is not None:
        name = part[1]
        group = state.parts.setdefault(f"{name}/{part[3]}", [])
        group.append((begun.first, word))
        if len(group) < int(part[3]):
            return None
        pieces = group.copy()
        group.clear()
    kind = _place(order, _TYPES)
    label = begun.fields[kind] if 0 <= kind < len(begun.fields) and begun.fields[kind] else "Entity"
    other = _other(begun, order, kind)
    return Mention(tuple(pieces), unquote(label), (("eid", name), *other))


def _other(begun: _Begun, order: Sequence[str], kind: int) -> list[tuple[str, str]]:
    ids = {_place(order, _IDS), kind}
    pairs = list(zip(order, begun.fields, strict=False))
    return [(key, value) for place, (key, value) in enumerate(pairs) if place not in ids and value]
