"""Undo and redo from the event log: which event is next, and when later work forbids it.

Stacks: an actor takes back what that actor did, newest first; where no actor is named, the newest of anybody.
An undo is an event of its own that writes the opposite, so it survives a restart and shows in the history.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from annotator.core.errors import UserError
from annotator.core.op import Op
from annotator.storage.log import Event, Log
from annotator.storage.store import Store

Json = Any  # a plain JSON value


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event as people read it. ``time`` is ISO 8601, UTC."""

    id: str
    seq: int
    time: str
    actor: str
    kind: str
    command: Mapping[str, Json]
    documents: tuple[str, ...]
    undone: bool

    @property
    def title(self) -> str:
        """What was done, as a gettext id."""
        return TITLES.get(str(self.command.get("command")), "change")


TITLES: Mapping[str, str] = {
    "add_documents": "import documents", "remove_document": "remove a document",
    "change_document": "change a document", "revise_document": "correct a text",
    "restore_document": "bring a document back to a moment",
    "add_annotator": "add an annotator", "set_status": "set the status",
    "add_span": "label", "change_span": "change a span", "remove_span": "remove a span",
    "add_relation": "add a relation", "change_relation": "change a relation",
    "remove_relation": "remove a relation", "add_entity": "add an entity", "change_entity": "change an entity",
    "remove_entity": "remove an entity", "merge_entities": "merge entities", "split_entity": "split an entity",
    "set_scheme": "change the scheme", "rename_label": "rename a label", "remove_label": "remove a label",
    "split_label": "split a label",
    "set_setting": "change a setting", "add_suggestions": "suggest", "accept_suggestion": "accept a suggestion",
    "reject_suggestion": "reject a suggestion", "batch": "several changes", "merge": "merge a file",
    "salvage": "save what a damaged file held",
}  # fmt: skip


def event_row(event: Event, log: Log) -> EventRow:
    """An event of the log as people read it."""
    return EventRow(
        event.id, event.seq, event.time, event.actor, event.kind, event.command,
        tuple(log.documents(event.seq)), event.undone,
    )  # fmt: skip


_FIRST = 1
"""The first event sets the scheme of a new project: it is no step of anybody's work."""
_WHOLE = "NOT EXISTS (SELECT 1 FROM event_ops o WHERE o.event = seq AND o.ops IS NULL)"
"""An event of which a hand-off, or compaction, kept parts back cannot be taken back here."""


def next_undo(log: Log, actor: str | None) -> Event | None:
    """The newest event of an actor that stands."""
    whose, who = ("", ()) if actor is None else ("AND actor = ?", (actor,))
    found = log.select(
        f"kind = 'do' AND NOT undone AND NOT withdrawn AND seq > {_FIRST} {whose} AND {_WHOLE}"
        " ORDER BY seq DESC LIMIT 1", who
    )  # fmt: skip
    return found[0] if found else None


def next_redo(log: Log, actor: str | None) -> Event | None:
    """The event undone last, where the actor has done nothing since."""
    whose, who = ("", ()) if actor is None else ("AND actor = ?", (actor,))
    last_done = f"(SELECT coalesce(max(seq), 0) FROM events WHERE kind = 'do' {whose})"  # noqa: S608 - no data in it
    targets = f"(SELECT target FROM events WHERE kind = 'undo' {whose} AND seq > {last_done})"  # noqa: S608 - no data in it
    found = log.select(f"undone AND id IN {targets} ORDER BY seq LIMIT 1", (*who, *who))
    return found[0] if found else None


def refuse_if_rested_on(store: Store, log: Log, event: Event) -> None:
    """Refuse to undo an event that later standing work of another actor rests on.

    Work rests on an event when it writes to, or refers to, a thing that the undo would change.

    Raises:
        UserError: says whose work it is.
    """
    inverse = log.opposites(event.seq)
    touched = {op.id for op in inverse}
    going = {op.id for op in inverse if op.fields.get("deleted")}
    later = store.rows(
        "SELECT DISTINCT e.seq, e.actor FROM events e JOIN event_ops o ON o.event = e.seq"
        " WHERE e.seq > ? AND e.actor <> ? AND e.actor <> '' AND e.kind = 'do' AND NOT e.undone"
        " AND NOT e.withdrawn AND o.document IN (SELECT document FROM event_ops WHERE event = ?) ORDER BY e.seq",
        (event.seq, event.actor, event.seq),
    )
    for row in later:
        if any(op.id in touched or _refers(op, going) for op in log.ops(row["seq"])):
            raise UserError("later work of %(actor)s rests on this; undo that first", actor=row["actor"])


def _refers(op: Op, going: set[str]) -> bool:
    ends = ("head", "tail", "suggestion", "layer", "span", "@entity")
    return op.document in going or any(op.fields.get(name) in going for name in ends)
