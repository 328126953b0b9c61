"""From the file to the sheets that lints read: many documents in few questions, on a connection that only reads."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from annotator.core.scheme import scheme_from_dict
from annotator.core.span import Extent, Relation, Span, Value
from annotator.project.radar.finding import DISMISSED
from annotator.project.radar.sheet import CHUNK, Ground, Sheet
from annotator.project.reader import current_scheme, entity_of
from annotator.storage.store import Store


@dataclass(frozen=True, slots=True)
class Page:
    """One document with the sheets of its layers."""

    document: str
    name: str
    text: str
    digest: str
    metadata: str
    sheets: tuple[Sheet, ...]


def ground_of(store: Store) -> Ground:
    """The scheme, its earlier versions and the registry."""
    versions: dict[int, list[Any]] = {}
    for row in store.rows("SELECT version, content FROM scheme_versions"):
        versions.setdefault(row["version"], []).append(scheme_from_dict(json.loads(row["content"])))
    entities = tuple(entity_of(row) for row in store.rows("SELECT * FROM entities WHERE NOT deleted ORDER BY id"))
    return Ground(current_scheme(store), entities, {version: tuple(each) for version, each in versions.items()})


def pages(store: Store, ground: Ground, documents: Sequence[str]) -> Iterator[Page]:
    """The documents of these ids that are there, with every layer of theirs."""
    for first in range(0, len(documents), CHUNK):
        yield from _some(store, ground, documents[first : first + CHUNK])


def _some(store: Store, ground: Ground, documents: Sequence[str]) -> Iterator[Page]:
    marks = ",".join("?" * len(documents))
    rows = store.many_rows(_DOCUMENT.format(marks), documents)
    layers = _held(store, "layers", "id, document, annotator, status", "document", [row[0] for row in rows])
    by_document: dict[str, list[Any]] = {}
    for row in layers:
        by_document.setdefault(row["document"], []).append(row)
    spans, relations = _contents(store, [row["id"] for row in layers])
    for document, name, digest, metadata, text in rows:
        sheets = tuple(
            _sheet(ground, document, name, text, layer, spans.get(layer["id"], ()), relations)
            for layer in by_document.get(document, ())
        )
        yield Page(document, name, text, digest, metadata, sheets)


def _held(store: Store, table: str, columns: str, by: str, ids: Sequence[str], order: str = "") -> list[Any]:
    found: list[Any] = []
    for first in range(0, len(ids), CHUNK):
        part = ids[first : first + CHUNK]
        marks = ",".join("?" * len(part))
        found += store.many_rows(f"SELECT {columns} FROM {table} WHERE {by} IN ({marks}) AND NOT deleted {order}", part)  # noqa: S608 - our own names
    return found


_DOCUMENT = (
    "SELECT d.id, d.name, d.text, d.metadata, t.text FROM documents d JOIN texts t ON t.hash = d.text"
    " WHERE d.id IN ({}) AND NOT d.deleted ORDER BY d.id"
)
_SPAN = 'layer, id, start, "end", label, attributes, fragments, mention_key, scheme_version'


def _contents(store: Store, layers: Sequence[str]) -> tuple[dict[str, list[Any]], dict[str, list[Relation]]]:
    spans: dict[str, list[Any]] = {}
    for row in _held(store, "spans", _SPAN, "layer", layers, "ORDER BY layer, start"):
        spans.setdefault(row[0], []).append(row)
    for rows in spans.values():
        rows.sort(key=_in_order)
    relations: dict[str, list[Relation]] = {}
    for layer, identity, type_, head, tail, attributes in _held(
        store, "relations", "layer, id, type, head, tail, attributes", "layer", layers, "ORDER BY id"
    ):
        relations.setdefault(layer, []).append(Relation(identity, type_, head, tail, _attributes(attributes)))
    return spans, relations


def _in_order(row: Any) -> tuple[int, int, str]:  # noqa: ANN401 - an sqlite3.Row
    """Where a span stands among those of its layer: the longer first. The file's index knows their starts only."""
    return row[2], -row[3], row[1]


def _sheet(
    ground: Ground, document: str, name: str, text: str, layer: Any, rows: Sequence[Any],  # noqa: ANN401 - a Row
    relations: dict[str, list[Relation]],
) -> Sheet:  # fmt: skip
    return Sheet(
        document, name, text, layer["annotator"], ground, layer["status"], tuple(map(_span, rows)),
        tuple(relations.get(layer["id"], ())), {row[1]: row[7] for row in rows}, {row[1]: row[8] for row in rows},
    )  # fmt: skip


def _span(row: Any) -> Span:  # noqa: ANN401 - an sqlite3.Row
    _, identity, start, end, label, attributes, fragments, _, _ = row
    pieces: Extent = tuple((first, last) for first, last in json.loads(fragments)) if fragments else ()
    return Span(identity, start, end, label, _attributes(attributes), pieces)


@lru_cache(maxsize=100_000)
def _attributes(said: str) -> Mapping[str, Value]:
    """Attributes as they are kept (JSON), read once: the same are given to many spans, and nobody changes them."""
    found: dict[str, Value] = {} if said == "{}" else json.loads(said)
    return found


# ---- what changed ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Stand:
    """How far a file's log was read: its newest event, by number and id."""

    seq: int = 0
    id: str = ""


def stand_of(store: Store) -> Stand:
    """The newest event of the file."""
    found = store.rows("SELECT seq, id FROM events ORDER BY seq DESC LIMIT 1")
    return Stand(found[0]["seq"], found[0]["id"]) if found else Stand()


def touched_since(store: Store, stand: Stand) -> set[str] | None:
    """The documents that events touched since (``""``: the project itself); nothing where all must be read anew.

    That is so at the first look, where the file is another one, and after a merge, which may replay any document.
    """
    known = store.one("SELECT id FROM events WHERE seq = ?", (stand.seq,))
    if not stand.seq or known != stand.id:
        return None
    if store.one(
        "SELECT 1 FROM events WHERE seq > ? AND (brought_by <> '' OR command LIKE '%\"command\":\"merge\"%') LIMIT 1",
        (stand.seq,),
    ):
        return None
    found = store.rows("SELECT DISTINCT document FROM event_ops WHERE event > ?", (stand.seq,))
    return {row["document"] for row in found}


def document_order(store: Store) -> list[str]:
    """Every document's id, in the project's order."""
    return [row[0] for row in store.rows("SELECT id FROM documents WHERE NOT deleted ORDER BY position, id")]


def dismissals(store: Store) -> dict[str, dict[str, Any]]:
    """What was said not to be a problem: the settings, by name."""
    found = store.rows(
        "SELECT id, value FROM settings WHERE id >= ? AND id < ? AND NOT deleted ORDER BY id",
        (DISMISSED, DISMISSED + "\U0010ffff"),
    )
    return {row["id"]: value for row in found if (value := json.loads(row["value"])) is not None}
