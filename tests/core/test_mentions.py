"""Mentions of a key in a text are all that its pattern finds, in order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotator.core.arabic import fold, span_key
from annotator.core.mentions import _core, _matches, _pattern

LETTERS = st.text(st.sampled_from("الفوبكن  -_a(1"), max_size=40)
KEYS = st.text(st.sampled_from("الفوبكن (a1"), min_size=1, max_size=7).filter(lambda each: bool(each.split()))


@given(LETTERS, KEYS)
def test_what_is_sought_by_its_letters_is_what_the_pattern_finds(text: str, key: str) -> None:
    pattern = _pattern(key)
    assert pattern is not None
    assert [each.span() for each in _matches(pattern, _core(key), text)] == [
        each.span() for each in pattern.finditer(text)
    ]


@given(LETTERS, st.data())
def test_words_of_a_text_are_found_in_it_as_the_pattern_finds_them(text: str, data: st.DataObject) -> None:
    start, end = sorted((data.draw(st.integers(0, len(text))), data.draw(st.integers(0, len(text)))))
    key, folded = span_key(text, start, end), fold(text)
    pattern = _pattern(key)
    if pattern is not None:
        found = [each.span() for each in _matches(pattern, _core(key), folded)]
        assert found == [each.span() for each in pattern.finditer(folded)]
