"""What can be asked of layers: spans, relations, all of them at once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from annotator.core.document import Layer
from annotator.core.span import Extent, Relation, Span
from annotator.project.asking import Asking
from annotator.project.query_rows import (
    ANYWHERE,
    LayerPlace,
    LayerRow,
    LinkRow,
    PackedAnswers,
    PackedSpans,
    Piece,
    SpanRow,
    WholeLayer,
)
from annotator.project.reader import (
    GOLD,
    SPAN_CELLS,
    layer_id,
    relation_of,
    span_of,
    spans_of,
)
from annotator.storage.abreast import rows_abreast

Json = Any  # a plain JSON value
SEPARATOR = "\x1f"
"""What stands between the layers of `PackedSpans`."""
_WORTH_TWO = 50_000
"""Fewer spans than this are read before a second connection is there."""
_LAST = "\U0010ffff"
"""After every id."""


class LayerQueries(Asking):
    """Questions on layers."""

    def layers(self, document: str) -> list[LayerRow]:
        """The layers of a document."""
        found = self._store.rows(
            "SELECT annotator, kind, status, (SELECT count(*) FROM spans s WHERE s.layer = l.id AND NOT s.deleted)"
            " FROM layers l WHERE document = ? AND NOT deleted ORDER BY kind, annotator",
            (document,),
        )
        return [LayerRow(*row) for row in found]

    def may_see(self, annotator: str, layer: str) -> bool:
        """Whether somebody sees a layer: an annotator the own one and gold, a lead all; see `visibility`."""
        from annotator.project.visibility import may_see

        return may_see(self._store, annotator, layer)

    def sees_all(self, annotator: str) -> bool:
        """Whether somebody sees every layer: a lead, or anybody where the leads hide nothing."""
        from annotator.project.visibility import sees_all

        return sees_all(self._store, annotator)

    def visible_layers(self, document: str, annotator: str) -> list[LayerRow]:
        """The layers of a document that somebody sees."""
        from annotator.project.visibility import sees_all

        everything = sees_all(self._store, annotator)
        return [row for row in self.layers(document) if everything or row.annotator in {annotator, GOLD}]

    def spans(self, document: str, layer: str, *, starting: Piece = ANYWHERE) -> list[Span]:
        """The spans of a layer (an annotator's name, or ``gold``), in text order.

        ``starting`` is the piece of the text (code points) in which they start.
        """
        found = self._store.rows(
            f"SELECT {SPAN_CELLS} FROM spans WHERE layer = ? AND NOT deleted AND start >= ? AND start < ?"  # noqa: S608 - our own names
            ' ORDER BY start, "end" DESC, id',
            (layer_id(document, layer), *starting),
        )
        return spans_of(found)

    def span(self, span: str) -> SpanRow | None:
        """A span with where it lies, if it is there."""
        found = self._store.rows(
            "SELECT s.*, l.annotator FROM spans s JOIN layers l ON l.id = s.layer WHERE s.id = ? AND NOT s.deleted",
            (span,),
        )
        return SpanRow(span_of(found[0]), found[0]["document"], found[0]["annotator"]) if found else None

    def relations(self, document: str, layer: str, *, starting: Piece = ANYWHERE) -> list[Relation]:
        """The relations of a layer whose ends are there; ``starting`` is where in the text their heads start."""
        found = self._store.rows(
            "SELECT r.* FROM spans h CROSS JOIN relations r ON r.head = h.id JOIN spans t ON t.id = r.tail"
            " WHERE h.layer = ?1 AND h.start >= ? AND h.start < ? AND r.layer = ?1"
            " AND NOT r.deleted AND NOT h.deleted AND NOT t.deleted ORDER BY h.start, t.start, r.type, r.id",
            (layer_id(document, layer), *starting),
        )
        return [relation_of(row) for row in found]

    def relations_among(self, document: str, layer: str, ids: Iterable[str]) -> list[Relation]:
        """The relations of a layer that have one of these ids, and whose ends are there."""
        found = self._store.rows(
            "SELECT r.* FROM json_each(?) wanted CROSS JOIN relations r ON r.id = wanted.value"
            " JOIN spans h ON h.id = r.head JOIN spans t ON t.id = r.tail"
            " WHERE r.layer = ? AND NOT r.deleted AND NOT h.deleted AND NOT t.deleted"
            " ORDER BY h.start, t.start, r.type, r.id",
            (json.dumps(sorted(ids)), layer_id(document, layer)),
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
        found = self._store.many_rows(
            "SELECT l.id, l.document, l.annotator, l.status, t.length FROM layers l"
            " JOIN documents d ON d.id = l.document JOIN texts t ON t.hash = d.text"
            " WHERE NOT l.deleted AND NOT d.deleted ORDER BY d.position, d.id, l.kind, l.annotator"
        )
        return [LayerPlace(*row) for row in found]

    def packed_spans(self, labels: Sequence[str]) -> PackedSpans:
        """The spans of all layers (of removed documents too), for those who compare them all at once.

        A label's number is its place in ``labels``; one that is not among them has the number past their end.
        """
        number, cells = _numbered(labels)
        sql = (  # grouped as the index has them: sorting would cost more than all the rest
            "SELECT group_concat(layer, char(31)), group_concat(n), group_concat(starts), group_concat(ends),"  # noqa: S608 - our own names
            " sum(broken) FROM (SELECT layer, count(*) n, group_concat(start * 2 + CASE origin WHEN '{}' THEN 0"
            " ELSE instr(origin, '\"suggestion\"') > 0 END) starts,"  # most are of nobody's suggestion
            f' group_concat("end" * ? + {number}) ends, count(fragments) broken'
            " FROM spans WHERE NOT deleted AND layer >= ? AND layer < ? GROUP BY layer)"
        )
        whole, *halves = ((len(labels) + 1, *cells, *bounds) for bounds in self._halves())
        many = self.more_spans_than(_WORTH_TWO)
        found = rows_abreast(self._store, sql, whole, halves) if many else self._store.rows(sql, whole)
        parts = [PackedSpans(*row) for row in found if row[0] is not None]
        return PackedSpans(
            SEPARATOR.join(each.layers for each in parts), ",".join(each.counts for each in parts),
            ",".join(each.starts for each in parts), ",".join(each.ends for each in parts),
            sum(each.broken for each in parts),
        )  # fmt: skip

    def _halves(self) -> tuple[tuple[str, str], ...]:
        """The bounds of all layers' ids, and of two halves of them."""
        middle = self._store.one("SELECT id FROM layers ORDER BY id LIMIT 1 OFFSET (SELECT count(*) / 2 FROM layers)")
        return ("", _LAST), ("", middle or ""), (middle or "", _LAST)

    def packed_answers(self, labels: Sequence[str]) -> list[PackedAnswers]:
        """`packed_spans` with ids and attributes, layer by layer."""
        number, cells = _numbered(labels)
        found = self._store.rows(
            f'SELECT layer, group_concat(start), group_concat("end" * ? + {number}), json_group_array(id),'  # noqa: S608 - our own names
            " json_group_array(nullif(attributes, '{}')), count(fragments) FROM spans WHERE NOT deleted GROUP BY layer",
            (len(labels) + 1, *cells),
        )
        return [PackedAnswers(*row) for row in found]

    def is_compared(self) -> bool:
        """Whether there is a document that more than one annotator has a layer of."""
        found = self._store.rows(
            "SELECT 1 FROM layers WHERE annotator <> ? AND NOT deleted GROUP BY document HAVING count(*) > 1 LIMIT 1",
            (GOLD,),
        )
        return bool(found)

    def more_spans_than(self, count: int) -> bool:
        """Whether there are more spans than this, removed ones too: a quick look at how much there is to read."""
        found = self._store.one("SELECT count(*) FROM (SELECT 1 FROM spans LIMIT ?)", (count + 1,))
        return bool(found > count)

    def broken_extents(self) -> dict[str, Extent]:
        """The spans of several pieces, by id."""
        found = self._store.rows("SELECT id, fragments FROM spans WHERE fragments IS NOT NULL AND NOT deleted")
        return {row[0]: tuple((start, end) for start, end in json.loads(row[1])) for row in found}

    def links(self) -> list[LinkRow]:
        """The relations of all layers but gold whose ends are there."""
        found = self._store.rows(
            "SELECT r.id, l.annotator, r.type, r.head, r.tail FROM relations r JOIN layers l ON l.id = r.layer"
            " JOIN spans h ON h.id = r.head JOIN spans t ON t.id = r.tail"
            " WHERE NOT r.deleted AND NOT h.deleted AND NOT t.deleted AND l.annotator <> ? ORDER BY r.id",
            (GOLD,),
        )
        return [LinkRow(*row) for row in found]

    def gold_layers(self) -> dict[str, str]:
        """The status of gold in every document that has such a layer."""
        found = self._store.rows("SELECT document, status FROM layers WHERE annotator = ? AND NOT deleted", (GOLD,))
        return {row[0]: row[1] for row in found}

    def gold_spans(self, documents: Iterable[str]) -> dict[str, tuple[Span, ...]]:
        """The gold spans of those of some documents that have any, in text order."""
        found = self._store.rows(
            f"SELECT document, {SPAN_CELLS} FROM spans WHERE NOT deleted"  # noqa: S608 - our own names
            " AND layer IN (SELECT l.id FROM json_each(?) wanted JOIN layers l ON l.document = wanted.value"
            " WHERE l.annotator = ? AND NOT l.deleted)"
            ' ORDER BY layer, start, "end" DESC, id',
            (json.dumps(list(documents)), GOLD),
        )
        spans: dict[str, list[Span]] = {}
        for document, span in zip((row[0] for row in found), spans_of(tuple(row)[1:] for row in found), strict=True):
            spans.setdefault(document, []).append(span)
        return {document: tuple(each) for document, each in spans.items()}

    def used_labels(self) -> list[str]:
        """The labels that spans have, in their order; those that the scheme does not know too."""
        return [row[0] for row in self._store.rows("SELECT DISTINCT label FROM spans WHERE NOT deleted ORDER BY label")]

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


def _numbered(labels: Sequence[str]) -> tuple[str, tuple[object, ...]]:
    """The number of a span's label as SQL, the place among ``labels`` or the one past their end, and its cells."""
    if not labels:
        return "?", (0,)
    cells = (cell for place, name in enumerate(labels) for cell in (name, place))
    return f"CASE label {' '.join('WHEN ? THEN ?' for _ in labels)} ELSE ? END", (*cells, len(labels))
