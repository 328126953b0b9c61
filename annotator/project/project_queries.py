"""What can be asked of a project as a whole: scheme, settings, people, entities, counts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from annotator.core.document import Header
from annotator.core.entity import Entity
from annotator.core.scheme import Scheme
from annotator.core.span import Span
from annotator.project.asking import Asking
from annotator.project.query_rows import (
    SpanRow,
    Stats,
)
from annotator.project.reader import (
    current_scheme,
    entity_of,
    span_of,
)
from annotator.project.undoing import EventRow, event_row
from annotator.storage.store import Store

if TYPE_CHECKING:  # imported where it is asked for: the window shows its text before
    pass

Json = Any  # a plain JSON value



class ProjectQueries(Asking):
    """Questions on the project as a whole."""

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

    def spans_by_version(self) -> dict[int, int]:
        """How many spans that stand were made under each version of the scheme."""
        found = self._store.rows("SELECT scheme_version, count(*) FROM spans WHERE NOT deleted GROUP BY 1")
        return {int(row[0] or 0): int(row[1]) for row in found}

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


def stats(store: Store) -> Stats:
    """Counts over the whole project."""
    live = (
        "FROM spans s JOIN layers l ON l.id = s.layer JOIN documents d ON d.id = s.document"
        " WHERE NOT (s.deleted OR l.deleted OR d.deleted)"
    )
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
