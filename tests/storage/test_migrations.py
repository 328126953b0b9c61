from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from annotator.core.command import AddDocuments
from annotator.core.document import AnnotatedDocument, Document
from annotator.core.errors import UserError
from annotator.project.backup import backups
from annotator.project.project import Project
from annotator.storage import migrations, store


def later_shape(connection: sqlite3.Connection) -> None:
    """What a later version of the program may do to a file."""
    connection.execute("UPDATE documents SET name = name || ' (2)'")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with Project.create(tmp_path / "p.raqim") as project:
        project.execute(AddDocuments((AnnotatedDocument(Document("d", "d", "نص")),)), "A")
    return tmp_path / "p.raqim"


def name(path: Path) -> str:
    with Project.open(path) as project:
        return project.queries.document("d").name


@pytest.fixture
def newer(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A later version of the program; the file was made before."""
    assert path.exists()
    steps = (*migrations.STEPS, later_shape)
    monkeypatch.setattr(migrations, "STEPS", steps)
    monkeypatch.setattr(store, "STEPS", steps)


@pytest.mark.usefixtures("newer")
def test_an_older_file_is_kept_before_it_is_brought_to_the_newest_shape(path: Path) -> None:
    assert name(path) == "d (2)"
    assert name(path) == "d (2)"
    (kept,) = backups(path)
    assert kept.reason == "migration"
    with sqlite3.connect(kept.path) as connection:
        assert connection.execute("PRAGMA user_version").fetchone()[0] == len(migrations.STEPS) - 1
        assert connection.execute("SELECT name FROM documents").fetchone()[0] == "d"
    connection.close()


@pytest.mark.usefixtures("newer")
def test_an_older_file_with_a_trigger_is_refused_before_anything_is_written(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TRIGGER evil AFTER UPDATE ON documents BEGIN DELETE FROM documents; END")
    connection.close()
    with pytest.raises(UserError, match="evil"):
        Project.open(path)
    assert backups(path) == []
