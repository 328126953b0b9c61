"""Reading a project: what the window, the command line and exports show. Nothing here writes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from annotator.core.document import AnnotatedDocument, Document, Header, Layer, LayerKind, Status
from annotator.core.entity import Entity
from annotator.core.scheme import Scheme
from annotator.core.span import Extent, Relation, Span
from annotator.core.suggestion import Decision, RelationSuggestion, Suggestion
from annotator.project.reader import (
    GOLD,
    current_scheme,
    entity_of,
    layer_id,
    live_document,
    relation_of,
    span_of,
    suggestion_of,
)
from annotator.project.undoing import EventRow, event_row
from annotator.storage.log import Log
from annotator.storage.store import Store

if TYPE_CHECKING:  # imported where it is asked for: the window shows its text before
    from annotator.core.command import ReviseDocument
    from annotator.project.revisions import Preview, TextRevision
    from annotator.project.searching import Hit

Json = Any  # a plain JSON value


class DocumentRow(NamedTuple):
    """One line of the document list; ``length`` in code points, ``suggestions`` not yet decided on."""

    id: str
    name: str
    position: int
    length: int
    status: Status
    spans: int
    suggestions: int


class LayerRow(NamedTuple):
    """One layer of a document, with how many spans it holds."""

    annotator: str
    kind: LayerKind
    status: Status
    spans: int


class SpanRow(NamedTuple):
    """A span with where it lies."""

    span: Span
    document: str
    layer: str


class SuggestionRow(NamedTuple):
    """A suggestion with where it lies."""

    suggestion: Suggestion
    document: str


class WholeLayer(NamedTuple):
    """A layer with everything in it, and where it lies."""

    document: str
    annotator: str
    layer: Layer


class LayerPlace(NamedTuple):
    """A layer of a living document; ``length`` is the document's, in code points."""

    id: str
    document: str
    annotator: str
    status: Status
    length: int


class PackedSpans(NamedTuple):
    """All spans as joined text, one layer after the other: numbers by commas, labels and layers' ids by U+001F.

    ``counts`` has how many spans each of ``layers`` holds, ``broken`` how many spans are of several pieces.
    """

    layers: str
    counts: str
    starts: str
    ends: str
    labels: str
    suggested: str
    broken: int


class SuggestedRelationRow(NamedTuple):
    """A suggested relation; ``head`` and ``tail`` are ids of suggestions."""

    id: str
    type: str
    head: str
    tail: str
    score: float
    why: str


@dataclass(frozen=True, slots=True)
class Stats:
    """Counts over the whole project."""

    documents: int = 0
    characters: int = 0
    spans: int = 0
    relations: int = 0
    entities: int = 0
    suggestions: int = 0
    events: int = 0
    by_label: Mapping[str, int] = field(default_factory=dict)
    by_layer: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    by_status: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    decisions: Mapping[str, int] = field(default_factory=dict)


_ROW = """
SELECT d.id, d.name, d.position, t.length, coalesce(l.status, 'new') AS status,
  (SELECT count(*) FROM spans s WHERE s.layer = l.id AND NOT s.deleted) AS spans,
  (SELECT count(*) FROM suggestions g WHERE g.document = d.id AND NOT g.deleted AND NOT EXISTS
    (SELECT 1 FROM decisions c WHERE c.suggestion = g.id AND c.annotator = :annotator AND NOT c.deleted))
    AS suggestions
FROM (%s) p JOIN documents d ON d.id = p.id JOIN texts t ON t.hash = d.text
LEFT JOIN layers l ON l.id = d.id || '/' || :annotator AND NOT l.deleted
ORDER BY d.position, d.id
"""
_PAGE = (
    "SELECT id FROM documents d INDEXED BY documents_in_order WHERE NOT d.deleted%s"
    " ORDER BY position, id LIMIT :limit OFFSET :offset"
)
"""Which documents: found in the index alone, in order, before anything is counted."""
_FEW = 0.02
"""Below this share of the documents those of a status are looked up and sorted, not sought along the whole list."""


class Queries:
    """What can be asked of an open project."""

    def __init__(self, store: Store, log: Log) -> None:
        self._store = store
        self._log = log

    # ---- the project as a whole ----------------------------------------------------------------------

    def scheme(self) -> Scheme:
        """The project's scheme."""
        return current_scheme(self._store)

    def scheme_events(self) -> list[tuple[EventRow, dict[str, Json]]]:
        """The standing events that changed the scheme, with its plain shape after each."""
        found = self._log.select(
            "kind = 'do' AND NOT undone AND NOT withdrawn AND seq IN (SELECT event FROM event_ops WHERE document = ''"
            " AND instr(ops, '\"scheme\"')) ORDER BY lamport, chain, id"
        )
        return [
            (event_row(event, self._log), op.fields["content"])
            for event in found
            for op in self._log.ops(event.seq)
            if op.kind == "scheme" and "content" in op.fields
        ]

    def made_under(self, span: str) -> int:
        """The version of the scheme that a span was made under; 0 where there is no such span."""
        return int(self._store.one("SELECT scheme_version FROM spans WHERE id = ?", (span,)) or 0)

    def setting(self, name: str, default: Json = None) -> Json:
        """A setting that travels with the project."""
        value = self._store.one("SELECT value FROM settings WHERE id = ? AND NOT deleted", (name,))
        return default if value is None else json.loads(value)

    def settings(self, prefix: str) -> dict[str, Json]:
        """The settings whose names begin so, by name."""
        found = self._store.rows(
            "SELECT id, value FROM settings WHERE id >= ? AND id < ? AND NOT deleted ORDER BY id",
            (prefix, prefix + "\U0010ffff"),
        )
        return {row["id"]: value for row in found if (value := json.loads(row["value"])) is not None}

    def annotators(self) -> list[str]:
        """The annotators' names, in the order in which they came."""
        found = self._store.rows("SELECT id FROM annotators WHERE NOT deleted ORDER BY position, id")
        return [row["id"] for row in found]

    def entities(self) -> list[Entity]:
        """The registry, by id."""
        return [entity_of(row) for row in self._store.rows("SELECT * FROM entities WHERE NOT deleted ORDER BY id")]

    def mentions(self, entity: str) -> list[SpanRow]:
        """The spans that link to a registry entry."""
        found = self._store.rows(
            "SELECT s.*, l.annotator FROM spans s JOIN layers l ON l.id = s.layer"
            " WHERE s.attributes ->> 'entity' = ? AND NOT s.deleted ORDER BY s.document, s.start",
            (entity,),
        )
        return [SpanRow(span_of(row), row["document"], row["annotator"]) for row in found]

    def spans_with_keys(self, keys: Iterable[str]) -> Iterator[tuple[Span, str, str, str, str]]:
        """Spans with one of these mention keys, in document order: span, document, its name, words, layer."""
        wanted = sorted(keys)
        marks = ",".join("?" * len(wanted))
        for row in self._store.rows(
            "SELECT s.*, l.annotator, d.name FROM spans s JOIN layers l ON l.id = s.layer"  # noqa: S608 - only marks
            f" JOIN documents d ON d.id = s.document WHERE s.mention_key IN ({marks})"
            " AND NOT (s.deleted OR l.deleted OR d.deleted) ORDER BY d.position, d.id, s.start, s.id",
            wanted,
        ):
            yield span_of(row), row["document"], row["name"], row["text"], row["annotator"]

    def header(self) -> Header:
        """What a native file says about all documents."""
        return Header(self.scheme(), tuple(self.entities()), tuple(self.annotators()))

    def stats(self) -> Stats:
        """Counts over the whole project."""
        return stats(self._store)

    # ---- documents -----------------------------------------------------------------------------------

    def document_count(self) -> int:
        """How many documents there are."""
        return int(self._store.one("SELECT count(*) FROM documents WHERE NOT deleted"))

    def document_rows(
        self, annotator: str = "", *, offset: int = 0, limit: int = -1, contains: str = "", status: str = ""
    ) -> list[DocumentRow]:
        """The document list as one annotator sees it, in order; ask for a page, not for all."""
        parameters: dict[str, object] = {"annotator": annotator, "offset": offset, "limit": limit}
        condition = ""
        if contains:
            condition, parameters["like"] = _containing(contains)
        page = _PAGE % condition
        if status:
            page = self._page_of_status(condition, status, parameters)
        return [DocumentRow(*row) for row in self._store.rows(_ROW % page, cast("Any", parameters))]

    def _page_of_status(self, condition: str, status: str, parameters: dict[str, object]) -> str:
        parameters["status"] = status
        own = "SELECT 1 FROM layers y WHERE y.id = d.id || '/' || :annotator AND NOT y.deleted AND y.status"
        if status == "new":
            return _PAGE % f"{condition} AND NOT EXISTS ({own} <> 'new')"
        few = _FEW * self.document_count()
        whose = "FROM layers y WHERE y.annotator = :annotator AND NOT y.deleted AND y.status = :status"
        if self._store.one(f"SELECT count(*) {whose}", cast("Any", parameters)) > few:
            return _PAGE % f"{condition} AND EXISTS ({own} = :status)"
        return (
            f"SELECT d.id FROM (SELECT y.document {whose}) y CROSS JOIN documents d ON d.id = y.document"  # noqa: S608
            f" WHERE NOT d.deleted{condition} ORDER BY d.position, d.id LIMIT :limit OFFSET :offset"
        )

    def document_row(self, document: str, annotator: str = "") -> DocumentRow | None:
        """The line of one document, if it is there: what a change of it asks for."""
        page = "SELECT :document AS id WHERE EXISTS (SELECT 1 FROM documents WHERE id = :document AND NOT deleted)"
        found = self._store.rows(_ROW % page, cast("Any", {"annotator": annotator, "document": document}))
        return DocumentRow(*found[0]) if found else None

    def document_ids(self) -> list[str]:
        """Every document's id, in order."""
        found = self._store.rows("SELECT id FROM documents WHERE NOT deleted ORDER BY position, id")
        return [row["id"] for row in found]

    def document(self, document: str) -> Document:
        """A document with its text.

        Raises:
            UserError: there is no such document.
        """
        row = live_document(self._store, document)
        return Document(row["id"], row["name"], self._store.text(row["text"]), json.loads(row["metadata"]))

    def document_named(self, name_or_id: str) -> str | None:
        """The id of the document that has this id or, if none has, this name."""
        found = self._store.rows(
            "SELECT id FROM documents WHERE NOT deleted AND (id = ? OR name = ?) ORDER BY id <> ?, position",
            (name_or_id, name_or_id, name_or_id),
        )
        return found[0]["id"] if found else None

    def document_with_text(self, digest: str) -> str | None:
        """The id of a document whose text has this SHA-256."""
        found = self._store.rows(
            "SELECT id FROM documents WHERE text = ? AND NOT deleted ORDER BY position LIMIT 1", (digest,)
        )
        return found[0]["id"] if found else None

    def next_unfinished(self, annotator: str, after: str = "") -> str | None:
        """The next document, after one and round to it, that the annotator has not finished."""
        here = self._store.rows("SELECT position, id FROM documents WHERE id = ?", (after,))
        place = tuple(here[0]) if here else (-1, "")
        for beyond, begin in ((">", place), ("<", place)):
            found = self._store.one(
                "SELECT id FROM documents d INDEXED BY documents_in_order WHERE NOT d.deleted"  # noqa: S608
                f" AND (position, id) {beyond} (?, ?) AND NOT EXISTS (SELECT 1 FROM layers y WHERE"
                " y.id = d.id || '/' || ? AND NOT y.deleted AND y.status IN ('done', 'locked'))"
                " ORDER BY position, id LIMIT 1",
                (*begin, annotator),
            )
            if found is not None:
                return str(found)
        return None

    def revisions(self, document: str) -> list[TextRevision]:
        """Every text that a document had, the first one first, with the spans that corrections left out."""
        from annotator.project.revisions import text_revisions

        return text_revisions(self._store, document)

    def preview_revision(self, wish: ReviseDocument) -> Preview:
        """What correcting a text would do to the spans on it."""
        from annotator.project.revisions import preview

        return preview(self._store, wish)

    # ---- layers --------------------------------------------------------------------------------------

    def layers(self, document: str) -> list[LayerRow]:
        """The layers of a document."""
        found = self._store.rows(
            "SELECT annotator, kind, status, (SELECT count(*) FROM spans s WHERE s.layer = l.id AND NOT s.deleted)"
            " FROM layers l WHERE document = ? AND NOT deleted ORDER BY kind, annotator",
            (document,),
        )
        return [LayerRow(*row) for row in found]

    def spans(self, document: str, layer: str) -> list[Span]:
        """The spans of a layer (an annotator's name, or ``gold``), in text order."""
        found = self._store.rows(
            'SELECT * FROM spans WHERE layer = ? AND NOT deleted ORDER BY start, "end" DESC, id',
            (layer_id(document, layer),),
        )
        return [span_of(row) for row in found]

    def span(self, span: str) -> SpanRow | None:
        """A span with where it lies, if it is there."""
        found = self._store.rows(
            "SELECT s.*, l.annotator FROM spans s JOIN layers l ON l.id = s.layer WHERE s.id = ? AND NOT s.deleted",
            (span,),
        )
        return SpanRow(span_of(found[0]), found[0]["document"], found[0]["annotator"]) if found else None

    def relations(self, document: str, layer: str) -> list[Relation]:
        """The relations of a layer whose ends are there."""
        found = self._store.rows(
            "SELECT r.* FROM relations r JOIN spans h ON h.id = r.head JOIN spans t ON t.id = r.tail"
            " WHERE r.layer = ? AND NOT r.deleted AND NOT h.deleted AND NOT t.deleted"
            " ORDER BY h.start, t.start, r.type, r.id",
            (layer_id(document, layer),),
        )
        return [relation_of(row) for row in found]

    def whole_layers(self) -> list[WholeLayer]:
        """Every layer of every document with its spans and relations, in document order, read in bulk."""
        spans: dict[str, list[Span]] = {}
        for row in self._store.rows('SELECT * FROM view_all_spans ORDER BY layer, start, "end" DESC, id'):
            spans.setdefault(row["layer"], []).append(span_of(row))
        relations: dict[str, list[Relation]] = {}
        for row in self._store.rows(
            "SELECT r.* FROM relations r JOIN spans h ON h.id = r.head JOIN spans t ON t.id = r.tail"
            " WHERE NOT r.deleted AND NOT h.deleted AND NOT t.deleted ORDER BY r.id"
        ):
            relations.setdefault(row["layer"], []).append(relation_of(row))
        found = self._store.rows(
            "SELECT l.id, l.document, l.annotator, l.kind, l.status FROM layers l JOIN documents d ON d.id = l.document"
            " WHERE NOT l.deleted AND NOT d.deleted ORDER BY d.position, d.id, l.kind, l.annotator"
        )
        return [
            WholeLayer(
                row["document"], row["annotator"],
                Layer(row["annotator"], row["kind"], row["status"], tuple(spans.get(row["id"], ())),
                      tuple(relations.get(row["id"], ()))),
            )
            for row in found
        ]  # fmt: skip

    def layer_places(self) -> list[LayerPlace]:
        """Every layer of every document, documents in their order."""
        found = self._store.rows(
            "SELECT l.id, l.document, l.annotator, l.status, t.length FROM layers l"
            " JOIN documents d ON d.id = l.document JOIN texts t ON t.hash = d.text"
            " WHERE NOT l.deleted AND NOT d.deleted ORDER BY d.position, d.id, l.kind, l.annotator"
        )
        return [LayerPlace(*row) for row in found]

    def packed_spans(self) -> PackedSpans:
        """The spans of all layers (of removed documents too), for those who compare them all at once."""
        found = self._store.rows(  # grouped as the index has them: sorting would cost more than all the rest
            "SELECT group_concat(layer, char(31)), group_concat(n), group_concat(starts), group_concat(ends),"
            " group_concat(labels, char(31)), group_concat(suggested), sum(broken) FROM"
            ' (SELECT layer, count(*) n, group_concat(start) starts, group_concat("end") ends,'
            " group_concat(label, char(31)) labels, group_concat(instr(origin, '\"suggestion\"') > 0) suggested,"
            " count(fragments) broken FROM spans WHERE NOT deleted GROUP BY layer)"
        )
        return PackedSpans(*found[0]) if found[0][0] is not None else PackedSpans("", "", "", "", "", "", 0)

    def pieces(self) -> dict[tuple[str, str, int, int, str], Extent]:
        """The spans of several pieces, by document, annotator, outer bounds and label."""
        found = self._store.rows(
            'SELECT s.document, l.annotator, s.start, s."end", s.label, s.fragments FROM spans s'
            " JOIN layers l ON l.id = s.layer WHERE s.fragments IS NOT NULL AND NOT s.deleted"
        )
        return {tuple(row[:5]): tuple((start, end) for start, end in json.loads(row[5])) for row in found}

    def work_times(self) -> dict[tuple[str, str], str]:
        """When each actor last wrote in each document (ISO 8601, UTC), by actor and document."""
        found = self._store.rows(
            "SELECT e.actor, o.document, max(e.time) FROM event_ops o JOIN events e ON e.seq = o.event"
            " WHERE e.kind = 'do' AND o.document <> '' GROUP BY 1, 2"
        )
        return {(row[0], row[1]): row[2] for row in found}

    # ---- suggestions ---------------------------------------------------------------------------------

    def suggestions(self, document: str, annotator: str, undecided_only: bool = True) -> list[Suggestion]:
        """A document's suggestions with one annotator's decisions, in text order."""
        found = self._store.rows(  # a long document has tens of thousands: cells by place, none that is empty
            "SELECT g.start, g.\"end\", g.label, nullif(g.attributes, '{}'), g.score, g.suggester, g.why, g.id,"
            " c.decision, c.annotator FROM suggestions g LEFT JOIN decisions c"
            " ON c.suggestion = g.id AND c.annotator = ? AND NOT c.deleted"
            " WHERE g.document = ? AND NOT g.deleted AND (c.decision IS NULL OR ?)"
            " ORDER BY g.start, g.\"end\" DESC, g.label, g.id",
            (annotator, document, not undecided_only),
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

    def suggested_relations(self, document: str) -> list[SuggestedRelationRow]:
        """A document's suggested relations."""
        found = self._store.rows(
            "SELECT r.id, r.type, r.head, r.tail, r.score, r.why FROM suggested_relations r"
            " JOIN suggestions h ON h.id = r.head JOIN suggestions t ON t.id = r.tail"
            " WHERE r.document = ? AND NOT r.deleted AND NOT h.deleted AND NOT t.deleted ORDER BY h.start, r.id",
            (document,),
        )
        return [SuggestedRelationRow(*row) for row in found]

    # ---- whole documents, for formats ----------------------------------------------------------------

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

    # ---- history and search --------------------------------------------------------------------------

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


def _containing(text: str) -> tuple[str, str]:
    """A condition on names and ids, with its parameter; without Latin letters there is no case to look past."""
    if any(each.isascii() and each.isalpha() for each in text):
        return " AND (d.name LIKE :like ESCAPE '\\' OR d.id LIKE :like ESCAPE '\\')", f"%{_escaped(text)}%"
    return " AND (instr(d.name, :like) OR instr(d.id, :like))", text


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def stats(store: Store) -> Stats:
    """Counts over the whole project."""
    live = "FROM spans s JOIN layers l ON l.id = s.layer JOIN documents d ON d.id = s.document WHERE NOT (s.deleted OR l.deleted OR d.deleted)"  # noqa: E501
    by_layer: dict[str, dict[str, int]] = {}
    for layer, label, count in store.rows(f"SELECT l.annotator, s.label, count(*) {live} GROUP BY 1, 2"):
        by_layer.setdefault(layer, {})[label] = count
    by_label: dict[str, int] = {}
    for counts in by_layer.values():
        for label, count in counts.items():
            by_label[label] = by_label.get(label, 0) + count
    by_status: dict[str, dict[str, int]] = {}
    for annotator, status, count in store.rows(
        "SELECT l.annotator, l.status, count(*) FROM layers l JOIN documents d ON d.id = l.document"
        " WHERE NOT (l.deleted OR d.deleted) GROUP BY 1, 2"
    ):
        by_status.setdefault(annotator, {})[status] = count
    size = store.rows(
        "SELECT count(*), coalesce(sum(t.length), 0) FROM documents d JOIN texts t ON t.hash = d.text"
        " WHERE NOT d.deleted"
    )[0]
    decisions = dict(
        tuple(row) for row in store.rows("SELECT decision, count(*) FROM decisions WHERE NOT deleted GROUP BY 1")
    )
    return Stats(
        documents=size[0], characters=size[1], spans=sum(by_label.values()),
        relations=store.one("SELECT count(*) FROM view_relations"),
        entities=store.one("SELECT count(*) FROM entities WHERE NOT deleted"),
        suggestions=store.one("SELECT count(*) FROM view_suggestions WHERE decision IS NULL"),
        events=store.one("SELECT count(*) FROM events"), by_label=by_label, by_layer=by_layer,
        by_status=by_status, decisions=decisions,
    )  # fmt: skip


__all__ = ["GOLD", "DocumentRow", "Hit", "LayerRow", "Queries", "SpanRow", "Stats", "SuggestedRelationRow",
           "WholeLayer", "stats"]  # fmt: skip
