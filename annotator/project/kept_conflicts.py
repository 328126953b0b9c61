"""Conflicts that merges left: two values of one field, written without knowing of each other.

One value stands, the other is kept beside it until somebody settles it: by taking the other value, by saying that what
stands is right, or by any later change of that field.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from annotator.core.command import (
    AddSpan,
    Batch,
    ChangeDocument,
    ChangeEntity,
    ChangeRelation,
    ChangeSpan,
    Command,
    SetScheme,
    SetSetting,
    SetStatus,
)
from annotator.core.i18n import N_
from annotator.project.reader import span_of
from annotator.storage.log import Log
from annotator.storage.rows import dump
from annotator.storage.store import Store

Json = Any  # a plain JSON value

SETTLED = "settled_conflict/"
"""How the settings begin that say that a conflict needs nobody any more."""


@dataclass(frozen=True, slots=True)
class KeptConflict:
    """Two values of a field: ``kept`` stands, ``lost`` was written by somebody who did not know of it.

    ``document`` is empty for what belongs to the whole project. ``extent`` values are pieces in code points, half-open;
    ``kept`` is None where the thing was removed and stays so. ``key`` names the conflict in every copy of the project.
    """

    document: str
    kind: str
    thing: str
    field: str
    kept: Json
    lost: Json
    kept_by: str
    lost_by: str
    key: str


def kept_conflicts(store: Store, log: Log) -> list[KeptConflict]:
    """The conflicts that nobody has settled yet, in document order."""
    found = store.rows(
        "SELECT c.*, max(k.seq, l.seq) AS since FROM conflicts c JOIN events k ON k.id = c.kept_event"
        " JOIN events l ON l.id = c.lost_event LEFT JOIN documents d ON d.id = c.document"
        " ORDER BY d.position, c.document, c.kind, c.thing, c.field, c.lost_event"
    )
    settled = {row[0] for row in store.rows(
        "SELECT id FROM settings WHERE instr(id, ?) = 1 AND NOT deleted AND value = 'true'", (SETTLED,)
    )}  # fmt: skip
    return [
        _conflict(row) for row in found
        if _key(row) not in settled and not _written_since(store, log, row)
    ]  # fmt: skip


def _key(row: Mapping[str, Any]) -> str:
    return f"{SETTLED}{row['kept_event']}/{row['lost_event']}/{row['thing']}/{row['field']}"


def _conflict(row: Mapping[str, Any]) -> KeptConflict:
    return KeptConflict(
        row["document"], row["kind"], row["thing"], row["field"], json.loads(row["kept"]), json.loads(row["lost"]),
        row["kept_by"], row["lost_by"], _key(row),
    )  # fmt: skip


def _written_since(store: Store, log: Log, row: Mapping[str, Any]) -> bool:
    """Whether somebody changed the field here, seeing both values."""
    later = store.rows(
        "SELECT e.seq FROM event_ops o JOIN events e ON e.seq = o.event WHERE o.document = ? AND e.seq > ?"
        " AND e.kind = 'do' AND NOT e.undone AND NOT e.withdrawn AND e.brought_by = '' AND instr(o.ops, ?)",
        (row["document"], row["since"], dump(row["thing"])),
    )
    return any(
        op.id == row["thing"] and op.kind == row["kind"] and row["field"] in op.fields
        for (seq,) in (tuple(each) for each in later) for op in log.ops(seq)
    )  # fmt: skip


# ---- settling ---------------------------------------------------------------------------------------------


def keeping(conflict: KeptConflict) -> Command:
    """The command that says: what stands is right."""
    return Batch((SetSetting(conflict.key, value=True),), N_("settle a conflict"))


def taking(store: Store, conflict: KeptConflict) -> Command | None:
    """The command that lets the other value stand; nothing where no command can write it."""
    change = _again(store, conflict) if conflict.kept is None else _change(store, conflict)
    return change and Batch((change, SetSetting(conflict.key, value=True)), N_("settle a conflict"))


def _change(store: Store, conflict: KeptConflict) -> Command | None:
    name, value = conflict.field, conflict.lost
    if name.startswith("@"):
        entry = {name[1:]: value}
        return {
            "span": ChangeSpan(conflict.thing, attributes=entry),
            "relation": ChangeRelation(conflict.thing, attributes=entry),
            "document": ChangeDocument(conflict.thing, metadata=entry),
        }.get(conflict.kind)
    if conflict.kind == "span":
        return _span_change(conflict.thing, name, value)
    return _other_change(store, conflict)


def _span_change(span: str, name: str, value: Json) -> Command | None:
    if name == "extent":
        return ChangeSpan(span, extent=_pieces(value))
    if name in {"label", "note", "unsure", "attributes"}:
        return ChangeSpan(span, **{name: value})
    return None


def _other_change(store: Store, conflict: KeptConflict) -> Command | None:
    kind, thing, name, value = conflict.kind, conflict.thing, conflict.field, conflict.lost
    if kind == "relation" and name in {"type", "head", "tail", "attributes"}:
        return ChangeRelation(thing, **{name: value})
    if kind == "entity" and name == "aliases":
        return ChangeEntity(thing, aliases=tuple(value))
    if kind == "entity" and name in {"name", "kind", "wikidata"}:
        return ChangeEntity(thing, **{name: value})
    if kind == "document" and name in {"name", "metadata"}:
        return ChangeDocument(thing, **{name: value})
    if kind == "setting" and name == "value":
        return SetSetting(thing, value)
    if kind == "scheme" and name == "content":
        return SetScheme(value)
    if kind == "layer" and name == "status":
        who = store.one("SELECT annotator FROM layers WHERE id = ?", (thing,))
        return SetStatus(conflict.document, str(who), value) if who is not None else None
    return None


def _again(store: Store, conflict: KeptConflict) -> Command | None:
    """A span that was removed while somebody changed it comes back, as that change left it."""
    if conflict.kind != "span":
        return None
    found = store.rows(
        "SELECT s.*, l.annotator FROM spans s JOIN layers l ON l.document = s.document AND s.layer = l.id"
        " WHERE s.id = ?", (conflict.thing,)
    )  # fmt: skip
    if not found:
        return None
    span, name, value = span_of(found[0]), conflict.field, conflict.lost
    extent = _pieces(value) if name == "extent" else span.extent
    attributes = dict(span.attributes)
    if name == "attributes":
        attributes = dict(value)
    elif name.startswith("@"):
        attributes[name[1:]] = value
    return AddSpan(
        conflict.document, extent[0][0], extent[-1][1], value if name == "label" else span.label,
        found[0]["annotator"], attributes, extent if len(extent) > 1 else (),
        value if name == "note" else span.note, bool(value) if name == "unsure" else span.unsure,
    )  # fmt: skip


def _pieces(value: Json) -> tuple[tuple[int, int], ...]:
    return tuple((int(start), int(end)) for start, end in value)


