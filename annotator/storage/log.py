"""The event log: append-only, each event named by the hash of its content and of the events before it.

A *chain* is what one copy of the file writes: a plain copy of a project starts a chain of its own with its first
write, so that two copies never give two events one place. ``parents`` are the newest events that the writer had
seen; the events of two files so form one graph, and what is concurrent can be told from what follows.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from annotator.core.op import Op
from annotator.storage.bulk import insert
from annotator.storage.payload import Payload, opposites, unpacked
from annotator.storage.rows import TABLES, dump
from annotator.storage.store import CHUNK, Store

Json = Any  # a plain JSON value
WITHHELD = '{"command":"withheld"}'
"""What stands for the command of an event that a hand-off keeps to itself: who did what, and when, is not told."""

INTO_OPS = "INTO event_ops(event, document, layer, hash, ops, inverse)"


@dataclass(frozen=True, slots=True)
class Event:
    """One event as the log keeps it. ``time`` is ISO 8601, UTC; ``seq`` is the place in this file only."""

    seq: int
    id: str
    time: str
    actor: str
    kind: str
    command: Mapping[str, Json]
    target: str
    undone: bool
    lamport: int
    chain: str


def _event(row: Mapping[str, Any]) -> Event:
    return Event(
        row["seq"], row["id"], row["time"], row["actor"], row["kind"], json.loads(row["command"]), row["target"],
        bool(row["undone"]), row["lamport"], row["chain"],
    )  # fmt: skip


def said_hash(time: str, actor: str, command: str) -> str:
    """SHA-256 of who did what, and when: a hand-off can leave that out, and the event can still be checked."""
    return hashlib.sha256("\x00".join((time, actor, command)).encode("utf-8", "surrogatepass")).hexdigest()


def event_id(facts: Sequence[Json], payload: Iterable[Sequence[str]]) -> str:
    """The id of an event: the first 128 bits of SHA-256 over its facts and the hash of each document's part.

    So a hand-off can leave the parts of other documents out, and whoever reads it can still check the event.
    """
    whole = [*facts, [list(part) for part in payload]]
    return hashlib.sha256(dump(whole).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def facts_of(row: Mapping[str, Any]) -> list[Json]:
    """What an event's id is made of, beside its payload."""
    return [
        row["chain"], row["number"], row["lamport"], row["kind"], row["target"], row["parents"], row["said"],
    ]  # fmt: skip


class Log:
    """The log of one open file."""

    def __init__(self, store: Store) -> None:
        self._store = store

    # ---- writing (inside a transaction) ---------------------------------------------------------------

    def payload(self, ops: Sequence[Op] = (), inverse: Sequence[Op] = ()) -> Payload:
        """What an event does that is carried out now: these operations, and those that are added."""
        payload = Payload(self._layers_of)
        if ops:
            payload.add(ops, inverse)
        return payload

    def append(
        self, kind: str, actor: str, command: Mapping[str, Json], payload: Payload, target: str = ""
    ) -> Event:
        """Write one event with what was already carried out and its opposites."""
        chain = self._chain()
        heads = self.heads()
        lamport = int(self._store.one("SELECT coalesce(max(lamport), 0) FROM events")) + 1
        time = datetime.now(UTC).isoformat(timespec="milliseconds")
        parts = payload.parts()
        told, parents = dump(command), dump(heads)
        said = said_hash(time, actor, told)
        facts = [chain["id"], chain["number"], lamport, kind, target, parents, said]
        identity = event_id(facts, [part[:3] for part in parts])
        cursor = self._store.connection.execute(
            "INSERT INTO events(id, chain, number, lamport, time, actor, kind, command, said, target, parents)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (identity, chain["id"], chain["number"], lamport, time, actor, kind, told, said, target, parents),
        )
        seq = int(cursor.lastrowid or 0)
        insert(self._store.connection, INTO_OPS, "(?, ?, ?, ?, ?, ?)", [(seq, *part) for part in parts])
        self._set_fact("heads", dump([identity]))
        return Event(seq, identity, time, actor, kind, command, target, False, lamport, chain["id"])

    def _layers_of(self, ops: Iterable[Op]) -> dict[str, str]:
        """Whose layer things lie in of which the operations do not say so."""
        found: dict[str, str] = {}
        for kind in {op.kind for op in ops}:
            mine = {op.id for op in ops if op.kind == kind}
            column = "annotator" if kind == "decision" else "substr(layer, length(document) + 2)"
            found.update(map(tuple, self._store.present(TABLES[kind].name, f"id, {column}", mine)))
        return found

    def heads(self) -> list[str]:
        """The events that no other event follows."""
        found: list[str] = json.loads(self._fact("heads") or "[]")
        return found

    def handed_to(self) -> str:
        """The annotator that this file was handed to, or nothing."""
        return str(json.loads(self._fact("handed_to") or '""'))

    def set_heads(self, heads: Iterable[str]) -> None:
        """Say which events no other event follows, after events of another file came."""
        self._set_fact("heads", dump(sorted(heads)))

    def mark_undone(self, seq: int, *, undone: bool) -> None:
        """Remember whether an event stands or was taken back."""
        self._store.connection.execute("UPDATE events SET undone = ? WHERE seq = ?", (int(undone), seq))

    def place(self) -> str:
        """The id of the chain that this copy of the file writes, begun where it has written none yet."""
        chain = self._chain(step=0)
        return str(chain["id"])

    def _chain(self, step: int = 1) -> dict[str, Json]:
        status = self._store.path.stat()
        here = {"device": status.st_dev, "inode": status.st_ino}
        chain: dict[str, Json] = json.loads(self._fact("chain") or "{}")
        if {name: chain.get(name) for name in here} != here:
            chain = {"id": secrets.token_hex(6), "number": 0, **here}
        chain["number"] += step
        self._set_fact("chain", dump(chain))
        return chain

    def _fact(self, name: str) -> str | None:
        value = self._store.one("SELECT value FROM facts WHERE name = ?", (name,))
        return None if value is None else str(value)

    def _set_fact(self, name: str, value: str) -> None:
        self._store.connection.execute("INSERT OR REPLACE INTO facts(name, value) VALUES (?, ?)", (name, value))

    # ---- reading --------------------------------------------------------------------------------------

    def newest(self) -> int:
        """The number of the newest event, 0 where there is none."""
        return int(self._store.one("SELECT coalesce(max(seq), 0) FROM events"))

    def event(self, seq: int) -> Event:
        """The event of this number."""
        return _event(self._store.rows("SELECT * FROM events WHERE seq = ?", (seq,))[0])

    def select(self, condition: str, parameters: Sequence[object] = ()) -> list[Event]:
        """The events that a condition in SQL picks."""
        return [_event(row) for row in self._store.rows(f"SELECT * FROM events WHERE {condition}", parameters)]  # noqa: S608 - our own words only

    def ops(self, seq: int) -> list[Op]:
        """The operations of an event."""
        found = self._store.rows("SELECT document, ops FROM event_ops WHERE event = ? AND ops IS NOT NULL", (seq,))
        return [op for row in found for op in unpacked(*row)]

    def opposites(self, seq: int) -> list[Op]:
        """What takes an event back."""
        sql = "SELECT document, ops, inverse FROM event_ops WHERE event = ? AND inverse IS NOT NULL"
        return [op for row in self._store.rows(sql, (seq,)) for op in opposites(*row)]

    def documents(self, seq: int) -> list[str]:
        """The documents that an event touched."""
        return self.documents_of([seq]).get(seq, [])

    def documents_of(self, seqs: Sequence[int]) -> dict[int, list[str]]:
        """The documents that each of these events touched."""
        found: dict[int, list[str]] = {}
        for first in range(0, len(seqs), CHUNK):
            part = seqs[first : first + CHUNK]
            marks = ",".join("?" * len(part))
            for row in self._store.rows(
                f"SELECT DISTINCT event, document FROM event_ops WHERE event IN ({marks}) AND document <> ''", part  # noqa: S608 - only marks
            ):
                found.setdefault(row["event"], []).append(row["document"])
        return found

    def ops_of_document(self, document: str) -> list[Op]:
        """Every standing operation on a document (or, for ``""``, on the project), in the order of replay."""
        return [op for _, ops in self.parts_of_document(document) for op in ops]

    def parts_of_document(self, document: str, containing: str = "") -> list[tuple[str, list[Op]]]:
        """Each standing event on a document, by id, with its operations, in the order of replay.

        Only events in whose kept form a piece of text occurs, where one is given.
        """
        found = self._store.rows(
            "SELECT e.id, o.ops FROM event_ops o JOIN events e ON e.seq = o.event"
            " WHERE o.document = ? AND instr(o.ops, ?) AND NOT e.withdrawn AND NOT EXISTS"
            " (SELECT 1 FROM refusals r WHERE r.document = o.document AND r.chain = e.chain)"
            " ORDER BY e.lamport, e.chain, e.id, o.layer",
            (document, containing),
        )
        return [(row["id"], unpacked(document, row["ops"])) for row in found]

    def broken(self) -> list[int]:
        """The numbers of events whose content is not what their id says."""
        bad = []
        parts = self._store.stream(_PARTS)
        part = next(parts, None)
        for row in self._store.stream("SELECT * FROM events ORDER BY seq"):
            mine: list[Sequence[str]] = []
            right = True
            while part is not None and (part["event"] or 0) <= row["seq"]:
                mine.append((part["document"], part["layer"], part["hash"]))
                right = right and _is_its_hash(part)
                part = next(parts, None)
            if not (right and _is_its_id(row, mine)):
                bad.append(int(row["seq"]))
        return bad


_PARTS = (
    "SELECT event, document, layer, hash, CAST(ops AS BLOB) AS ops, CAST(inverse AS BLOB) AS inverse FROM event_ops"
    " ORDER BY event, document, layer"
)
"""As bytes: they are only hashed."""


def _is_its_hash(part: Mapping[str, Any]) -> bool:
    if part["ops"] is None:
        return True
    digest = hashlib.sha256(part["ops"])
    digest.update(b"\x00" + (part["inverse"] or b""))
    return digest.hexdigest() == str(part["hash"])


def _is_its_id(row: Mapping[str, Any], parts: Sequence[Sequence[str]]) -> bool:
    """Damage can leave anything in a row, numbers for texts and nothing at all among them."""
    try:
        told = row["command"] == WITHHELD or said_hash(row["time"], row["actor"], row["command"]) == row["said"]
        return bool(told and event_id(facts_of(row), parts) == row["id"])
    except (TypeError, ValueError, RecursionError):
        return False
