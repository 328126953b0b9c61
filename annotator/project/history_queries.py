"""What can be asked of the past, and of the words of all texts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from annotator.project.asking import Asking
from annotator.project.undoing import EventRow
from annotator.storage.log import WITHHELD
from annotator.storage.rows import dump

if TYPE_CHECKING:  # imported where it is asked for: the window shows its text before
    from annotator.core.command import Command
    from annotator.core.span import Span
    from annotator.project.kept_conflicts import KeptConflict
    from annotator.project.provenance import SpanStep
    from annotator.project.searching import Cursor, Hit, Page


class HistoryQueries(Asking):
    """Questions on history, and searches."""

    def history(self, document: str = "", span: str = "", limit: int = -1) -> list[EventRow]:
        """The newest events first, of one document or span where one is named; not those that a hand-off kept back."""
        conditions, parameters = ["command <> ?"], [WITHHELD]
        place = document or (self._store.one("SELECT document FROM spans WHERE id = ?", (span,)) if span else "")
        if document or span:
            conditions.append("seq IN (SELECT event FROM event_ops WHERE document = ? AND instr(ops, ?))")
            parameters += [str(place), dump(span) if span else ""]
        condition = " AND ".join(conditions)
        events = self._log.select(f"{condition} ORDER BY seq DESC LIMIT {int(limit)}", parameters)
        documents = self._log.documents_of([each.seq for each in events])
        return [
            EventRow(each.id, each.seq, each.time, each.actor, each.kind, each.command,
                     tuple(documents.get(each.seq, ())), each.undone)
            for each in events
        ]  # fmt: skip

    def span_history(self, span: str) -> list[SpanStep]:
        """Everything that happened to a span, the first first, with where it came from; of spans that are gone too."""
        from annotator.project.provenance import span_steps

        return span_steps(self._store, self._log, span)

    def spans_of_event(self, event: EventRow, limit: int = 2) -> list[str]:
        """The first spans that an event wrote, by id; none of an import or a merge, which write too many."""
        if event.command.get("command") in {"add_documents", "merge", "add_suggestions", "set_scheme"}:
            return []
        found = dict.fromkeys(op.id for op in self._log.ops(event.seq) if op.kind == "span")
        return list(found)[:limit]

    def spans_at(self, document: str, layer: str, moment: str) -> list[Span]:
        """The spans of a layer as they stood at a moment (an event's id, or a time), in text order.

        Raises:
            UserError: nothing had happened by then.
        """
        from annotator.project.provenance import spans_at

        return spans_at(self._store, document, layer, moment)

    def kept_conflicts(self) -> list[KeptConflict]:
        """The conflicts that merges left and nobody has settled yet, in document order."""
        from annotator.project.kept_conflicts import kept_conflicts

        return kept_conflicts(self._store, self._log)

    def taking(self, conflict: KeptConflict) -> Command | None:
        """The command that lets a conflict's other value stand; nothing where no command can write it."""
        from annotator.project.kept_conflicts import taking

        return taking(self._store, conflict)

    def active_times(self) -> dict[tuple[str, str], float]:
        """Active seconds, by document and annotator (see `annotator.project.active_time`)."""
        from annotator.storage.timing import times

        return times(self._store)

    def search(self, query: str, *, limit: int = 100, offset: int = 0, viewer: str | None = None) -> list[Hit]:
        """What a query finds, in document order; a viewer (an annotator's name) only what they may see.

        Raises:
            UserError: the query cannot be read, or a regular expression takes too long.
        """
        from annotator.project.searching import search

        return list(search(self._store, query, limit=limit, offset=offset, viewer=viewer))

    def search_page(
        self, query: str, limit: int, cursor: Cursor | None = None, seconds: float = 0.0, viewer: str | None = None
    ) -> Page:
        """The next hits of a query, at most ``limit``, looked for so many ``seconds`` at most (0: to the end).

        A viewer (an annotator's name) finds only what they may see.

        Raises:
            UserError: the query cannot be read, or a regular expression takes too long.
        """
        from annotator.project.searching import START, search_page

        return search_page(self._store, query, limit, cursor or START, seconds, viewer)

    def search_needs_worker(self, query: str) -> bool:
        """Whether a query holds regular expressions, so that it is looked through off the window's thread.

        Raises:
            UserError: the query cannot be read.
        """
        from annotator.project.searching import query_of

        return query_of(self._store, query).patterns

    def search_all(self, query: str) -> Iterator[Hit]:
        """Every hit of a query, found as it is asked for."""
        from annotator.project.searching import search

        return search(self._store, query)
