"""Commands to operations: what each command writes, and why it may not.

Each planner reads the present state and returns the writes of one command. It never writes itself; the opposite
of the writes is found where they are made (`Store.apply`), so no command carries code for its own undoing.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from annotator.core import command as c
from annotator.core.command import Command
from annotator.core.document import RESERVED_NAMES, STATUSES
from annotator.core.errors import UserError
from annotator.core.op import Op
from annotator.core.scheme import Scheme, check_value
from annotator.core.span import Extent, Value
from annotator.project import plan_entities, plan_restore, plan_revision, plan_scheme
from annotator.project.reader import (
    GOLD,
    checked_extent,
    current_scheme,
    layer_id,
    live_document,
    live_span,
)
from annotator.storage.store import Store

Plan = list[Op]
scheme_ops = plan_scheme.scheme_ops


def new_id(prefix: str) -> str:
    """An id that no other machine will give: a letter and 80 random bits."""
    return prefix + secrets.token_hex(10)


def made(thing: str, identity: str, document: str, /, **fields: Any) -> Op:  # noqa: ANN401 - JSON
    """The write by which a thing comes to be."""
    return Op(thing, identity, document, {**fields, "deleted": False})


def gone(kind: str, identity: str, document: str) -> Op:
    """The write by which a thing goes."""
    return Op(kind, identity, document, {"deleted": True})


def attribute_fields(attributes: Mapping[str, Value]) -> dict[str, Value]:
    """Attributes as the fields that events speak of: one each, so that concurrent changes to two both stand."""
    return {f"@{name}": value for name, value in attributes.items()}


# ---- layers ----------------------------------------------------------------------------------------------


def annotator_ops(store: Store, name: str) -> Plan:
    """What makes an annotator known, where it is not yet."""
    if name == GOLD:
        return []
    if not name or name in RESERVED_NAMES:
        raise UserError("%(name)s cannot be an annotator's name", name=name or "“”")
    if store.one("SELECT 1 FROM annotators WHERE id = ? AND NOT deleted", (name,)):
        return []
    count = store.one("SELECT count(*) FROM annotators")
    return [made("annotator", name, "", position=count)]


def layer_ops(store: Store, document: str, annotator: str, *, touched: bool) -> Plan:
    """What makes the annotator's layer be there (and, when it is worked in, no longer new)."""
    identity = layer_id(document, annotator)
    found = store.rows("SELECT status, deleted FROM layers WHERE id = ?", (identity,))
    status = "in_progress" if touched else "new"
    if not found or found[0]["deleted"]:
        kind = GOLD if annotator == GOLD else "annotation"
        layer = made("layer", identity, document, annotator=annotator, kind=kind, status=status)
        return [*annotator_ops(store, annotator), layer]
    if found[0]["status"] == "locked":
        raise UserError("the layer of %(annotator)s on this document is locked", annotator=annotator)
    if touched and found[0]["status"] == "new":
        return [Op("layer", identity, document, {"status": "in_progress"})]
    return []


def _status(store: Store, wish: c.SetStatus) -> Plan:
    if wish.status not in STATUSES:
        raise UserError("there is no status %(status)s", status=wish.status)
    live_document(store, wish.document)
    identity = layer_id(wish.document, wish.annotator)
    if store.one("SELECT 1 FROM layers WHERE id = ? AND NOT deleted", (identity,)):
        return [Op("layer", identity, wish.document, {"status": wish.status})]
    ops = layer_ops(store, wish.document, wish.annotator, touched=False)
    return [*ops, Op("layer", identity, wish.document, {"status": wish.status})]


# ---- spans -----------------------------------------------------------------------------------------------


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


def _add_span(store: Store, wish: c.AddSpan) -> Plan:
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


def _change_span(store: Store, wish: c.ChangeSpan) -> Plan:
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


def _remove_span(store: Store, wish: c.RemoveSpan) -> Plan:
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


def _add_relation(store: Store, wish: c.AddRelation) -> Plan:
    head, tail = live_span(store, wish.head), live_span(store, wish.tail)
    _check_ends(store, wish.type, head, tail)
    _refuse_double_relation(store, wish.type, wish.head, wish.tail)
    relation = made(
        "relation", wish.id or new_id("r"), head["document"], layer=head["layer"], type=wish.type, head=wish.head,
        tail=wish.tail, **attribute_fields(wish.attributes),
    )  # fmt: skip
    return [*layer_ops(store, head["document"], _owner(head), touched=True), relation]


def _live_relation(store: Store, relation: str) -> Any:  # noqa: ANN401 - an sqlite3.Row
    found = store.rows("SELECT * FROM relations WHERE id = ? AND NOT deleted", (relation,))
    if not found:
        raise UserError("there is no relation %(relation)s", relation=relation)
    return found[0]


def _change_relation(store: Store, wish: c.ChangeRelation) -> Plan:
    row = _live_relation(store, wish.relation)
    kind, head, tail = wish.type or row["type"], wish.head or row["head"], wish.tail or row["tail"]
    _check_ends(store, kind, live_span(store, head), live_span(store, tail))
    _refuse_double_relation(store, kind, head, tail, but=wish.relation)
    fields = {"type": kind, "head": head, "tail": tail, **attribute_fields(wish.attributes)}
    ops = layer_ops(store, row["document"], _owner(row), touched=True)
    return [*ops, Op("relation", wish.relation, row["document"], fields)]


def _remove_relation(store: Store, wish: c.RemoveRelation) -> Plan:
    row = _live_relation(store, wish.relation)
    ops = layer_ops(store, row["document"], _owner(row), touched=True)
    return [*ops, gone("relation", wish.relation, row["document"])]


# ---- the project as a whole ------------------------------------------------------------------------------


def _remove_document(store: Store, wish: c.RemoveDocument) -> Plan:
    live_document(store, wish.document)
    return [gone("document", wish.document, wish.document)]


def _change_document(store: Store, wish: c.ChangeDocument) -> Plan:
    live_document(store, wish.document)
    fields: dict[str, Any] = {f"@{name}": value for name, value in wish.metadata.items()}
    if wish.name is not None:
        fields["name"] = wish.name
    return [Op("document", wish.document, wish.document, fields)]


def _add_entity(store: Store, wish: c.AddEntity) -> Plan:
    identity = wish.id or new_id("e")
    if not wish.name:
        raise UserError("an entity needs a name")
    if store.one("SELECT 1 FROM entities WHERE id = ? AND NOT deleted", (identity,)):
        raise UserError("the registry has an entry %(entity)s already", entity=identity)
    return [
        made("entity", identity, "", name=wish.name, aliases=list(wish.aliases), kind=wish.kind,
             wikidata=wish.wikidata)
    ]  # fmt: skip


def _require_entity(store: Store, entity: str) -> None:
    if not store.one("SELECT 1 FROM entities WHERE id = ? AND NOT deleted", (entity,)):
        raise UserError("the registry has no entry %(entity)s", entity=entity)


def _change_entity(store: Store, wish: c.ChangeEntity) -> Plan:
    _require_entity(store, wish.entity)
    given = {"name": wish.name, "kind": wish.kind, "wikidata": wish.wikidata}
    fields: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    if wish.aliases is not None:
        fields["aliases"] = list(wish.aliases)
    return [Op("entity", wish.entity, "", fields)]


def _remove_entity(store: Store, wish: c.RemoveEntity) -> Plan:
    _require_entity(store, wish.entity)
    linked = store.rows(
        "SELECT id, document FROM spans WHERE attributes ->> 'entity' = ? AND NOT deleted", (wish.entity,)
    )
    unlinked = [Op("span", row["id"], row["document"], {"@entity": None}) for row in linked]
    return [*unlinked, gone("entity", wish.entity, "")]


# ---- suggestions' decisions ------------------------------------------------------------------------------


def decision_op(document: str, suggestion: str, annotator: str, decision: str, span: str = "") -> Op:
    """The write of one annotator's decision on one suggestion."""
    return made(
        "decision", f"{suggestion}:{annotator}", document, suggestion=suggestion, annotator=annotator,
        decision=decision, span=span,
    )  # fmt: skip


def _accept(store: Store, wish: c.AcceptSuggestion) -> Plan:
    relation = store.rows("SELECT * FROM suggested_relations WHERE id = ? AND NOT deleted", (wish.suggestion,))
    if relation:
        return _accept_relation(store, wish, relation[0])
    row = _live_suggestion(store, wish.suggestion)
    import json

    attributes = json.loads(row["attributes"]) | dict(wish.attributes)
    scheme = current_scheme(store)
    label = wish.label or row["label"]
    known = scheme.label(label)
    if wish.label and wish.label != row["label"] and known is not None:  # what the other label has stays
        attributes = {name: value for name, value in attributes.items() if _fits(known, name, value)}
    extent = wish.extent or ((row["start"], row["end"]),)
    same = label == row["label"] and extent == ((row["start"], row["end"]),) and not wish.attributes
    origin = {
        "suggestion": row["id"], "suggester": row["suggester"], "score": row["score"], "why": row["why"],
    }  # fmt: skip
    identity = wish.id or new_id("s")
    span = c.AddSpan(
        document=row["document"], start=extent[0][0], end=extent[-1][1], label=label, annotator=wish.annotator,
        attributes={name: value for name, value in attributes.items() if value is not None},
        fragments=extent if len(extent) > 1 else (), origin=origin, id=identity,
    )  # fmt: skip
    decision = "accepted" if same else "corrected"
    return [
        *_add_span(store, span),
        decision_op(row["document"], row["id"], wish.annotator, decision, identity),
    ]


def _fits(label: Any, name: str, value: Value) -> bool:  # noqa: ANN401 - a Label
    attribute = label.attribute(name)
    return attribute is not None and not check_value(attribute, value)


def _accept_relation(store: Store, wish: c.AcceptSuggestion, row: Any) -> Plan:  # noqa: ANN401 - an sqlite3.Row
    ends = []
    for end in (row["head"], row["tail"]):
        span = store.one(
            "SELECT d.span FROM decisions d JOIN spans s ON s.id = d.span AND NOT s.deleted"
            " WHERE d.suggestion = ? AND d.annotator = ? AND NOT d.deleted",
            (end, wish.annotator),
        )
        if span is None:
            raise UserError("accept both ends of the relation first")
        ends.append(str(span))
    relation = c.AddRelation(row["type"], ends[0], ends[1], id=wish.id or new_id("r"))
    return [
        *_add_relation(store, relation),
        decision_op(row["document"], row["id"], wish.annotator, "accepted", relation.id),
    ]


def _live_suggestion(store: Store, suggestion: str) -> Any:  # noqa: ANN401 - an sqlite3.Row
    found = store.rows("SELECT * FROM suggestions WHERE id = ? AND NOT deleted", (suggestion,))
    if not found:
        raise UserError("there is no suggestion %(suggestion)s", suggestion=suggestion)
    return found[0]


def _reject(store: Store, wish: c.RejectSuggestion) -> Plan:
    found = store.rows("SELECT document FROM suggested_relations WHERE id = ? AND NOT deleted", (wish.suggestion,))
    document = found[0]["document"] if found else _live_suggestion(store, wish.suggestion)["document"]
    ops = layer_ops(store, document, wish.annotator, touched=True)
    return [*ops, decision_op(document, wish.suggestion, wish.annotator, "rejected")]


# ---- the table -------------------------------------------------------------------------------------------

_PLANNERS: Mapping[type[Command], Callable[[Store, Any], Plan]] = {
    c.RemoveDocument: _remove_document,
    c.ChangeDocument: _change_document,
    c.AddAnnotator: lambda store, wish: annotator_ops(store, wish.name),
    c.SetStatus: _status,
    c.AddSpan: _add_span,
    c.ChangeSpan: _change_span,
    c.RemoveSpan: _remove_span,
    c.AddRelation: _add_relation,
    c.ChangeRelation: _change_relation,
    c.RemoveRelation: _remove_relation,
    c.AddEntity: _add_entity,
    c.ChangeEntity: _change_entity,
    c.RemoveEntity: _remove_entity,
    c.MergeEntities: plan_entities.merge_entities,
    c.SplitEntity: plan_entities.split_entity,
    c.SetScheme: plan_scheme.set_scheme,
    c.RenameLabel: plan_scheme.rename_label,
    c.RemoveLabel: plan_scheme.remove_label,
    c.SplitLabel: plan_scheme.split_label,
    c.ReviseDocument: plan_revision.revise_document,
    c.RestoreDocument: plan_restore.restore_document,
    c.SetSetting: lambda _store, wish: [made("setting", wish.name, "", value=wish.value)],
    c.AcceptSuggestion: _accept,
    c.RejectSuggestion: _reject,
}


def plan(store: Store, wish: Command) -> Plan:
    """The writes of one command.

    Raises:
        UserError: why the command may not be carried out.
    """
    from annotator.project.intake import plan_documents, plan_suggestions

    if isinstance(wish, c.AddDocuments):
        return plan_documents(store, wish)
    if isinstance(wish, c.AddSuggestions):
        return plan_suggestions(store, wish)
    return _PLANNERS[type(wish)](store, wish)


def steps(wish: Command) -> Iterable[Command]:
    """The single commands of a batch, in order; a single command is its own step."""
    if isinstance(wish, c.Batch):
        for each in wish.commands:
            yield from steps(each)
    else:
        yield wish
