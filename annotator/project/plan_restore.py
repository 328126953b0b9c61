"""A document brought back to a moment: what has to be written so that it stands as it stood then."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from annotator.core.command import RestoreDocument
from annotator.core.errors import UserError
from annotator.core.op import Op
from annotator.core.scheme import Scheme
from annotator.project.reader import current_scheme, live_document
from annotator.storage.past import Things, moment_of, things_at
from annotator.storage.rows import TABLES, field_of
from annotator.storage.store import Store

_KINDS = ("layer", "span", "relation", "decision")


def restore_document(store: Store, wish: RestoreDocument) -> list[Op]:
    """The writes that bring a document's layers (or one of them) back to a moment; the text is not touched.

    Raises:
        UserError: no such document or moment, the text was corrected since, a layer is locked, or the scheme no
            longer has a label.
    """
    row = live_document(store, wish.document)
    then = things_at(store, wish.document, moment_of(store, wish.moment))
    if then.get(("document", wish.document), {}).get("text") != row["text"]:
        raise UserError("the text of %(document)s was not this one then", document=wish.document)
    now = _now(store, wish.document)
    ops = [*_back(store, wish, then, now), *_away(wish, then, now)]
    _refuse_locked(now, ops)
    return ops


def _now(store: Store, document: str) -> dict[tuple[str, str], Any]:
    return {
        (kind, row["id"]): dict(row)
        for kind in _KINDS
        for row in store.rows(f"SELECT * FROM {TABLES[kind].name} WHERE document = ?", (document,))  # noqa: S608 - our own names
    }


def _owner(kind: str, document: str, identity: str, fields: Mapping[str, Any]) -> str:
    if kind == "decision":
        return str(fields["annotator"])
    return str(identity if kind == "layer" else fields["layer"])[len(document) + 1 :]


def _back(store: Store, wish: RestoreDocument, then: Things, now: Mapping[tuple[str, str], Any]) -> list[Op]:
    """What stood then and is gone, or is another one, now."""
    scheme = current_scheme(store)
    entities = {row[0] for row in store.rows("SELECT id FROM entities WHERE NOT deleted")}
    ops = []
    for (kind, identity), fields in then.items():
        if kind not in _KINDS or wish.layer not in {"", _owner(kind, wish.document, identity, fields)}:
            continue
        whole = _present(scheme, entities, fields) if kind == "span" else fields
        row = now.get((kind, identity))
        changed = {
            name: value for name, value in whole.items()
            if row is None or field_of(TABLES[kind], row, name) != value
        }  # fmt: skip
        if changed:
            ops.append(Op(kind, identity, wish.document, changed))
    return ops


def _present(scheme: Scheme, entities: set[str], fields: Mapping[str, Any]) -> dict[str, Any]:
    """A span's fields in the words of the present scheme and registry."""
    label = scheme.present_name(fields["label"])
    if scheme.label(label) is None:
        raise UserError("the scheme has no label %(label)s", label=label)
    attributes = dict(fields.get("attributes", {}))
    if attributes.get("entity", "") not in entities:
        attributes.pop("entity", None)
    return {**fields, "label": label, "attributes": attributes}


def _away(wish: RestoreDocument, then: Things, now: Mapping[tuple[str, str], Any]) -> list[Op]:
    """What stands now and did not then. Layers stay, empty."""
    return [
        Op(kind, identity, wish.document, {"deleted": True})
        for (kind, identity), row in now.items()
        if kind != "layer" and not row["deleted"] and (kind, identity) not in then
        and wish.layer in {"", _owner(kind, wish.document, identity, row)}
    ]  # fmt: skip


def _refuse_locked(now: Mapping[tuple[str, str], Any], ops: list[Op]) -> None:
    locked = {identity: row["annotator"] for (kind, identity), row in now.items()
              if kind == "layer" and row["status"] == "locked"}  # fmt: skip
    for op in ops:
        layer = _layer_of(now, op)
        if layer in locked:
            raise UserError("the layer of %(annotator)s on this document is locked", annotator=locked[layer])


def _layer_of(now: Mapping[tuple[str, str], Any], op: Op) -> str:
    if op.kind == "layer":
        return op.id
    if op.kind == "decision":
        return ""
    row = now.get((op.kind, op.id))
    return str(op.fields["layer"] if row is None else row["layer"])
