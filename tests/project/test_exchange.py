from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from annotator.core.command import AcceptSuggestion, AddSpan, AddSuggestions, RejectSuggestion
from annotator.core.document import AnnotatedDocument, Document, Layer
from annotator.core.errors import UserError
from annotator.core.scheme import shipped_scheme
from annotator.core.span import Relation, Span
from annotator.core.suggestion import Suggested, Suggestion
from annotator.formats.base import WriteOptions
from annotator.project.arrivals import CancelledError, Wish
from annotator.project.exchange import add_text, export, import_files, preview_export
from annotator.project.mapping import name_map, proposed, remembered
from annotator.project.preview import look
from annotator.project.project import Project
from annotator.project.twins import Existing

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


# ---- names, twins, values --------------------------------------------------------------------------------

TAGGED = {
    "id": "t1",
    "text": "قال أحمد علي إن شركة أرامكو خسرت",
    "spans": [
        {"start": 4, "end": 12, "label": "PER", "attributes": {"role": "speaker"}},
        {"start": 16, "end": 27, "label": "ORG"},
        {"start": 0, "end": 3, "label": "VERB"},
    ],
    "relations": [{"type": "WORKS_FOR", "head": 0, "tail": 1}],
}


def lines(path: Path, *rows: Mapping[str, object]) -> Path:
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    return path


def test_labels_attributes_and_relations_take_the_schemes_names(tmp_path: Path) -> None:
    names = name_map(["PER=ACTOR@kind=person", "ORG=ACTOR", "VERB=", "PER@role=title", "WORKS_FOR=COUNTS"])
    project = empty(tmp_path)
    report = import_files(project, [lines(tmp_path / "t.jsonl", TAGGED)], actor="A", annotator="A", names=names)
    spans = {span.start: span for span in project.queries.spans("t1", "A")}
    assert {place: span.label for place, span in spans.items()} == {4: "ACTOR", 16: "ACTOR"}
    assert spans[4].attributes == {"kind": "person", "title": "speaker"}
    [relation] = project.queries.relations("t1", "A")
    assert (relation.type, relation.head, relation.tail) == ("COUNTS", spans[4].id, spans[16].id)
    assert any("left out" in str(each) for each in report.problems)
    project.close()


def test_spans_that_fall_together_under_new_names_are_told_and_keep_their_relations() -> None:
    each = AnnotatedDocument(
        Document("d", "d", "قال أحمد علي"),
        (Layer("A", spans=(Span("a", 4, 8, "PER"), Span("b", 4, 8, "ORG"), Span("c", 9, 12, "PER")),
               relations=(Relation("r", "KNOWS", "b", "c"),)),),
    )  # fmt: skip
    mapped, problems = name_map(["PER=ACTOR", "ORG=ACTOR"]).applied(each)
    assert [(span.id, span.label) for span in mapped.layers[0].spans] == [("a", "ACTOR"), ("c", "ACTOR")]
    assert mapped.layers[0].relations[0].head == "a"
    assert len(problems) == 1


@pytest.mark.parametrize("entry", ["PER", "=ACTOR", "PER=ACTOR@kind", "PER=ACTOR@=person"])
def test_an_entry_that_is_no_mapping_is_refused(entry: str) -> None:
    with pytest.raises(UserError, match="OLD=NEW"):
        name_map([entry])


def test_a_mapping_is_written_and_read_as_it_is() -> None:
    entries = ["PER=ACTOR@kind=person", "VERB=", "PER@role=title"]
    assert name_map(entries).to_list() == entries
    assert remembered(entries) == name_map(entries)
    assert not remembered(["nonsense"])


def test_common_tag_sets_are_proposed_not_applied(tmp_path: Path) -> None:
    found = proposed(["PER", "actor", "XYZ", "FIGURE"], shipped_scheme())
    assert {name: str(target) for name, target in found.labels.items()} == {
        "PER": "ACTOR@kind=person", "actor": "ACTOR",
    }  # fmt: skip
    project = empty(tmp_path)
    import_files(project, [lines(tmp_path / "t.jsonl", TAGGED)], actor="A", annotator="A")
    assert {span.label for span in project.queries.spans("t1", "A")} == {"PER", "ORG", "VERB"}
    project.close()


def test_a_text_under_another_id_brings_the_document_up_to_date(tmp_path: Path) -> None:
    project = empty(tmp_path)
    document = add_text(project, "x", str(TAGGED["text"]), "A")
    report = import_files(project, [lines(tmp_path / "t.jsonl", TAGGED)], actor="A", annotator="A")
    assert (report.added, report.updated) == ([], [document])
    assert len(project.queries.spans(document, "A")) == 3
    assert project.queries.document_count() == 1
    project.close()


def test_two_documents_of_one_text_in_a_file_stay_two(tmp_path: Path) -> None:
    project = empty(tmp_path)
    path = lines(tmp_path / "t.jsonl", TAGGED, TAGGED | {"id": "t2"})
    assert import_files(project, [path], actor="A").added == ["t1", "t2"]
    assert import_files(project, [path], actor="A").added == []
    assert project.queries.document_count() == 2
    project.close()


@pytest.mark.parametrize(
    ("existing", "labels"), [("update", {"PER", "ORG", "VERB", "GPE"}), ("replace", {"PER", "GPE"}),
                             ("skip", {"PER", "ORG", "VERB"})],
)  # fmt: skip
def test_a_second_import_updates_replaces_or_leaves_layers(
    tmp_path: Path, existing: Existing, labels: set[str]
) -> None:
    project = empty(tmp_path)
    import_files(project, [lines(tmp_path / "t.jsonl", TAGGED)], actor="A", annotator="A")
    corrected = TAGGED | {
        "spans": [{"start": 4, "end": 12, "label": "PER"}, {"start": 16, "end": 27, "label": "GPE"}],
        "relations": [], "metadata": {"date": "2026-01-01"},
    }  # fmt: skip
    import_files(
        project, [lines(tmp_path / "u.jsonl", corrected)], actor="A", annotator="A", existing=existing
    )
    assert {span.label for span in project.queries.spans("t1", "A")} == labels
    assert len(project.queries.relations("t1", "A")) == (existing != "replace")
    if existing != "skip":
        project.undo("A")
    assert {span.label for span in project.queries.spans("t1", "A")} == {"PER", "ORG", "VERB"}
    project.close()


def test_values_of_another_type_are_carried_over_or_kept_under_another_name(tmp_path: Path) -> None:
    spans = [
        {"start": 0, "end": 3, "label": "FIGURE", "attributes": {"value": "12", "mixed": 1}},
        {"start": 4, "end": 8, "label": "FIGURE", "attributes": {"value": "many", "mixed": "one"}},
    ]
    project = empty(tmp_path)
    report = import_files(
        project, [lines(tmp_path / "t.jsonl", TAGGED | {"spans": spans, "relations": []})], actor="A", annotator="A"
    )
    first, second = project.queries.spans("t1", "A")
    assert first.attributes == {"value": 12, "mixed": "1"}
    assert second.attributes == {"value_text": "many", "mixed": "one"}
    assert len(report.problems) == 3
    project.close()


def test_a_file_of_several_annotators_keeps_their_layers(tmp_path: Path) -> None:
    layers = [{"annotator": name, "spans": [{"start": 0, "end": 3, "label": "ACTOR"}]} for name in ("X", "Y")]
    path = lines(tmp_path / "t.jsonl", {"id": "d", "text": "قال أحمد", "layers": layers})
    project = empty(tmp_path)
    report = import_files(project, [path], actor="A", annotator="A")
    assert [row.annotator for row in project.queries.layers("d")] == ["X", "Y"]
    assert any("X, Y" in str(each) for each in report.problems)
    import_files(project, [path], actor="A", kind="gold")
    assert len(project.queries.spans("d", "gold")) == 1
    project.close()


def test_the_offset_unit_is_asked_for_where_it_cannot_be_told(tmp_path: Path) -> None:
    path = lines(tmp_path / "t.jsonl", {"id": 1, "text": "😊،؛.؟ قال", "label": [[2, 3, "ACTOR"]]})
    project = empty(tmp_path)
    with pytest.raises(UserError, match="say which") as caught:
        import_files(project, [path], actor="A", format="doccano")
    assert "utf16" in str(caught.value.arguments["units"])
    assert not project.queries.document_count()
    import_files(project, [path], actor="A", format="doccano", offsets="utf16")
    [document] = project.queries.document_ids()
    assert [span.start for span in project.queries.spans(document, "imported")] == [1]
    project.close()


def test_a_preview_says_what_an_import_would_bring(tmp_path: Path) -> None:
    path = lines(tmp_path / "t.jsonl", TAGGED)
    found = look([path], Wish())
    assert (found.formats, found.documents, found.complete) == (["jsonl"], 1, True)
    assert found.spans == {"PER": 1, "ORG": 1, "VERB": 1}
    assert found.attributes["PER"] == {"role": 1}
    assert found.relations == {"WORKS_FOR": 1}
    assert found.shown[0].document.text == TAGGED["text"]
    (tmp_path / "e.jsonl").write_text("", "utf-8")
    with pytest.raises(UserError, match="empty"):
        look([tmp_path / "e.jsonl"], Wish())
    assert len(look([path, tmp_path / "e.jsonl"], Wish()).problems) == 1


# ---- files of peers --------------------------------------------------------------------------------------

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


def test_plain_lines_without_relations_keep_their_attributes(tmp_path: Path) -> None:
    row = {name: value for name, value in TAGGED.items() if name != "relations"}
    project = empty(tmp_path)
    import_files(project, [lines(tmp_path / "t.jsonl", row)], actor="A", annotator="A")
    assert project.queries.spans("t1", "A")[1].attributes == {"role": "speaker"}
    project.close()
