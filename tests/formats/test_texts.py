"""Texts from other places: columns of tables, Word, web pages, zips and folders of anything."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from annotator.core.document import Header
from annotator.core.errors import UserError
from annotator.core.scheme import shipped_scheme
from annotator.formats.base import ReadOptions, WriteOptions
from annotator.formats.inspect import inspect
from annotator.formats.registry import FORMATS, detect, format_named
from tests.formats.made import article
from tests.formats.test_fuzz import word_document


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
def test_a_column_of_texts_becomes_documents_with_metadata(mark: str, encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = [f"id{mark}text{mark}date", f'a{mark}"قال عمر\nثم ""مضى"" إلى الدار"{mark}2024-01-02', f"b{mark}{mark}"]
    path.write_bytes("\n".join(rows).encode(encoding))
    reading = format_named("csv").read(path)
    made = list(reading.documents)
    assert [(each.document.id, each.document.text) for each in made] == [("a", 'قال عمر\nثم "مضى" إلى الدار')]
    assert made[0].document.metadata["date"] == "2024-01-02"
    assert len(reading.facts.rejected) == 1


def test_the_column_of_texts_can_be_named(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("x,y\nقال,1\n", "utf-8")
    with pytest.raises(UserError, match="say which"):
        list(format_named("csv").read(path).documents)
    made = next(format_named("csv").read(path, ReadOptions(text_column="x")).documents)
    assert made.document.text == "قال"


def test_a_row_of_another_width_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,text\n1,قال\n2,a,b\n", "utf-8")
    with pytest.raises(UserError, match="line 3"):
        inspect(path)


def test_a_word_document_gives_its_text(tmp_path: Path) -> None:
    path = word_document(tmp_path / "a.docx")
    assert detect(path).name == "docx"
    assert next(format_named("docx").read(path).documents).document.text == "قال عمر\tثم"


def test_word_reads_what_python_docx_writes(tmp_path: Path) -> None:
    docx = pytest.importorskip("docx")
    made = docx.Document()
    made.add_paragraph("قال عمر")
    made.add_table(1, 2).cell(0, 1).text = "129 😊"
    made.save(tmp_path / "a.docx")
    assert next(format_named("docx").read(tmp_path / "a.docx").documents).document.text == "قال عمر\n\n129 😊"


def test_a_page_gives_its_text_and_no_script(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(
        '<!doctype html><html><head><title>خبر</title><meta charset="windows-1256"><style>p{}</style></head><body>'
        "<h1>عنوان</h1><p>قال <b>عمر</b> &amp; علي<br>ثم</p><script>x()</script></body></html>".encode("cp1256")
    )
    each = next(format_named("html").read(path).documents)
    assert (each.document.name, each.document.text) == ("خبر", "عنوان\nقال عمر & علي\nثم")


def test_a_printable_page_shows_every_label_and_no_markup_of_the_text(tmp_path: Path) -> None:
    from dataclasses import replace

    base = article()
    evil = replace(base, document=replace(base.document, name="<script>alert(1)</script>"))
    format_named("html").write([evil], Header(shipped_scheme()), tmp_path / "a.html", WriteOptions())
    page = (tmp_path / "a.html").read_text("utf-8")
    assert "<script" not in page
    assert 'dir="rtl"' in page
    assert page.count("<small>") == len(base.layers[0].spans)
    text = next(format_named("html").read(tmp_path / "a.html").documents).document.text
    assert "عُنْصُرًا" in text


def mixed(folder: Path) -> Path:
    folder.mkdir()
    (folder / "a.txt").write_text("قال عمر", "utf-8")
    (folder / "b.txt").write_text("قال علي", "utf-8")
    (folder / "b.ann").write_text("T1\tX 4 7\tعلي\n", "utf-8")
    (folder / "c.jsonl").write_text(json.dumps({"text": "قال زيد", "label": [[4, 7, "X"]]}), "utf-8")
    (folder / "d.png").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    return folder


def test_a_folder_of_anything_is_read_file_by_file(tmp_path: Path) -> None:
    found = inspect(mixed(tmp_path / "in"), "archive")
    assert (found["documents"], found["spans"]) == (3, {"X": 2})
    assert any("d.png" in warning for warning in found["warnings"])


def test_a_zip_of_anything_is_read_file_by_file(tmp_path: Path) -> None:
    folder = mixed(tmp_path / "in")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for each in folder.iterdir():
            archive.write(each, f"inner/{each.name}")
    found = inspect(tmp_path / "a.zip")
    assert (found["format"], found["documents"], found["spans"]) == ("archive", 3, {"X": 2})


def test_names_and_aliases_are_used_once() -> None:
    names = [name for each in FORMATS for name in (each.name, *each.aliases)]
    assert len(names) == len(set(names))


def test_heavy_libraries_are_not_loaded_with_the_formats() -> None:
    import subprocess
    import sys

    heavy = "{'pyarrow', 'spacy', 'lxml', 'cassis', 'numpy', 'docx'}"
    script = f"import sys, annotator.formats.registry; print(sorted({heavy} & set(sys.modules)))"
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
    assert done.stdout.strip() == "[]"


def test_a_missing_library_names_its_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "spacy", None)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    for name, extra in (("spacy", "spacy"), ("hf", "formats")):
        with pytest.raises(UserError, match=rf"raqim\[{extra}\]"):
            format_named(name).write([article()], Header(), tmp_path / name, WriteOptions())
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
@pytest.mark.parametrize("mark", ["\n", "\r\n", "\r"])
def test_a_table_is_read_in_every_encoding_and_with_every_line_end(encoding: str, mark: str, tmp_path: Path) -> None:
    rows = ["text,date", "مرحبا بكم في الأخبار اليوم,2020", '"سطر, أول' + mark + 'وثان",2021', ""]
    path = tmp_path / "a.csv"
    path.write_bytes(mark.join(rows).encode(encoding))
    found = list(format_named("csv").read(path).documents)
    assert detect(path).name == "csv"
    assert [each.document.text for each in found] == ["مرحبا بكم في الأخبار اليوم", f"سطر, أول{mark}وثان"]
