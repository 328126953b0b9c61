"""Names, texts and values that come in beside what is there already."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.core.document import AnnotatedDocument, Document, Layer
from annotator.core.errors import UserError
from annotator.core.scheme import shipped_scheme
from annotator.core.span import Relation, Span
from annotator.project.arrivals import Wish
from annotator.project.exchange import add_text, import_files
from annotator.project.mapping import name_map, proposed, remembered
from annotator.project.preview import look
from annotator.project.twins import Existing
from tests.project.conftest import empty, lines

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


def test_plain_lines_without_relations_keep_their_attributes(tmp_path: Path) -> None:
    row = {name: value for name, value in TAGGED.items() if name != "relations"}
    project = empty(tmp_path)
    import_files(project, [lines(tmp_path / "t.jsonl", row)], actor="A", annotator="A")
    assert project.queries.spans("t1", "A")[1].attributes == {"role": "speaker"}
    project.close()
