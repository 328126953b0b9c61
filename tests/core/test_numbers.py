"""What written numbers say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.numbers import NumberValue, parse_number

PLAIN = {
    "1,332": 1332, "١٬٣٣٢": 1332, "3.5": 3.5, "٥٫٢": 5.2, "56,2٪": 56.2, "%7": 7, "-12": -12, "1 250 000": 1250000,
    "12.000.000": 12000000, "3½": 3.5, ".4": 0.4, "4,500.75": 4500.75,
    "سبعة عشر": 17, "خمس وثلاثون": 35, "أحد عشر": 11, "اثنتا عشرة": 12, "مئة وثلاث": 103, "مئتين وأربعين": 240,
    "ثلاثمائة": 300, "تسع مئة وتسعة وتسعون": 999, "ستمئة وأحد عشر ألفاً": 611000, "ألف وخمسمئة": 1500, "ألفان": 2000,
    "ألفا جندي": 2000, "أربعة آلاف وعشرون": 4020, "مليونان وثلاثمئة ألف": 2300000, "تسعة مليارات": 9000000000,
    "8 ملايين": 8000000, "3 آلاف و150": 3150, "12 مليوناً و400 ألف": 12400000, "2.5 مليون": 2500000,
    "خمسطعش": 15, "تلتميه وعشرين": 320, "ستاشر": 16, "نص مليون": 500000, "نصف مليون": 500000,
    "ثلاثة أرباع": 0.75, "مليون ونصف المليون": 1500000, "ثلاثة ملايين ونصف": 3500000, "سبعة فاصلة خمسة": 7.5,
    "قتيلان": 2, "شهرين": 2, "ساعة ونصف": 1.5, "سنتين ونصف السنة": 2.5, "ست درجات تحت الصفر": -6,
    "اثنان بالألف": 0.002, "ستة عشر في المئة": 16, "15 دولاراً و20 سنتاً": 15.2, "خَمْسَةٌ وَعِشْرُونَ": 25,
    "خـمسون": 50, "1, 250 شخصاً": 1250, "الخمس سنوات": 5, "المليار دولار": 1000000000, "\u200f٣٧\u200f": 37,
}  # fmt: skip


@pytest.mark.parametrize("text", PLAIN)
def test_a_written_number_says_its_value(text: str) -> None:
    found = parse_number(text)
    assert found is not None
    assert found.value == pytest.approx(PLAIN[text])
    assert found.value_max is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("نحو 30 ألف شخص", NumberValue(30000, None, "about")),
        ("ما لا يقل عن سبعين", NumberValue(70, None, "at_least")),
        ("90 جندياً على الأقل", NumberValue(90, None, "at_least")),
        ("أقل من عشرة", NumberValue(10, None, "less_than")),
        ("ما يزيد على 6 ملايين", NumberValue(6000000, None, "more_than")),
        ("بين 20 و35 مسلحاً", NumberValue(20, 35, "range")),
        ("40-60", NumberValue(40, 60, "range")),
        ("من 5 إلى 8 ملايين", NumberValue(5000000, 8000000, "range")),
        ("أربعة أو خمسة أشخاص", NumberValue(4, 5, "range")),
        ("عشرات القتلى", NumberValue(None, None, "vague")),
        ("الملايين", NumberValue(None, None, "vague")),
    ],
)
def test_a_quantity_says_its_bound(text: str, expected: NumberValue) -> None:
    assert parse_number(text) == expected


@pytest.mark.parametrize("text", ["", "الفتياني", "المليونير", "وزير", "لست", "العشرون", "1.2.3"])
def test_what_only_looks_like_a_number_says_nothing(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("مئة و20 ألف", 120000), ("مئة إلا ربع", 75), ("ثلاثة ونصف مليون", 3500000), ("ثلاثة إلا ربع مليون", 2750000),
        ("ستة عشر وسبعة عشر على ثلاثة", 16 + 17 / 3), ("مئتان وواحد على ثلاثة", 200 + 1 / 3), ("ناقص خمسة", -5),
        ("سالب 12", -12), ("10 €", 10), ("50 KWD", 50), ("10 c", 10), ("25 ° مئوية", 25), ("10 ج.م", 10),
        ("نصف المهاجرات", 0.5), ("90 كلم/ساعة", 90), ("ألف وأحد عشر", 1011),
    ],
)  # fmt: skip
def test_a_sign_a_part_or_a_mark_belongs_to_its_number(text: str, value: float) -> None:
    found = parse_number(text)
    assert found is not None
    assert found.value == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("عشرون ثلاثة", 20), ("سبعة وعشرة", 7), ("مئة عشرة", 100), ("عشرون وأحد عشر", 20), ("خمسة ومئتان", 5),
        ("20 مئة", 20), ("عشرة آلاف 20", 10000), ("ألف وآلاف", 1000), ("ألف ومليون", 1000), ("عشرة فاصلة", 10),
        ("3/س", 3), ("سنتين ونصف شهر", 2), ("20 دولار و43", 20), ("5 أو يومين", 5), ("10% إلى 20", 10),
        ("من 3 إلى خبز", 3),
    ],
)  # fmt: skip
def test_what_does_not_fit_a_number_is_left_to_the_next(text: str, value: float) -> None:
    assert parse_number(text) == NumberValue(value)


def test_two_modifiers_before_a_number_both_belong_to_it() -> None:
    assert parse_number("أكثر من نحو 20 شخصاً") == NumberValue(20, None, "more_than")


def test_a_remark_after_an_adjective_sets_the_bound() -> None:
    assert parse_number("30 قتيلاً سورياً على الأقل") == NumberValue(30, None, "at_least")


UNITS = ["", "واحد", "اثنان", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة"]
TENS = ["", "", "عشرون", "ثلاثون", "أربعون", "خمسون", "ستون", "سبعون", "ثمانون", "تسعون"]
HUNDREDS = ["", "مئة", "مئتان", "ثلاثمئة", "أربعمئة", "خمسمئة", "ستمئة", "سبعمئة", "ثمانمئة", "تسعمئة"]


def spelled(value: int) -> str:
    hundreds, rest = divmod(value, 100)
    parts = [HUNDREDS[hundreds]] if hundreds else []
    if rest == 10:
        parts.append("عشرة")
    elif 11 <= rest <= 19:
        parts.append({11: "أحد", 12: "اثنا"}.get(rest, UNITS[rest - 10]) + " عشر")
    else:
        parts += [UNITS[rest % 10]] * bool(rest % 10) + [TENS[rest // 10]] * bool(rest // 10)
    return " و".join(parts)


@given(st.integers(1, 999), st.integers(0, 999))
def test_every_number_that_is_spelled_reads_back(thousands: int, rest: int) -> None:
    tail = thousands % 100
    scale = {1: "ألف", 2: "ألفان"}.get(thousands) or (
        spelled(thousands) + (" آلاف" if 3 <= tail <= 10 else " ألفاً" if tail > 10 else " ألف")
    )
    text = scale + (" و" + spelled(rest) if rest else "")
    assert parse_number(text) == NumberValue(1000 * thousands + rest)


@given(st.integers(0, 10**12))
def test_digits_of_both_scripts_and_with_separators_read_back(value: int) -> None:
    arabic = f"{value:,}".replace(",", "٬").translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    for text in (str(value), f"{value:,}", arabic):
        assert parse_number(text) == NumberValue(value)


@given(st.text(st.sampled_from("وألفمية عشرن7٣.,-%/ثلاخسربن()نصفدولابين\n")))
def test_no_text_breaks_the_grammar(text: str) -> None:
    parse_number(text)
