"""What files of single tools mean: Prodigy's answers, Label Studio's regions, doccano's shapes, brat's lines."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from annotator.core.document import AnnotatedDocument, Header
from annotator.core.errors import UserError
from annotator.formats.base import WriteOptions
from annotator.formats.inspect import inspect
from annotator.formats.registry import detect, format_named
from tests.formats.made import document

TEXT = "قال عمر في حلب"


def read(name: str, path: Path, value: object) -> list[AnnotatedDocument]:
    path.write_text(value if isinstance(value, str) else json.dumps(value), "utf-8")
    return list(format_named(name).read(path).documents)


def task(answer: str | None) -> dict[str, Any]:
    value: dict[str, Any] = {"text": TEXT, "_input_hash": 1, "spans": [{"start": 4, "end": 7, "label": "PER"}]}
    return value | ({"answer": answer} if answer else {})


@pytest.mark.parametrize(
    ("answer", "spans", "decisions"),
    [("accept", 1, []), (None, 1, []), ("reject", 0, ["rejected"]), ("ignore", 0, [""])],
)
def test_prodigys_answer_decides(answer: str | None, spans: int, decisions: list[str], tmp_path: Path) -> None:
    (each,) = read("prodigy", tmp_path / "a.jsonl", json.dumps(task(answer)))
    assert sum(len(layer.spans) for layer in each.layers) == spans
    assert [one.decision for layer in each.layers for one in layer.suggestions] == decisions


def test_prodigys_last_token_is_inclusive(tmp_path: Path) -> None:
    format_named("prodigy").write([document(TEXT, (4, 7, "PER"))], Header(), tmp_path / "a.jsonl", WriteOptions())
    value = json.loads((tmp_path / "a.jsonl").read_text("utf-8"))
    span = value["spans"][0]
    assert (span["token_start"], span["token_end"]) == (1, 1)


def region(kind: str, start: int, end: int, **value: object) -> dict[str, Any]:
    return {"id": "r1", "from_name": kind, "type": kind, "value": {"start": start, "end": end, **value}}


def test_label_studios_results_of_one_id_are_one_region(tmp_path: Path) -> None:
    results = [region("labels", 4, 7, text="عمر", labels=["PER"]), region("choices", 4, 7, choices=["Male"])]
    value = [{"id": 1, "data": {"text": TEXT}, "annotations": [{"completed_by": 7, "result": results}]}]
    (each,) = read("label-studio", tmp_path / "a.json", value)
    (span,) = each.layers[0].spans
    assert (span.covered(TEXT), span.label, span.attributes) == ("عمر", "PER", {"choices": "Male"})
    assert each.layers[0].annotator == "7"


def test_label_studios_predictions_are_suggestions_and_cancelled_work_is_left_out(tmp_path: Path) -> None:
    results = [region("labels", 4, 7, labels=["PER"])]
    value = [{
        "id": 1, "data": {"text": TEXT},
        "annotations": [{"was_cancelled": True, "result": results}],
        "predictions": [{"model_version": "m1", "score": 0.5, "result": results}],
    }]  # fmt: skip
    (each,) = read("label-studio", tmp_path / "a.json", value)
    (layer,) = each.layers
    assert (layer.kind, layer.annotator, len(layer.suggestions)) == ("suggestion", "m1", 1)


def test_old_label_studio_counts_utf16_and_its_copies_fold_white_space(tmp_path: Path) -> None:
    text = "😊 قال\nعمر  هنا"
    value = [{"id": 1, "data": {"text": text}, "annotations": [{"result": [
        region("labels", 3, 10, text="قال\\nعمر", labels=["X"])]}]}]  # fmt: skip
    path = tmp_path / "a.json"
    (each,) = read("label-studio", path, value)
    assert each.layers[0].spans[0].covered(text) == "قال\nعمر"
    assert inspect(path)["offset_unit"] == "utf16"


def test_label_studios_pages_are_counted_in_what_is_seen(tmp_path: Path) -> None:
    place = {"start": "/p[1]/text()[1]", "end": "/p[1]/text()[1]", "startOffset": 4, "endOffset": 7}
    seen = {"globalOffsets": {"start": 4, "end": 7}, "text": "عمر", "hypertextlabels": ["PER"]}
    results = [
        {"id": "a", "type": "hypertextlabels", "value": {**place, **seen}},
        {"id": "b", "type": "hypertextlabels", "value": {**place, "hypertextlabels": ["LOC"]}},
    ]
    value = [{"id": 1, "data": {"text": "<p>قال <b>عمر</b> &amp; علي</p>"}, "annotations": [{"result": results}]}]
    (each,) = read("label-studio", tmp_path / "a.json", value)
    assert each.document.text == "قال عمر & علي"
    assert [span.covered(each.document.text) for span in each.layers[0].spans] == ["عمر"]
    assert len(inspect(tmp_path / "a.json")["rejected"]) == 1


@pytest.mark.parametrize(
    "row",
    [
        {"text": TEXT, "label": [[4, 7, "PER"]]},
        {"text": TEXT, "labels": [[4, 7, "PER"]]},
        {"data": TEXT, "label": [[4, 7, "PER"]]},
        {"id": 3, "text": TEXT, "entities": [{"id": 9, "label": "PER", "start_offset": 4, "end_offset": 7}]},
        {"text": TEXT, "entities": [[4, 7, "PER"]], "cats": ["news"]},
        {"column_data": TEXT, "column_label": [[4, 7, "PER"]]},
    ],
)
def test_every_shape_of_doccano_is_read(row: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    (each,) = read("doccano", path, json.dumps(row, indent=2))
    assert [span.covered(TEXT) for span in each.layers[0].spans] == ["عمر"]
    assert detect(path).name == "doccano"


def test_doccano_rows_that_cannot_be_read_are_rejected_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text":"قال","label":[[2,2,"X"],[0,3,"X"]]}\n{"label":[[0,1,"X"]]}\n', "utf-8")
    found = inspect(path)
    assert (found["documents"], found["spans"], len(found["rejected"])) == (1, {"X": 1}, 2)


ANN = (
    "T1\tPER 4 7\tعمر\nT2\tLOC 11 14\tحلب\nT3\tSay 0 3\tقال\nE1\tSay:T3 Who:T1 Where:T2\n"
    "R1\tNear Arg1:T1 Arg2:T2\n*\tAlias T1 T2\nA1\tSure T1\nA2\tKind T1 person\n"
    "N1\tReference T2 Wikidata:Q41183\t\tحلب\n#1\tAnnotatorNotes T1\tملاحظة\nbroken\nR2\tNear Arg1:T1 Arg2:T99\n"
)


def test_every_kind_of_brats_lines_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    (each,) = read("brat", tmp_path / "a.ann", ANN)
    spans = {span.id: span for span in each.layers[0].spans}
    assert spans["T1"].attributes == {"Sure": True, "Kind": "person"}
    assert spans["T1"].note == "ملاحظة"
    assert spans["T2"].attributes == {"Reference": "Wikidata:Q41183"}
    found = inspect(tmp_path / "a.ann")
    assert (found["relations"], found["links"]) == ({"Near": 1}, {"Alias": 1, "Who": 1, "Where": 1})
    assert len(found["rejected"]) == 1
    assert any("R2" in warning for warning in found["warnings"])


def test_brat_pieces_out_of_order_are_put_in_order_and_a_line_break_is_written_in_pieces(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    (each,) = read("brat", tmp_path / "a.ann", "T1\tX 8 10;0 3\tقال في\n")
    assert each.layers[0].spans[0].fragments == ((0, 3), (8, 10))
    report = format_named("brat").write([document("سطر\nثان", (0, 7, "X"))], Header(), tmp_path / "out", WriteOptions())
    assert (tmp_path / "out" / "d1.ann").read_text("utf-8").startswith("T1\tX 0 3;4 7\tسطر ثان\n")
    assert [loss.action for loss in report.losses] == ["cut"]


def test_arabic_labels_go_to_brat_as_slugs_and_come_back(tmp_path: Path) -> None:
    format_named("brat").write([document(TEXT, (4, 7, "شخص مهم"))], Header(), tmp_path / "out", WriteOptions())
    assert (tmp_path / "out" / "d1.ann").read_text("utf-8").split("\t")[1].isascii()
    assert inspect(tmp_path / "out")["spans"] == {"شخص مهم": 1}


def test_a_parallel_column_of_class_numbers_needs_its_names(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"tokens": ["قال", "عمر"], "ner_tags": [0, 1]}), "utf-8")
    with pytest.raises(UserError, match="row 1"):
        inspect(path)
    path.write_text(json.dumps({"tokens": ["قال", "عمر"], "ner_tags": ["O", "B-PER"]}), "utf-8")
    assert inspect(path)["spans"] == {"PER": 1}


def test_a_multi_word_token_is_one_token_and_its_words_have_their_pieces(tmp_path: Path) -> None:
    rows = ["1-2\tوسانا\t_\t_\t_\t_\t_\t_\t_\t_", "1\tو\t_\t_\t_\t_\t0\troot\t_\t_",
            "2\tسانا\t_\t_\t_\t_\t1\tdep\t_\tNER=B-ORG", "3\tقالت\t_\t_\t_\t_\t1\tdep\t_\tSpaceAfter=No"]  # fmt: skip
    (each,) = read("conllu", tmp_path / "a.conllu", "# text = وسانا قالت\n" + "\n".join(rows) + "\n\n")
    assert each.tokens == ((0, 5), (6, 10))
    assert [span.covered(each.document.text) for span in each.layers[0].spans] == ["سانا"]


def test_label_studios_short_form_is_one_document_per_task(tmp_path: Path) -> None:
    def row(annotator: int, start: int, end: int, label: str) -> dict[str, Any]:
        regions = [{"start": start, "end": end, "text": TEXT[start:end], "labels": [label]}]
        return {"text": TEXT, "id": 5, "label": regions, "sentiment": "Positive", "annotator": annotator,
                "annotation_id": annotator, "created_at": "x", "updated_at": "y", "lead_time": 3.5}  # fmt: skip

    path = tmp_path / "min.json"
    (each,) = read("label-studio", path, [row(1, 4, 7, "PER"), row(2, 11, 14, "LOC")])
    assert [(layer.annotator, layer.spans[0].covered(TEXT)) for layer in each.layers] == [("1", "عمر"), ("2", "حلب")]
    assert (each.document.id, each.document.metadata["sentiment"]) == ("5", "Positive")
    assert detect(path).name == "label-studio"


def test_label_studios_tasks_without_labels_are_texts(tmp_path: Path) -> None:
    path = tmp_path / "tasks.json"
    (each,) = read("label-studio", path, [{"data": {"text": TEXT}}])
    assert (each.document.text, detect(path).name) == (TEXT, "label-studio")


def test_prodigys_relations_without_spans_point_to_tokens(tmp_path: Path) -> None:
    tokens = [{"text": "قال", "start": 0, "end": 3, "id": 0}, {"text": "عمر", "start": 4, "end": 7, "id": 1}]
    value = task("accept") | {"tokens": tokens, "relations": [{"head": 0, "child": 1, "label": "SAID"}]}
    (each,) = read("prodigy", tmp_path / "a.jsonl", json.dumps(value))
    spans = {span.id: span.covered(TEXT) for span in each.layers[0].spans}
    (relation,) = each.layers[0].relations
    assert (relation.type, spans[relation.head], spans[relation.tail]) == ("SAID", "قال", "عمر")


@pytest.mark.parametrize(
    "value",
    [
        [[TEXT, {"entities": [[4, 7, "PER"]]}]],
        [TEXT, {"entities": [[4, 7, "PER"]]}],
        {"classes": ["PER"], "annotations": [[TEXT, {"entities": [[4, 7, "PER"]]}]]},
    ],
)
def test_the_pairs_of_spacys_old_scripts_are_read(value: object, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    (each,) = read("spacy-json", path, value)
    assert [(span.label, span.covered(TEXT)) for span in each.layers[0].spans] == [("PER", "عمر")]
    assert detect(path).name == "spacy-json"


def test_old_doccano_annotations_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    (each,) = read("doccano", path, {"text": TEXT, "annotations": [{"label": 3, "start_offset": 4, "end_offset": 7}]})
    assert [(span.label, span.covered(TEXT)) for span in each.layers[0].spans] == [("3", "عمر")]
    assert detect(path).name == "doccano"


@pytest.mark.parametrize("text", ['[{"filename": "x.jpg"}]', "[]", '{"a": 1}'])
def test_json_of_no_known_shape_is_not_taken_for_a_text(text: str, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(text, "utf-8")
    with pytest.raises(UserError, match="no known format"):
        inspect(path)


def test_line_breaks_that_brat_wrote_as_blanks_are_recognised(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("قال\nعمر في", "utf-8")
    (each,) = read("brat", tmp_path / "a.ann", "T1\tX 0 7\tقال عمر\nT2\tY 8 10\tفي\n")
    assert [span.covered(each.document.text) for span in each.layers[0].spans] == ["قال\nعمر", "في"]
    assert len(inspect(tmp_path / "a.ann")["warnings"]) == 1


@pytest.mark.parametrize(
    ("miscs", "found"),
    [
        (("Entity=(person-1)", "_"), {"person": "قال"}),
        (("Entity=(abstract-2(person-3)", "Entity=abstract-2)"), {"abstract": "قال عمر", "person": "قال"}),
        (("Entity=(e1-person-1-", "Entity=e1)"), {"person": "قال عمر"}),
        (("name=B-PER", "name=L-PER"), {"PER": "قال عمر"}),
        (("NE=U-PER", "name=U-LOC"), {"PER": "قال", "LOC": "عمر"}),
        (("B-PER", "L-PER"), {"PER": "قال عمر"}),
        (("SpaceAfter=Yes|ner=S-PER", "ner=O"), {"PER": "قال"}),
    ],
)
def test_every_way_of_entities_in_conllu_is_read(miscs: tuple[str, str], found: dict[str, str], tmp_path: Path) -> None:
    rows = [f"{number}\t{word}\t_\tX\t_\t_\t{number - 1}\tdep\t_\t{misc}\n"
            for number, (word, misc) in enumerate(zip(("قال", "عمر"), miscs, strict=True), 1)]  # fmt: skip
    (each,) = read("conllu", tmp_path / "a.conllu", "".join(rows) + "\n")
    assert {span.label: span.covered(each.document.text) for span in each.layers[0].spans} == found


def test_conll_tells_comments_from_tokens_that_are_a_hash(tmp_path: Path) -> None:
    text = "# newdoc id = 5\nقال\tO\n#\tB-TAG\nعمر\tI-TAG\n\n# sent 2\nحلب\tB-LOC\n"
    (each,) = read("conll", tmp_path / "a.conll", text)
    assert [span.covered(each.document.text) for span in each.layers[0].spans] == ["# عمر", "حلب"]
    assert len(each.tokens or ()) == 4


def test_pairs_that_java_escaped_are_one_character(tmp_path: Path) -> None:
    text = "#FORMAT=WebAnno TSV 3.1\n#T_SP=x.NamedEntity|value\n\n\n#Text=a \\uD83D\\uDE0A\n"
    rows = "1-1\t0-1\ta\t_\t\n1-2\t2-4\t😊\tPER\t\n"
    (each,) = read("webanno-tsv", tmp_path / "a.tsv", text + rows)
    assert each.document.text == "a 😊"
    assert inspect(tmp_path / "a.tsv")["warnings"] == []
