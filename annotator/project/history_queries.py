"""What can be asked of the past, and of the words of all texts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from annotator.project.asking import Asking
from annotator.project.undoing import EventRow

if TYPE_CHECKING:  # imported where it is asked for: the window shows its text before
    from annotator.project.searching import Hit

Json = Any  # a plain JSON value



class HistoryQueries(Asking):
    """Questions on history, and searches."""

    def history(self, document: str = "", span: str = "", limit: int = -1) -> list[EventRow]:
        """The newest events first, of one document or span where one is named."""
        condition, parameters = "TRUE", []
        if document:
            condition = "seq IN (SELECT event FROM event_ops WHERE document = ?)"
            parameters = [document]
        if span:
            condition = "seq IN (SELECT event FROM event_ops WHERE instr(ops, ?))"
            parameters = [json.dumps(span)]
        events = self._log.select(f"{condition} ORDER BY seq DESC LIMIT {int(limit)}", parameters)
        documents = self._log.documents_of([each.seq for each in events])
        return [
            EventRow(each.id, each.seq, each.time, each.actor, each.kind, each.command,
                     tuple(documents.get(each.seq, ())), each.undone)
            for each in events
        ]  # fmt: skip

    def search(self, query: str, *, limit: int = 100, offset: int = 0) -> list[Hit]:
        """Where the words of a query stand, folded, proclitics known, in document order."""
        from annotator.project.searching import search

        return list(search(self._store, query, limit=limit, offset=offset))

    def search_all(self, query: str) -> Iterator[Hit]:
        """Every hit of a query, found as it is asked for."""
        from annotator.project.searching import search

        return search(self._store, query)
