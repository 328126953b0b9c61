"""The union of two logs: which events another file has that this one lacks, and taking them in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from annotator.storage.log import WITHHELD, Log
from annotator.storage.store import CHUNK, Store

TURNED = (
    "SELECT target, kind = 'undo' FROM events WHERE kind IN ('undo', 'redo') AND NOT withdrawn"
    " ORDER BY lamport, chain, id"
)
"""What standing undoings and redoings turned, and whether to undone: the last of each is what counts."""
_COLUMNS = "id, chain, number, lamport, time, actor, kind, command, said, target, parents, undone"


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
    ours = {row[0]: bool(row[1]) for row in store.stream("SELECT id, withdrawn FROM events")}
    found = Incoming()
    shared = []
    for (identity,) in other.stream("SELECT id FROM events WHERE NOT withdrawn ORDER BY lamport, chain, id"):
        if identity not in ours:
            found.new.append(identity)
        else:
            shared.append(identity)
            if ours[identity]:
                found.withdrawn.append(identity)
    lacking = {row[0] for row in store.rows(
        "SELECT e.id FROM events e JOIN event_ops o ON o.event = e.seq WHERE o.ops IS NULL"
        " UNION SELECT id FROM events WHERE command = ?",
        (WITHHELD,),
    )}  # fmt: skip
    found.fuller = [each for each in shared if each in lacking and _has_more(store, other, each)]
    return found


def _has_more(store: Store, other: Store, identity: str) -> bool:
    sql = (
        "SELECT o.document, o.layer FROM event_ops o JOIN events e ON e.seq = o.event"
        " WHERE e.id = ? AND o.ops IS NOT NULL"
    )
    ours, theirs = ({tuple(row) for row in each.rows(sql, (identity,))} for each in (store, other))
    told, tells = (each.one("SELECT command <> ? FROM events WHERE id = ?", (WITHHELD, identity))
                   for each in (store, other))  # fmt: skip
    return not theirs <= ours or tells > told


def take_texts(store: Store, other: Store) -> None:
    """Copy the texts that this file lacks; each is named anew by its hash, so none is taken under a false name."""
    ours = {row[0] for row in store.stream("SELECT hash FROM texts")}
    lacking = (row["text"] for row in other.stream("SELECT hash, text FROM texts") if row["hash"] not in ours)
    while some := list(islice(lacking, CHUNK)):
        store.put_texts(some)


def take_events(store: Store, log: Log, other: Store, what: Incoming) -> set[str]:
    """Take events in (inside a transaction); the documents that they touch (``""`` for the project itself)."""
    touched: set[str] = set()
    seq = log.newest()
    for first in range(0, len(what.new), CHUNK):
        touched |= _take_some(store, other, what.new[first : first + CHUNK], seq + first + 1)
    for identity in what.fuller:
        touched |= _fill(store, other, identity)
    touched |= withdraw(store, what.withdrawn, withdrawn=False)
    _settle_undone(store, what.new)
    _settle_heads(log, store, other)
    return touched


def _take_some(store: Store, other: Store, identities: list[str], seq: int) -> set[str]:
    rows = list(other.present("events", f"seq, {_COLUMNS}", identities))
    rows.sort(key=lambda row: (row["lamport"], row["chain"], row["id"]))
    places = {row["seq"]: place for place, row in enumerate(rows, seq)}
    store.connection.executemany(
        f"INSERT INTO events(seq, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - our own names
        [(places[row["seq"]], *tuple(row)[1:]) for row in rows],
    )
    touched: set[str] = set()
    store.connection.executemany(
        "INSERT INTO event_ops(event, document, layer, hash, ops, inverse) VALUES (?, ?, ?, ?, ?, ?)",
        _parts(other, places, touched),
    )
    return touched


def _parts(other: Store, places: Mapping[int, int], touched: set[str]) -> Iterator[tuple[object, ...]]:
    marks = ",".join("?" * len(places))
    for row in other.stream(
        f"SELECT event, document, layer, hash, ops, inverse FROM event_ops WHERE event IN ({marks})"  # noqa: S608 - only marks
        " ORDER BY event, document, layer",
        list(places),
    ):
        touched.add(row["document"])
        yield (places[row["event"]], *tuple(row)[1:])


def _fill(store: Store, other: Store, identity: str) -> set[str]:
    seq = store.one("SELECT seq FROM events WHERE id = ?", (identity,))
    told = other.rows("SELECT time, actor, command FROM events WHERE id = ? AND command <> ?", (identity, WITHHELD))
    for row in told:
        store.connection.execute("UPDATE events SET time = ?, actor = ?, command = ? WHERE seq = ?", (*row, seq))
    filled = set()
    for row in other.rows(
        "SELECT o.document, o.layer, o.ops, o.inverse FROM event_ops o JOIN events e ON e.seq = o.event"
        " WHERE e.id = ? AND o.ops IS NOT NULL",
        (identity,),
    ):
        cursor = store.connection.execute(
            "UPDATE event_ops SET ops = ?, inverse = ? WHERE event = ? AND document = ? AND layer = ? AND ops IS NULL",
            (row["ops"], row["inverse"], seq, row["document"], row["layer"]),
        )
        if cursor.rowcount:
            filled.add(row["document"])
    return filled


def withdraw(store: Store, events: Iterable[str], *, withdrawn: bool) -> set[str]:
    """Let events stand no longer, or again; the documents that they touch."""
    touched = set()
    turned = list(events)
    for identity in turned:
        store.connection.execute("UPDATE events SET withdrawn = ? WHERE id = ?", (int(withdrawn), identity))
        touched |= {row[0] for row in store.rows(
            "SELECT document FROM event_ops o JOIN events e ON e.seq = o.event WHERE e.id = ?", (identity,)
        )}  # fmt: skip
    _settle_undone(store, turned)
    return touched


def _settle_undone(store: Store, events: Sequence[str]) -> None:
    """Where undoings and redoings came or went, the last that stands says whether what they turn is undone."""
    targets = {row["target"] for row in store.present("events", "kind, target", events)
               if row["kind"] in {"undo", "redo"}}  # fmt: skip
    last = dict(map(tuple, store.rows(TURNED))) if targets else {}
    store.connection.executemany(
        "UPDATE events SET undone = ? WHERE id = ?", [(int(last.get(each, 0)), each) for each in targets]
    )


def _settle_heads(log: Log, store: Store, other: Store) -> None:
    """The heads of the union: those of either file that no standing event follows."""
    theirs = set(Log(other).heads())
    ours = {
        each for each in log.heads() if each in theirs or not any(other.present("events", "id", [each]))
    }
    heads = ours | theirs
    followed = {
        each for each in heads
        if store.one("SELECT 1 FROM events WHERE NOT withdrawn AND instr(parents, ?) LIMIT 1", (each,))
    }  # fmt: skip
    log.set_heads(heads - followed or heads)
