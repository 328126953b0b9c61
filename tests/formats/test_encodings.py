"""Plain texts: their encoding, BOM and line ends are found out, and nothing else is changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.core.errors import UserError
from annotator.formats.base import ReadOptions, WriteOptions
from annotator.formats.inspect import inspect
from annotator.formats.registry import format_named

ARTICLE = "ارتفعت حصيلة القتلى إلى 211 شخصاً، وفقاً لما أعلنه المرصد السوري لحقوق الإنسان مساء الخميس.\n"


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("utf-16", "utf-16"), ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"), ("cp1256", "cp1256"), ("iso8859-6", "iso8859-6"), ("utf-32", "utf-32"),
    ],
)  # fmt: skip
def test_a_text_is_read_right_in_its_encoding(encoding: str, name: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(ARTICLE.encode(encoding))
    reading = format_named("text").read(path)
    assert [each.document.text for each in reading.documents] == [ARTICLE]
    assert reading.facts.encoding == name


def test_a_given_encoding_is_obeyed(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("قال".encode("cp1256"))
    reading = format_named("text").read(path, ReadOptions(encoding="latin-1"))
    assert next(reading.documents).document.text == "قال".encode("cp1256").decode("latin-1")


@pytest.mark.parametrize(
    ("raw", "kind"), [("a\nb", "lf"), ("a\r\nb", "crlf"), ("a\rb", "cr"), ("a\r\nb\nc", "mixed"), ("ab", None)]
)
def test_line_ends_become_line_feeds_and_are_remembered(raw: str, kind: str | None, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(raw.encode())
    each = next(format_named("text").read(path).documents)
    assert "\r" not in each.document.text
    assert inspect(path)["newline"] == kind


@pytest.mark.parametrize("raw", [b"a\r\nb\r\n", b"a\rb", b"a\nb"])
def test_line_ends_can_be_restored(raw: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(raw)
    text = format_named("text")
    reading = text.read(tmp_path / "a.txt")
    text.write(reading.documents, reading.header, tmp_path / "b.txt", WriteOptions(newlines=True))
    assert (tmp_path / "b.txt").read_bytes() == raw


def test_nothing_is_normalised(tmp_path: Path) -> None:
    text = "ﷺ لا ﻻ \u200fe\u0301 é\u2028x\u0085y\ufeffz\u00a0"
    (tmp_path / "a.txt").write_bytes(text.encode())
    assert next(format_named("text").read(tmp_path / "a.txt").documents).document.text == text


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", b"PK\x03\x04\x00\x00"])
def test_what_is_no_text_is_refused(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    with pytest.raises(UserError, match=r"a\.txt"):
        inspect(path)


def test_a_text_that_is_broken_at_one_place_is_refused_with_the_line(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes((ARTICLE * 3).encode() + b"\xd9\n")
    with pytest.raises(UserError, match="line 4"):
        inspect(path)


def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError):
        format_named("text").read(tmp_path)
    with pytest.raises(UserError, match="no file"):
        inspect(tmp_path / "missing.txt")
