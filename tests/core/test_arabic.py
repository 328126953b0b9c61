"""Folding, its map back to the text, digits and mention keys."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.arabic import (
    fold,
    fold_character,
    fold_with_offsets,
    folded_words,
    latin_digits,
    mention_key,
    span_key,
)

BLOCKS = ((0x600, 0x700), (0x750, 0x780), (0x8A0, 0x900), (0xFB50, 0xFE00), (0xFE70, 0xFF00))
ARABIC = [chr(code) for start, end in BLOCKS for code in range(start, end)]
texts = st.text(st.one_of(st.sampled_from(ARABIC), st.characters(), st.sampled_from("\ud800\udc00😀 \n")))
HARAKAT = "ًٌٍَُِّْٰـ"


@given(texts)
def test_folding_with_offsets_gives_the_same_text_as_folding(text: str) -> None:
    assert fold_with_offsets(text).text == fold(text) == "".join(map(fold_character, text))


NEWSPRINT = st.text(st.sampled_from([*map(chr, range(0x80)), *map(chr, range(0x60C, 0x670)), *"«»…–_ی\u200f\ufeff"]))


@given(st.one_of(texts, NEWSPRINT))
def test_the_words_are_those_that_a_pattern_finds_in_the_folded_text(text: str) -> None:
    assert folded_words(text) == re.findall(r"\w+", fold(text))


@given(texts)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(texts)
def test_each_folded_character_comes_from_where_the_map_says(text: str) -> None:
    folded = fold_with_offsets(text)
    assert len(folded.offsets) == len(folded.text) + 1
    assert folded.offsets[-1] == folded.length == len(text)
    assert list(folded.offsets) == sorted(folded.offsets)
    for character, place in zip(folded.text, folded.offsets, strict=False):
        assert character in fold_character(text[place])


@given(st.one_of(texts, NEWSPRINT), st.data())
def test_a_piece_of_the_folded_text_is_the_piece_folded(text: str, data: st.DataObject) -> None:
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
    folded = fold_with_offsets(text)
    assert folded.text[folded.place(start) : folded.place(end)] == fold(text[start:end])


def test_marks_after_the_last_letter_belong_to_the_original_extent() -> None:
    folded = fold_with_offsets("في سُورِيَا.")
    start = folded.text.index("سوريا")
    assert folded.original(start, start + 5) == (3, 11)
    assert folded.original(2, 2) == (2, 2)


def test_every_character_folds_the_same_alone_in_news_and_beside_a_rare_one() -> None:
    for code in (*range(0x3000), *range(0xD800, 0xE000), *range(0xFB00, 0x10000), 0x1F600):
        folded = fold_character(chr(code))
        assert fold("ص" + chr(code) + "ص") == "ص" + folded + "ص"
        assert fold("ص" + chr(code) + "\ufdfa") == "ص" + folded + fold_character("\ufdfa")


def test_letters_that_are_one_for_a_reader_fold_to_one() -> None:
    """What the common normalisers of alef, alef maksura, teh marbuta and harakat do, ours does too."""
    assert fold("أإآٱىة" + HARAKAT) == "اااايه"


def test_camel_tools_folds_no_letter_in_another_way() -> None:
    dediac = pytest.importorskip("camel_tools.utils.dediac")
    normalize = pytest.importorskip("camel_tools.utils.normalize")
    for character in ARABIC:
        theirs = normalize.normalize_teh_marbuta_ar(
            normalize.normalize_alef_maksura_ar(normalize.normalize_alef_ar(dediac.dediac_ar(character)))
        )
        if theirs != character:
            assert fold(character) == theirs


def test_hamza_carriers_presentation_forms_digits_and_case_fold() -> None:
    assert fold("مسؤول ﷲ ﻻ ٣٫٥ ۴ BBC") == fold("مسوول الله لا 3٫5 4 bbc")
    assert fold("شيء") == "شيء"


def test_latin_digits_keep_the_length() -> None:
    assert latin_digits("٠١٢٣٤٥٦٧٨٩ ۰۱۲۳۴۵۶۷۸۹") == "0123456789 0123456789"


def test_mention_keys_set_punctuation_marks_and_spaces_aside() -> None:
    assert mention_key("وكالة الأنباء  (سانا)") == mention_key("وكالةُ الأنباء سانا") == "وكاله الانباء سانا"


@pytest.mark.parametrize(
    ("text", "key"),
    [("للنظام السوري", "النظام السوري"), ("للجنة", "اللجنه"), ("للبنان", "لبنان"), ("لِلنظام", "النظام")],
)
def test_a_swallowed_article_returns_in_the_key(text: str, key: str) -> None:
    start = 2 if unicodedata.combining(text[1]) else 1
    assert span_key(text, start, len(text)) == key


def test_a_lam_of_its_own_stays_as_it_is() -> None:
    assert span_key("قال لبنان", 4, 9) == "لبنان"
    assert span_key("الليبي", 3, 6) == mention_key("يبي")
