"""What a character at the edge of a span is called."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import pytest

from annotator.core.i18n import use_language
from annotator.ui.characters import NAMED, character_name

TEXT = "قال “المرصد”\ud83d\n\u200fـً"


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    use_language("en")


def test_english_has_the_names_of_unicode() -> None:
    use_language("en")
    names = [character_name(TEXT, TEXT.index(each)) for each in "“ا\ud83d\n"]
    assert names[:2] == ["“ U+201C Left double quotation mark", "ا U+0627 Arabic letter alef"]
    assert names[2:] == ["␣ U+D83D D83D", "␣ U+000A line break"]
    assert character_name(TEXT, -1) == character_name(TEXT, len(TEXT)) == "the edge of the text"


def test_arabic_names_what_looks_alike_in_arabic_and_nothing_in_english() -> None:
    use_language("ar")
    names = [character_name(TEXT, TEXT.index(each)) for each in "“ا\u200fً"]
    assert names[1] == "ا U+0627"
    for name in (names[0], *names[2:]):
        told = name.partition("U+")[2][4:].strip()
        assert told
        assert not any("A" <= letter <= "z" for letter in told), name


def test_every_name_is_one_of_unicode() -> None:
    for name in NAMED:
        unicodedata.lookup(name.upper())
