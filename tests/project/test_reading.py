from __future__ import annotations

import pytest

from annotator.core.mentions import mentions
from annotator.core.scheme import shipped_scheme
from annotator.project.reading import figure_reading, read_attributes

TEXT = "نزح نحو 7 ملايين مواطن.\nوقتل ما بين 10 و20 جندياً على الأقل، وارتفع السعر 3.5% اليوم."


def reading(words: str) -> dict[str, object]:
    start = TEXT.index(words)
    return dict(figure_reading(TEXT, start, start + len(words)))


def test_the_reading_is_that_of_the_figure_which_shares_most_text() -> None:
    assert reading("نحو 7 ملايين مواطن")["value"] == 7_000_000
    assert reading("7 ملايين")["bound"] == "about"
    assert reading("3.5%") == {"value": 3.5, "bound": "exact", "kind": "percent"}
    assert (reading("10 و20 جندياً")["value"], reading("10 و20 جندياً")["value_max"]) == (10, 20)


def test_words_without_a_number_read_as_nothing() -> None:
    assert reading("السعر") == {}


@pytest.mark.parametrize("label", ["ACTOR", "SOURCE", "no such label"])
def test_only_labels_with_a_numeric_value_are_read(label: str) -> None:
    assert read_attributes(shipped_scheme(), label, TEXT, 4, 22) == {}
    assert read_attributes(shipped_scheme(), "FIGURE", TEXT, 4, 22)["kind"] == "displaced"


def test_mentions_are_found_behind_clitics_and_marks() -> None:
    text = "للنظام والنِّظامِ وبالنظام نظام"
    assert [text[start:end] for start, end in mentions(text, "النظام")] == ["لنظام", "النِّظامِ", "النظام"]
