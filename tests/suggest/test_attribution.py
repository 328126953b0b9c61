"""Sources: who is credited, by which cue, how far the phrase reaches, of what kind."""

from __future__ import annotations

import pytest

from annotator.core.suggestion import Suggestion
from annotator.suggest.attribution import suggest_sources
from annotator.suggest.reading import read
from annotator.suggest.shipped import shipped_gazetteer


def sources(text: str) -> list[Suggestion]:
    return suggest_sources(read(text, shipped_gazetteer()))


def covered(text: str) -> list[str]:
    return [text[each.start : each.end] for each in sources(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("أعلنت وزارة الصحة اللبنانية أن 9 أشخاص قتلوا.", ["وزارة الصحة اللبنانية"]),
        ("وأوضح، مساء الأحد، وزير الدفاع الفرنسي أن السفينة غادرت.", ["وزير الدفاع الفرنسي"]),
        ("وزارة الداخلية أكدت أن الطريق مفتوح.", ["وزارة الداخلية"]),
        ("أما المتحدث باسم الجيش فقال إن الهجوم فشل.", ["المتحدث باسم الجيش"]),
        ("وقال خليل الدويري إن الطريق أغلق.", ["خليل الدويري"]),
        ("وتقول الممرضة سعاد إن المشفى مكتظ.", ["الممرضة سعاد"]),
        ("أفادت مصادر محلية بأن القصف تجدد.", ["مصادر محلية"]),
        ("وقال مصدر في القيادة العامة إن القوات تقدمت.", ["مصدر في القيادة العامة"]),
        ("وقال الناطق باسم الشرطة في حلب سامر القاسم إن رجلا أوقف.", ["الناطق باسم الشرطة في حلب سامر القاسم"]),
        ("قتل شخصان بحسب ما أفاد به مسعفون.", ["مسعفون"]),
        ("قتل شخصان، وفقاً للشرطة الهندية.", ["لشرطة الهندية"]),
        ("قتل شخصان، حسبما ذكرت وكالة الأناضول.", ["وكالة الأناضول"]),
        ("وأظهر استطلاع أن ثلث السكان قلقون.", ["استطلاع"]),
        ("وصرح الوزير لـ”الشرق الأوسط” بأن الاتفاق قريب.", ["الوزير", "الشرق الأوسط"]),
        ("ونقلت صحيفة «الديار» عن ضابط قوله إن المعبر أغلق.", ["صحيفة «الديار»", "ضابط"]),
        ("تونس - رويترز\nأغلقت المدارس أبوابها.", ["رويترز"]),
        ("هبطت الأسهم في طوكيو (رويترز).", ["رويترز"]),
        ("وزير الطاقة: لا نقص في الوقود", ["وزير الطاقة"]),
        ("واعترضت نقابة المعلمين على القرار، مؤكدة أن الأجور تراجعت.", ["نقابة المعلمين"]),
        ("وقال وزير الخارجية العماني بدر البوسعيدي إن الجولة تأجلت.", ["وزير الخارجية العماني بدر البوسعيدي"]),
        ("وبيّن المصدر أن العدد مرشح للارتفاع.", ["المصدر"]),
    ],
)
def test_whoever_is_credited_is_a_source(text: str, expected: list[str]) -> None:
    assert covered(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "رحبت الحكومة الكندية بالاتفاق.",
        "أعربت وزارة الخارجية عن استعدادها للوساطة.",
        "أدان الرئيس الهجوم.",
        "لا تشير الوكالة إلى عدد القتلى.",
        "لم تعلن الشرطة عن الأسباب.",
        "تقع القرية بين النهر وأن ارتفاعها كبير.",
        "وافقت الأطراف وفق القانون على الهدنة.",
        "نقلت الشاحنات المساعدات إلى المخيم.",
        "أكد الوزير دعمه للمبادرة.",
    ],
)
def test_a_stance_a_silence_or_a_deed_makes_no_source(text: str) -> None:
    assert covered(text) == []


@pytest.mark.parametrize(
    ("text", "kind", "named"),
    [
        ("قالت وكالة رويترز إن النفط هبط.", "news_agency", "yes"),
        ("قالت صحيفة الأهرام إن السعر ثابت.", "media", "yes"),
        ("قال مصدر أمني إن الطريق مغلق.", "anonymous", "no"),
        ("قال مسؤول أمريكي إن المحادثات مستمرة.", "official", "no"),
        ("أفادت السلطات بأن الحريق أخمد.", "government", "no"),
        ("أكد الجيش الأردني أن الحدود آمنة.", "military", "yes"),
        ("زعمت حركة طالبان أنها تقدمت.", "armed_group", "yes"),
        ("قالت الأمم المتحدة إن الجوع ينتشر.", "un", "yes"),
        ("ذكر المرصد السوري أن القصف توقف.", "monitor", "yes"),
        ("قال شهود عيان إن الدخان كثيف.", "witness", "no"),
        ("أظهرت دراسة أن النوم مفيد.", "document", "no"),
    ],
)
def test_kind_and_named_follow_from_the_phrase(text: str, kind: str, named: str) -> None:
    (source,) = sources(text)
    assert (source.attributes["kind"], source.attributes["named"]) == (kind, named)


def test_a_short_form_takes_the_kind_of_the_long_one() -> None:
    text = "قالت منظمة الصحة العالمية إن الوباء ينتشر. وأضافت المنظمة أن اللقاح متوفر."
    assert [each.attributes["kind"] for each in sources(text)] == ["un", "un"]


def test_a_source_tells_its_cue_and_its_score() -> None:
    (source,) = sources("أفادت الشرطة بأن الطريق مغلق.")
    assert source.suggester == "sources"
    assert "أفاد"[1:] in source.why
    assert 0 < source.score <= 1


def test_vocalised_and_plain_texts_have_the_same_sources() -> None:
    plain = "وأعلن وزير الدفاع الروسي أن قائدا كبيرا قتل، وفقا للوكالة."
    vocal = "وأَعْلَنَ وَزِيرُ الدِّفاعِ الرُّوسِيُّ أَنَّ قائداً كَبِيراً قُتِلَ، وَفْقاً لِلْوَكالَةِ."
    strip = str.maketrans("", "", "ًٌٍَُِّْ")
    assert [each.translate(strip) for each in covered(vocal)] == covered(plain)


def test_a_person_is_known_again_by_the_last_name() -> None:
    text = "وقال المتحدث باسم البلدية كامل دحبور إن الماء قطع. وألمح دحبور إلى عطل."
    assert covered(text) == ["المتحدث باسم البلدية كامل دحبور", "دحبور"]


def test_an_outlet_that_no_table_knows_is_found_by_its_quotation_marks_or_its_place() -> None:
    assert covered("وقال الطبيب ل«صدى الوادي» إن الدواء ناقص.") == ["الطبيب", "صدى الوادي"]
    assert covered("عدن – صدى الوادي\nهطلت الأمطار.") == ["صدى الوادي"]
