"""Turning an event back or forth after texts were corrected and schemes changed: what it writes now, or why not.

Places are of one revision of a text, labels of one version of the scheme. An event that was written under another
one is brought up to date where that is sure (labels follow their renames) and refused with the reason otherwise.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from annotator.core.errors import UserError
from annotator.core.op import Op
from annotator.project.reader import current_scheme
from annotator.storage.causality import Causality, Stamp
from annotator.storage.lineage import Lineage, versions
from annotator.storage.log import Event, Log
from annotator.storage.payload import unpacked
from annotator.storage.store import Store


def present_ops(store: Store, log: Log, event: Event, *, undoing: bool) -> list[Op]:
    """The writes that take an event back, or bring it back, as things stand now.

    Raises:
        UserError: the text that it speaks of is not the present one, or later work lies on the text that would go.
    """
    ops = log.opposites(event.seq) if undoing else log.ops(event.seq)
    texted = {op.document for op in ops if op.kind == "document" and "text" in op.fields and "deleted" not in op.fields}
    for document in {op.document for op in ops if "extent" in op.fields} - texted:
        _refuse_other_text(store, document, event)
    for document in texted:
        _refuse_later_places(store, document, event)
    if any(op.kind == "scheme" for op in ops):
        return ops
    return _with_present_labels(store, event, ops)


def _with_present_labels(store: Store, event: Event, ops: list[Op]) -> list[Op]:
    if not any(op.fields.get("label") for op in ops):
        return ops
    present = _names_by(store, event)
    return [
        op._replace(fields={**op.fields, "label": present(op.fields["label"])}) if op.fields.get("label") else op
        for op in ops
    ]


def _names_by(store: Store, event: Event) -> Callable[[str], str]:
    """What a label is called now that an event speaks of."""
    found = versions(store)
    if len({each.stamp.chain for each in found}) < 2:  # nobody renamed while others did: no need to read the whole log
        return current_scheme(store).present_name
    number = store.one("SELECT number FROM events WHERE seq = ?", (event.seq,))
    writer = Stamp(event.id, event.chain, number, event.actor, event.lamport)
    lineage = Lineage(found, Causality.of(store))
    return lambda name: lineage.present(name, writer)


def refuse_if_dangling(store: Store, ops: Sequence[Op]) -> None:
    """Refuse, after writing, a scheme under which spans have labels that it does not know.

    Raises:
        UserError: says which label; the transaction is to be rolled back.
    """
    if not any(op.kind == "scheme" or "label" in op.fields for op in ops):
        return
    scheme = current_scheme(store)
    for (label,) in store.rows("SELECT DISTINCT label FROM spans WHERE NOT deleted"):
        if scheme.label(label) is None:
            raise UserError("spans labelled %(label)s rest on this; remove or relabel them first", label=label)


# ---- texts -----------------------------------------------------------------------------------------------


def _revisions(store: Store, document: str) -> list[tuple[int, str, str, str]]:
    """The events that changed a document's text: number, standing, text before, text after (hashes)."""
    found = []
    for row in store.rows(
        "SELECT e.seq, e.kind, o.ops, o.inverse FROM event_ops o JOIN events e ON e.seq = o.event"
        " WHERE o.document = ? AND instr(e.command, 'revise_document') AND o.ops IS NOT NULL ORDER BY e.seq",
        (document,),
    ):
        before, after = (_text_in(unpacked(document, row[name])) for name in ("inverse", "ops"))
        if before and after:
            found.append((row["seq"], row["kind"], before, after))
    return found


def _text_in(ops: Sequence[Op]) -> str:
    return next((str(op.fields["text"]) for op in ops if op.kind == "document" and "text" in op.fields), "")


def _refuse_other_text(store: Store, document: str, event: Event) -> None:
    revisions = _revisions(store, document)
    if not revisions:
        return
    earlier = [each for each in revisions if each[0] <= event.seq]
    then = earlier[-1][3] if earlier else revisions[0][2]
    if then != store.one("SELECT text FROM documents WHERE id = ?", (document,)):
        raise UserError("the text of %(document)s was corrected since; undo that first", document=document)


def _refuse_later_places(store: Store, document: str, event: Event) -> None:
    """Refuse to change a text under spans that the event does not know of."""
    for row in store.rows(
        "SELECT e.actor, o.ops FROM event_ops o JOIN events e ON e.seq = o.event WHERE o.document = ? AND e.seq > ?"
        " AND e.kind = 'do' AND NOT e.undone AND NOT e.withdrawn AND o.ops IS NOT NULL AND instr(o.ops, '\"extent\"')",
        (document, event.seq),
    ):
        if any(kind == "span" and "extent" in fields for kind, _, fields in json.loads(row["ops"])):
            raise UserError("later work of %(actor)s rests on this; undo that first", actor=row["actor"])
