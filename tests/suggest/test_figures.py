"""Figures: extents, values, bounds, units and kinds, and what is no figure."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.suggestion import Suggestion
from annotator.suggest.figures import suggest_figures

MARKED = """
بلغ عدد المصابين [1,000,000|1000000|exact||injured].
[واحد|1|exact||count] من كل [خمسة أطفال|5|exact|طفل|affected] يعاني سوء التغذية.
قُتل [ما لا يقل عن 17 مدنياً|17|at_least|مدني|killed] وأصيب [أكثر من 60 آخرين|60|more_than|آخر|injured] في القصف.
قال المتحدث إن [قتيلين|2|exact|قتيل|killed] سقطا وجُرح [أربعة جنود|4|exact|جندي|injured].
نزح [نحو 2.3 مليون شخص|2300000|about|شخص|displaced]، أي [ما يقارب 80%|80|about||percent] من السكان.
خسرت الشركة [4.5 مليارات دولار|4500000000|exact|دولار|money] في الربع الثاني من عام 2022.
تتراوح أعمارهم [بين 19 و40 عاماً|19..40|range|عام|duration].
أصيب [ما بين عشرة وعشرين شخصاً|10..20|range|شخص|injured] بجروح.
أطلقت [15 صاروخاً|15|exact|صاروخ|weapon] و[9 مسيّرات|9|exact|مسيرة|weapon].
تتجاوز الحصيلة [12 قتيلاً|12|more_than|قتيل|killed].
قد يصل إلى [90 جريحاً|90|at_most|جريح|injured].
ارتفعت حصيلة القتلى إلى [318|318|exact||killed].
سجلت الوزارة [33 حالة وفاة|33|exact|حالة|killed] في يوم.
اعتقلت [16 ضابط أمن|16|exact|ضابط|detained] و[23 متظاهراً|23|exact|متظاهر|detained].
[عشرات القتلى|-|vague|قتيل|killed] في زلزال، ونزوح [الملايين|-|vague||displaced].
فر [مئات الآلاف|-|vague||displaced] من السكان.
دفعوا [مليوني دولار|2000000|exact|دولار|money] للإفراج عن [رهينتين|2|exact|رهينة|detained].
استولوا على [مستودعين|2|exact|مستودع|count] قبل [أسبوعين|2|exact|أسبوع|duration].
دمّر الإعصار [أكثر من ألف منزل|1000|more_than|منزل|count].
قُتل [شخص واحد على الأقل|1|at_least|شخص|killed].
شاركت [38 دولة على الأقل|38|at_least|دولة|count].
ارتفع السعر من [20 دولاراً|20|exact|دولار|money] إلى [35 دولاراً|35|exact|دولار|money].
الكلفة [42 ديناراً أردنياً|42|exact|دينار أردني|money].
تبلغ المساحة [120 كم2|120|exact|كيلومتر مربع|other].
وصلوا ب[15000 ليرة|15000|exact|ليرة|money] إلى [الـ75 قتيلاً|75|exact|قتيل|killed].
فقدان [11 بحاراً|11|exact|بحار|missing] في غرق سفينة.
[ألف وخمسمئة نازح|1500|exact|نازح|displaced] عادوا.
أصيب [ثلاثة|3|exact||injured] وقُتل [اثنان|2|exact||killed].
مقتل وإصابة [50 جندياً|50|exact|جندي|affected].
قال إن [(12) مواطناً|12|exact|مواطن|people] حضروا.
وصل [نحو الـ300 شخص|300|about|شخص|people] إلى المكان.
وقع [نصفها|0.5|exact||count] أمس، وتضرر [ثلث أحياء المدينة|0.333333333333|exact|حي|count].
لا يتجاوز وزن بعضها [30 كيلوغراماً|30|at_most|كيلوغرام|other]، ولم تتعدّ الكلفة [65 ألف دولار|65000|at_most|دولار|money].
سقط [31 شهيداً|31|exact|شهيد|killed]، بينهم [14 طفلاً|14|exact|طفل|killed].
خطف المسلحون [76 طالبة|76|exact|طالبة|detained]، [19|19|exact||detained] منهن عدن.
حكم [بين عامين وخمسة أعوام|2..5|range|عام|duration].
حمولة [25 طناً|25|exact|طن|count] من القمح.
طوله [1.8 متر|1.8|exact|متر|distance].
"""
NONE = """
في 15 يناير 2020 و3 مارس، وبين عامي 2011 و2015.
خلال يومي 5 و6 أيار/مايو.
منذ 7 أكتوبر 2023، وحتى 12/5/2024.
في عام ألفين وأحد عشر.
الساعة 12:30 ظهراً، وعند الساعة 5 مساء.
اتصل على 0501234567 أو +966 50 123 4567 أو 06-4601234.
مقاتلات إف-16 وصواريخ إس-400 ومسيرة شاهد 136 وكوفيد-19.
مجموعة السبع ومجموعة العشرين وقمة الـ20.
شهدت مجموعة العشرين خلافاً حول البيان، وخصصت الوزارة الرقم المجاني 16000 للاستفسارات.
القرار 2254 والمادة 140 والقناة 12 واللواء 105.
الذكرى الـ50، والقرن الـ21.
المركز الثالث والعشرون، والفصل الخامس عشر.
للمرة الحادية عشرة بعد المئة.
فاز 3-1 على ضيفه.
حرب 1967 وحدود 67.
أحد المسؤولين وإحدى القرى وواحدة من المدن.
عدة قتلى، وبعض الجرحى، وعدد من المدنيين، منذ سنوات.
المنطقتين المذكورتين.
وسم #جو24 ورقم الحساب 123456789012.
1- مقدمة (3) [10]
"""


def attributes(found: Suggestion) -> str:
    given = found.attributes
    value = given.get("value", "-")
    if "value_max" in given:
        value = f"{value}..{given['value_max']}"
    return "|".join(str(each) for each in (value, given["bound"], given.get("unit", ""), given["kind"]))


def marked(text: str) -> str:
    """The text with its figures in brackets, as the examples are written."""
    out, place = "", 0
    for found in suggest_figures(text):
        out += text[place : found.start] + f"[{text[found.start : found.end]}|{attributes(found)}]"
        place = found.end
    return out + text[place:]


def bare(line: str) -> str:
    return re.sub(r"\[([^|\]]*)\|[^\]]*\]", r"\1", line)


@pytest.mark.parametrize("line", MARKED.strip().splitlines())
def test_figures_are_found_with_all_that_they_say(line: str) -> None:
    assert marked(bare(line)) == line


@pytest.mark.parametrize("line", NONE.strip().splitlines())
def test_numbers_that_count_nothing_are_no_figures(line: str) -> None:
    assert marked(line) == line


@pytest.mark.parametrize("text", ["مئتين وأحد عشر ألفاً", "$10,000", "٤٥", "ثلاثة أرباع", "2000", "قتيلان"])
def test_a_text_that_is_just_a_number_is_one_figure(text: str) -> None:
    (found,) = suggest_figures(text)
    assert (found.start, found.end, found.label) == (0, len(text), "FIGURE")


def test_vocalised_and_plain_texts_give_the_same_figures() -> None:
    plain = "قتل ثلاثة جنود وأصيب عشرون مدنيا"
    vocalised = "قُتِلَ ثَلاثَةُ جُنودٍ وَأُصيبَ عِشْرونَ مَدَنِيًّا"
    assert [found.attributes for found in suggest_figures(plain)] == [
        found.attributes for found in suggest_figures(vocalised)
    ]


def test_long_rows_of_digits_and_scales_stay_finite() -> None:
    assert suggest_figures("9" * 400) == []
    (found,) = suggest_figures("ألف " * 50)[:1]
    assert isinstance(found.attributes["value"], int)


def test_controls_emoji_and_surrogates_leave_offsets_right() -> None:
    text = "😀\u202bقُتل\u202c \u200f\ud800 نحو ٢٠ شخصاً\u200f 🇸🇾"
    (found,) = suggest_figures(text)
    assert text[found.start : found.end] == "نحو ٢٠ شخصاً"


def test_each_suggestion_tells_its_reason_and_a_score() -> None:
    for found in suggest_figures("قُتل 20 شخصاً و5، أي 30%، وعشرات الجرحى ورهينتان."):
        assert found.suggester == "figures"
        assert found.why
        assert 0.5 < found.score <= 1


PIECES = ["قتل ", "20 ", "و", "ثلاثة ", "ألف ", "شخص ", "من ", "إلى ", "- ", "بين ", "نصف ", "(", ")", "% ", "دولار ",
          "عام ", "2011 ", "\n", "/", "الـ", "نحو ", "قتيلان ", "مئة ", ". ", "5"]  # fmt: skip


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map("".join)))
def test_figures_lie_in_order_and_do_not_overlap(text: str) -> None:
    place = 0
    for found in suggest_figures(text):
        assert place <= found.start < found.end <= len(text)
        assert not text[found.start].isspace()
        assert json.loads(json.dumps(dict(found.attributes), allow_nan=False)) == found.attributes
        assert not text[found.end - 1].isspace()
        place = found.end
