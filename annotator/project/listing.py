"""The document list: wishes answered with numbers, and a line for each document that is looked at."""

from __future__ import annotations

import json
from array import array
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from annotator.core.document import Status
from annotator.project.asking import Asking
from annotator.project.visibility import sees_all
from annotator.storage import listing
from annotator.storage.listing import SORTS, Wish
from annotator.storage.store import Store

if TYPE_CHECKING:  # imported where it is asked for: the window shows its text before
    from annotator.core.command import ChangeDocument

PRIORITIES = ("high", "normal", "low")
"""What the list offers as priorities; a document without one is ``normal``, and other values are shown as they are."""


class ListedRow(NamedTuple):
    """One line of the document list; ``length`` in code points, ``suggestions`` not yet decided on."""

    number: int
    id: str
    name: str
    length: int
    status: Status
    spans: int
    suggestions: int
    doubts: int
    tags: tuple[str, ...]
    assigned: tuple[str, ...]
    priority: str


def words_of(value: object) -> tuple[str, ...]:
    """A list of words in metadata; one word may stand alone."""
    if isinstance(value, list):
        return tuple(str(each) for each in value)
    return (str(value),) if value not in (None, "") else ()


def row_of(line: Sequence[Any]) -> ListedRow:
    """A line of the file as the list shows it."""
    number, name_of, name, length, status, spans, suggestions, doubts, kept = line
    metadata: Mapping[str, object] = {} if kept == "{}" else json.loads(str(kept))
    priority = metadata.get("priority")
    return ListedRow(
        number, name_of, name, length, status, spans, suggestions, doubts, words_of(metadata.get("tags")),
        words_of(metadata.get("assigned")), "normal" if priority in (None, "") else str(priority),
    )  # fmt: skip


def _changed(document: str, entry: str, value: object) -> ChangeDocument:
    from annotator.core.command import ChangeDocument

    return ChangeDocument(document, metadata={entry: value})


def tagged(document: str, tags: Sequence[str]) -> ChangeDocument:
    """The command that gives a document these tags, and no others."""
    return _changed(document, "tags", list(dict.fromkeys(tags)) or None)


def assigned_to(document: str, people: Sequence[str]) -> ChangeDocument:
    """The command that assigns a document to these annotators, and no others."""
    return _changed(document, "assigned", list(dict.fromkeys(people)) or None)


def prioritised(document: str, priority: str) -> ChangeDocument:
    """The command that gives a document a priority."""
    return _changed(document, "priority", None if priority == "normal" else priority)


class ListQueries(Asking):
    """Questions of the document list."""

    _all: tuple[tuple[int, int], array[int]] | None = None
    """Every document's number, and when it was so: the list and the overview ask for them one after the other."""

    def listed(self, wish: Wish) -> array[int]:
        """The numbers of the documents that are wished, in order; who asks leaves the array as it is."""
        if not wish.plain:
            return listing.numbers(self._store, wish)
        stand = self._store.data_version(), self._store.connection.total_changes
        if self._all is None or self._all[0] != stand:
            self._all = stand, listing.numbers(self._store, wish)
        return self._all[1]

    def listed_rows(self, numbers: Sequence[int], annotator: str = "") -> dict[int, ListedRow]:
        """The lines of some documents by their numbers, as one annotator sees them."""
        return {line[0]: row_of(line) for line in listing.lines(self._store, numbers, annotator)}

    def number_of(self, document: str) -> int:
        """The number of a document; 0 where there is none."""
        return listing.number_of(self._store, document)

    def finished_count(self, annotator: str) -> int:
        """How many documents an annotator has finished."""
        return listing.finished(self._store, annotator)

    def words_in(self, entry: str) -> list[str]:
        """The words that an entry of the documents' metadata (``tags``, ``assigned``) holds anywhere, sorted."""
        return listing.words_in(self._store, entry)

    def sees_all(self, annotator: str) -> bool:
        """Whether somebody sees every annotator's layers."""
        return sees_all(self._store, annotator)


def listed_in_file(path: Path, wish: Wish) -> array[int]:
    """`ListQueries.listed` through a connection of one's own: what a worker process carries out.

    Raises:
        UserError: the file cannot be read.
    """
    with closing(Store.open(path, reading=True)) as store:
        return listing.numbers(store, wish)


__all__ = ["PRIORITIES", "SORTS", "ListQueries", "ListedRow", "Wish", "assigned_to", "listed_in_file", "prioritised",
           "tagged", "words_of"]  # fmt: skip
