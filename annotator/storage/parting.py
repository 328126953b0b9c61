"""A part of a project as a file of its own: some documents, one annotator's layers, the whole log's skeleton.

What is left out of an event is only its payload: its hash stays, so the part can be checked as the whole can, and
merging it back finds every event that the lead has already.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from annotator.storage.failures import explained
from annotator.storage.log import WITHHELD
from annotator.storage.marking import mark_anew
from annotator.storage.numbering import reorder
from annotator.storage.payload import SUGGESTED
from annotator.storage.rows import dump
from annotator.storage.store import Store
from annotator.storage.writing import searchable

_IN_DOCUMENT = ("decisions", "suggested_relations", "suggestions", "relations", "spans", "layers")


def part(store: Store, documents: Sequence[str], annotator: str, *, suggestions: bool) -> None:
    """Reduce an open copy to some documents, in this order, and one annotator's layers (in one transaction)."""
    with store.transaction():
        store.connection.execute("CREATE TEMP TABLE kept (id TEXT PRIMARY KEY)")
        store.connection.executemany("INSERT INTO kept VALUES (?)", [(each,) for each in documents])
        _withhold(store, "o.document <> '' AND o.document NOT IN (SELECT id FROM kept)")
        theirs = ("", annotator, SUGGESTED) if suggestions else ("", annotator)
        _withhold(store, f"o.layer NOT IN ({','.join('?' * len(theirs))})", theirs)
        for row in store.rows("SELECT event, ops FROM event_ops WHERE document = '' AND ops IS NOT NULL"):
            if _decisions_alone(row["ops"]):
                _withhold(store, f"o.event = {int(row['event'])} AND o.document = ''")
        _keep_silent(store, annotator)
        store.connection.execute("DELETE FROM active_time")
        store.connection.execute("DELETE FROM settings WHERE id LIKE 'adjudication/%'")
        for table in _IN_DOCUMENT:
            store.connection.execute(f"DELETE FROM {table} WHERE document NOT IN (SELECT id FROM kept)")  # noqa: S608 - our own names
        _drop_layers(store, annotator, suggestions=suggestions)
        store.connection.execute("DELETE FROM documents WHERE id NOT IN (SELECT id FROM kept)")
        reorder(store, documents)
        _drop_texts(store)
        _index(store)
        store.connection.execute(
            "INSERT OR REPLACE INTO facts(name, value) VALUES ('handed_to', ?)", (dump(annotator),)
        )
    with explained(store.path):
        store.connection.execute("DROP TABLE kept")
        store.connection.execute("VACUUM")


def _withhold(store: Store, condition: str, parameters: tuple[str, ...] = ()) -> None:
    store.connection.execute(
        "UPDATE event_ops AS o SET ops = NULL, inverse = NULL WHERE " + condition, parameters  # noqa: S608 - our own words only
    )


def _drop_texts(store: Store) -> None:
    """Texts that no document here has or had."""
    had = {
        fields["text"]
        for (packed,) in store.rows("SELECT ops FROM event_ops WHERE document <> '' AND instr(ops, '\"text\"')")
        for kind, _, fields in json.loads(packed) if kind == "document" and "text" in fields
    }  # fmt: skip
    gone = [row for row in store.rows("SELECT hash FROM texts WHERE hash NOT IN (SELECT text FROM documents)")
            if row[0] not in had]  # fmt: skip
    store.connection.executemany("DELETE FROM texts WHERE hash = ?", map(tuple, gone))


def _keep_silent(store: Store, annotator: str) -> None:
    """Of events that are not told whole, and of merges, it is not told who did what, and when."""
    store.connection.execute(
        "UPDATE events SET time = '', actor = '', command = ? WHERE actor <> ? AND (command ->> 'command' = 'merge'"
        " OR EXISTS (SELECT 1 FROM event_ops o WHERE o.event = seq AND o.ops IS NULL))",
        (WITHHELD, annotator),
    )


def _decisions_alone(packed: str) -> bool:
    """Whether an event's part on the project itself holds adjudicators' decisions and nothing else."""
    ops = json.loads(packed)
    return bool(ops) and all(kind == "setting" and identity.startswith("adjudication/") for kind, identity, _ in ops)


def _drop_layers(store: Store, annotator: str, *, suggestions: bool) -> None:
    others = "SELECT id FROM layers WHERE annotator <> ?"
    for table in ("relations", "spans"):
        store.connection.execute(f"DELETE FROM {table} WHERE layer IN ({others})", (annotator,))  # noqa: S608 - our own words only
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
