"""The union of two logs: which events another file has that this one lacks, and taking them in."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from annotator.storage.log import Log
from annotator.storage.store import Store

_COLUMNS = "id, chain, number, lamport, time, actor, kind, command, target, parents, undone"


@dataclass(slots=True)
class Incoming:
    """What another file brings: events that are new here, ones that were withdrawn here, parts that were left out."""

    new: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    fuller: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.new or self.withdrawn or self.fuller)


def incoming(store: Store, other: Store) -> Incoming:
    """What the other file's standing events would bring."""
    ours = {row[0]: bool(row[1]) for row in store.rows("SELECT id, withdrawn FROM events")}
    found = Incoming()
    shared = []
    for (identity,) in other.rows("SELECT id FROM events WHERE NOT withdrawn ORDER BY lamport, chain, id"):
        if identity not in ours:
            found.new.append(identity)
        else:
            shared.append(identity)
            if ours[identity]:
                found.withdrawn.append(identity)
    lacking = {row[0] for row in store.rows(
        "SELECT DISTINCT e.id FROM events e JOIN event_ops o ON o.event = e.seq WHERE o.ops IS NULL"
    )}  # fmt: skip
    found.fuller = [each for each in shared if each in lacking and _has_more(store, other, each)]
    return found


def _has_more(store: Store, other: Store, identity: str) -> bool:
    sql = (
        "SELECT o.document FROM event_ops o JOIN events e ON e.seq = o.event WHERE e.id = ? AND o.ops IS NOT NULL"
    )
    ours, theirs = ({row[0] for row in each.rows(sql, (identity,))} for each in (store, other))
    return not theirs <= ours


def take_texts(store: Store, other: Store) -> None:
    """Copy the texts that this file lacks."""
    ours = {row[0] for row in store.rows("SELECT hash FROM texts")}
    for (digest,) in other.rows("SELECT hash FROM texts"):
        if digest not in ours:
            store.put_text(other.text(digest))


def take_events(store: Store, log: Log, other: Store, what: Incoming) -> set[str]:
    """Take events in (inside a transaction); the documents that they touch (``""`` for the project itself)."""
    touched: set[str] = set()
    for identity in what.new:
        row = other.rows(f"SELECT seq, {_COLUMNS} FROM events WHERE id = ?", (identity,))[0]  # noqa: S608
        cursor = store.connection.execute(
            f"INSERT INTO events({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
            tuple(row)[1:],
        )
        parts = other.rows("SELECT document, hash, ops, inverse FROM event_ops WHERE event = ?", (row["seq"],))
        store.connection.executemany(
            "INSERT INTO event_ops(event, document, hash, ops, inverse) VALUES (?, ?, ?, ?, ?)",
            [(cursor.lastrowid, *part) for part in parts],
        )
        touched |= {part["document"] for part in parts}
    for identity in what.fuller:
        touched |= _fill(store, other, identity)
    touched |= withdraw(store, what.withdrawn, withdrawn=False)
    _settle_undone(store, what.new)
    _settle_heads(log, store, other)
    return touched


def _fill(store: Store, other: Store, identity: str) -> set[str]:
    seq = store.one("SELECT seq FROM events WHERE id = ?", (identity,))
    filled = set()
    for row in other.rows(
        "SELECT o.document, o.ops, o.inverse FROM event_ops o JOIN events e ON e.seq = o.event"
        " WHERE e.id = ? AND o.ops IS NOT NULL",
        (identity,),
    ):
        cursor = store.connection.execute(
            "UPDATE event_ops SET ops = ?, inverse = ? WHERE event = ? AND document = ? AND ops IS NULL",
            (row["ops"], row["inverse"], seq, row["document"]),
        )
        if cursor.rowcount:
            filled.add(row["document"])
    return filled


def withdraw(store: Store, events: Iterable[str], *, withdrawn: bool) -> set[str]:
    """Let events stand no longer, or again; the documents that they touch."""
    touched = set()
    for identity in events:
        store.connection.execute("UPDATE events SET withdrawn = ? WHERE id = ?", (int(withdrawn), identity))
        touched |= {row[0] for row in store.rows(
            "SELECT document FROM event_ops o JOIN events e ON e.seq = o.event WHERE e.id = ?", (identity,)
        )}  # fmt: skip
    return touched


def _settle_undone(store: Store, events: Iterable[str]) -> None:
    """Undoings that came mark what they took back, in the order of replay."""
    for identity in events:
        row = store.rows("SELECT kind, target FROM events WHERE id = ?", (identity,))[0]
        if row["kind"] in {"undo", "redo"}:
            undone = int(row["kind"] == "undo")
            store.connection.execute("UPDATE events SET undone = ? WHERE id = ?", (undone, row["target"]))


def _settle_heads(log: Log, store: Store, other: Store) -> None:
    """The heads of the union: those of either file that the other file has not gone on from."""
    theirs = set(Log(other).heads())
    ours = set(log.heads())
    their_events = {row[0] for row in other.rows("SELECT id FROM events")}
    standing = store.rows("SELECT parents FROM events WHERE NOT withdrawn")
    parents = {parent for (packed,) in standing for parent in json.loads(packed)}
    heads = {each for each in ours if each not in their_events or each in theirs} | theirs
    log.set_heads({each for each in heads if each not in parents} or heads)
