"""Tokens and their offsets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.tokens import Token, spans, tokenize


def pieces(text: str) -> list[str]:
    return [token.of(text) for token in tokenize(text)]


NUMBERS = "1,332 3.5% ٥٫٢ ١٬٣٣٢ 56,2٪ %7 ٪7 -3.5% +6 .77 ½ 3½ 5,000,000.50"
MIXTURE = "وال5٣.,٪%-+\u064e\u0640\u200f\u202b\ud800😀🇸🇾 \n#/:@aZ"


@pytest.mark.parametrize("number", NUMBERS.split())
def test_a_number_with_separators_and_signs_is_one_token(number: str) -> None:
    assert pieces(f"بلغت {number} أمس") == ["بلغت", number, "أمس"]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("10-20", ["10", "-", "20"]),
        ("10$-20$", ["10", "$", "-", "20", "$"]),
        ("عام 2011.", ["عام", "2011", "."]),
        ("و82", ["و", "82"]),
        ("الـ53", ["الـ", "53"]),
        ("25مل", ["25", "مل"]),
        ("إف-16", ["إف", "-", "16"]),
        ("12/5/2020", ["12", "/", "5", "/", "2020"]),
        ("12:30", ["12", ":", "30"]),
        ("(سانا)", ["(", "سانا", ")"]),
        ("لـ”الشرق الأوسط”،", ["لـ", "”", "الشرق", "الأوسط", "”", "،"]),
        ("#سيول_الأردن", ["#", "سيول_الأردن"]),
        ("F-16 AT&T Al-Arabiya U.N.", ["F-16", "AT&T", "Al-Arabiya", "U.N."]),
        ("انظر https://t.co/Gw0s.", ["انظر", "https://t.co/Gw0s", "."]),
        ("a.b@c.org", ["a.b@c.org"]),
        ("نعم... لا؟!", ["نعم", "...", "لا", "؟", "!"]),
        ("كِتَابٌ ســوريا", ["كِتَابٌ", "ســوريا"]),
        ("\u202bكلمة\u202c ال\u200fسوري \u200f20", ["كلمة", "ال\u200fسوري", "20"]),
        ("👨\u200d👩\u200d👧🇸🇾☺️1️⃣👍🏽", ["👨\u200d👩\u200d👧", "🇸🇾", "☺️", "1️⃣", "👍🏽"]),
        ("أ\ud800ب", ["أ", "\ud800", "ب"]),
        ("", []),
        (" \u200f\n", []),
    ],
)
def test_text_falls_into_tokens(text: str, tokens: list[str]) -> None:
    assert pieces(text) == tokens


@given(st.text(st.one_of(st.characters(), st.sampled_from(MIXTURE))))
def test_tokens_are_in_order_and_leave_out_only_space_and_controls(text: str) -> None:
    place = 0
    for start, end in spans(text):
        assert place <= start < end
        assert all(each.isspace() or ord(each) in CONTROLS for each in text[place:start])
        place = end
    assert all(each.isspace() or ord(each) in CONTROLS for each in text[place:])
    assert tokenize(text) == [Token(*extent) for extent in spans(text)]


CONTROLS = {0xAD, 0x61C, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF}
