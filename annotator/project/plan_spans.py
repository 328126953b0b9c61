"""Planning what happens to spans and to the relations between them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from annotator.core import command as c
from annotator.core.errors import UserError
from annotator.core.op import Op
from annotator.core.scheme import Scheme, check_value
from annotator.core.span import Extent, Value
from annotator.project.plan_layers import layer_ops
from annotator.project.reader import (
    checked_extent,
    current_scheme,
    layer_id,
    live_document,
    live_relation,
    live_span,
)
from annotator.project.writes import Plan, attribute_fields, gone, made, new_id
from annotator.storage.store import Store


def check_label(scheme: Scheme, label: str, attributes: Mapping[str, Value]) -> None:
    """Refuse a label or attribute that the scheme does not have.

    Raises:
        UserError: says which.
    """
    known = scheme.label(label)
    if known is None:
        raise UserError("the scheme has no label %(label)s", label=label)
    for name, value in attributes.items():
        attribute = known.attribute(name)
        if attribute is None:
            raise UserError("%(label)s has no attribute %(attribute)s", label=label, attribute=name)
        fault = check_value(attribute, value)
        if fault:
            raise UserError(fault, value=value, attribute=name)


def _refuse_double(store: Store, layer: str, label: str, extent: Extent, but: str = "") -> None:
    found = store.rows(
        'SELECT id, fragments FROM spans WHERE layer = ? AND label = ? AND start = ? AND "end" = ?'
        " AND NOT deleted AND id <> ?",
        (layer, label, extent[0][0], extent[-1][1], but),
    )
    if any(bool(row["fragments"]) == (len(extent) > 1) for row in found):
        raise UserError("this is labelled %(label)s already", label=label)


def add_span(store: Store, wish: c.AddSpan) -> Plan:
    """The writes that label a piece of text.

    Raises:
        UserError: it lies outside the text, is labelled so already, or does not fit the scheme.
    """
    live_document(store, wish.document)
    extent = checked_extent(
        store.document_text(wish.document), wish.fragments or ((wish.start, wish.end),)
    )
    scheme = current_scheme(store)
    label = scheme.present_name(wish.label)
    check_label(scheme, label, wish.attributes)
    layer = layer_id(wish.document, wish.annotator)
    _refuse_double(store, layer, label, extent)
    span = made(
        "span", wish.id or new_id("s"), wish.document, layer=layer, extent=[list(piece) for piece in extent],
        label=label, note=wish.note, unsure=wish.unsure, origin=dict(wish.origin), scheme_version=scheme.version,
        **attribute_fields(wish.attributes),
    )  # fmt: skip
    return [*layer_ops(store, wish.document, wish.annotator, touched=True), span]


def _owner(row: Any) -> str:  # noqa: ANN401 - an sqlite3.Row
    return str(row["layer"])[len(row["document"]) + 1 :]


def change_span(store: Store, wish: c.ChangeSpan) -> Plan:
    """The writes that change what is given of a span.

    Raises:
        UserError: as in `add_span`, or there is no such span.
    """
    row = live_span(store, wish.span)
    fields: dict[str, Any] = attribute_fields(wish.attributes)
    extent = wish.extent or ((row["start"], row["end"]),)
    label = wish.label or row["label"]
    if wish.extent:
        checked_extent(store.document_text(row["document"]), wish.extent)
        fields["extent"] = [list(piece) for piece in wish.extent]
    if wish.label or wish.attributes:
        check_label(current_scheme(store), label, wish.attributes)
    if wish.label:
        fields["label"] = wish.label
    if wish.extent or wish.label:
        _refuse_double(store, row["layer"], label, extent, but=wish.span)
    if wish.note is not None:
        fields["note"] = wish.note
    if wish.unsure is not None:
        fields["unsure"] = wish.unsure
    ops = layer_ops(store, row["document"], _owner(row), touched=True)
    return [*ops, Op("span", wish.span, row["document"], fields)]


def remove_span(store: Store, wish: c.RemoveSpan) -> Plan:
    """The writes that take a span away, with the relations that it is an end of."""
    row = live_span(store, wish.span)
    document = row["document"]
    hanging = store.rows(
        "SELECT id FROM relations WHERE (head = ? OR tail = ?) AND NOT deleted", (wish.span, wish.span)
    )
    ops = layer_ops(store, document, _owner(row), touched=True)
    return [
        *ops,
        *(gone("relation", each["id"], document) for each in hanging),
        gone("span", wish.span, document),
    ]


# ---- relations -------------------------------------------------------------------------------------------


def _check_ends(store: Store, kind: str, head: Any, tail: Any) -> None:  # noqa: ANN401 - two sqlite3.Row
    if head["layer"] != tail["layer"]:
        raise UserError("a relation joins two spans of one layer")
    if head["id"] == tail["id"]:
        raise UserError("a relation joins two different spans")
    known = current_scheme(store).relation(kind)
    if known is None:
        raise UserError("the scheme has no relation %(type)s", type=kind)
    for row, allowed in ((head, known.heads), (tail, known.tails)):
        if allowed and row["label"] not in allowed:
            raise UserError(
                "%(type)s cannot have a %(label)s at this end", type=kind, label=row["label"]
            )


def _refuse_double_relation(store: Store, kind: str, head: str, tail: str, but: str = "") -> None:
    if store.one(
        "SELECT 1 FROM relations WHERE head = ? AND tail = ? AND type = ? AND NOT deleted AND id <> ?",
        (head, tail, kind, but),
    ):
        raise UserError("these two are joined by %(type)s already", type=kind)


def add_relation(store: Store, wish: c.AddRelation) -> Plan:
    """The writes that join two spans.

    Raises:
        UserError: they are joined so already, lie in two layers, or the scheme does not allow it.
    """
    head, tail = live_span(store, wish.head), live_span(store, wish.tail)
    _check_ends(store, wish.type, head, tail)
    _refuse_double_relation(store, wish.type, wish.head, wish.tail)
    relation = made(
        "relation", wish.id or new_id("r"), head["document"], layer=head["layer"], type=wish.type, head=wish.head,
        tail=wish.tail, **attribute_fields(wish.attributes),
    )  # fmt: skip
    return [*layer_ops(store, head["document"], _owner(head), touched=True), relation]


def change_relation(store: Store, wish: c.ChangeRelation) -> Plan:
    """The writes that change a relation's type, ends or attributes.

    Raises:
        UserError: as in `add_relation`, or there is no such relation.
    """
    row = live_relation(store, wish.relation)
    kind, head, tail = wish.type or row["type"], wish.head or row["head"], wish.tail or row["tail"]
    _check_ends(store, kind, live_span(store, head), live_span(store, tail))
    _refuse_double_relation(store, kind, head, tail, but=wish.relation)
    fields = {"type": kind, "head": head, "tail": tail, **attribute_fields(wish.attributes)}
    ops = layer_ops(store, row["document"], _owner(row), touched=True)
    return [*ops, Op("relation", wish.relation, row["document"], fields)]


def remove_relation(store: Store, wish: c.RemoveRelation) -> Plan:
    """The writes that take a relation away."""
    row = live_relation(store, wish.relation)
    ops = layer_ops(store, row["document"], _owner(row), touched=True)
    return [*ops, gone("relation", wish.relation, row["document"])]
