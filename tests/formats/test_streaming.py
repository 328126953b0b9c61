"""Formats that can be read piece by piece hold no more than a piece: memory does not grow with the file."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.core.document import AnnotatedDocument, Header
from annotator.core.errors import UserError
from annotator.formats.base import Facts, ReadOptions, WriteOptions
from annotator.formats.jsonrows import json_rows
from annotator.formats.registry import format_named
from tests.formats.made import document

STREAMED = {
    "jsonl": ".jsonl", "conll": ".conll", "conllu": ".conllu", "csv": ".csv", "doccano": ".jsonl", "prodigy": ".jsonl",
    "label-studio": ".json",
}  # fmt: skip
SENTENCE = "قال المرصد السوري إن 129 عنصراً قُتلوا في حلب اليوم . "


def many(count: int) -> Iterator[AnnotatedDocument]:
    for number in range(count):
        yield document(SENTENCE * 8, (4, 17, "SOURCE"), (21, 31, "FIGURE"), name=f"d{number}")


def peak(name: str, path: Path) -> int:
    """The most memory that reading a file takes while its documents go by."""
    tracemalloc.start()
    for _ in format_named(name).read(path, ReadOptions(offsets="")).documents:
        pass
    found = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return found


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("name", STREAMED)
def test_a_file_of_twice_the_size_takes_no_more_memory(name: str, tmp_path: Path) -> None:
    sizes = []
    for count in (1500, 3000):  # more than what is looked at to find the unit of offsets
        path = tmp_path / f"{count}{STREAMED[name]}"
        format_named(name).write(many(count), Header(), path, WriteOptions())
        sizes.append(peak(name, path))
    assert sizes[1] < 1.5 * sizes[0] + (1 << 19)


def rows(path: Path, text: str) -> list[tuple[int, object]]:
    path.write_text(text, "utf-8", newline="")
    return list(json_rows(path, Facts()))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('[{"a":1},\n {"a":2}]', [(1, {"a": 1}), (2, {"a": 2})]),
        ("[]", []),
        (" [ 1 , 23, 4.5 ,true ] \n", [(1, 1), (2, 23), (3, 4.5), (4, True)]),
        ('{"a":1}\n\n{"a":2}\r\n', [(1, {"a": 1}), (3, {"a": 2})]),
        ('{\n "a": 1\n}\n', [(1, {"a": 1})]),
        ('\ufeff[{"a":"é😊"}]', [(1, {"a": "é😊"})]),
    ],
)
def test_rows_are_those_of_lines_of_an_array_or_of_one_object(text: str, found: object, tmp_path: Path) -> None:
    assert rows(tmp_path / "a.json", text) == found


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('[{"a":1},\n{"a":]', 2), ('[{"a":1}\n{"a":2}]', 2), ('[{"a":1},\n{"a":2}', 2), ('[{"a":1}] x', 1),
        ('[{"a":1},\n\n{"a":"x', 3), ('{"a":1}\n{"a":', 2), ('[{"a":1e999}]', 1), ('[{"a":NaN}]', 1), ("[,]", 1),
    ],
)  # fmt: skip
def test_a_broken_row_is_named_by_its_line(text: str, line: int, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=rf"a\.json, line {line}: "):
        rows(tmp_path / "a.json", text)


@pytest.mark.parametrize("length", [1 << 17, (1 << 18) - 3, 1 << 18, (1 << 20) + 1])
def test_a_value_may_be_longer_than_what_is_read_at_once(length: int, tmp_path: Path) -> None:
    text = "ق" * (length // 2)
    found = rows(tmp_path / "a.json", '[{"t":"' + text + '"},{"n":' + "1" * 18 + "}]")
    assert found == [(1, {"t": text}), (2, {"n": int("1" * 18)})]
