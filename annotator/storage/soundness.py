"""Whether a file is whole: SQLite's own check, values that make sense, texts and events that are what they say.

`faults` costs little and is asked of every backup. `differences` compares all tables with what the log says.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator

from annotator.storage.failures import SENSELESS, explained
from annotator.storage.files import cut_short
from annotator.storage.log import Log
from annotator.storage.replay import Replay
from annotator.storage.rows import TABLES
from annotator.storage.store import Store
from annotator.storage.union import TURNED

_MOST = 20
_CHUNK = 200
_IN_JSON = (
    *((table.name, column) for table in TABLES.values() for column in sorted(table.json)),
    ("spans", "fragments"), ("facts", "value"), ("events", "command"), ("events", "parents"),
)  # fmt: skip


def faults(store: Store) -> list[str]:
    """What is wrong with the file itself; empty when it is whole. Where SQLite finds a fault, no further is looked."""
    found = [str(row[0]) for row in store.rows(f"PRAGMA integrity_check({_MOST})") if row[0] != "ok"]
    found += cut_short(store.path)
    if found:
        return found
    broken = store.rows("PRAGMA foreign_key_check")
    found = [f"{row[0]} row {row[1]} refers to a missing row of {row[2]}" for row in broken[:_MOST]]
    found += _no_json(store)
    found += [f"the text {digest} is another one" for digest in _false_texts(store)]
    return found + [f"event {seq} was altered" for seq in Log(store).broken()[:_MOST]]


def _no_json(store: Store) -> list[str]:
    """JSON that is none; SQLite is stricter than Python, so it only names what is to be looked at."""
    found = []
    for table, column in _IN_JSON:
        doubtful = f"{column} IS NOT NULL AND {column} NOT IN ('{{}}', '[]') AND NOT json_valid({column})"
        for row in store.rows(f"SELECT rowid, {column} FROM {table} WHERE {doubtful} LIMIT {_MOST}"):  # noqa: S608 - our own names
            try:
                json.loads(row[1])
            except SENSELESS:
                found.append(f"{table} row {row[0]}: {column} is damaged")
    return found


def _false_texts(store: Store) -> Iterator[str]:
    for digest, raw in store.stream("SELECT hash, CAST(text AS BLOB) FROM texts"):
        if hashlib.sha256(raw).hexdigest() != digest:
            yield digest


def differences(store: Store) -> list[str]:
    """Where the tables of a whole file are not what its events say; the state is a pure function of them."""
    with explained(store.path):
        return [*_of_things(store), *_of_words(store), *_of_undone(store)]


def _of_things(store: Store) -> Iterator[str]:
    replay = Replay(store)
    twins = {row[0] for row in store.rows("SELECT document FROM twins")}
    every = [
        row[0]
        for row in store.rows("SELECT document FROM event_ops UNION SELECT id FROM documents ORDER BY 1")
        if row[0] not in twins
    ]
    for first in range(0, len(every), _CHUNK):
        yield from replay.differing(every[first : first + _CHUNK])


def _of_words(store: Store) -> Iterator[str]:
    """Spans whose kept words are not those of their place."""
    for table in ("spans", "suggestions"):
        for row in store.stream(
            f'SELECT x.id, x.start, x."end", x.text, d.text AS hash FROM {table} x'  # noqa: S608 - our own names
            " JOIN documents d ON d.id = x.document WHERE NOT (x.deleted OR d.deleted) ORDER BY d.number"
        ):
            if store.text(row["hash"])[row["start"] : row["end"]] != row["text"]:
                yield f"{table} {row['id']} text"


def _of_undone(store: Store) -> Iterator[str]:
    turned = dict(map(tuple, store.rows(TURNED)))
    for row in store.stream("SELECT id, undone FROM events WHERE kind = 'do'"):
        if row["undone"] != turned.get(row["id"], 0):
            yield f"event {row['id']} undone"
