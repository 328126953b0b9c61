"""The document list's wishes and the overview's numbers, against what is known of small projects."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from annotator.core.command import (
    AcceptSuggestion,
    AddDocuments,
    AddSpan,
    AddSuggestions,
    ChangeDocument,
    ChangeSpan,
    Command,
    RejectSuggestion,
    RemoveDocument,
    SetSetting,
    SetStatus,
)
from annotator.core.document import AnnotatedDocument, Document
from annotator.core.suggestion import Suggested, Suggestion
from annotator.project.listing import (
    SORTS,
    ListedRow,
    Wish,
    assigned_to,
    listed_in_file,
    prioritised,
    tagged,
)
from annotator.project.progress import Progress, monday, plain, progress_of_file
from annotator.project.project import Project

TEXT = "قال المرصد السوري إن 211 شخصاً قتلوا في حلب."
NAMES = ("أخبار حلب", "إدلب اليوم", "Reuters", "أَخْبار دمشق", "حمص")


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    made = Project.create(tmp_path / "p.raqim")
    made.execute(
        AddDocuments(tuple(
            AnnotatedDocument(Document(f"d{place}", name, TEXT + " " * place)) for place, name in enumerate(NAMES)
        )), "lead",
    )  # fmt: skip
    do(
        made, tagged("d0", ["عاجل", "حلب"]), tagged("d3", ["عاجل"]), assigned_to("d1", ["سمر"]),
        assigned_to("d2", ["سمر", "نادر"]), prioritised("d4", "high"), prioritised("d1", "low"),
        SetStatus("d0", "سمر", "done"), SetStatus("d2", "سمر", "done"), SetStatus("d3", "نادر", "in_progress"),
        AddSpan("d0", 4, 10, "SOURCE", "سمر", id="s1"), AddSpan("d0", 21, 24, "FIGURE", "سمر", id="s2"),
        AddSpan("d3", 21, 24, "FIGURE", "نادر", id="s3", unsure=True),
        AddSuggestions("d1", Suggested((Suggestion(4, 10, "SOURCE", suggester="rules"),
                                        Suggestion(21, 24, "FIGURE", suggester="rules")))),
    )  # fmt: skip
    yield made
    made.close()


def do(project: Project, *commands: Command) -> None:
    for each in commands:
        project.execute(each, "سمر")


def suggested(project: Project, label: str) -> str:
    return next(each.id for each in project.queries.suggestions("d1", "سمر") if each.label == label)


def found(project: Project, wish: Wish) -> list[str]:
    numbers = project.queries.listed(wish)
    rows = project.queries.listed_rows(numbers, wish.annotator)
    return [rows[each].id for each in numbers]


def numbers_of(project: Project, viewer: str | None = None, today: str = "") -> Progress:
    return progress_of_file(project.path, viewer, today)


@pytest.mark.parametrize(
    ("wish", "documents"),
    [
        (Wish("سمر"), ["d0", "d1", "d2", "d3", "d4"]),
        (Wish("سمر", contains="اخبار"), ["d0", "d3"]),
        (Wish("سمر", contains="اِدلب"), ["d1"]),
        (Wish("سمر", contains="reut"), ["d2"]),
        (Wish("سمر", contains="D4"), ["d4"]),
        (Wish("سمر", contains="%"), []),
        (Wish("سمر", status="done"), ["d0", "d2"]),
        (Wish("سمر", status="new"), ["d1", "d3", "d4"]),
        (Wish("نادر", status="in_progress"), ["d3"]),
        (Wish("نادر", begun=True), ["d3"]),
        (Wish("سمر", assigned="سمر"), ["d1", "d2"]),
        (Wish("سمر", assigned="نادر"), ["d2"]),
        (Wish("سمر", tag="عاجل"), ["d0", "d3"]),
        (Wish("سمر", tag="عاج"), []),
        (Wish("سمر", priority="high"), ["d4"]),
        (Wish("سمر", priority="normal"), ["d0", "d2", "d3"]),
        (Wish("سمر", suggestions=True), ["d1"]),
        (Wish("سمر", doubts=True), []),
        (Wish("نادر", doubts=True), ["d3"]),
        (Wish("سمر", tag="عاجل", status="done", contains="حلب"), ["d0"]),
        (Wish("سمر", sort="priority", descending=True), ["d4", "d0", "d2", "d3", "d1"]),
        (Wish("سمر", sort="name"), ["d2", "d0", "d3", "d1", "d4"]),
        (Wish("سمر", sort="spans", descending=True), ["d0", "d1", "d2", "d3", "d4"]),
        (Wish("سمر", sort="suggestions", descending=True), ["d1", "d0", "d2", "d3", "d4"]),
        (Wish("سمر", sort="length", descending=True), ["d4", "d3", "d2", "d1", "d0"]),
    ],
)
def test_a_wish_finds_its_documents_and_no_others(project: Project, wish: Wish, documents: list[str]) -> None:
    assert found(project, wish) == documents


@pytest.mark.parametrize("sort", ["", *SORTS])
def test_every_order_holds_every_document_once_and_a_worker_says_the_same(project: Project, sort: str) -> None:
    wish = Wish("سمر", sort=sort, contains="d", descending=True)
    assert sorted(found(project, wish)) == ["d0", "d1", "d2", "d3", "d4"]
    assert listed_in_file(project.path, wish) == project.queries.listed(wish)


def test_a_line_says_what_the_document_is(project: Project) -> None:
    number = project.queries.number_of("d0")
    row = project.queries.listed_rows([number], "سمر")[number]
    assert row == ListedRow(number, "d0", NAMES[0], len(TEXT), "done", 2, 0, 0, ("عاجل", "حلب"), (), "normal")
    number = project.queries.number_of("d2")
    assert project.queries.listed_rows([number], "نادر")[number].assigned == ("سمر", "نادر")


def test_a_document_that_is_gone_is_in_no_list(project: Project) -> None:
    number = project.queries.number_of("d0")
    do(project, RemoveDocument("d0"))
    assert "d0" not in found(project, Wish("سمر"))
    assert "d0" not in found(project, Wish("سمر", tag="عاجل"))
    assert project.queries.listed_rows([number], "سمر") == {}
    assert project.queries.finished_count("سمر") == 1


def test_a_tag_that_was_taken_away_finds_nothing_and_undo_brings_it_back(project: Project) -> None:
    do(project, tagged("d0", []))
    assert found(project, Wish("سمر", tag="حلب")) == []
    assert project.queries.words_in("tags") == ["عاجل"]
    project.undo("سمر")
    assert found(project, Wish("سمر", tag="حلب")) == ["d0"]
    assert project.queries.words_in("tags") == ["حلب", "عاجل"]


def test_a_single_word_of_metadata_counts_as_a_list_of_one(project: Project) -> None:
    do(project, ChangeDocument("d4", metadata={"tags": "مهم", "assigned": "نادر"}))
    assert found(project, Wish("سمر", tag="مهم")) == ["d4"]
    assert found(project, Wish("سمر", assigned="نادر")) == ["d2", "d4"]
    assert numbers_of(project).left.layers == 4


# ---- the numbers ------------------------------------------------------------------------------------------


def test_documents_and_spans_are_counted_by_annotator_status_and_label(project: Project) -> None:
    numbers = numbers_of(project)
    assert (numbers.documents, numbers.finished, numbers.untouched) == (5, 1, 2)
    assert numbers.statuses["سمر"]["done"] == 2
    assert numbers.statuses["نادر"] == {"in_progress": 1}
    assert numbers.spans == {"سمر": {"FIGURE": 1, "SOURCE": 1}, "نادر": {"FIGURE": 1}}
    assert (numbers.tags, numbers.assigned) == (["حلب", "عاجل"], ["سمر", "نادر"])


def test_a_week_holds_what_people_did_in_it_but_not_what_was_undone(project: Project) -> None:
    do(project, AcceptSuggestion(suggested(project, "SOURCE"), "سمر"))
    do(project, RejectSuggestion(suggested(project, "FIGURE"), "سمر"), AddSpan("d4", 0, 3, "ACTOR", "سمر"))
    project.undo("سمر")
    [week] = numbers_of(project).weeks
    assert week.begin == monday(datetime.now(UTC).isoformat())
    assert week.spans == {"SOURCE": 2, "FIGURE": 2}
    assert week.by == {"سمر": 3, "نادر": 1}
    assert week.finished == {"سمر": 2}
    assert (week.accepted, week.rejected, week.precision) == (1, 1, 0.5)


def test_what_is_reopened_is_not_finished(project: Project) -> None:
    do(project, SetStatus("d0", "سمر", "in_progress"))
    numbers = numbers_of(project)
    assert numbers.finished == 0
    assert numbers.weeks[0].finished == {"سمر": 1}


def test_precision_is_told_by_suggester_and_label_and_corrected_is_not_accepted(project: Project) -> None:
    do(project, AcceptSuggestion(suggested(project, "SOURCE"), "سمر", extent=((4, 17),)))
    do(project, RejectSuggestion(suggested(project, "FIGURE"), "سمر"))
    told = {each.label: (each.accepted, each.corrected, each.rejected) for each in numbers_of(project).precision}
    assert told == {"SOURCE": (0, 1, 0), "FIGURE": (0, 0, 1)}
    assert numbers_of(project).precision[0].precision == 0.0


def test_speed_needs_active_time(project: Project) -> None:
    assert numbers_of(project).speed.documents_per_hour is None
    project.add_active_time({("d0", "سمر"): 1800.0, ("d2", "سمر"): 1800.0})
    speed = numbers_of(project).speed
    assert (speed.hours, speed.documents_per_hour, speed.spans_per_hour) == (1.0, 2.0, 2.0)
    assert numbers_of(project).left.hours == 2.0


def test_what_is_left_counts_each_assigned_annotator_and_the_pace_gives_a_date(project: Project) -> None:
    today = datetime.now(UTC).date()
    left = numbers_of(project, today=today.isoformat()).left
    assert left.layers == 4  # d1 for one, d2 for the other, d3 and d4 for anybody; d0 is finished
    assert left.per_day == 2.0
    assert left.until == (today + timedelta(days=2)).isoformat()
    later = numbers_of(project, today=(today + timedelta(days=60)).isoformat()).left
    assert (later.layers, later.per_day, later.until) == (4, None, "")


def test_agreement_is_measured_where_several_annotators_worked(project: Project) -> None:
    assert numbers_of(project).agreement is None
    do(project, AddSpan("d0", 4, 10, "SOURCE", "نادر"), AddSpan("d0", 21, 24, "FIGURE", "نادر", id="n2"))
    agreed = numbers_of(project).agreement
    assert agreed is not None
    assert (agreed.value, agreed.measured, agreed.documents) == (1.0, 1, 1)
    do(project, ChangeSpan("n2", label="ACTOR"))
    agreed = numbers_of(project).agreement
    assert agreed is not None
    assert agreed.value == 0.5


def test_who_may_not_see_other_layers_gets_the_own_numbers_only(project: Project) -> None:
    do(project, SetSetting("leads", ["ليلى"]), AddSpan("d0", 4, 10, "SOURCE", "نادر"))
    own = numbers_of(project, "نادر")
    assert set(own.statuses) == set(own.spans) == {"نادر"}
    assert own.agreement is None
    assert own.weeks[0].by == {"نادر": 2}
    assert set(numbers_of(project, "ليلى").statuses) == {"سمر", "نادر"}


def test_plain_numbers_are_the_same_with_the_shares_worked_out(project: Project) -> None:
    do(project, AcceptSuggestion(suggested(project, "SOURCE"), "سمر"))
    told = plain(numbers_of(project))
    assert told["weeks"][0]["precision"] == 1.0
    assert told["speed"]["spans_per_hour"] is None
    assert told["statuses"]["سمر"]["done"] == 2


def test_an_empty_project_has_numbers_too(tmp_path: Path) -> None:
    with Project.create(tmp_path / "empty.raqim") as made:
        assert found(made, Wish("سمر")) == []
        assert numbers_of(made) == Progress()
