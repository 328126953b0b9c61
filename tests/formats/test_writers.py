"""What every format writes whatever it is given, and what only some of them meet."""

from __future__ import annotations

import json
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.core.document import AnnotatedDocument, Document, Header, Layer
from annotator.core.errors import UserError
from annotator.core.span import Relation, Span
from annotator.formats import archive, base, cas, conllu, hf_out, inspect, jsonrows, source
from annotator.formats.base import Format, ReadOptions, WriteOptions, WriteReport
from annotator.formats.brat_out import EXTRA
from annotator.formats.errors import missing_extra
from annotator.formats.names import file_name, free_file_name, slugs
from annotator.formats.registry import FORMATS, detect, format_named
from annotator.formats.soundness import sound
from annotator.formats.surrogates import rejoined
from tests.formats.made import article, document, layered

WRITERS = [each.name for each in FORMATS if each.writes]


WHOLE = {"jsonl", "json", "hf", "csv"}
"""Formats that hold all of it, and refuse a relation whose end is not there."""


def odd(loose: bool) -> list[AnnotatedDocument]:
    """Documents that some format has no place for: no layer, an end that is not there, names that are too long."""
    text = "قال  عمر في بيروت"
    spans = (
        Span("s1", 0, 3, "فعل", {}, note="ملاحظة", unsure=True, origin={"file": "x"}), Span("s2", 3, 5, "فراغ"),
        Span("s3", 5, 8, "فعلا", {"صفة": "x"}),
    )  # fmt: skip
    relations = (Relation("r1", "BY", "s1", "s3"), Relation("r2", "BY", "s2", "s3"), Relation("r3", "BY", "s1", "s9"))
    layer = Layer("", spans=spans, relations=relations if loose else relations[:2])
    return [
        AnnotatedDocument(Document("x/1", "x", text)), AnnotatedDocument(Document("X/1", "x", text), (layer,)),
        AnnotatedDocument(Document("ط" * 200, "y", text), (layer,)), layered(),
    ]  # fmt: skip


def written(name: str, documents: list[AnnotatedDocument], path: Path, **options: str) -> WriteReport:
    return format_named(name).write(documents, Header(), path, WriteOptions(**options))  # type: ignore[arg-type]  # by name


@pytest.mark.parametrize("name", WRITERS)
def test_documents_that_a_format_has_no_place_for_are_written_and_read_again(name: str, tmp_path: Path) -> None:
    chosen = format_named(name)
    path = tmp_path / ("out" if chosen.folder else f"out{chosen.suffixes[0]}")
    report = written(name, odd(name not in WHOLE), path)
    assert report.documents == 4
    assert bool(report.losses) == (name not in {"jsonl", "json", "csv", "label-studio"})
    found = list(chosen.read(path).documents)
    assert len(found) == (1 if name in {"text", "html"} else 4)
    assert name in {"text", "html"} or sum(bool(each.layers and each.layers[0].spans) for each in found) >= 2


@pytest.mark.parametrize("name", ["uima-xmi", "uima-cas-json", "webanno-tsv"])
def test_a_file_for_one_document_takes_no_second_and_stays_as_it_was(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"out{format_named(name).suffixes[0]}"
    path.write_text("before", "utf-8")
    with pytest.raises(UserError, match="one document only"):
        written(name, [article(), document("ثم", name="d2")], path)
    assert path.read_text("utf-8") == "before"
    assert written(name, [article()], path).documents == 1


def test_a_folder_takes_the_place_of_an_empty_one_and_of_no_other(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    assert written("brat", [article()], tmp_path / "out").documents == 1
    with pytest.raises(UserError, match="not an empty folder"):
        written("brat", [article()], tmp_path / "out")


@pytest.mark.parametrize(
    ("docstart", "first"), [("none", "أفاد"), ("id", "-DOCSTART- مقال-1"), ("plain", "-DOCSTART- -X-")]
)
def test_documents_of_columns_begin_as_is_wished(docstart: str, first: str, tmp_path: Path) -> None:
    written("conll", [article()], tmp_path / "a.conll", docstart=docstart)
    assert (tmp_path / "a.conll").read_text("utf-8").startswith(first)


def test_layers_of_columns_are_as_few_as_can_be(tmp_path: Path) -> None:
    made = document("a b c d", (0, 7, "X"), (0, 1, "Y"), (4, 5, "Z"), (0, 3, "W"))
    report = written("conll", [made], tmp_path / "a.conll", nested="columns")
    assert report.spans == 4
    assert (tmp_path / "a.conll").read_text("utf-8").split("\n")[2] == "a -X- O B-X B-W B-Y"
    assert (tmp_path / "a.conll").read_text("utf-8").split("\n")[4] == "c -X- O I-X B-Z O"


def test_rows_of_a_dataset_are_written_in_batches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pyarrow")
    monkeypatch.setattr(hf_out, "BATCH", 2)
    made = [document("قال عمر", (4, 7, "PER"), name=f"d{number}") for number in range(5)]
    assert written("hf", made, tmp_path / "out").documents == 5
    assert len(list(format_named("hf").read(tmp_path / "out").documents)) == 5


def test_names_are_plain_and_never_the_same() -> None:
    assert slugs(["ا", "أ", "a-b", "؟"]) == {"ا": "a", "أ": "a_2", "a-b": "a-b", "؟": "label"}
    taken: set[str] = set()
    assert [free_file_name(each, taken) for each in ("A", "a", ".a", "")] == ["A", "a-2", "%2Ea", "document"]
    assert len(file_name("ط" * 200).encode()) < 180


def test_what_a_format_cannot_do_is_said() -> None:
    with pytest.raises(UserError, match="can be read, not written"):
        format_named("docx").write([], Header(), Path("x.docx"))
    with pytest.raises(UserError, match="can be written, not read"):
        Format("x", "x", (), lambda path, head: 0.0).read(Path("x"))
    with pytest.raises(UserError, match="no format foo"):
        format_named("foo")


def test_a_frozen_program_says_otherwise_what_brings_a_library(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "pip install" in str(missing_extra("spacy"))
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert "this installation" in str(missing_extra("spacy"))


@pytest.mark.parametrize("name", ["brat", "hf"])
def test_a_folder_without_files_of_the_format_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="holds no"):
        list(format_named(name).read(tmp_path).documents)


def test_a_file_of_two_formats_and_a_folder_of_none_are_asked_about(tmp_path: Path) -> None:
    row = {"id": "1", "text": "قال", "spans": [], "relations": [], "data": {}, "result": []}
    (tmp_path / "a.jsonl").write_text(json.dumps(row), "utf-8")
    with pytest.raises(UserError, match="jsonl, label-studio: say which"):
        detect(tmp_path / "a.jsonl")
    (tmp_path / "a.jsonl").unlink()
    with pytest.raises(UserError, match="no document of a known format"):
        inspect.inspect(tmp_path)


def test_files_in_a_folder_are_told_apart(tmp_path: Path) -> None:
    sentence = "# newdoc id = d\n1\tقال\t_\tX\t_\t_\t0\troot\t_\t_\n\n"
    (tmp_path / "a.conllu").write_text(sentence * 3, "utf-8")
    (tmp_path / "b.a1").write_text("T1\tX 0 1\tx\n", "utf-8")
    (tmp_path / "b.a2").write_text("", "utf-8")
    (tmp_path / "b.txt").write_text("x", "utf-8")
    (tmp_path / "empty.txt").write_bytes(b"")
    reading = format_named("archive").read(tmp_path)
    assert [each.document.id for each in reading.documents] == ["d", f"{tmp_path.name}/a/d", "d-2", "b"]


def test_a_zip_of_too_many_files_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_FILES", 1)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as made:
        made.writestr("a.txt", "x")
        made.writestr("b.txt", "x")
    with pytest.raises(UserError, match="too many files"):
        inspect.inspect(tmp_path / "a.zip")


def test_what_is_too_long_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.json"
    path.write_text('[{"text": "' + "x" * 600_000 + '"}]', "utf-8")
    with pytest.raises(UserError, match="too large"):
        source.read_bytes(path, 1000)
    monkeypatch.setattr(jsonrows, "MAX_BYTES", 300_000)
    with pytest.raises(UserError, match="too large"):
        list(jsonrows.json_rows(path, base.Facts()))
    monkeypatch.setattr(source, "MAX_LINE", 300_000)
    with pytest.raises(UserError, match="too long"):
        list(source.Lines(path))


def test_reading_tells_how_far_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"12345")
    told: list[int] = []
    with source.told_of_reading(told.append):
        source.read_bytes(path)
    assert told == [5]


@pytest.mark.parametrize("name", ["conllu", "uima-xmi"])
def test_samples_are_few_and_counts_whole(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (cas, conllu, inspect):
        monkeypatch.setattr(module, "MOST_SAMPLES", 1)
    path = tmp_path / f"a{format_named(name).suffixes[0]}"
    written(name, [article()], path)
    found = inspect.inspect(path)
    assert len(found["samples"]) == 1
    assert sum(found["spans"].values()) >= 9


def test_suggestions_are_counted_as_what_they_suggest(tmp_path: Path) -> None:
    written("jsonl", [layered()], tmp_path / "a.jsonl")
    assert inspect.inspect(tmp_path / "a.jsonl")["spans"] == {"SOURCE": 5, "FIGURE": 3, "ACTOR": 5}


def test_ids_that_stand_twice_are_told_apart_and_loose_relations_left_out() -> None:
    layer = Layer("", spans=(Span("s", 0, 1, "X"), Span("s", 1, 2, "X"), Span("s", 2, 3, "X"), Span("t", 1, 9, "X")),
                  relations=(Relation("r", "R", "s", "t"), Relation("q", "R", "s", "s-2")))  # fmt: skip
    after, problems = sound(AnnotatedDocument(Document("d", "d", "abc"), (layer,)))
    assert [span.id for span in after.layers[0].spans] == ["s", "s-2", "s-3"]
    assert [each.id for each in after.layers[0].relations] == ["q"]
    assert len(problems) == 2


def test_texts_of_a_stand_off_file_are_found_in_files_of_any_kind(tmp_path: Path) -> None:
    native = format_named("jsonl")
    made = [article(), document("قال عمر", (4, 7, "PER"), name="d2")]
    native.write(made, Header(), tmp_path / "out.jsonl", WriteOptions(without_text=True))
    texts = tmp_path / "texts"
    texts.mkdir()
    rows = [{"text": made[0].document.text}, {"text": None}, {"id": 7}]
    (texts / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows) + "{", "utf-8")
    (texts / "b.txt").write_text("قال عمر", "utf-8")
    (texts / "c.bin").write_bytes(b"\x00\x01")
    (texts / "folder.d").mkdir()
    reading = native.read(tmp_path / "out.jsonl", ReadOptions(text_from=str(texts)))
    assert [each.document.text for each in reading.documents] == [each.document.text for each in made]
    with pytest.raises(UserError, match="there is no file"):
        list(native.read(tmp_path / "out.jsonl", ReadOptions(text_from=str(tmp_path / "nowhere"))).documents)
    (texts / "b.txt").unlink()
    with pytest.raises(UserError, match="no text in"):
        list(native.read(tmp_path / "out.jsonl", ReadOptions(text_from=str(texts))).documents)


def test_a_pair_of_halves_is_put_back_only_where_there_was_one() -> None:
    assert rejoined("a😊", [1]) == "a\ud83d\ude0a"
    for place in (0, 5):
        with pytest.raises(ValueError, match="no split pair"):
            rejoined("a😊", [place])


def test_an_extent_of_ours_in_brat_lies_in_the_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("قال عمر", "utf-8")
    (tmp_path / "a.ann").write_text(f'T1\tX 0 3\tقال\n#1\t{EXTRA} T1\t{{"extent": [[0, 99]]}}\n', "utf-8")
    with pytest.raises(UserError, match="outside the text"):
        inspect.inspect(tmp_path / "a.ann")


def word_document(path: Path, body: str) -> Path:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    other = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    with zipfile.ZipFile(path, "w") as made:
        text = f'<w:document xmlns:w="{space}" xmlns:m="{other}">\n<w:body>\n{body}</w:body></w:document>'
        made.writestr("word/document.xml", text)
    return path


def test_a_word_document_says_everything_once(tmp_path: Path) -> None:
    path = word_document(
        tmp_path / "a.docx",
        '<w:p><w:pPr><w:tabs><w:tab w:pos="720"/></w:tabs></w:pPr><w:r><w:t>قال</w:t><w:tab/><w:t>عمر</w:t></w:r>'
        "<w:moveFrom><w:r><w:t>ثم</w:t></w:r></w:moveFrom></w:p><m:AlternateContent><m:Choice><w:p><w:r><w:t>صندوق"
        "</w:t></w:r></w:p></m:Choice><m:Fallback><w:p><w:r><w:t>صندوق</w:t></w:r></w:p></m:Fallback>"
        "</m:AlternateContent><w:p><w:r><w:t>ثم</w:t></w:r></w:p>",
    )
    assert next(format_named("docx").read(path).documents).document.text == "قال\tعمر\nصندوق\nثم"
    with pytest.raises(UserError, match="no text"):
        inspect.inspect(word_document(tmp_path / "b.docx", "<w:p/>"))


def test_layers_that_are_none_are_refused(tmp_path: Path) -> None:
    good = {"kind": "suggestion", "suggestions": [{"start": 0, "end": 3, "label": "X", "score": 0.5}]}
    for wrong in (
        {"suggestions": [{"start": 0, "end": 3, "label": "X", "decision": "perhaps"}]},
        {"suggested_relations": [{"type": "R", "head": 0, "tail": 7}]},
    ):
        row = {"id": "1", "text": "قال", "layers": [good | wrong]}
        (tmp_path / "a.jsonl").write_text(json.dumps(row), "utf-8")
        with pytest.raises(UserError, match="line 1"):
            inspect.inspect(tmp_path / "a.jsonl")


def test_a_table_of_ours_has_rows_of_its_kinds(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    made = replace(document("قال عمر", (4, 7, "PER")))
    format_named("csv").write([made], Header(), path)
    lines = path.read_text("utf-8").split("\n")
    path.write_text(lines[0] + "\n", "utf-8")
    assert inspect.inspect(path)["documents"] == 0
    path.write_text("\n".join(lines).replace('"span"', '"spam"'), "utf-8")
    with pytest.raises(UserError, match="no row is of kind “spam”"):
        inspect.inspect(path)


@pytest.mark.parametrize("name", ["csv", "text", "conll", "html"])
def test_an_empty_file_is_none_of_any_format(name: str, tmp_path: Path) -> None:
    (tmp_path / "a.x").write_bytes(b"")
    with pytest.raises(UserError, match=r"a\.x"):
        inspect.inspect(tmp_path / "a.x", name)
