"""Where clitics may be cut, where they are, and what a search looks up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.arabic import fold
from annotator.core.clitics import proclitics, search_variants, split_points, trim_clitics
from annotator.core.tokens import tokenize


@pytest.mark.parametrize(
    ("word", "cuts"),
    [
        ("ولسوريا", [1, 2]),
        ("وَلِسوريا", [2, 4]),
        ("لـسوريا", [2]),
        ("للنظام", [1]),
        ("وللنظام", [1, 2]),
        ("سوريا", []),
    ],
)
def test_a_word_may_be_cut_behind_its_clitics(word: str, cuts: list[int]) -> None:
    assert proclitics(word) == cuts


def test_split_points_are_places_in_the_text() -> None:
    text = "زار وبسوريا"
    assert split_points(text, tokenize(text)[1]) == [5, 6]


CUT = """
بالمرصد المرصد, والقوات القوات, للنظام لنظام, وللنظام لنظام, ولسوريا سوريا, وسانا سانا, لإيران إيران,
ووزير وزير, وبيروت بيروت, وَلِسُورِيَا سُورِيَا, لـ”الشرق الشرق, كرئيس رئيس, للجنة لجنة, فبالمرصد المرصد,
لاستهداف استهداف
"""
WHOLE = """
وزير فلسطين بيروت لبنان كردستان وكالة والي والد بوتين لافروف فرنسا لندن وزارته
الولايات بورهاشمي كتيبة بالغين فيلق
"""


@pytest.mark.parametrize(("word", "rest"), [pair.split() for pair in CUT.split(",")])
def test_clitics_are_left_outside(word: str, rest: str) -> None:
    assert word[trim_clitics(word, 0, len(word)) :] == rest


@pytest.mark.parametrize("word", WHOLE.split())
def test_a_letter_of_the_word_itself_is_not_cut(word: str) -> None:
    assert trim_clitics(word, 0, len(word)) == 0


def test_a_remainder_that_stands_alone_elsewhere_in_the_text_is_a_word() -> None:
    text = "فزبرجد قال زبرجد"
    assert trim_clitics(text, 0, 6) == 1
    assert trim_clitics(text[:6], 0, 6) == 0


def test_search_looks_behind_every_combination_of_clitics() -> None:
    variants = search_variants(fold("سوريا"))
    assert len(variants) == 12
    assert variants[0] == "سوريا"
    assert fold("ولسوريا") in variants
    assert fold("لِسُورِيَا") in variants
    assert fold("السوريان") not in variants


def test_search_knows_that_lam_swallows_the_article() -> None:
    assert {"للنظام", "وللنظام", "بالنظام"} <= set(search_variants(fold("النظام")))
    assert fold("للجنة") in search_variants(fold("اللجنة"))


@given(st.text(st.sampled_from("وفبلكانم\u064e\u0640ة")))
def test_cuts_lie_inside_the_word_and_before_a_letter(word: str) -> None:
    for cut in proclitics(word):
        assert 0 < cut < len(word)
        assert fold(word[cut])
    assert 0 <= trim_clitics(word, 0, len(word)) <= len(word)
