"""Sentence boundaries."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.sentences import sentences


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    "parts",
    [
        ["قُتل جندي.", "وأصيب آخر؟", "نعم!", "لا؛", "ربما…", "وأخيراً"],
        ["قال: “انتهى.”", "ثم مضى."],
        ["أكد ذلك (أمس.)", "ونفى اليوم."],
        ["ارتفعت النسبة إلى 3.5 بالمئة.", "وبلغ العدد 12.", "ثم هدأ."],
        ["صرح د. أحمد علي لوكالة أنباء.", "وأضاف أ.د. محمد ود. سامي و م. خالد شيئاً."],
        ["نشر U.N. تقريراً.", "وزار موقع www.un.org أمس."],
        ["نعم...", "لا"],
        ["لا.", "ولم."],
    ],
)
def test_a_text_falls_into_its_sentences(parts: list[str]) -> None:
    assert split(" ".join(parts)) == parts


def test_a_new_line_ends_a_sentence_and_belongs_to_none() -> None:
    assert split("عنوان\r\n\nسطر آخر \u200f\n") == ["عنوان", "سطر آخر"]


@given(st.text(st.sampled_from("أب د.؟!…\n\r \u200f”)3م")))
def test_sentences_are_in_order_trimmed_and_whole(text: str) -> None:
    place = 0
    for start, end in sentences(text):
        assert place <= start < end
        assert not text[start].isspace()
        assert not text[end - 1].isspace()
        assert not text[place:start].replace("\u200f", "").strip()
        place = end
    assert not text[place:].replace("\u200f", "").strip()
