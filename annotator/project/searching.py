"""Searching a project: what is asked in one line (see `annotator.project.search.reading`), found in document order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.core.arabic import mention_key
from annotator.project.reader import current_scheme, entity_of
from annotator.project.search.looking import Hit
from annotator.project.search.pages import START, Cursor, Page, every_hit, page
from annotator.project.search.query import Query
from annotator.project.search.reading import read
from annotator.project.search.vocabulary import Vocabulary, vocabulary
from annotator.project.visibility import sees_all
from annotator.storage.store import Store

if TYPE_CHECKING:
    from annotator.core.entity import Entity


def known_words(store: Store) -> Vocabulary:
    """What the fields of a query may be called, and their values, in a project."""
    people = (row["id"] for row in store.rows("SELECT id FROM annotators WHERE NOT deleted ORDER BY position, id"))
    return vocabulary(current_scheme(store), people, lambda words: _entities(store, words))


def _entities(store: Store, words: str) -> tuple[str, ...]:
    """The registry entries that have this id, or in whose names the words stand in a row."""
    every = [entity_of(row) for row in store.rows("SELECT * FROM entities WHERE NOT deleted ORDER BY id")]
    same = tuple(each.id for each in every if each.id == words)
    key = mention_key(words)
    return same or tuple(each.id for each in every if key and _is_called(each, key))


def _is_called(entity: Entity, key: str) -> bool:
    return any(f" {key} " in f" {mention_key(name)} " for name in (entity.name, *entity.aliases))


def query_of(store: Store, text: str, viewer: str | None = None) -> Query:
    """What a line asks of a project; a viewer (an annotator's name) sees the layers that `visibility` lets them see.

    Raises:
        UserError: it cannot be read; the sentence names the place.
    """
    query = read(text, known_words(store))
    return query if viewer is None or sees_all(store, viewer) else replace(query, seen_by=viewer)


def search(
    store: Store, query: str, *, limit: int = -1, offset: int = 0, viewer: str | None = None
) -> Iterator[Hit]:
    """The hits of a query in document order; nothing for an empty query.

    Raises:
        UserError: the query cannot be read, or a regular expression takes too long.
    """
    found = every_hit(store, query_of(store, query, viewer))
    return islice(found, offset, None if limit < 0 else offset + limit)


def search_page(
    store: Store, query: str, limit: int, cursor: Cursor = START, seconds: float = 0.0, viewer: str | None = None
) -> Page:
    """The next hits of a query, at most ``limit``, looked for so many ``seconds`` at most (0: to the end).

    Raises:
        UserError: the query cannot be read, or a regular expression takes too long.
    """
    return page(store, query_of(store, query, viewer), limit, cursor, seconds)


def page_of_file(
    path: Path, query: str, limit: int, cursor: Cursor, seconds: float, viewer: str | None = None
) -> Page:
    """`search_page` through a connection of one's own: what a worker process carries out, slice after slice."""
    store = Store.open(path, reading=True)
    try:
        return search_page(store, query, limit, cursor, seconds, viewer)
    finally:
        store.close()


def counts_of_file(
    path: Path, query: str, cursor: Cursor, seconds: float, viewer: str | None = None
) -> tuple[int, int, Page]:
    """How many hits, and in how many documents, the next part of a project has; the page comes without its hits."""
    found = page_of_file(path, query, -1, cursor, seconds, viewer)
    documents = len({each.document for each in found.hits})
    return len(found.hits), documents, Page((), found.cursor, found.done, found.share)


__all__ = ["START", "Cursor", "Hit", "Page", "counts_of_file", "page_of_file", "query_of", "search", "search_page"]
