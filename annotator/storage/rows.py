"""Things as rows: how the fields that events speak of lie in the columns of tables.

A field named ``@name`` is one entry of the JSON column ``attributes`` (``metadata`` for documents); ``extent`` is a
span's pieces of text, kept as ``start``, ``end``, ``fragments`` and the covered text.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Json = Any  # a plain JSON value
Row = dict[str, Any]


_READABLE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True, check_circular=False)
_ESCAPED = json.JSONEncoder(separators=(",", ":"), sort_keys=True, check_circular=False)
_AS_IS = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False, default=dict)
_EMPTY: Mapping[type, str] = {dict: "{}", list: "[]"}


def dump(value: Json) -> str:
    """A JSON value as text: Arabic unescaped, keys in order, lone surrogates escaped."""
    if not value and type(value) in _EMPTY:
        return _EMPTY[type(value)]
    text = _READABLE.encode(value)
    return text if encodable(text) else _ESCAPED.encode(value)


def dump_as_is(value: Json) -> str:
    """As `dump`, with keys in the order in which they come: for what is compared as text only."""
    if not value and type(value) in _EMPTY:
        return _EMPTY[type(value)]
    text = _AS_IS.encode(value)
    return text if encodable(text) else _ESCAPED.encode(json.loads(text))


def encodable(text: str) -> bool:
    """Whether a text holds no lone surrogates."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Table:
    """The table of one kind of thing: its plain columns with defaults, and which of them hold JSON.

    ``blank`` is a row of it before anything was written to it.
    """

    name: str
    columns: Mapping[str, Json]
    json: frozenset[str] = frozenset()
    patched: str = "attributes"
    marks_text: bool = False
    blank: Row = field(default_factory=dict)


def _table(
    table: str, /, *json_columns: str, patched: str = "attributes", marks_text: bool = False, **columns: Json
) -> Table:
    every = {**columns, "deleted": 0}
    blank = {name: dump(default) if name in json_columns else default for name, default in every.items()}
    if table == "spans":
        blank["fragments"] = None
    return Table(table, every, frozenset(json_columns), patched, marks_text, blank)


TABLES: Mapping[str, Table] = {
    "document": _table(
        "documents", "metadata", patched="metadata", name="", position=0, text=None, metadata={},
    ),
    "annotator": _table("annotators", position=0),
    "layer": _table("layers", document="", annotator="", kind="annotation", status="new"),
    "span": _table(
        "spans", "attributes", "origin", marks_text=True, document="", layer="", label="", attributes={},
        note="", unsure=0, origin={}, scheme_version=1,
    ),
    "relation": _table(
        "relations", "attributes", document="", layer="", type="", head="", tail="", attributes={},
    ),
    "entity": _table("entities", "aliases", name="", aliases=[], kind="", wikidata=""),
    "suggestion": _table(
        "suggestions", "attributes", marks_text=True, document="", label="", attributes={}, score=1.0,
        suggester="", why="",
    ),
    "suggested_relation": _table(
        "suggested_relations", document="", type="", head="", tail="", score=1.0, why="",
    ),
    "decision": _table("decisions", document="", suggestion="", annotator="", decision="", span=""),
    "scheme": _table("schemes", "content", version=1, content={}),
    "setting": _table("settings", "value", value=None),
}  # fmt: skip
ORDER = tuple(TABLES)


def bindable(text: str) -> str | bytes:
    """A text as it is bound to a TEXT column through CAST: bytes where it holds lone surrogates."""
    return text if encodable(text) else text.encode("utf-8", "surrogatepass")


def read_text(raw: bytes) -> str:
    """The opposite of `bindable`, for sqlite3's ``text_factory``."""
    return raw.decode("utf-8", "surrogatepass")


def field_of(table: Table, row: Row, name: str) -> Json:
    """The value that a row has for a field, in the shape that events use."""
    if name.startswith("@"):
        return json.loads(row[table.patched]).get(name[1:])
    if name == "extent":
        fragments = row.get("fragments")
        return json.loads(fragments) if fragments else [[row["start"], row["end"]]]
    value = row[name]
    if name in table.json:
        return json.loads(value)
    return bool(value) if name in {"deleted", "unsure"} else value


def fields_of(table: Table, row: Row) -> dict[str, Json]:
    """All that a row says, as the fields of one write that makes the thing anew."""
    names = [name for name in table.columns if name != "document"] + (["extent"] if table.marks_text else [])
    return {name: field_of(table, row, name) for name in names}


def patched(before: str, patch: Mapping[str, Json]) -> str:
    """A JSON object with some entries written over; an entry goes where nothing is written."""
    merged = patch if before == "{}" else json.loads(before) | patch
    return dump({name: value for name, value in merged.items() if value is not None})


def columns_of(table: Table, fields: Mapping[str, Json], before: str = "{}") -> Row:
    """The columns that a write of these fields sets; ``@`` fields are patched onto the JSON object ``before``."""
    row: Row = {}
    patch: dict[str, Json] = {}
    for name, value in fields.items():
        if name[0] == "@":
            patch[name[1:]] = value
        elif name == "extent":
            row["start"], row["end"] = value[0][0], value[-1][1]
            if table.name == "spans":
                row["fragments"] = dump(value) if len(value) > 1 else None
        else:
            row[name] = value if name in table.columns and name not in table.json else dump(value)
    if patch:
        row[table.patched] = patched(before if table.patched not in fields else row[table.patched], patch)
    return row
