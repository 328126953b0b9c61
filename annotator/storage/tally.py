"""Counts over a whole project as the file gives them: layers, spans, decisions, active time, and what was done when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from annotator.storage.store import Store

_STANDING = "NOT deleted AND document NOT IN (SELECT id FROM documents WHERE deleted)"
"""Layers that are there, of documents that are there: those that are gone are few, so that no others are looked up."""


def layers_by_status(store: Store) -> list[Any]:
    """Annotator, status and how many layers of living documents have it."""
    every = f"SELECT annotator, status, count(*) FROM layers WHERE {_STANDING}"  # noqa: S608 - our own words only
    return store.rows(f"{every} GROUP BY 1, 2 ORDER BY 1, 2")


def spans_by_label(store: Store) -> list[Any]:
    """Annotator, label and how many spans of it there are in living documents."""
    return store.rows(
        "SELECT l.annotator, k.label, sum(k.count) FROM"  # noqa: S608 - our own words only
        " (SELECT layer, label, count(*) AS count FROM spans WHERE NOT deleted GROUP BY 1, 2) k"
        f" JOIN (SELECT id, annotator FROM layers WHERE {_STANDING}) l ON l.id = k.layer GROUP BY 1, 2 ORDER BY 1, 2"
    )


def finished_pairs(store: Store) -> list[Any]:
    """Document and annotator of every finished layer of a living document, gold among them."""
    return store.rows(f"SELECT document, annotator FROM layers WHERE status IN ('done', 'locked') AND {_STANDING}")  # noqa: S608 - our own words only


def assignments(store: Store) -> list[Any]:
    """Documents that are assigned, and to whom, as the metadata has it (JSON)."""
    return store.rows(
        "SELECT id, json_extract(metadata, '$.assigned') FROM documents WHERE NOT deleted"
        " AND number IN (SELECT document FROM marks WHERE name = 'meta.assigned')"
        " AND json_extract(metadata, '$.assigned') IS NOT NULL"
    )


def count_documents(store: Store) -> int:
    """How many documents there are."""
    return int(store.one("SELECT count(*) FROM documents WHERE NOT deleted"))


def untouched(store: Store) -> int:
    """Documents that nobody has begun."""
    begun = f"SELECT count(DISTINCT document) FROM layers WHERE status <> 'new' AND {_STANDING}"  # noqa: S608 - our own words only
    return count_documents(store) - int(store.one(begun))


def deeds(store: Store) -> Iterator[Any]:
    """Time (ISO 8601, UTC) and command (JSON) of every standing event, in the order in which they came to be."""
    return store.stream(
        "SELECT time, command FROM events WHERE kind = 'do' AND NOT undone AND NOT withdrawn"
        " ORDER BY lamport, chain, id"
    )


def decisions(store: Store) -> list[Any]:
    """Suggestion, annotator, decision, and the suggester and label of the suggestion."""
    return store.rows(
        "SELECT c.suggestion, c.annotator, c.decision, g.suggester, g.label FROM decisions c"
        " JOIN suggestions g ON g.id = c.suggestion WHERE NOT c.deleted"
    )


def timed(store: Store) -> list[Any]:
    """Document, annotator, active seconds, and how many spans there are in that layer."""
    return store.rows(
        "SELECT a.document, a.annotator, sum(a.seconds), (SELECT count(*) FROM spans s WHERE"
        " s.layer = a.document || '/' || a.annotator AND NOT s.deleted) FROM active_time a"
        " JOIN documents d ON d.id = a.document WHERE NOT d.deleted GROUP BY 1, 2"
    )


def shared_documents(store: Store) -> list[str]:
    """Documents that several annotators have begun, in the project's order."""
    found = store.rows(
        "SELECT d.id FROM marks k JOIN documents d ON d.number = k.document WHERE k.name = 'several' AND k.value = 1"
        " AND NOT d.deleted AND (SELECT count(*) FROM layers l WHERE l.document = d.id AND l.kind = 'annotation'"
        " AND NOT l.deleted AND l.status <> 'new') > 1 ORDER BY d.position, d.id"
    )
    return [row[0] for row in found]


def layers_begun(store: Store, documents: Sequence[str]) -> Iterator[tuple[str, str, list[Any]]]:
    """Document, annotator and rows of spans of every layer that was begun on some documents."""
    for document in documents:
        for layer in store.rows(
            "SELECT id, annotator FROM layers WHERE document = ? AND kind = 'annotation' AND NOT deleted"
            " AND status <> 'new' ORDER BY annotator", (document,),
        ):  # fmt: skip
            spans = store.rows("SELECT * FROM spans WHERE layer = ? AND NOT deleted ORDER BY start, id", (layer["id"],))
            yield document, layer["annotator"], spans
