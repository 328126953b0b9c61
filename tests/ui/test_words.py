from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.ui import words

ARABIC = st.text(alphabet="ابتمنولك الرصد،.\n123ً", max_size=1200)


def said(text: str, extent: tuple[int, int] | None) -> str:
    return text[slice(*extent)] if extent else ""


@pytest.mark.parametrize(
    ("text", "place", "word"),
    [
        ("قال المرصد اليوم", 5, "المرصد"),
        ("قال المرصد اليوم", 4, "المرصد"),
        ("قال المرصد، اليوم", 10, "المرصد"),
        ("و82 من القوات", 1, "82"),
        ("بلغ 1,332 قتيلاً", 6, "1,332"),
        ("سُورِيَا اليوم", 2, "سُورِيَا"),
    ],
)
def test_the_word_at_the_caret_is_found(text: str, place: int, word: str) -> None:
    assert said(text, words.word_at(text, place)) == word


def test_no_word_stands_in_the_middle_of_spaces() -> None:
    assert words.word_at("قال   اليوم", 5) is None


@pytest.mark.parametrize(
    ("text", "mention"),
    [("بالمرصد", "المرصد"), ("للنظام", "لنظام"), ("ولسوريا", "سوريا"), ("بيروت", "بيروت")],
)
def test_a_mention_leaves_its_clitics_outside(text: str, mention: str) -> None:
    assert said(text, words.mention_at(text, 3)) == mention


@pytest.mark.parametrize(
    ("letter", "found"),
    [("م", "المرصد"), ("ا", "المرصد"), ("ل", "لندن"), ("د", "دمشق"), ("ن", "لنظام"), ("ظ", "")],
)
def test_a_letter_calls_the_next_word_behind_clitics_and_article(letter: str, found: str) -> None:
    text = "وقال المرصد في لندن إن دمشق تابعة للنظام"
    assert said(text, words.next_word_with(text, 0, letter)) == found


def test_a_letter_pressed_again_goes_on() -> None:
    text = "مصدر ثم مصدر"
    first = words.next_word_with(text, -1, "م")
    assert first == (0, 4)
    assert words.next_word_with(text, first[0], "م") == (8, 12)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("قتل 129 عنصراً", "129"),
        ("وقتل ثلاثة جنود", "ثلاثة"),
        ("نزح الملايين", "الملايين"),
        ("لا أحد هنا", ""),
    ],
)
def test_the_next_number_is_found_in_digits_and_words(text: str, number: str) -> None:
    assert said(text, words.next_number(text, 0)) == number


@given(ARABIC, st.integers(0, 1200))
def test_words_backwards_are_the_words_forwards(text: str, place: int) -> None:
    place = min(place, len(text))
    forwards = list(words.words_from(text[:place], 0))
    assert list(words.words_before(text, place)) == forwards[::-1]


@given(ARABIC, st.integers(0, 1200))
def test_a_letter_on_and_back_returns(text: str, place: int) -> None:
    place = min(place, len(text))
    after = words.letter_after(text, place)
    assert after > place or place == len(text)
    assert words.letter_before(text, after) <= max(place, 0)
