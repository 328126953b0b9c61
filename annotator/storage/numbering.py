"""The numbers of documents, by which the full-text index and the marks know them.

They grow in document order until a project takes documents in between.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from annotator.storage.store import Store


def numbers_for(store: Store, positions: Sequence[int]) -> list[int]:
    """Numbers for new documents at these positions, which are not in the table yet."""
    first = last_number(store) + 1
    _note_order(store, positions)
    return list(range(first, first + len(positions)))


def _note_order(store: Store, positions: Iterable[int]) -> None:
    """Note that numbers no longer grow in document order where new documents go in between."""
    last = store.one("SELECT max(position) FROM documents WHERE NOT deleted")
    for position in positions:
        if last is not None and position <= last:
            mix_order(store)
            return
        last = position


def mix_order(store: Store) -> None:
    """Note that numbers do not grow in document order."""
    store.connection.execute("INSERT OR REPLACE INTO facts(name, value) VALUES ('documents_mixed', '1')")


def in_order(store: Store) -> bool:
    """Whether the numbers of documents grow in document order."""
    return store.one("SELECT 1 FROM facts WHERE name = 'documents_mixed'") is None


def reorder(store: Store, documents: Sequence[str]) -> None:
    """Let documents stand in an order of this file's own, which no event tells of and no merge brings elsewhere."""
    places = dict(store.rows("SELECT id, position FROM documents"))
    if all(places[one] < places[next_one] for one, next_one in pairwise(documents)):
        return
    places_here = [(place, each) for place, each in enumerate(documents)]
    store.connection.executemany("UPDATE documents SET position = ? WHERE id = ?", places_here)
    store.connection.execute("INSERT OR REPLACE INTO facts(name, value) VALUES ('own_order', '1')")
    mix_order(store)


def own_order(store: Store) -> bool:
    """Whether documents stand otherwise here than the events say; see `reorder`."""
    return store.one("SELECT 1 FROM facts WHERE name = 'own_order'") is not None


def in_document_order(store: Store) -> list[int]:
    """The numbers of all documents in their order, for a project in which numbers do not grow in it."""
    return [
        row[0] for row in store.rows(
            "SELECT number FROM documents INDEXED BY documents_in_order WHERE NOT deleted ORDER BY position, id"
        )
    ]  # fmt: skip


def last_number(store: Store) -> int:
    """The greatest number of a document; 0 where there is none."""
    return int(store.one("SELECT coalesce(max(number), 0) FROM documents"))
