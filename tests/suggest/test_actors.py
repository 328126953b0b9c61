"""Actors: titles, forces, groups, states in context, and what lies nested in a mention."""

from __future__ import annotations

import pytest

from annotator.suggest.rules import suggest_all


def actors(text: str) -> list[tuple[str, str]]:
    spans = suggest_all(text).spans
    return [(text[s.start : s.end], str(s.attributes["kind"])) for s in spans if s.label == "ACTOR"]


def covered(text: str) -> list[str]:
    return [mention for mention, _ in actors(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("هاجم مسلحون مجهولون الحاجز.", [("مسلحون مجهولون", "armed_group")]),
        ("تقدمت القوات اليمنية نحو الميناء.", [("القوات اليمنية", "military")]),
        ("اعتقلت الشرطة الفرنسية شابا.", [("الشرطة الفرنسية", "government"), ("شابا", "person")]),
        ("زار الرئيس الكيني وليام روتو المصنع.", [("الرئيس الكيني وليام روتو", "person")]),
        ("انسحبت القوات الموالية لهادي.", [("القوات الموالية لهادي", "military")]),
        ("اتفق الطرفان على هدنة.", [("الطرفان", "other")]),
        ("فرقت الشرطة المتظاهرين.", [("الشرطة", "government"), ("المتظاهرين", "population")]),
        ("قصفت كتائب القسام الموقع.", [("كتائب القسام", "armed_group")]),
    ],
)
def test_mentions_reach_as_far_as_their_phrase(text: str, expected: list[tuple[str, str]]) -> None:
    assert actors(text) == expected


def test_capitals_are_actors_between_parties_and_places_otherwise() -> None:
    assert covered("استؤنفت المفاوضات بين بغداد وأنقرة.") == ["بغداد", "أنقرة"]
    assert covered("انفجرت سيارة في بغداد.") == []
    assert covered("اندلع حريق في شمال سوريا.") == []


def test_a_state_that_acts_is_an_actor() -> None:
    assert covered("أطلقت روسيا قمرا صناعيا.") == ["روسيا"]
    assert covered("اتهمت حركة حماس إسرائيل بالخداع.") == ["حركة حماس", "إسرائيل"]


def test_bodies_inside_a_title_are_nested_but_not_the_name_of_a_group_itself() -> None:
    assert covered("استقال قائد فيلق القدس.") == ["قائد فيلق القدس", "فيلق القدس"]
    assert covered("انسحبت حركة حماس.") == ["حركة حماس"]


def test_counted_nouns_and_casualties_are_no_actors() -> None:
    assert covered("قتل ثلاثة جنود.") == []
    assert covered("نقل الجرحى والقتلى إلى المشفى.") == []


def test_a_mere_source_is_no_actor_and_one_that_acts_is_both() -> None:
    assert covered("قالت وكالة سبأ إن الحريق أخمد.") == []
    assert covered("أكد الجيش اليمني أنه تصدى للهجوم.") == ["الجيش اليمني"]


def test_the_body_inside_a_source_is_an_actor() -> None:
    assert covered("قال مصدر في وزارة النفط إن الإنتاج ارتفع.") == ["وزارة النفط"]


@pytest.mark.parametrize("text", ["وقال للشرطة", "ولحزب الله", "بالحكومة اليابانية", "كالجيش الروسي"])
def test_clitics_stay_outside(text: str) -> None:
    for span in suggest_all(text).spans:
        assert text[span.start] not in "وبك"
        assert not text[span.start : span.end].startswith("لل")


def test_one_suggestion_per_extent_and_label() -> None:
    text = "قال الرئيس التونسي إن تونس ترفض الضغوط. وأعلنت تونس، وفقا للرئيس التونسي، إغلاق الحدود."
    keys = [(s.start, s.end, s.label) for s in suggest_all(text).spans]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("text", ["", " ", "\n\n", "،", "(", "و", "لـ«", "\ud800 دمشق", "قال", "بين"])
def test_any_text_is_read_without_failure(text: str) -> None:
    assert all(0 <= s.start < s.end <= len(text) for s in suggest_all(text).spans)
