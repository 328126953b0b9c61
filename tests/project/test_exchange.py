from __future__ import annotations

import json
from pathlib import Path

import pytest

from annotator.core.errors import UserError
from annotator.project.arrivals import CancelledError
from annotator.project.exchange import add_text, export, import_files
from annotator.project.project import Project
from tests.project.conftest import empty, lines

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
    import_files(project, [gold], actor="A", kind=kind)  # type: ignore[arg-type]  # a kind from the table above
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


def test_one_file_tells_how_much_of_it_is_read_and_can_be_stopped_inside(tmp_path: Path) -> None:
    project = empty(tmp_path)
    path = tmp_path / "long.jsonl"
    row = json.dumps({"id": "d%d", "text": "قال عمر " * 2000}, ensure_ascii=False)
    path.write_text("".join(row.replace("%d", str(number)) + "\n" for number in range(80)), "utf-8")
    heard: list[tuple[int, int]] = []

    def go_on(done: int, count: int) -> bool:
        heard.append((done, count))
        return len(heard) < 3

    with pytest.raises(CancelledError):
        import_files(project, [path], actor="A", progress=go_on)
    assert project.queries.document_count() == 0
    assert len(heard) == 3
    assert all(0 < done < count == 100 for done, count in heard)
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


FOLDER = Path(__file__).parents[2] / "../shared/peer-files"


def accepted() -> list[str]:
    path = FOLDER / "facts.jsonl"
    facts = [json.loads(line) for line in path.read_text("utf-8").split("\n") if line] if path.exists() else []
    return [fact["file"] for fact in facts if fact["expect"] != "reject"]


@pytest.mark.skipif(not FOLDER.exists(), reason="the peers' files are not here")
@pytest.mark.parametrize(
    "file",
    [pytest.param(name, marks=[pytest.mark.slow] if place % 12 else []) for place, name in enumerate(accepted())],
)
def test_a_peers_file_comes_in_and_goes_through_json_lines_unchanged(tmp_path: Path, file: str) -> None:
    project, again = empty(tmp_path), Project.create(tmp_path / "again.raqim")
    import_files(project, [FOLDER / file], actor="A", annotator="A")
    assert not export(project, tmp_path / "one.jsonl", format="jsonl", manifest=True).differences
    import_files(again, [tmp_path / "one.jsonl"], actor="A")
    export(again, tmp_path / "two.jsonl", format="jsonl")
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()
    assert import_files(project, [FOLDER / file], actor="A", annotator="A").added == []
    for each in (project, again):
        each.close()


def test_json_lines_of_texts_with_metadata_are_documents_of_their_own(tmp_path: Path) -> None:
    rows = [{"id": name, "text": f"نص {name}", "date": "2026-01-01"} for name in ("a", "b")]
    project = empty(tmp_path)
    report = import_files(project, [lines(tmp_path / "t.jsonl", *rows)], actor="A")
    assert report.added == ["a", "b"]
    assert project.queries.document("a").metadata["date"] == "2026-01-01"
    project.close()
