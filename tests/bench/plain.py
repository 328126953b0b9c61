"""The peer of the rows ``store`` and ``merge``: plain sqlite3 writes every row that a project file ends up with.

Same tables, same indexes, same full-text index, same settings of the connection, one transaction, one ``executemany``
per table, and the rows lie ready in memory. What our side has to find out, this side is told.

Nothing holds the peer back: it inserts plainly, since nothing is there to be replaced, and the full-text index gets
its rows by number (each one out of order would make FTS5 write what it has gathered). Both sides check foreign keys,
sync at the commit and turn their strings into UTF-8: a string keeps what it was turned into, so rows are read anew for
each round.
"""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from typing import Any

from annotator.storage.migrations import TABLES, VIEWS
from annotator.storage.rows import read_text
from annotator.storage.store import CACHE_KIB
from annotator.storage.writing import searchable

Rows = dict[str, tuple[list[str], list[Any]]]


def rows_of(path: Path) -> Rows:
    """Every row of a project file by table, the full-text index's as the folded words that it was given."""
    connection = sqlite3.connect(path)
    connection.text_factory = read_text
    tables = [name for (name,) in connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'document_words%'"
        " AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '_sqlite_%'"
    )]  # fmt: skip
    found: Rows = {}
    for table in tables:
        cursor = connection.execute(f"SELECT * FROM {table}")
        found[table] = ([f'"{each[0]}"' for each in cursor.description], cursor.fetchall())
    words = connection.execute(
        "SELECT d.number, t.text FROM documents d JOIN texts t ON t.hash = d.text ORDER BY d.number"
    )
    found["document_words"] = (["rowid", "words"], [(number, searchable(text)) for number, text in words])
    connection.close()
    return found


def count(rows: Rows) -> int:
    """How many rows there are in all."""
    return sum(len(each) for _, each in rows.values())


def without(rows: Rows, known: Rows) -> Rows:
    """The rows that a file did not have before."""
    left: Rows = {}
    for table, (names, found) in rows.items():
        had = set(known[table][1])
        left[table] = (names, [row for row in found if row not in had])
    return left


def empty(path: Path) -> sqlite3.Connection:
    """An empty file of a project's shape."""
    path.unlink(missing_ok=True)
    connection = sqlite3.connect(path, isolation_level=None)
    for setting in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", f"cache_size = -{CACHE_KIB}"):
        connection.execute(f"PRAGMA {setting}")
    for script in (TABLES, VIEWS):
        connection.executescript(script)
    return connection


def write(connection: sqlite3.Connection, rows: Rows) -> float:
    """Write the rows in one transaction; the seconds that it took."""
    begin = time.perf_counter()
    connection.execute("BEGIN IMMEDIATE")
    for table, (names, found) in rows.items():
        marks = ", ".join("?" * len(names))
        connection.executemany(f"INSERT INTO {table}({', '.join(names)}) VALUES ({marks})", found)
    connection.execute("COMMIT")
    return time.perf_counter() - begin
