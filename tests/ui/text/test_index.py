"""Finding marks and heights must answer what looking at all of them would."""

from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.ui.text import index
from annotator.ui.text.heights import Heights
from annotator.ui.text.index import LONG, LinkIndex, MarkIndex
from annotator.ui.text.marks import Link, Mark
from annotator.ui.text.segments import Segments

EXTENTS = st.tuples(st.integers(0, 300), st.integers(1, 40) | st.integers(LONG - 2, LONG + 50))
STEPS = st.lists(st.tuples(st.sampled_from(["add", "remove"]), st.integers(0, 8), EXTENTS), max_size=25)


def _marks(extents: list[tuple[int, int]]) -> list[Mark]:
    return [Mark(f"m{n}", start, start + length, "x") for n, (start, length) in enumerate(extents)]


def _touching(marks: list[Mark], start: int, end: int) -> set[str]:
    return {each.id for each in marks if each.start < end and each.end > start}


@given(st.lists(EXTENTS, max_size=30), st.integers(0, 400), st.integers(0, 60), st.booleans())
def test_the_index_finds_what_a_walk_over_all_marks_finds(
    extents: list[tuple[int, int]], start: int, length: int, late: bool
) -> None:
    marks = _marks(extents)
    with mock.patch.object(index, "EAGER", 0 if late else 10_000):
        found = MarkIndex(marks)
        found.prepare()
    assert {each.id for each in found.touching(start, start + length)} == _touching(marks, start, start + length)


@given(STEPS, st.integers(0, 300))
def test_adding_and_removing_keeps_the_index_right(
    steps: list[tuple[str, int, tuple[int, int]]], start: int
) -> None:
    found = MarkIndex()
    truth: dict[str, Mark] = {}
    for step, number, (place, length) in steps:
        name = f"m{number}"
        if step == "add":
            mark = truth[name] = Mark(name, place, place + length, "x")
            found.add(mark)
        else:
            assert found.remove(name) == truth.pop(name, None)
    assert len(found) == len(truth)
    assert {each.id for each in found.touching(start, start + 30)} == _touching([*truth.values()], start, start + 30)
    assert all(found.get(name) == mark for name, mark in truth.items())


def test_outer_marks_come_before_inner_ones() -> None:
    found = MarkIndex([Mark("inner", 5, 8, "x"), Mark("outer", 5, 20, "x"), Mark("first", 2, 6, "x")])
    assert [each.id for each in found.touching(0, 50)] == ["first", "outer", "inner"]


def test_very_many_unsorted_marks_are_right_after_preparing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "EAGER", 2)
    found = MarkIndex(_marks([(90, 5), (10, 5), (50, LONG + 9)]))
    assert found.prepare()
    assert [each.id for each in found.touching(55, 95)] == ["m2", "m0"]
    assert not found.prepare()


def test_links_are_found_from_both_ends() -> None:
    links = LinkIndex([Link("r1", "a", "b", "of"), Link("r2", "b", "b", "self")])
    assert [each.id for each in links.of("a")] == ["r1"]
    assert [each.id for each in links.of("b")] == ["r1", "r2"]
    assert not links.of("c")


@given(
    st.lists(st.integers(0, 200), min_size=1, max_size=30),
    st.dictionaries(st.integers(0, 29), st.integers(1, 500)),
)
def test_tops_are_the_sums_of_heights(lengths: list[int], real: dict[int, int]) -> None:
    segments = Segments("\n".join("ا" * each for each in lengths))
    heights = Heights(segments)
    heights.scale(0.5, 10.0)
    for number, height in real.items():
        if number < len(segments):
            heights.correct(number, float(height))
    tops = [sum(heights.height(each) for each in range(number)) for number in range(len(segments) + 1)]
    assert [heights.top(each) for each in range(len(segments) + 1)] == pytest.approx(tops)
    for number in range(len(segments)):
        assert heights.at(tops[number] + heights.height(number) / 2) == number
