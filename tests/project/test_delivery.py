"""What goes out: losses that are known before, layers, suggestions, decisions."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.core.command import AcceptSuggestion, AddSpan, AddSuggestions, RejectSuggestion
from annotator.core.errors import UserError
from annotator.core.suggestion import Suggested, Suggestion
from annotator.formats.base import WriteOptions
from annotator.project.exchange import add_text, export, import_files, preview_export
from annotator.project.project import Project
from tests.project.conftest import empty


def filled(tmp_path: Path) -> Project:
    project = empty(tmp_path)
    add_text(project, "x", "وقال المرصد إن القوات السورية", "A")
    [document] = project.queries.document_ids()
    project.execute(AddSpan(document, 1, 4, "ACTOR", "A"), "A")
    project.execute(AddSpan(document, 5, 11, "SOURCE", "A"), "A")
    project.execute(AddSpan(document, 5, 11, "ACTOR", "A"), "A")
    return project


def test_the_losses_are_known_before_anything_is_written(tmp_path: Path) -> None:
    project = filled(tmp_path)
    losses = preview_export(project, format="conll").losses
    assert [(each.text, each.reason) for each in losses] == [("المرصد", "another span has the same extent")]
    assert sorted(path.name for path in tmp_path.iterdir() if path.suffix == ".conll") == []
    out = tmp_path / "out.conll"
    assert export(project, out, format="conll").losses == losses
    project.close()


def test_a_clitic_is_split_off_expanded_or_skipped_as_asked(tmp_path: Path) -> None:
    project = filled(tmp_path)
    reasons = {}
    for policy in ("split", "expand", "skip"):
        options = WriteOptions(clitics=policy)
        out = tmp_path / f"{policy}.conll"
        reasons[policy] = {each.action for each in export(project, out, format="conll", options=options).losses}
    assert "و -X- O O\nقال -X- O B-ACTOR\n" in (tmp_path / "split.conll").read_text("utf-8")
    assert "وقال -X- O B-ACTOR\n" in (tmp_path / "expand.conll").read_text("utf-8")
    assert "وقال -X- O O\n" in (tmp_path / "skip.conll").read_text("utf-8")
    assert "changed" in reasons["expand"] or "moved" in reasons["expand"]
    project.close()


def test_the_layer_is_chosen_or_asked_for(tmp_path: Path) -> None:
    project = filled(tmp_path)
    [document] = project.queries.document_ids()
    project.execute(AddSpan(document, 5, 11, "SOURCE", "B"), "B")
    with pytest.raises(UserError, match="A, B"):
        export(project, tmp_path / "o.conll", format="conll")
    with pytest.raises(UserError, match="nobody"):
        export(project, tmp_path / "o.conll", format="conll", layer="nobody")
    assert export(project, tmp_path / "o.conll", format="conll", layer="B").losses == []
    project.close()


def test_suggestions_can_be_written_as_a_layer_without_the_rejected_ones(tmp_path: Path) -> None:
    project = empty(tmp_path)
    document = add_text(project, "x", "قال المرصد إن 211 قتلوا", "A")
    suggested = Suggested((Suggestion(4, 10, "SOURCE"), Suggestion(14, 17, "FIGURE")))
    project.execute(AddSuggestions(document, suggested), "")
    first, second = project.queries.suggestions(document, "A")
    project.execute(RejectSuggestion(first.id, "A"), "A")
    out = tmp_path / "o.conll"
    export(project, out, format="conll", layer="suggestion")
    assert "B-SOURCE" not in out.read_text("utf-8") or "B-FIGURE" in out.read_text("utf-8")
    project.execute(AcceptSuggestion(second.id, "B"), "B")
    export(project, tmp_path / "o.jsonl", format="jsonl")
    again = Project.create(tmp_path / "again.raqim")
    import_files(again, [tmp_path / "o.jsonl"], actor="A")
    assert not [each for each in again.queries.suggestions(document, "A") if each.id == first.id]
    assert [each.id for each in again.queries.suggestions(document, "B")] == [first.id]
    for each in (project, again):
        each.close()


def test_decisions_of_several_annotators_survive_json_lines(tmp_path: Path) -> None:
    project = empty(tmp_path)
    document = add_text(project, "x", "قال المرصد", "A")
    project.execute(AddSuggestions(document, Suggested((Suggestion(4, 10, "SOURCE"),))), "")
    [each] = project.queries.suggestions(document, "A")
    project.execute(RejectSuggestion(each.id, "A"), "A")
    project.execute(AcceptSuggestion(each.id, "B"), "B")
    export(project, tmp_path / "o.jsonl", format="jsonl")
    again = Project.create(tmp_path / "again.raqim")
    import_files(again, [tmp_path / "o.jsonl"], actor="A")
    export(again, tmp_path / "p.jsonl", format="jsonl")
    assert (tmp_path / "o.jsonl").read_bytes() == (tmp_path / "p.jsonl").read_bytes()
    assert again.queries.suggestions(document, "A") == again.queries.suggestions(document, "B") == []
    for opened in (project, again):
        opened.close()


def test_an_export_that_is_stopped_writes_nothing(tmp_path: Path) -> None:
    project = filled(tmp_path)
    out = tmp_path / "o.jsonl"
    with pytest.raises(UserError, match="stopped"):
        export(project, out, format="jsonl", progress=lambda _done, _count: False)
    assert not out.exists()
    project.close()
