from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.ui import boundaries

TEXT = "وقال مصدر لسوريا اليوم"


def at(word: str, text: str = TEXT) -> tuple[int, int]:
    start = text.index(word)
    return start, start + len(word)


def test_the_boundary_goes_round_the_clitics_and_back() -> None:
    text = "أعلن ولسوريا"
    start, end = at("ولسوريا", text)
    seen = []
    for _ in range(4):
        seen.append(text[start:end])
        start, end = boundaries.cycled(text, start, end)
    assert seen == ["ولسوريا", "لسوريا", "سوريا", "ولسوريا"]


def test_the_boundary_cycle_starts_from_where_the_span_is() -> None:
    text = "تابعة للنظام السوري"
    start, end = at("لنظام السوري", text)
    whole = boundaries.cycled(text, start, end)
    assert text[slice(*whole)] == "للنظام السوري"
    assert boundaries.cycled(text, *whole) == (start, end)


def test_a_word_without_clitics_stays() -> None:
    assert boundaries.cycled("دمشق", 0, 4) == (0, 4)


@pytest.mark.parametrize(
    ("edge", "step", "result"),
    [
        ("end", 1, "مصدر لسوريا"),
        ("end", -1, "مصدر"),
        ("start", -1, "وقال مصدر"),
        ("start", 1, "مصدر"),
    ],
)
def test_edges_move_by_a_word_and_never_cross(edge: boundaries.Edge, step: int, result: str) -> None:
    moved = boundaries.nudged(TEXT, *at("مصدر"), edge, step, "word")
    assert TEXT[slice(*moved)] == result


def test_an_edge_moves_by_a_letter_with_its_marks() -> None:
    text = "سُورِيَا"
    assert text[slice(*boundaries.nudged(text, 0, 4, "end", 1, "letter"))] == "سُورِ"
    assert boundaries.nudged(text, 0, len(text), "start", 1, "letter") == (2, len(text))


def test_left_is_the_end_in_right_to_left_text_and_the_start_of_nothing_else() -> None:
    assert boundaries.edge_on("قال", 0, "left") == "end"
    assert boundaries.edge_on("Smith said", 0, "left") == "start"
    assert boundaries.step_towards("قال", 0, -1) == 1
    assert boundaries.step_towards("Smith", 0, -1) == -1


def test_each_paragraph_has_its_own_direction() -> None:
    text = "قال\nSmith"
    assert boundaries.reads_right_to_left(text, 0)
    assert not boundaries.reads_right_to_left(text, 5)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.text(alphabet="ابمول كرصد،.\nab1ً", min_size=1, max_size=60),
    st.data(),
    st.sampled_from(["start", "end"]),
    st.sampled_from([1, -1]),
    st.sampled_from(["letter", "word"]),
)
def test_a_nudged_extent_is_never_empty_and_moves_one_edge(
    text: str, data: st.DataObject, edge: boundaries.Edge, step: int, unit: boundaries.Unit
) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    first, last = boundaries.nudged(text, start, end, edge, step, unit)
    assert 0 <= first < last <= len(text)
    assert (first == start) or (last == end)
