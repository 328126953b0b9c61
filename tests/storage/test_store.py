from __future__ import annotations

import contextlib
import os
import sqlite3
import subprocess
from pathlib import Path

import pytest

from annotator.core.command import AddDocuments, AddSpan
from annotator.core.document import AnnotatedDocument, Document
from annotator.core.errors import UserError
from annotator.project.project import Project
from annotator.storage.failures import BusyError
from annotator.storage.migrations import STEPS
from annotator.storage.store import Store

TRAPS = "😀 قُتِلَ\r\n211 شخصاً \u202bيمين\u202c \ud800 \x00 \ufeff نهاية\u2028سطر"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "p.raqim"
    Project.create(made).close()
    return made


def take_in(path: Path, text: str) -> None:
    with Project.open(path) as project:
        project.execute(AddDocuments((AnnotatedDocument(Document("d1", "d1", text)),)), "A")


def test_a_text_with_every_trap_is_kept_as_it_is(path: Path) -> None:
    take_in(path, TRAPS)
    with Project.open(path) as project:
        assert project.queries.document("d1").text == TRAPS


def test_many_texts_are_read_with_traps_and_without(path: Path) -> None:
    take_in(path, TRAPS)
    store = Store.open(path, reading=True)
    assert store.many_rows("SELECT name FROM documents")[0][0] == "d1"
    assert store.many_rows("SELECT text FROM texts")[0][0] == TRAPS
    store.look_at(["d1"])
    assert store.document_text("d1") == TRAPS
    with pytest.raises(UserError):
        store.many_rows("SELECT nothing FROM texts")
    store.close()


def test_sqlite_itself_counts_the_same_characters_as_the_offsets(path: Path) -> None:
    take_in(path, TRAPS)
    start = TRAPS.index("شخصاً")
    with Project.open(path) as project:
        project.execute(AddSpan("d1", start, start + 5, "FIGURE", "A"), "A")
    connection = sqlite3.connect(path)
    row = connection.execute(
        "SELECT s.text, substr(t.text, s.start + 1, s.\"end\" - s.start) FROM view_spans s, texts t"
    ).fetchone()
    connection.close()
    assert row == ("شخصاً", "شخصاً")


def test_every_table_is_strict_and_every_view_can_be_read(path: Path) -> None:
    take_in(path, "نص")
    connection = sqlite3.connect(path)
    for name, sql in connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'"):
        if not name.startswith(("document_words", "_sqlite", "sqlite_")):
            assert "STRICT" in sql, name
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'view'"):
        connection.execute(f"SELECT * FROM {name}").fetchall()
    connection.close()


def test_a_live_connection_waits_for_the_disk_and_checks_foreign_keys(path: Path) -> None:
    store = Store.open(path)
    pragmas = {name: store.one(f"PRAGMA {name}") for name in ("synchronous", "foreign_keys", "trusted_schema")}
    assert pragmas == {"synchronous": 2, "foreign_keys": 1, "trusted_schema": 0}
    assert store.one("PRAGMA journal_mode") == "wal"
    store.close()


def test_a_second_project_of_the_name_is_refused(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(UserError, match="there already"):
        Project.create(path)
    assert path.read_bytes() == before


def test_a_place_without_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no folder"):
        Project.create(tmp_path / "nowhere" / "p.raqim")


def test_a_project_made_where_one_was_deleted_is_a_new_one(path: Path) -> None:
    take_in(path, "نص")
    path.with_name(path.name + "-wal").write_bytes(os.urandom(5000))
    path.unlink()
    with Project.create(path) as project:
        assert project.queries.document_count() == 0
        assert project.integrity() == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "not a Raqim project"),
        (b"SQLite format 3\x00" + b"\x00" * 200, r"damaged|not a Raqim"),
        (b"just a text\n" * 100, "not a Raqim project"),
    ],
)
def test_what_is_no_project_is_refused_in_one_sentence(tmp_path: Path, content: bytes, words: str) -> None:
    wrong = tmp_path / "x.raqim"
    wrong.write_bytes(content)
    with pytest.raises(UserError, match=words) as refused:
        Project.open(wrong)
    assert "x.raqim" in str(refused.value)
    assert wrong.read_bytes() == content


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    connection = sqlite3.connect(other)
    connection.execute("CREATE TABLE t (a)")
    connection.commit()
    connection.close()
    with pytest.raises(UserError, match="not a Raqim project"):
        Project.open(other)


def test_a_newer_project_is_refused_and_left_alone(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {len(STEPS) + 1}")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(UserError, match="newer"):
        Project.open(path)
    assert path.read_bytes() == before


def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="folder"):
        Project.open(tmp_path)
    with pytest.raises(UserError, match="no project"):
        Project.open(tmp_path / "none.raqim")


def test_a_write_waits_no_longer_than_asked_for_another_program(path: Path) -> None:
    take_in(path, "نص")
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    project = Project.open(path, patience_ms=10)
    with pytest.raises(BusyError, match="another program"):
        project.execute(AddSpan("d1", 0, 1, "ACTOR", "A"), "A")
    holder.execute("ROLLBACK")
    project.execute(AddSpan("d1", 0, 1, "ACTOR", "A"), "A")
    assert len(project.queries.spans("d1", "A")) == 1
    project.close()
    holder.close()


def _mounted(folder: Path, options: str) -> bool:
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


@pytest.fixture
def small_disk(tmp_path: Path) -> object:
    folder = tmp_path / "disk"
    folder.mkdir()
    if not _mounted(folder, "size=1m"):
        pytest.skip("a small disk can be mounted as root only")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_is_told_and_nothing_is_changed(small_disk: Path) -> None:
    path = small_disk / "p.raqim"
    Project.create(path).close()
    take_in(path, "نص")
    with Project.open(path) as project:
        before = project.queries.stats()
        big = Document("big", "big", "كلمة " * 400_000)
        with pytest.raises(UserError, match=r"no room|cannot|failed"):
            project.execute(AddDocuments((AnnotatedDocument(big),)), "A")
        assert project.queries.stats() == before
    with Project.open(path) as project:
        assert project.integrity() == []


def test_a_disk_without_any_room_is_told_when_the_project_is_opened(small_disk: Path) -> None:
    path = small_disk / "p.raqim"
    Project.create(path).close()
    fill = os.open(small_disk / "fill", os.O_WRONLY | os.O_CREAT)
    with contextlib.suppress(OSError):
        while os.write(fill, bytes(1024)):
            pass
    os.close(fill)
    before = path.read_bytes()
    with pytest.raises(UserError, match="no room"), Project.open(path) as project:
        project.execute(AddSpan("d1", 0, 1, "ACTOR", "A"), "A")
    assert path.read_bytes() == before


def test_a_read_only_place_opens_for_reading_and_refuses_writing(small_disk: Path) -> None:
    path = small_disk / "p.raqim"
    Project.create(path).close()
    take_in(path, "نص")
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    try:
        with Project.open(path) as project:
            assert project.read_only
            assert project.queries.document("d1").text == "نص"
            with pytest.raises(UserError, match="only be read"):
                project.execute(AddSpan("d1", 0, 1, "ACTOR", "A"), "A")
        with pytest.raises(UserError):
            Project.create(small_disk / "q.raqim")
    finally:
        subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)
