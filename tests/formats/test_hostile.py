"""Hostile, broken and swapped files: refused with a sentence that names the file, and nothing comes of them."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from pathlib import Path

import pytest

from annotator.core.document import Header
from annotator.core.errors import UserError
from annotator.formats.base import ReadOptions, WriteOptions
from annotator.formats.inspect import inspect
from annotator.formats.registry import FORMATS, detect, format_named
from tests.formats.made import article

LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE xmi [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    '<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore">'
    '<cas:Sofa xmi:id="1" sofaID="_InitialView" sofaString="&b;"/></xmi:XMI>'
)
OUTSIDE = (
    '<?xml version="1.0"?><!DOCTYPE x SYSTEM "file:///etc/passwd">'
    '<xmi:XMI xmlns:xmi="http://www.omg.org/XMI"></xmi:XMI>'
)
READERS = [each.name for each in FORMATS if each.reads and each.name != "archive"]


def refused(path: Path, name: str = "") -> None:
    with pytest.raises(UserError) as caught:
        inspect(path, name)
    assert path.name.split(".")[0] in str(caught.value)


@pytest.mark.parametrize("text", [LAUGHS, OUTSIDE], ids=["entities", "outside"])
def test_a_document_type_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "evil.xmi"
    path.write_text(text, "utf-8")
    refused(path)


@pytest.mark.parametrize("name", ["jsonl", "json", "doccano", "label-studio", "prodigy", "uima-cas-json", "spacy-json"])
def test_deep_json_is_refused(name: str, tmp_path: Path) -> None:
    path = tmp_path / "evil.json"
    path.write_text('{"a":' * 200_000, "utf-8")
    refused(path, name)


def test_deep_xml_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "evil.xmi"
    path.write_text('<xmi:XMI xmlns:xmi="http://www.omg.org/XMI">' + "<a>" * 10_000, "utf-8")
    refused(path)


def bomb(name: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, b"a" * (18 << 20))
    return buffer.getvalue()


def test_a_zip_that_unpacks_to_far_more_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "evil.zip"
    path.write_bytes(bomb("a.txt"))
    refused(path)


def test_a_word_document_that_unpacks_to_far_more_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "evil.docx"
    path.write_bytes(bomb("word/document.xml"))
    refused(path)


def test_a_docbin_that_unpacks_to_far_more_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "evil.spacy"
    path.write_bytes(zlib.compress(b"\x80" * (68 << 20)))
    refused(path)


def test_paths_in_a_zip_are_never_used(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../../outside.txt", "خارج")
        archive.writestr("/abs.txt", "مطلق")
        archive.writestr("c:\\win\\x.txt", "نافذة")
    before = sorted(tmp_path.rglob("*"))
    assert inspect(path)["documents"] == 3
    assert sorted(tmp_path.rglob("*")) == before
    assert not (tmp_path.parent / "outside.txt").exists()


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("data", [b"\x00" * 1000, b"\xff\xfe\x00", b"{}", b"[]", b"<a/>", b"a", b"\n\n\n"])
def test_what_is_not_of_a_format_is_refused_or_read_whole(name: str, data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "thing.x"
    path.write_bytes(data)
    assert "thing" in failure(name, path)


def failure(name: str, path: Path) -> str:
    """What reading says that fails; the file's name where it does not fail."""
    try:
        list(format_named(name).read(path).documents)
    except UserError as error:
        return str(error)
    return path.name


@pytest.mark.parametrize("name", ["jsonl", "conllu", "webanno-tsv", "uima-xmi", "uima-cas-json", "label-studio", "csv"])
def test_a_truncated_file_is_refused(name: str, tmp_path: Path) -> None:
    chosen = format_named(name)
    path = tmp_path / f"out{chosen.suffixes[0]}"
    chosen.write([article()], Header(), path, WriteOptions())
    data = path.read_bytes()
    path.write_bytes(data[: len(data) - len(data) // 3].rsplit(b" ", 1)[0])
    with pytest.raises(UserError, match="out"):
        list(chosen.read(path).documents)


def test_swapped_files_are_refused(tmp_path: Path) -> None:
    format_named("brat").write([article()], Header(), tmp_path / "out", WriteOptions())
    (tmp_path / "out" / "مقال-1.txt").write_text("نص آخر تماماً لا علاقة له بما سبق " * 20, "utf-8")
    with pytest.raises(UserError, match=r"مقال-1\.ann"):
        inspect(tmp_path / "out")


def test_a_wrong_covered_text_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    span = {"start": 4, "end": 7, "label": "X", "text": "علي"}
    path.write_text("\n" + json.dumps({"id": "1", "text": "قال عمر", "spans": [span], "relations": []}), "utf-8")
    with pytest.raises(UserError, match="line 2"):
        inspect(path)


@pytest.mark.parametrize("start", [-1, 3, 9])
def test_spans_outside_the_text_are_refused(start: int, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    span = {"start": start, "end": 3, "label": "X"}
    path.write_text(json.dumps({"id": "1", "text": "قال", "spans": [span]}), "utf-8")
    with pytest.raises(UserError, match="line 1"):
        inspect(path, "jsonl")


def test_a_text_file_of_brat_finds_its_labels(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("قال عمر", "utf-8")
    (tmp_path / "a.ann").write_text("T1\tX 4 7\tعمر\n", "utf-8")
    assert detect(tmp_path / "a.txt").name == "brat"


def test_stand_off_without_text_is_joined_with_its_texts(tmp_path: Path) -> None:
    native = format_named("jsonl")
    native.write([article()], Header(), tmp_path / "out.jsonl", WriteOptions(without_text=True))
    assert article().document.text[:20] not in (tmp_path / "out.jsonl").read_text("utf-8")
    with pytest.raises(UserError, match="say where"):
        list(native.read(tmp_path / "out.jsonl").documents)
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "any.txt").write_text(article().document.text, "utf-8")
    reading = native.read(tmp_path / "out.jsonl", ReadOptions(text_from=str(tmp_path / "texts")))
    found = next(reading.documents)
    assert (found.document.text, found.layers) == (article().document.text, article().layers)
