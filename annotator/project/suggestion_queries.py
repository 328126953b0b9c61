"""What can be asked of suggestions, and of a document with all that lies on it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, cast

from annotator.core.document import AnnotatedDocument, Layer
from annotator.core.suggestion import Decision, RelationSuggestion, Suggestion
from annotator.project.document_queries import DocumentQueries
from annotator.project.layer_queries import LayerQueries
from annotator.project.query_rows import (
    ANYWHERE,
    LayerRow,
    Piece,
    SuggestedRelationRow,
    SuggestionRow,
)
from annotator.project.reader import suggestion_of

if TYPE_CHECKING:  # imported where it is asked for: the window shows its text before
    pass

Json = Any  # a plain JSON value



class SuggestionQueries(DocumentQueries, LayerQueries):
    """Questions on suggestions, and on whole documents as formats write them."""

    def suggestions(
        self, document: str, annotator: str, undecided_only: bool = True, *, starting: Piece = ANYWHERE
    ) -> list[Suggestion]:
        """A document's suggestions with one annotator's decisions, in text order.

        ``starting`` is the piece of the text (code points) in which they start.
        """
        found = self._store.rows(  # a long document has tens of thousands: cells by place, none that is empty
            "SELECT g.start, g.\"end\", g.label, nullif(g.attributes, '{}'), g.score, g.suggester, g.why, g.id,"
            " c.decision, c.annotator FROM suggestions g LEFT JOIN decisions c"
            " ON c.suggestion = g.id AND c.annotator = ? AND NOT c.deleted"
            " WHERE g.document = ? AND NOT g.deleted AND g.start >= ? AND g.start < ? AND (c.decision IS NULL OR ?)"
            " ORDER BY g.start, g.\"end\" DESC, g.label, g.id",
            (annotator, document, *starting, not undecided_only),
        )
        return [
            Suggestion(start, end, label, json.loads(said) if said else {}, score, by, why, own, made or "", who or "")
            for start, end, label, said, score, by, why, own, made, who in found
        ]

    def has_suggestions(self, document: str) -> bool:
        """Whether a document was given suggestions, decided on or not."""
        found = self._store.one("SELECT 1 FROM suggestions WHERE document = ? AND NOT deleted LIMIT 1", (document,))
        return found is not None

    def suggestion(self, suggestion: str, annotator: str) -> SuggestionRow | None:
        """A suggestion with one annotator's decision, if it is there: what a change of it asks for."""
        found = self._store.rows(
            "SELECT g.*, c.decision, c.annotator FROM suggestions g LEFT JOIN decisions c"
            " ON c.suggestion = g.id AND c.annotator = ? AND NOT c.deleted WHERE g.id = ? AND NOT g.deleted",
            (annotator, suggestion),
        )
        if not found:
            return None
        row = found[0]
        return SuggestionRow(suggestion_of(row, row["decision"] or "", row["annotator"] or ""), row["document"])

    def suggested_relations(self, document: str, *, starting: Piece = ANYWHERE) -> list[SuggestedRelationRow]:
        """A document's suggested relations; ``starting`` is the piece of the text in which their heads start."""
        found = self._store.rows(
            "SELECT r.id, r.type, r.head, r.tail, r.score, r.why FROM suggestions h CROSS JOIN suggested_relations r"
            " ON r.head = h.id JOIN suggestions t ON t.id = r.tail"
            " WHERE h.document = ?1 AND h.start >= ? AND h.start < ?"
            " AND r.document = ?1 AND NOT r.deleted AND NOT h.deleted AND NOT t.deleted ORDER BY h.start, r.id",
            (document, *starting),
        )
        return [SuggestedRelationRow(*row) for row in found]

    def suggested_relations_among(
        self, document: str, ids: Iterable[str], ends: Iterable[str]
    ) -> list[SuggestedRelationRow]:
        """A document's suggested relations of these ids, or with an end among these suggestions."""
        mine, theirs = json.dumps(sorted(ids)), json.dumps(sorted(ends))
        found = self._store.rows(
            "WITH mine AS (SELECT id FROM suggested_relations WHERE id IN (SELECT value FROM json_each(?2))"
            " UNION SELECT id FROM suggested_relations WHERE head IN (SELECT value FROM json_each(?3))"
            " UNION SELECT id FROM suggested_relations WHERE tail IN (SELECT value FROM json_each(?3)))"
            " SELECT r.id, r.type, r.head, r.tail, r.score, r.why FROM mine CROSS JOIN suggested_relations r"
            " ON r.id = mine.id JOIN suggestions h ON h.id = r.head JOIN suggestions t ON t.id = r.tail"
            " WHERE r.document = ?1 AND NOT r.deleted AND NOT h.deleted AND NOT t.deleted ORDER BY h.start, r.id",
            (document, mine, theirs),
        )
        return [SuggestedRelationRow(*row) for row in found]

    def annotated(self, document: str, layers: tuple[str, ...] | None = None) -> AnnotatedDocument:
        """A document with the named layers (every one where ``None``), as formats write it."""
        rows = self.layers(document)
        chosen = [row for row in rows if layers is None or row.annotator in layers]
        parts = [self._layer(document, row) for row in chosen]
        if layers is None or "suggestion" in layers:
            parts += self._suggestion_layer(document)
        return AnnotatedDocument(self.document(document), tuple(parts))

    def _layer(self, document: str, row: LayerRow) -> Layer:
        return Layer(
            row.annotator, row.kind, row.status, tuple(self.spans(document, row.annotator)),
            tuple(self.relations(document, row.annotator)),
        )  # fmt: skip

    def _suggestion_layer(self, document: str) -> list[Layer]:
        from dataclasses import replace

        decisions = self._decisions(document)
        every = []
        for each in self.suggestions(document, "", undecided_only=False):
            made = decisions.get(each.id, {})
            first = next(iter(made.items()), ("", ""))
            more = cast("Mapping[str, Decision]", made if len(made) > 1 else {})
            every.append(
                replace(each, decided_by=first[0], decision=cast("Decision", first[1]), decisions=more)
            )
        if not every:
            return []
        places = {each.id: place for place, each in enumerate(every)}
        relations = tuple(
            RelationSuggestion(row.type, places[row.head], places[row.tail], row.score, row.why)
            for row in self.suggested_relations(document)
        )
        return [Layer("suggestion", "suggestion", suggestions=tuple(every), suggested_relations=relations)]

    def _decisions(self, document: str) -> dict[str, dict[str, str]]:
        found = self._store.rows(
            "SELECT suggestion, annotator, decision FROM decisions WHERE document = ? AND NOT deleted"
            " ORDER BY annotator",
            (document,),
        )
        by_suggestion: dict[str, dict[str, str]] = {}
        for row in found:
            by_suggestion.setdefault(row["suggestion"], {})[row["annotator"]] = row["decision"]
        return by_suggestion
