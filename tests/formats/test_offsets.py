"""Offset units: converted exactly, and found out by the covered text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.errors import UserError
from annotator.formats.inspect import inspect
from annotator.formats.offsets import UNITS, Claim, Offsets, fitting, views_of, views_of_raw

TEXT = "قال 😊 عُمَر في 👩‍👩‍👧 حلب"


def measure(text: str, unit: str) -> int:
    if unit == "utf16":
        return len(text.encode("utf-16-le", "surrogatepass")) // 2
    return len(text.encode("utf-8", "surrogatepass")) if unit == "byte" else len(text)


@pytest.mark.parametrize("unit", ["codepoint", "utf16", "byte"])
@given(text=st.text(alphabet="اب😊\u064b\nx\ud800", max_size=20), data=st.data())
def test_offsets_convert_both_ways(unit: str, text: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(text)))
    offsets = Offsets(text, unit)
    assert offsets.from_codepoint(place) == measure(text[:place], unit)
    assert offsets.to_codepoint(offsets.from_codepoint(place)) == place


def test_graphemes_are_counted_as_people_count_them() -> None:
    offsets = Offsets(TEXT, "grapheme")
    assert TEXT[offsets.to_codepoint(6) : offsets.to_codepoint(9)] == "عُمَر"


@pytest.mark.parametrize("unit", ["utf16", "byte"])
def test_the_inside_of_a_character_is_no_place(unit: str) -> None:
    offsets = Offsets(TEXT, unit)
    with pytest.raises(ValueError, match="inside a character"):
        offsets.to_codepoint(offsets.from_codepoint(4) + 1)


@pytest.mark.parametrize("unit", UNITS)
def test_the_unit_is_found_by_the_covered_text(unit: str) -> None:
    offsets = Offsets(TEXT, unit)
    start = TEXT.index("حلب")
    claim = Claim(((offsets.from_codepoint(start), offsets.from_codepoint(start + 3)),), "حلب", "x:1")
    assert fitting(views_of(TEXT), [claim]) == (unit, [((start, start + 3),)])


@pytest.mark.parametrize(("start", "unit"), [(9, "codepoint"), (7, "codepoint, CRLF as one")])
def test_line_ends_are_counted_as_the_covered_text_says(start: int, unit: str) -> None:
    raw = "سطر\r\nب\r\n" + "حلب"
    start = raw.index("حلب") if unit == "codepoint" else raw.replace("\r\n", "\n").index("حلب")
    found = fitting(views_of_raw(raw), [Claim(((start, start + 3),), "حلب", "x:1")])
    assert found == (unit, [((6, 9),)])


def test_a_span_that_fits_no_unit_is_named() -> None:
    with pytest.raises(UserError, match=r"x:7.*حلب"):
        fitting(views_of(TEXT), [Claim(((0, 3),), "حلب", "x:7")])


@pytest.mark.parametrize("unit", ["codepoint", "utf16", "grapheme", "byte"])
def test_brat_files_of_any_unit_are_read_right(unit: str, tmp_path: Path) -> None:
    offsets = Offsets(TEXT, unit)
    place = TEXT.index("حلب")
    start, end = offsets.from_codepoint(place), offsets.from_codepoint(place + 3)
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    (tmp_path / "a.ann").write_text(f"T1\tLOC {start} {end}\tحلب\n", "utf-8")
    found = inspect(tmp_path / "a.ann")
    assert found["offset_unit"] == unit
    assert found["samples"] == [{"label": "LOC", "text": "حلب"}]


@pytest.mark.parametrize("unit", ["codepoint", "utf16"])
def test_doccano_tells_its_unit_by_word_edges(unit: str, tmp_path: Path) -> None:
    text = "😊 😊 قال عمر إن حلب مدينة كبيرة"
    offsets = Offsets(text, unit)
    place = text.index("حلب")
    row = {"text": text, "label": [[offsets.from_codepoint(place), offsets.from_codepoint(place + 3), "LOC"]]}
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(row), "utf-8")
    assert inspect(path)["samples"][0]["text"] == "حلب"
    assert inspect(path)["offset_unit"] == unit


def test_an_ambiguous_unit_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"text": "😊 ا ب ج", "label": [[2, 3, "X"], [3, 4, "X"]]}), "utf-8")
    with pytest.raises(UserError, match="say which"):
        inspect(path)
