"""A part of a project as a file of its own: some documents, one annotator's layers, the whole log's skeleton.

What is left out of an event is only its payload: its hash stays, so the part can be checked as the whole can, and
merging it back finds every event that the lead has already.
"""

from __future__ import annotations

import json
from collections.abc import Collection

from annotator.storage.failures import explained
from annotator.storage.rows import dump
from annotator.storage.search import mark_anew
from annotator.storage.store import Store
from annotator.storage.writing import searchable

_IN_DOCUMENT = ("decisions", "suggested_relations", "suggestions", "relations", "spans", "layers")


def part(store: Store, documents: Collection[str], annotator: str, *, suggestions: bool) -> None:
    """Reduce an open copy to some documents and one annotator's layers (in one transaction)."""
    with store.transaction():
        store.connection.execute("CREATE TEMP TABLE kept (id TEXT PRIMARY KEY)")
        store.connection.executemany("INSERT INTO kept VALUES (?)", [(each,) for each in documents])
        _withhold(store, "o.document <> '' AND o.document NOT IN (SELECT id FROM kept)")
        for row in store.rows("SELECT e.seq, o.document, o.ops FROM event_ops o JOIN events e ON e.seq = o.event"
                              " WHERE o.ops IS NOT NULL AND o.document <> ''"):  # fmt: skip
            if _foreign(row["ops"], row["document"], annotator, suggestions=suggestions):
                _withhold(store, f"o.event = {int(row['seq'])} AND o.document = ?", (row["document"],))
        for row in store.rows("SELECT event, ops FROM event_ops WHERE document = '' AND ops IS NOT NULL"):
            if _decisions_alone(row["ops"]):
                _withhold(store, f"o.event = {int(row['event'])} AND o.document = ''")
        store.connection.execute("DELETE FROM settings WHERE id LIKE 'adjudication/%'")
        for table in _IN_DOCUMENT:
            store.connection.execute(f"DELETE FROM {table} WHERE document NOT IN (SELECT id FROM kept)")  # noqa: S608
        _drop_layers(store, annotator, suggestions=suggestions)
        store.connection.execute("DELETE FROM documents WHERE id NOT IN (SELECT id FROM kept)")
        store.connection.execute("DELETE FROM texts WHERE hash NOT IN (SELECT text FROM documents)")
        _index(store)
        store.connection.execute(
            "INSERT OR REPLACE INTO facts(name, value) VALUES ('handed_to', ?)", (dump(annotator),)
        )
    with explained(store.path):
        store.connection.execute("DROP TABLE kept")
        store.connection.execute("VACUUM")


def _withhold(store: Store, condition: str, parameters: tuple[str, ...] = ()) -> None:
    store.connection.execute(
        "UPDATE event_ops AS o SET ops = NULL, inverse = NULL WHERE " + condition, parameters  # noqa: S608
    )


def _foreign(packed: str, document: str, annotator: str, *, suggestions: bool) -> bool:
    """Whether an event's part is another's work alone, or (where they are not to be seen) suggestions alone."""
    ops = json.loads(packed)
    kinds = {kind for kind, _, _ in ops}
    if kinds <= {"suggestion", "suggested_relation"}:
        return not suggestions
    layers = {fields["layer"] for _, _, fields in ops if fields.get("layer")}
    layers |= {identity for kind, identity, _ in ops if kind == "layer"}
    return "document" not in kinds and bool(layers) and f"{document}/{annotator}" not in layers


def _decisions_alone(packed: str) -> bool:
    """Whether an event's part on the project itself holds adjudicators' decisions and nothing else."""
    ops = json.loads(packed)
    return bool(ops) and all(kind == "setting" and identity.startswith("adjudication/") for kind, identity, _ in ops)


def _drop_layers(store: Store, annotator: str, *, suggestions: bool) -> None:
    others = "SELECT id FROM layers WHERE annotator <> ?"
    for table in ("relations", "spans"):
        store.connection.execute(f"DELETE FROM {table} WHERE layer IN ({others})", (annotator,))  # noqa: S608
    store.connection.execute("DELETE FROM layers WHERE annotator <> ?", (annotator,))
    store.connection.execute("DELETE FROM decisions WHERE annotator <> ?", (annotator,))
    if not suggestions:
        store.connection.execute("DELETE FROM suggested_relations")
        store.connection.execute("DELETE FROM suggestions")


def _index(store: Store) -> None:
    store.connection.execute("INSERT INTO document_words(document_words) VALUES ('delete-all')")
    for row in store.rows("SELECT number, text FROM documents"):
        words = searchable(store.text(row["text"]))
        store.connection.execute("INSERT INTO document_words(rowid, words) VALUES (?, ?)", (row["number"], words))
    mark_anew(store)
