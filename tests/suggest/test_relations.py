"""Relations between given spans: who reported a figure, whom it counts, which total it is part of."""

from __future__ import annotations

import pytest

from annotator.suggest.relations import suggest_relations
from annotator.suggest.rules import suggest_all

Mention = tuple[str, str]


def related(text: str, mentions: list[Mention]) -> set[tuple[str, str, str]]:
    """Type, head and tail in words; mentions stand in text order."""
    spans: list[tuple[int, int, str]] = []
    place = 0
    for words, label in mentions:
        start = text.index(words, place)
        spans.append((start, start + len(words), label))
        place = start + 1
    found = suggest_relations(text, spans)
    return {(each.type, mentions[each.head][0], mentions[each.tail][0]) for each in found}


def test_a_figure_is_reported_by_the_source_of_its_sentence() -> None:
    text = "قالت الشرطة إن 5 أشخاص أوقفوا."
    assert related(text, [("الشرطة", "SOURCE"), ("5 أشخاص", "FIGURE")]) == {("REPORTED_BY", "5 أشخاص", "الشرطة")}


def test_a_source_behind_the_figure_is_credited_by_its_preposition() -> None:
    text = "قتل 7 مدنيين، وفقا للجنة."
    assert related(text, [("7 مدنيين", "FIGURE"), ("لجنة", "SOURCE")]) == {("REPORTED_BY", "7 مدنيين", "لجنة")}


def test_the_medium_told_did_not_report() -> None:
    text = "قال الوزير لصحيفة الرأي إن 12 مدرسة أغلقت."
    mentions = [("الوزير", "SOURCE"), ("صحيفة الرأي", "SOURCE"), ("12 مدرسة", "FIGURE")]
    assert related(text, mentions) == {("REPORTED_BY", "12 مدرسة", "الوزير")}


def test_a_report_that_goes_on_carries_its_source() -> None:
    text = "قال المدير إن السد آمن. وأضاف أن 40 عاملا باشروا الصيانة. وفي المدينة أغلقت 3 مدارس."
    mentions = [("المدير", "SOURCE"), ("40 عاملا", "FIGURE"), ("3 مدارس", "FIGURE")]
    assert related(text, mentions) == {("REPORTED_BY", "40 عاملا", "المدير")}


def test_a_figure_counts_those_it_is_of_and_those_joined_with_them() -> None:
    text = "قتل 9 من القوات النيجرية وحلفائها."
    mentions = [("9", "FIGURE"), ("القوات النيجرية", "ACTOR"), ("حلفائها", "ACTOR")]
    assert related(text, mentions) == {("COUNTS", "9", "القوات النيجرية"), ("COUNTS", "9", "حلفائها")}


@pytest.mark.parametrize(
    "text",
    ["قتل 30 شخصا بينهم 4 أطفال.", "قتل 30 شخصا، منهم 4 أطفال.", "قتل 30 شخصا. وبين القتلى 4 أطفال."],
)
def test_a_part_belongs_to_the_total_before_it(text: str) -> None:
    assert related(text, [("30 شخصا", "FIGURE"), ("4 أطفال", "FIGURE")]) == {("PART_OF", "4 أطفال", "30 شخصا")}


def test_parts_that_are_joined_share_their_total() -> None:
    text = "قتل 30 شخصا بينهم 4 أطفال و6 نساء."
    mentions = [("30 شخصا", "FIGURE"), ("4 أطفال", "FIGURE"), ("6 نساء", "FIGURE")]
    assert related(text, mentions) == {("PART_OF", "4 أطفال", "30 شخصا"), ("PART_OF", "6 نساء", "30 شخصا")}


def test_a_part_is_not_greater_than_its_total() -> None:
    text = "قتل 3 أشخاص، منهم 40 جريحا."
    assert related(text, [("3 أشخاص", "FIGURE"), ("40 جريحا", "FIGURE")]) == set()


def test_no_spans_no_relations() -> None:
    assert suggest_relations("قتل 3 أشخاص.", []) == []


def test_suggested_relations_point_at_the_suggested_spans() -> None:
    text = "وأفاد المرصد السوري بأن 12 مقاتلا من قوات سوريا الديمقراطية قتلوا."
    suggested = suggest_all(text)
    named = {
        (each.type, text[suggested.spans[each.tail].start : suggested.spans[each.tail].end])
        for each in suggested.relations
    }
    assert named == {("REPORTED_BY", "المرصد السوري"), ("COUNTS", "قوات سوريا الديمقراطية")}


def test_neighbours_that_add_up_to_a_total_are_its_parts() -> None:
    text = "اعتقل 50 ناشطا. في العاصمة 30 وفي الميناء 20."
    mentions = [("50 ناشطا", "FIGURE"), ("30", "FIGURE"), ("20", "FIGURE")]
    assert related(text, mentions) == {("PART_OF", "30", "50 ناشطا"), ("PART_OF", "20", "50 ناشطا")}
