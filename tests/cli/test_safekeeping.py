from __future__ import annotations

import json
from pathlib import Path

import pytest

from annotator.cli.parser import run
from annotator.core.command import AddDocuments, AddSpan, AddSuggestions, ChangeSpan, RemoveSpan, SetSetting
from annotator.core.document import AnnotatedDocument, Document
from annotator.core.suggestion import Suggested, Suggestion
from annotator.project.backup import backups
from annotator.project.project import Project


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with Project.create(tmp_path / "p.raqim") as project:
        project.execute(AddDocuments((AnnotatedDocument(Document("d", "d", "قال المرصد السوري")),)), "A")
        project.execute(AddSpan("d", 4, 10, "ACTOR", "A", id="s1"), "A")
        project.execute(ChangeSpan("s1", note="ن"), "B")
    return tmp_path / "p.raqim"


def spans(path: Path) -> list[str]:
    with Project.open(path) as project:
        return [each.note for each in project.queries.spans("d", "A")]


def test_the_history_of_a_span_is_told(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["history", str(path), "--span", "s1", "--json"]) == 0
    made, changed = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert (made["event"]["actor"], changed["event"]["actor"]) == ("A", "B")
    assert (changed["before"], changed["after"]) == ({"note": ""}, {"note": "ن"})
    assert run(["history", str(path), "--span", "s1"]) == 0
    assert "ن" in capsys.readouterr().out
    assert run(["history", str(path), "--span", "none"]) == 2


def test_a_document_and_a_project_are_restored(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Project.open(path) as project:
        moment = project.queries.history(limit=1)[0].id
        project.execute(RemoveSpan("s1"), "A")
    assert run(["restore", str(path), "--document", "d", "--to", moment, "--annotator", "A"]) == 0
    assert spans(path) == ["ن"]
    assert run(["backup", str(path), "--automatic"]) == 0
    with Project.open(path) as project:
        project.execute(RemoveSpan("s1"), "A")
    assert run(["restore", str(path), str(backups(path)[0].path)]) == 0
    assert spans(path) == ["ن"]
    assert run(["backup", str(path), "--list"]) == 0
    assert "restore" in capsys.readouterr().out
    assert run(["restore", str(path)]) == 2


def test_a_damaged_project_is_salvaged(path: Path, tmp_path: Path) -> None:
    assert run(["salvage", str(path), str(tmp_path / "out.raqim")]) == 0
    assert spans(tmp_path / "out.raqim") == ["ن"]


def test_compacting_keeps_a_backup_and_all_but_replaced_suggestions(path: Path) -> None:
    with Project.open(path) as project:
        for label in ("SOURCE", "ACTOR", "SOURCE", "ACTOR"):
            found = Suggested((Suggestion(4, 10, label), Suggestion(0, 3, label, why="ل" * 5000)))
            project.execute(AddSuggestions("d", found), "")
        state = project.queries.annotated("d")
    size = path.stat().st_size
    assert run(["compact", str(path)]) == 0
    assert path.stat().st_size < size
    with Project.open(path) as project:
        assert project.queries.annotated("d") == state
        assert project.integrity() + project.differences() == []
        with Project.open(backups(path)[0].path) as kept:
            assert kept.queries.annotated("d") == state
        project.merge(backups(path)[0].path, "A")
        assert project.queries.annotated("d") == state
        project.undo("B")
        assert [each.note for each in project.queries.spans("d", "A")] == [""]


def test_a_merge_keeps_a_backup_first(path: Path, tmp_path: Path) -> None:
    with Project.open(path) as project:
        project.copy_to(tmp_path / "other.raqim")
    with Project.open(tmp_path / "other.raqim") as other:
        other.execute(AddSpan("d", 0, 3, "ACTOR", "C"), "C")
    assert run(["merge", str(path), str(tmp_path / "other.raqim"), "--dry-run"]) == 0
    assert backups(path) == []
    assert run(["merge", str(path), str(tmp_path / "other.raqim")]) == 0
    assert [each.reason for each in backups(path)] == ["merge"]


def test_spans_are_told_to_whom_may_see_them(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Project.open(path) as project:
        project.execute(SetSetting("leads", ["B"]), "B")
    assert run(["spans", str(path), "--annotator", "C"]) == 0
    assert capsys.readouterr().out == ""
    assert run(["spans", str(path), "--annotator", "B"]) == 0
    assert "s1" in capsys.readouterr().out
