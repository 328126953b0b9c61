"""Planning an annotator's decisions on suggestions."""

from __future__ import annotations

import json
from typing import Any

from annotator.core import command as c
from annotator.core.errors import UserError
from annotator.core.op import Op
from annotator.core.scheme import Label, check_value
from annotator.core.span import Value
from annotator.project.plan_layers import layer_ops
from annotator.project.plan_spans import add_relation, add_span
from annotator.project.reader import current_scheme, live_suggestion
from annotator.project.writes import Plan, made, new_id
from annotator.storage.store import Store


def decision_op(document: str, suggestion: str, annotator: str, decision: str, span: str = "") -> Op:
    """The write of one annotator's decision on one suggestion."""
    return made(
        "decision", f"{suggestion}:{annotator}", document, suggestion=suggestion, annotator=annotator,
        decision=decision, span=span,
    )  # fmt: skip


def accept(store: Store, wish: c.AcceptSuggestion) -> Plan:
    """The writes that make a span, or a relation, of a suggestion; where it came from is kept.

    Raises:
        UserError: there is no such suggestion, or what it says cannot be labelled.
    """
    relation = store.rows("SELECT * FROM suggested_relations WHERE id = ? AND NOT deleted", (wish.suggestion,))
    if relation:
        return _accept_relation(store, wish, relation[0])
    row = live_suggestion(store, wish.suggestion)
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
        *add_span(store, span),
        decision_op(row["document"], row["id"], wish.annotator, decision, identity),
    ]


def _fits(label: Label, name: str, value: Value) -> bool:
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
        *add_relation(store, relation),
        decision_op(row["document"], row["id"], wish.annotator, "accepted", relation.id),
    ]


def reject(store: Store, wish: c.RejectSuggestion) -> Plan:
    """The writes that say no to a suggestion."""
    found = store.rows("SELECT document FROM suggested_relations WHERE id = ? AND NOT deleted", (wish.suggestion,))
    document = found[0]["document"] if found else live_suggestion(store, wish.suggestion)["document"]
    ops = layer_ops(store, document, wish.annotator, touched=True)
    return [*ops, decision_op(document, wish.suggestion, wish.annotator, "rejected")]
