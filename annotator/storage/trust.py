"""Files from elsewhere: what one may hold, and how much of anything, before a single row of it is read.

A project needs no triggers, and its views are our own; whatever else lies in a file's schema was put there by
somebody, and would run where we read. Extensions are never loaded (Python's sqlite3 keeps that off), schemas are not
trusted (``trusted_schema = OFF``), and no other file can be reached.
"""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from annotator.core.errors import UserError
from annotator.core.i18n import N_
from annotator.storage.migrations import TABLES, VIEWS

LIMITS = (
    (sqlite3.SQLITE_LIMIT_LENGTH, 512_000_000),
    (sqlite3.SQLITE_LIMIT_SQL_LENGTH, 2_000_000),
    (sqlite3.SQLITE_LIMIT_EXPR_DEPTH, 200),
    (sqlite3.SQLITE_LIMIT_COMPOUND_SELECT, 50),
    (sqlite3.SQLITE_LIMIT_ATTACHED, 1),  # as VACUUM needs
    (sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH, 1),
)  # fmt: skip
"""The longest value (bytes), the longest statement, and how deep anything may lie in it."""
OPENING_S = 20.0
"""How long reading the head and schema of a file may take."""
_STEPS = 200_000
_CREATE = re.compile(r"CREATE (?P<virtual>VIRTUAL )?(?P<kind>TABLE|INDEX|VIEW) (?P<name>\w+)")
_SHADOWS = ("data", "idx", "content", "docsize", "config")


def limit(connection: sqlite3.Connection) -> None:
    """Put limits on what a connection does for a file."""
    for category, value in LIMITS:
        connection.setlimit(category, value)
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")


@contextmanager
def within(connection: sqlite3.Connection, seconds: float = OPENING_S) -> Iterator[None]:
    """Break off what takes SQLite longer than this."""
    end = time.monotonic() + seconds
    connection.set_progress_handler(lambda: int(time.monotonic() > end), _STEPS)
    try:
        yield
    finally:
        connection.set_progress_handler(None, 0)


@cache
def _ours() -> tuple[dict[str, str], dict[str, str]]:
    """What a project's schema holds: the kind of each name, and the words of what would run."""
    kinds = {"_sqlite_migrations": "table", "idx__sqlite_migrations_migration_set_name": "index"}
    words = {}
    for statement in (*TABLES.split(";\n"), *VIEWS.split(";\n")):
        found = _CREATE.match(statement.strip())
        if found is None:
            continue
        name = found["name"]
        kinds[name] = found["kind"].lower()
        if found["virtual"]:
            kinds |= {f"{name}_{each}": "table" for each in _SHADOWS}
        if found["virtual"] or found["kind"] == "VIEW":
            words[name] = statement.strip()
    return kinds, words


def refuse_triggers(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse a file of any version that would run something when it is written.

    Raises:
        UserError: names it.
    """
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' LIMIT 1"):
        raise UserError(_FOREIGN, path=path, kind="trigger", name=name)


_FOREIGN = N_("%(path)s holds %(kind)s %(name)s, which no project has; it is not opened")


def refuse_foreign(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse a file whose schema holds what no project has.

    Raises:
        UserError: names it.
    """
    kinds, words = _ours()
    for kind, name, sql in connection.execute("SELECT type, name, sql FROM sqlite_master"):
        known = kinds.get(name) == kind or (str(name).startswith("sqlite_") and kind in {"table", "index"})
        if not known or words.get(name, sql) != sql:
            raise UserError(_FOREIGN, path=path, kind=kind, name=name)
