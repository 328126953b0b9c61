"""Planning what happens to annotators and their layers."""

from __future__ import annotations

from annotator.core.command import SetStatus
from annotator.core.document import RESERVED_NAMES, STATUSES
from annotator.core.errors import UserError
from annotator.core.op import Op
from annotator.project.reader import GOLD, layer_id, live_document
from annotator.project.writes import Plan, made
from annotator.storage.store import Store


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


def set_status(store: Store, wish: SetStatus) -> Plan:
    """The writes that set how far an annotator is with a document."""
    if wish.status not in STATUSES:
        raise UserError("there is no status %(status)s", status=wish.status)
    live_document(store, wish.document)
    identity = layer_id(wish.document, wish.annotator)
    if store.one("SELECT 1 FROM layers WHERE id = ? AND NOT deleted", (identity,)):
        return [Op("layer", identity, wish.document, {"status": wish.status})]
    ops = layer_ops(store, wish.document, wish.annotator, touched=False)
    return [*ops, Op("layer", identity, wish.document, {"status": wish.status})]
