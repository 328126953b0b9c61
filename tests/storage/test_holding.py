"""The locks of an open file survive somebody who looks into it in the same process, as a file dialog does."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from annotator.storage.files import create
from annotator.storage.store import Store

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps locks with their own descriptor")
VISIT = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("SELECT count(*) FROM events").fetchall()
connection.close()
"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    create(tmp_path / "open.raqim")
    opened = Store.open(tmp_path / "open.raqim")
    yield opened
    opened.close()


def look_into(store: Store) -> None:
    """Open and close the files, as a dialog does that wants to know what they are."""
    for ending in ("", "-wal", "-shm"):
        with store.path.with_name(store.path.name + ending).open("rb") as file:
            file.read(16)


def visit(store: Store) -> None:
    """Another program opens the project and closes it."""
    subprocess.run([sys.executable, "-c", VISIT, str(store.path)], check=True)


def write(store: Store, name: str) -> None:
    with store.transaction():
        store.connection.execute("INSERT INTO annotators(id) VALUES (?)", (name,))


def names_in_file(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [row[0] for row in connection.execute("SELECT id FROM annotators ORDER BY id")]


def test_a_write_is_in_the_file_after_a_look_and_a_visit(store: Store) -> None:
    write(store, "a")
    look_into(store)
    assert store.holds()
    visit(store)
    write(store, "b")
    assert store.holds()
    assert names_in_file(store.path) == ["a", "b"]


def test_a_log_that_was_taken_away_is_noticed(store: Store) -> None:
    write(store, "a")
    look_into(store)
    visit(store)  # nobody took the locks again, so the visitor removed the log
    assert not store.holds()


def test_two_open_at_once_keep_their_locks_when_one_closes(store: Store) -> None:
    other = Store.open(store.path)
    assert other.holds()
    other.close()
    assert store.holds()
    visit(store)
    write(store, "a")
    assert store.holds()
    assert names_in_file(store.path) == ["a"]


def test_a_closed_file_is_held_by_nobody(store: Store) -> None:
    store.close()
    assert not store.path.with_name(store.path.name + "-wal").exists()
    assert store.holds()
