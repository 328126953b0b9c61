"""Boundaries up to clitics, white space and punctuation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.agreement.clitics import normalised


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("قالت وسانا أمس", "وسانا", "سانا"),
        ("نقل بالمرصد السوري", "بالمرصد السوري", "المرصد السوري"),
        ("نقل بالمرصد السوري", "المرصد السوري", "مرصد السوري"),
        ("وقال «المرصد السوري»،", "«المرصد السوري»", "المرصد السوري"),
        ("قال للنظام السوري", "للنظام السوري", "لنظام السوري"),
        ("مع لـسوريا غداً", "لـسوريا", "سوريا"),
    ],
)
def test_clitics_and_punctuation_do_not_tell_spans_apart(text: str, one: str, other: str) -> None:
    places = [(text.index(each), text.index(each) + len(each)) for each in (one, other)]
    assert normalised(text, *places[0]) == normalised(text, *places[1])


def test_a_whole_word_more_is_another_span() -> None:
    text = "المرصد السوري"
    assert normalised(text, 0, 6) != normalised(text, 0, len(text))


def test_letters_that_are_no_clitics_are_another_span() -> None:
    assert normalised("مدرسة", 0, 5) != normalised("مدرسة", 2, 5)


@given(st.text("وال بسك«.،211", max_size=12), st.integers(0, 12), st.integers(0, 12))
def test_a_normalised_span_lies_in_the_text_and_stays_itself(text: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    low, high = normalised(text, start, end)
    assert 0 <= low <= high <= len(text)
    assert normalised(text, low, high) == (low, high)
