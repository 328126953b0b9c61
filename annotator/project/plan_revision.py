"""A document's corrected text: what becomes of everything that stands on the old one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from annotator.core.command import ReviseDocument
from annotator.core.errors import UserError
from annotator.core.op import Op
from annotator.core.revision import Revision
from annotator.core.span import Extent, Span
from annotator.core.suggestion import suggestion_id
from annotator.project.reader import checked_extent, live_document, span_of
from annotator.project.writes import Plan
from annotator.storage.store import Store


@dataclass(frozen=True, slots=True)
class Placed:
    """One span of the old text: its layer, its extent in the new text (empty: left out), whether its words changed.

    ``near`` is the stretch of the new text that stands where the span stood.
    """

    span: Span
    layer: str
    deleted: bool
    extent: Extent
    changed: bool
    near: tuple[int, int]


@dataclass(slots=True)
class _Taken:
    """Which extents the labels of each layer have in the new text."""

    extents: set[tuple[str, str, Extent]] = field(default_factory=set)

    def take(self, layer: str, label: str, extent: Extent) -> bool:
        key = (layer, label, extent)
        free = key not in self.extents
        self.extents.add(key)
        return free


def placed_spans(store: Store, wish: ReviseDocument) -> list[Placed]:
    """Where every span of a document lies in the corrected text. Spans that went are placed too: they may come back.

    Raises:
        UserError: a place that was given does not fit the new text.
    """
    revision = Revision(store.document_text(wish.document), wish.text)
    rows = store.rows("SELECT * FROM spans WHERE document = ? ORDER BY deleted, start, id", (wish.document,))
    sure = [(row, span := span_of(row), revision.carry(span.extent)) for row in rows]
    sure.sort(key=lambda each: (each[0]["deleted"], each[2].changed))  # a span whose words stayed comes first
    taken = _Taken()
    found = []
    for row, span, carried in sure:
        extent = wish.places.get(span.id) or carried.extent
        if span.id in wish.places:
            checked_extent(wish.text, extent)
        if extent and not row["deleted"] and not taken.take(row["layer"], span.label, extent):
            extent = ()
        near = revision.nearest(span.extent)
        found.append(Placed(span, row["layer"], bool(row["deleted"]), extent, carried.changed, near))
    return found


def revise_document(store: Store, wish: ReviseDocument) -> Plan:
    """The new text, the spans carried into it, and what goes: spans that do not fit, with their relations.

    Raises:
        UserError: nothing changed, the new text is empty, or a locked layer would lose a span.
    """
    row = live_document(store, wish.document)
    if not wish.text:
        raise UserError("a text cannot be empty")
    digest = store.put_text(wish.text)
    if digest == row["text"]:
        raise UserError("the text is the same as before")
    placed = placed_spans(store, wish)
    left = {each.span.id for each in placed if not each.extent and not each.deleted}
    _refuse_locked(store, [each.layer for each in placed if each.span.id in left])
    return [
        Op("document", wish.document, wish.document, {"text": digest}),
        *(op for each in placed for op in _span_ops(wish.document, each)),
        *_relations(store, wish.document, left),
        *_suggestions(store, wish, placed),
    ]


def _refuse_locked(store: Store, layers: Iterable[str]) -> None:
    for layer in dict.fromkeys(layers):
        found = store.rows("SELECT annotator FROM layers WHERE id = ? AND status = 'locked'", (layer,))
        if found:
            raise UserError("the layer of %(annotator)s on this document is locked", annotator=found[0]["annotator"])


def _span_ops(document: str, each: Placed) -> Plan:
    if not each.extent:
        return [Op("span", each.span.id, document, {"deleted": True})]
    if each.extent == each.span.extent and not each.changed:
        return []
    return [Op("span", each.span.id, document, {"extent": [list(piece) for piece in each.extent]})]


def _relations(store: Store, document: str, left: set[str]) -> Plan:
    found = store.rows("SELECT id, head, tail FROM relations WHERE document = ? AND NOT deleted", (document,))
    return [
        Op("relation", row["id"], document, {"deleted": True}) for row in found if {row["head"], row["tail"]} & left
    ]


# ---- suggestions -----------------------------------------------------------------------------------------


def _suggestions(store: Store, wish: ReviseDocument, placed: Iterable[Placed]) -> Plan:
    """Suggestions go, and are made anew; those that somebody decided on are carried, under the id of their place."""
    document = wish.document
    decisions: dict[str, list[Any]] = {}
    for row in store.rows("SELECT * FROM decisions WHERE document = ? AND NOT deleted", (document,)):
        decisions.setdefault(row["suggestion"], []).append(row)
    found = store.rows("SELECT id FROM suggested_relations WHERE document = ? AND NOT deleted", (document,))
    ops = [Op("suggested_relation", row["id"], document, {"deleted": True}) for row in found]
    revision = Revision(store.document_text(document), wish.text)
    names: dict[str, str] = {}
    for row in store.rows("SELECT * FROM suggestions WHERE document = ? AND NOT deleted", (document,)):
        carried = revision.carry(((row["start"], row["end"]),))
        decided = decisions.get(row["id"], []) if carried.extent and not carried.changed else []
        new = suggestion_id(document, *carried.extent[0], row["label"]) if decided else ""
        if new != row["id"]:
            ops += _gone(document, row["id"], decisions.get(row["id"], []))
        if decided and new not in names.values():
            ops += _carried(document, row, new, carried.extent, decided)
            names[row["id"]] = new
    return ops + _origins(document, placed, names)


def _gone(document: str, suggestion: str, decided: Iterable[Any]) -> Plan:
    gone = {"deleted": True}
    return [
        Op("suggestion", suggestion, document, gone),
        *(Op("decision", row["id"], document, gone) for row in decided),
    ]


def _carried(document: str, row: Any, new: str, extent: Extent, decided: Iterable[Any]) -> Plan:  # noqa: ANN401 - a row
    same = {name: row[name] for name in ("label", "score", "suggester", "why")}
    attributes = json.loads(row["attributes"])
    pieces = [list(piece) for piece in extent]
    made = {**same, "attributes": attributes, "extent": pieces, "deleted": False}
    ops = [Op("suggestion", new, document, made)]
    for each in decided:
        fields = {name: each[name] for name in ("annotator", "decision", "span")}
        ops.append(Op("decision", f"{new}:{each['annotator']}", document,
                      {**fields, "suggestion": new, "deleted": False}))  # fmt: skip
    return ops


def _origins(document: str, placed: Iterable[Placed], names: Mapping[str, str]) -> Plan:
    """Spans that came from a suggestion know it by its new id."""
    ops = []
    for each in placed:
        old = str(each.span.origin.get("suggestion", ""))
        if names.get(old, old) != old:
            ops.append(Op("span", each.span.id, document, {"origin": {**each.span.origin, "suggestion": names[old]}}))
    return ops
