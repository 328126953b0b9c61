"""The words of a text as lints and the index of copies read them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotator.core.arabic import fold, is_dropped
from annotator.project.radar.sheet import folded_words

LETTERS = "ابتةأ \u064b\u0640\u200fAbC19٣،«»\ufeff–\ufdfc\ufdfb\ufefb\U0001ee00é\u0301\u0675"


def one_by_one(text: str) -> list[str]:
    """The words, character by character: marks that folding drops do not part them."""
    parted = "".join(each if each.isalnum() or each == "_" or is_dropped(each) else " " for each in text)
    return [form for word in parted.split(" ") if (form := fold(word))]


@given(st.text(st.sampled_from(LETTERS)))
def test_the_words_of_a_text_are_those_that_its_characters_make(text: str) -> None:
    assert folded_words(text) == one_by_one(text)


def test_a_sign_that_folds_to_letters_joins_no_words() -> None:
    assert folded_words("ثمن\ufdfcكبير") == ["ثمن", "كبير"]
