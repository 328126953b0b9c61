from __future__ import annotations

import json
from pathlib import Path

import pytest

from annotator.core.command import AcceptSuggestion, AddSpan, AddSuggestions, RejectSuggestion
from annotator.core.errors import UserError
from annotator.core.suggestion import Suggested, Suggestion
from annotator.formats.base import WriteOptions
from annotator.project.exchange import add_text, export, import_files, preview_export
from annotator.project.project import Project

PLAIN = {
    "id": "x1",
    "text": "قال المرصد إن 211 قتلوا",
    "spans": [
        {"id": "s1", "start": 14, "end": 17, "label": "FIGURE", "attributes": {"value": 211}},
        {"id": "s2", "start": 4, "end": 10, "label": "SOURCE", "attributes": {"entity": "sohr", "kind": "monitor"}},
    ],
    "relations": [{"type": "REPORTED_BY", "head": "s1", "tail": "s2"}],
}


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    path = tmp_path / "gold.jsonl"
    second = PLAIN | {"id": "x2", "text": f"{PLAIN['text']} أمس"}
    path.write_text(json.dumps(PLAIN) + "\n" + json.dumps(second), "utf-8")
    return path


def empty(tmp_path: Path) -> Project:
    return Project.create(tmp_path / "e.raqim")


def test_a_file_of_plain_lines_becomes_an_annotators_layer(tmp_path: Path, gold: Path) -> None:
    project = empty(tmp_path)
    report = import_files(project, [gold], actor="A", annotator="A")
    assert report.added == ["x1", "x2"]
    assert {span.label for span in project.queries.spans("x2", "A")} == {"FIGURE", "SOURCE"}
    assert len(project.queries.relations("x2", "A")) == 1  # the ids s1 and s2 stand in both documents
    project.close()


def test_entities_that_spans_link_to_enter_the_registry(tmp_path: Path, gold: Path) -> None:
    project = empty(tmp_path)
    import_files(project, [gold], actor="A", annotator="A")
    [entity] = project.queries.entities()
    assert (entity.id, entity.name) == ("sohr", "المرصد")
    assert len(project.queries.mentions("sohr")) == 2
    project.close()


def test_importing_again_doubles_nothing(tmp_path: Path, gold: Path) -> None:
    project = empty(tmp_path)
    import_files(project, [gold], actor="A", annotator="A")
    before = project.queries.annotated("x1")
    report = import_files(project, [gold], actor="A", annotator="A")
    assert report.added == []
    assert project.queries.annotated("x1") == before
    project.close()


@pytest.mark.parametrize(("kind", "layer"), [("gold", "gold"), ("annotation", "imported")])
def test_the_user_says_whose_a_layer_becomes(tmp_path: Path, gold: Path, kind: str, layer: str) -> None:
    project = empty(tmp_path)
    import_files(project, [gold], actor="A", kind=kind)  # type: ignore[arg-type]
    assert [row.annotator for row in project.queries.layers("x1")] == [layer]
    project.close()


def test_labels_may_come_in_as_suggestions(tmp_path: Path, gold: Path) -> None:
    project = empty(tmp_path)
    import_files(project, [gold], actor="A", kind="suggestion")
    assert [each.label for each in project.queries.suggestions("x1", "A")] == ["SOURCE", "FIGURE"]
    assert not project.queries.layers("x1")
    project.close()


def test_labels_that_the_scheme_lacks_are_added_to_it_and_one_undo_takes_all_back(tmp_path: Path) -> None:
    path = tmp_path / "other.jsonl"
    spans = [{"start": 0, "end": 3, "label": "PER", "attributes": {"sure": True, "rank": 2, "role": "x"}},
             {"start": 4, "end": 6, "label": "ACTOR", "attributes": {"kind": "deity"}}]  # fmt: skip
    line = {"id": "o", "text": "علي جاء", "spans": spans, "relations": [{"type": "KNOWS", "head": 0, "tail": 1}]}
    path.write_text(json.dumps(line), "utf-8")
    project = empty(tmp_path)
    before = project.queries.scheme()
    report = import_files(project, [path], actor="A", annotator="A")
    assert report.notes
    scheme = project.queries.scheme()
    label = scheme.label("PER")
    assert label is not None
    assert {each.name: each.type for each in label.attributes} == {"sure": "flag", "rank": "number", "role": "text"}
    actor = scheme.label("ACTOR")
    assert actor is not None
    kind = actor.attribute("kind")
    assert kind is not None
    assert "deity" in kind.choices
    assert scheme.relation("KNOWS") is not None
    assert scheme.version == before.version + 1
    project.undo("A")
    assert project.queries.scheme() == before
    assert project.queries.document_count() == 0
    project.close()


def test_of_several_files_the_good_ones_come_and_the_bad_one_is_named(tmp_path: Path, gold: Path) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"id": "b", "text": "قصير", "spans": [{"start": 0, "end": 99, "label": "ACTOR"}]}', "utf-8")
    project = empty(tmp_path)
    report = import_files(project, [bad, gold], actor="A")
    assert report.added == ["x1", "x2"]
    assert "bad.jsonl" in str(report.problems[0])
    with pytest.raises(UserError, match=r"bad\.jsonl"):
        import_files(project, [bad], actor="A")
    project.close()


def test_an_import_that_is_stopped_leaves_whole_files_only(tmp_path: Path, gold: Path) -> None:
    project = empty(tmp_path)
    with pytest.raises(UserError, match="stopped"):
        import_files(project, [gold, gold], actor="A", progress=lambda done, _count: done < 1)
    assert project.queries.document_count() == 2
    project.close()


def test_a_text_that_is_there_already_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("نص\r\nثان", "utf-8", newline="")
    (tmp_path / "b.txt").write_text("نص\nثان", "utf-8", newline="")
    project = empty(tmp_path)
    import_files(project, [tmp_path / "a.txt"], actor="A")
    report = import_files(project, [tmp_path / "b.txt"], actor="A")
    assert report.added == []
    assert report.updated == ["a"]
    assert project.queries.document("a").text == "نص\nثان"
    project.close()


def test_two_texts_of_one_name_are_two_documents(tmp_path: Path) -> None:
    project = empty(tmp_path)
    for folder, text in (("one", "نص أول"), ("two", "نص ثان")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text(text, "utf-8")
        import_files(project, [tmp_path / folder / "a.txt"], actor="A")
    assert {project.queries.document(each).text for each in project.queries.document_ids()} == {"نص أول", "نص ثان"}
    project.close()


def test_a_pasted_text_loses_its_mark_and_its_carriage_returns(tmp_path: Path) -> None:
    project = empty(tmp_path)
    identity = add_text(project, "لصق", "\ufeffسطر\r\nسطر", "A")
    assert project.queries.document(identity).text == "سطر\nسطر"
    with pytest.raises(UserError, match="empty"):
        add_text(project, "لصق", " \n", "A")
    project.close()


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
        options = WriteOptions(clitics=policy)  # type: ignore[arg-type]
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
