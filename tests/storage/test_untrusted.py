"""Files from elsewhere: nothing in them runs, nothing of them hangs, and what is not ours is refused by name."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from annotator.core.command import AddDocuments, AddSpan
from annotator.core.document import AnnotatedDocument, Document
from annotator.core.errors import UserError
from annotator.project.checking import check
from annotator.project.project import Project
from annotator.storage.store import Store

EVIL = {
    "a trigger": "CREATE TRIGGER evil AFTER INSERT ON spans BEGIN DELETE FROM spans; END",
    "a view of its own": "CREATE VIEW evil AS SELECT load_extension('/tmp/evil.so')",
    "a view in the place of ours": "DROP VIEW view_spans;"
    "CREATE VIEW view_spans AS SELECT readfile('/etc/passwd') AS text",
    "a view in the place of a table": "DROP TABLE twins; CREATE VIEW twins AS"
    " WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT n AS document, n AS same_as FROM r",
    "a table of its own": "CREATE TABLE evil (a)",
    "an index of its own": "CREATE INDEX evil ON spans(abs(start))",
    "a virtual table": "CREATE VIRTUAL TABLE evil USING fts5(words)",
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with Project.create(tmp_path / "p.raqim") as project:
        project.execute(AddDocuments((AnnotatedDocument(Document("d", "d", "قال المرصد السوري")),)), "A")
        project.execute(AddSpan("d", 4, 10, "ACTOR", "A"), "A")
    return tmp_path / "p.raqim"


def alter(path: Path, script: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript(script)


@pytest.mark.parametrize("kind", EVIL)
def test_a_schema_that_is_not_ours_is_refused_by_name(path: Path, tmp_path: Path, kind: str) -> None:
    alter(path, EVIL[kind])
    with pytest.raises(UserError, match=r"evil|view_spans|twins"):
        Project.open(path)
    with Project.create(tmp_path / "mine.raqim") as mine:
        with pytest.raises(UserError, match=r"evil|view_spans|twins"):
            mine.merge(path, "A")
        assert mine.queries.document_count() == 0


def test_what_a_connection_does_for_a_file_is_limited(path: Path) -> None:
    with closing(Store.open(path).connection) as connection:
        assert connection.execute("PRAGMA trusted_schema").fetchone()[0] == 0
        assert connection.getlimit(sqlite3.SQLITE_LIMIT_LENGTH) < 1_000_000_000
        with pytest.raises(sqlite3.OperationalError):
            connection.execute("SELECT load_extension('evil')")
        with pytest.raises(sqlite3.DatabaseError):
            connection.execute(f"SELECT {'(' * 300}1{')' * 300}")


@pytest.mark.parametrize(
    "script",
    [
        "UPDATE spans SET label = 'SOURCE'",
        "UPDATE spans SET start = 5",
        "UPDATE spans SET text = 'غيره'",
        "UPDATE spans SET deleted = 1",
        "UPDATE spans SET attributes = '{\"kind\":\"x\"}'",
        "UPDATE layers SET status = 'done'",
        "UPDATE texts SET text = 'غيره غيره غيره غيره'",
        "UPDATE events SET actor = 'B' WHERE seq = 3",
        "UPDATE events SET command = '{\"command\":\"merge\"}' WHERE seq = 3",
        "UPDATE events SET undone = 1 WHERE seq = 3",
        "UPDATE event_ops SET ops = '[]' WHERE event = 3",
        "UPDATE event_ops SET ops = '' WHERE event = 2",
        "UPDATE schemes SET content = '{'",
        "INSERT INTO settings(id, value) VALUES ('leads', '[]')",
    ],
)
def test_what_was_changed_behind_the_logs_back_is_found(path: Path, script: str) -> None:
    with Project.open(path) as project:
        assert [each for each in check(project) if each.rule == "integrity"] == []
    alter(path, script)
    with Project.open(path) as project:
        assert project.integrity() or project.differences()


def test_a_colleague_may_look_at_a_project_with_deep_json_and_nothing_falls(path: Path) -> None:
    deep = "[" * 100_000
    alter(path, f"UPDATE events SET command = '{deep}' WHERE seq = 3; UPDATE spans SET attributes = '{deep}'")
    with Project.open(path) as project:
        assert project.integrity()
        with pytest.raises(UserError, match="damaged"):
            project.queries.spans("d", "A")
        with pytest.raises(UserError, match="damaged"):
            project.queries.history()
