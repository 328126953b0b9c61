"""What is a conflict between sources, what a series, and what neither."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest

from annotator.project.radar.conflicts import Topic, plain, reports_of, topics
from annotator.project.radar.reading import Page
from annotator.project.radar.sheet import Sheet
from tests.project.radar.sheets import Marked, actor, figure, sheet, source

TEXT = "قال المرصد إن أول قتلوا وقالت الوزارة إن ثان قتلوا في هجوم على المدنيين وعلى الشرطة"


def page(own: Sheet, date: str = "") -> Page:
    metadata = json.dumps({"date": date}) if date else "{}"
    return Page(own.document, own.name, own.text, own.document, metadata, (own,))


def two(
    first: tuple[float, dict[str, str | float]], second: tuple[float, dict[str, str | float]],
    relations: Sequence[tuple[int, str, int]] = ((1, "REPORTED_BY", 0), (3, "REPORTED_BY", 2)), *more: Marked,
) -> list[Topic]:  # fmt: skip
    """Two figures of two sources in one document."""
    marks = (
        source("المرصد"), figure("أول", first[0], **{"kind": "killed", **first[1]}), source("الوزارة"),
        figure("ثان", second[0], **{"kind": "killed", **second[1]}), *more,
    )  # fmt: skip
    return topics(reports_of(page(sheet(TEXT, *marks, relations=relations))))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ((211, {}), (150, {})),
        ((211, {"unit": "شخص"}), (150, {"unit": "قتيل"})),
        ((211, {"bound": "at_least"}), (150, {})),
        ((100, {"bound": "about"}), (150, {"bound": "about"})),
        ((20, {"bound": "range", "value_max": 30}), (40, {})),
        ((211, {"bound": "more_than"}), (180, {"bound": "at_most"})),
    ],
)
def test_figures_that_cannot_both_be_true_are_a_conflict(
    first: tuple[float, dict[str, str | float]], second: tuple[float, dict[str, str | float]]
) -> None:
    [topic] = two(first, second)
    assert topic.verdict == "conflict"
    assert [each.who for each in topic.reports] == ["المرصد", "الوزارة"]
    assert [each.value for each in topic.reports] == [first[0], second[0]]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ((200, {"bound": "at_least"}), (211, {})),
        ((211, {}), (211, {})),
        ((200, {"bound": "about"}), (211, {})),
        ((20, {"bound": "range", "value_max": 30}), (25, {})),
        ((211, {}), (150, {"kind": "injured"})),
        ((211, {}), (15, {"unit": "طفل"})),
        ((211, {}), (7_000_000, {})),
        ((0.5, {}), (211, {})),
        ((211, {"kind": "duration"}), (150, {"kind": "duration"})),
        ((211, {"kind": "money", "unit": "دولار"}), (150, {"kind": "money", "unit": "دولار"})),
    ],
)
def test_figures_that_may_both_be_true_or_are_of_other_things_are_none(
    first: tuple[float, dict[str, str | float]], second: tuple[float, dict[str, str | float]]
) -> None:
    assert two(first, second) == []


def test_one_source_or_none_contradicts_nobody() -> None:
    assert two((211, {}), (150, {}), [(1, "REPORTED_BY", 0), (3, "REPORTED_BY", 0)]) == []
    assert two((211, {}), (150, {}), [(1, "REPORTED_BY", 0)]) == []


def test_parts_of_a_total_are_no_reports_of_it() -> None:
    assert two((211, {}), (150, {}), [(1, "REPORTED_BY", 0), (3, "REPORTED_BY", 2), (3, "PART_OF", 1)]) == []


def test_whom_figures_count_must_be_the_same() -> None:
    said = [(1, "REPORTED_BY", 0), (3, "REPORTED_BY", 2), (1, "COUNTS", 4)]
    whom = (actor("المدنيين", entity="civilians"), actor("الشرطة"))
    assert two((211, {}), (150, {}), [*said, (3, "COUNTS", 5)], *whom) == []
    [topic] = two((211, {}), (150, {}), [*said, (3, "COUNTS", 4)], *whom)
    assert plain(topic, {"civilians": "المدنيون"})["whom"] == "المدنيون"
    money: tuple[float, dict[str, str | float]] = (211, {"kind": "money"})
    assert len(two(money, (150, {"kind": "money"}), [*said, (3, "COUNTS", 4)], *whom)) == 1


# ---- across documents ------------------------------------------------------------------------------------


def told(document: str, who: str, value: float, date: str, *entities: str) -> Page:
    text = f"قال {who} إن رقم قتلوا في " + " ".join(f"موضع{number}" for number in range(len(entities)))
    places = [actor(f"موضع{number}", entity=each) for number, each in enumerate(entities)]
    marks = (source(who), figure("رقم", value, kind="killed"), *places)
    return page(sheet(text, *marks, relations=[(1, "REPORTED_BY", 0)], document=document), date)


def across(*pages: Page) -> list[tuple[str, list[float | None]]]:
    found = topics(report for each in pages for report in reports_of(each))
    return [(topic.verdict, [each.value for each in topic.reports]) for topic in found]


def test_documents_of_one_day_that_share_entities_contradict_each_other() -> None:
    first = told("a", "المرصد", 211, "2024-11-30", "hts", "aleppo")
    assert across(first, told("b", "سانا", 90, "2024-11-30", "hts", "aleppo")) == [("conflict", [211, 90])]


def test_what_later_days_report_is_a_series_in_order() -> None:
    pages = (
        told("c", "المرصد", 300, "2024-12-02", "hts", "aleppo"),
        told("a", "المرصد", 211, "2024-11-30", "hts", "aleppo"),
        told("b", "سانا", 240, "2024-12-01", "hts", "aleppo"),
    )  # fmt: skip
    assert across(*pages) == [("series", [211, 240, 300])]


@pytest.mark.parametrize(
    ("date", "entities"),
    [("2024-12-30", ("hts", "aleppo")), ("2024-11-30", ("hts", "gaza")), ("2024-11-30", ()), ("", ("hts", "aleppo")),
     ("yesterday", ("hts", "aleppo"))],
)  # fmt: skip
def test_documents_far_apart_or_about_others_speak_of_different_things(date: str, entities: tuple[str, ...]) -> None:
    first = told("a", "المرصد", 211, "2024-11-30", "hts", "aleppo")
    assert across(first, told("b", "سانا", 90, date, *entities)) == []


def test_layers_are_not_compared_with_each_other() -> None:
    marks = (source("المرصد"), figure("أول", 211, kind="killed"))
    other = (source("الوزارة"), figure("ثان", 150, kind="killed"))
    joined = [(1, "REPORTED_BY", 0)]
    one, two_ = sheet(TEXT, *marks, relations=joined), sheet(TEXT, *other, relations=joined, layer="B")
    assert topics(reports_of(Page("d", "d", TEXT, "d", "{}", (one, two_)))) == []
