"""Reading what can still be read of a damaged file: row after row, past the pages that cannot be."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from annotator.core.errors import UserError
from annotator.core.op import Op
from annotator.storage.failures import explained
from annotator.storage.files import check_is_file, create
from annotator.storage.log import Log
from annotator.storage.marking import mark_anew
from annotator.storage.migrations import APPLICATION_ID
from annotator.storage.past import things_at
from annotator.storage.rows import TABLES, fields_of, read_text
from annotator.storage.store import Store
from annotator.storage.writing import apply, searchable

_TABLES = (
    "facts", "texts", "documents", "annotators", "layers", "spans", "relations", "entities", "suggestions",
    "suggested_relations", "decisions", "schemes", "scheme_versions", "settings", "events", "event_ops", "refusals",
    "twins", "conflicts", "active_time",
)  # fmt: skip
_LONGEST_STEP = 4096


def recover(damaged: Path, out: Path) -> dict[str, int]:
    """Write a new, whole file with every row that can still be read; the damaged one is only read.

    What the tables lost and the log still knows is written again. Events of which parts are lost leave the history;
    what they did stays, and one event puts it down. Returns how many rows of each table came over.

    Raises:
        UserError: it is no project, nothing of it can be read, or the new file cannot be written.
    """
    check_is_file(damaged)
    create(out)
    try:
        with explained(damaged), closing(_opened(damaged)) as source, closing(Store.open(out)) as target:
            return _carried_over(source, target)
    except BaseException:
        for left in out.parent.glob(out.name + "*"):
            left.unlink(missing_ok=True)
        raise


def _opened(damaged: Path) -> sqlite3.Connection:
    """The damaged file for reading, with its write-ahead log where that can still be read."""
    for mode in ("mode=ro", "mode=ro&immutable=1"):
        source = sqlite3.connect(f"{damaged.absolute().as_uri()}?{mode}", uri=True, isolation_level=None)
        source.text_factory = read_text
        with suppress(sqlite3.DatabaseError):
            if source.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID:
                source.execute("PRAGMA trusted_schema = OFF")
                source.execute("SELECT count(*) FROM sqlite_master").fetchone()
                return source
        source.close()
    raise UserError("nothing of %(path)s can be read any more; restore a backup", path=damaged)


def _carried_over(source: sqlite3.Connection, target: Store) -> dict[str, int]:
    target.connection.execute("PRAGMA foreign_keys = OFF")
    with target.transaction():
        counts = {table: _copy(source, target, table) for table in _TABLES}
        _forget_broken(target)
        _write_again(target)
        _drop_dangling(target)
        _put_down(target)
        target.connection.execute("INSERT INTO document_words(document_words) VALUES ('delete-all')")
        target.connection.executemany(
            "INSERT INTO document_words(rowid, words) VALUES (?, ?)",
            ((row["number"], searchable(target.text(row["text"]))) for row in target.rows(
                "SELECT number, text FROM documents"
            )),
        )  # fmt: skip
        mark_anew(target)
    if not target.one("SELECT 1 FROM documents LIMIT 1"):
        raise UserError("no document of %(path)s can be read any more; restore a backup", path=target.path)
    return counts


def _copy(source: sqlite3.Connection, target: Store, table: str) -> int:
    count = 0
    for row in _readable(source, table):
        marks = ",".join("?" * len(row))
        with suppress(sqlite3.Error):  # a row that damage made senseless
            target.connection.execute(f"INSERT OR REPLACE INTO {table} VALUES ({marks})", row)  # noqa: S608 - our own names
            count += 1
    return count


def _readable(source: sqlite3.Connection, table: str) -> Iterator[tuple[object, ...]]:
    """The rows of a table; where reading fails, it goes on further along the key."""
    place, step = -(1 << 62), 1
    while step <= _LONGEST_STEP:
        try:
            for number, *row in source.execute(
                f"SELECT rowid, * FROM {table} WHERE rowid >= ? ORDER BY rowid", (place,)  # noqa: S608 - our own names
            ):
                place, step = number, 1
                yield tuple(row)
        except (sqlite3.DatabaseError, UnicodeDecodeError):
            place, step = max(place, 0) + step, step * 2
        else:
            return


def _forget_broken(target: Store) -> None:
    target.connection.execute("DELETE FROM event_ops WHERE event NOT IN (SELECT seq FROM events)")
    for seq in Log(target).broken():
        target.connection.execute("DELETE FROM event_ops WHERE event = ?", (seq,))
        target.connection.execute("DELETE FROM events WHERE seq = ?", (seq,))
    left = {row[0] for row in target.rows("SELECT id FROM events")}
    heads = [each for each in Log(target).heads() if each in left]
    newest = target.rows("SELECT id FROM events ORDER BY lamport DESC, chain, id LIMIT 1")
    Log(target).set_heads(heads or [row[0] for row in newest])


def _write_again(target: Store) -> None:
    """Documents whose text is there, in the order of the log; rows that are there already stay as they are."""
    log = Log(target)
    for (document,) in target.rows("SELECT DISTINCT document FROM event_ops ORDER BY document"):
        ops = log.ops_of_document(document)
        with suppress(UserError, KeyError, sqlite3.Error):
            apply(target, ops, opposite=False)


def _drop_dangling(target: Store) -> None:
    """Rows whose text, document, layer or ends are lost; again, until nothing hangs on what was dropped."""
    while dangling := target.rows("PRAGMA foreign_key_check"):
        for row in dangling:
            if row["rowid"] is not None:
                target.connection.execute(f"DELETE FROM {row['table']} WHERE rowid = ?", (row["rowid"],))  # noqa: S608 - our own names
            else:
                target.connection.execute("DELETE FROM event_ops WHERE event NOT IN (SELECT seq FROM events)")


def _put_down(target: Store) -> None:
    """One event with all that the tables hold and the log no longer knows: what merges go by is the log."""
    log = Log(target)
    ops = [op for (document,) in target.rows(_DOCUMENTS) for op in _unknown(target, document)]
    if ops:
        log.append("do", "", {"command": "salvage", "count": len(ops)}, log.payload(ops, ops))


_DOCUMENTS = "SELECT document FROM event_ops UNION SELECT id FROM documents UNION SELECT '' ORDER BY 1"
_OF_PROJECT = ("annotator", "entity", "scheme", "setting")


def _unknown(target: Store, document: str) -> Iterator[Op]:
    known = things_at(target, document, 1 << 62)
    present = _rows(target, document)
    for key, row in present.items():
        fields = fields_of(TABLES[key[0]], row)
        said = {**TABLES[key[0]].columns, **known[key]} if key in known else {}
        if any(said.get(name, _LACKING) != value for name, value in fields.items()):
            yield Op(*key, document, fields)
    for key in known.keys() - present.keys():
        yield Op(*key, document, {"deleted": True})


_LACKING = object()


def _rows(target: Store, document: str) -> dict[tuple[str, str], dict[str, Any]]:
    """What stands in the tables of a document, or (for ``""``) of the project itself."""
    found = {}
    for kind, table in TABLES.items():
        if (kind in _OF_PROJECT) == (document == ""):
            where = "TRUE" if document == "" else "id = ?1" if kind == "document" else "document = ?1"
            for row in target.rows(
                f"SELECT * FROM {table.name} WHERE NOT deleted AND {where}", (document,) if document else ()  # noqa: S608 - our own words only
            ):
                found[kind, row["id"]] = dict(row)
    return found
