"""A document as it stood at a moment: its events up to there, folded."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from annotator.core.errors import UserError
from annotator.storage.replay import over
from annotator.storage.rows import TABLES
from annotator.storage.store import Store

Json = Any  # a plain JSON value
Things = dict[tuple[str, str], dict[str, Json]]


def moment_of(store: Store, moment: str) -> int:
    """The number of the last event of a moment: an event's id, or a time (ISO 8601, UTC).

    Raises:
        UserError: nothing had happened by then.
    """
    seq = store.one("SELECT seq FROM events WHERE id = ?", (moment,))
    if seq is None:
        seq = store.one("SELECT max(seq) FROM events WHERE time <> '' AND time <= ?", (moment,))
    if seq is None:
        raise UserError("there is no event %(moment)s", moment=moment)
    return int(seq)


def things_at(store: Store, document: str, seq: int) -> Things:
    """What stood in a document after an event, by kind and id: whole fields, attributes together.

    Events that a merge brought count from when it brought them.
    """
    found: Things = {}
    for (packed,) in store.rows(
        "SELECT o.ops FROM event_ops o JOIN events e ON e.seq = o.event WHERE o.document = ? AND e.seq <= ?"
        " AND o.ops IS NOT NULL AND NOT e.withdrawn ORDER BY e.lamport, e.chain, e.id, o.layer",
        (document, seq),
    ):
        for kind, identity, fields in json.loads(packed):
            earlier = found.get((kind, identity))
            found[kind, identity] = fields if earlier is None else over(TABLES[kind].patched, earlier, fields)
    return {key: _together(key[0], fields) for key, fields in found.items() if fields.get("deleted") is False}


def _together(kind: str, fields: Mapping[str, Json]) -> dict[str, Json]:
    """Fields with their entries (``@name``) put into the one field that they belong to."""
    patched = TABLES[kind].patched
    if patched not in TABLES[kind].columns:
        return dict(fields)
    entries = {**fields.get(patched, {}), **{name[1:]: value for name, value in fields.items() if name[0] == "@"}}
    whole = {name: value for name, value in fields.items() if name[0] != "@"}
    return {**whole, patched: {name: value for name, value in entries.items() if value is not None}}
