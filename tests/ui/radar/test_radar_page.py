"""The radar in a real window, by keyboard."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from annotator.core.command import AddDocuments, AddRelation, AddSpan
from annotator.core.document import AnnotatedDocument, Document
from annotator.core.span import Value
from annotator.ui.actions import BY_ID
from annotator.ui.pressing import key_of
from annotator.ui.radar.findings_tab import DISMISSED
from annotator.ui.radar.fixes_dialog import FixesDialog
from annotator.ui.radar.radar_page import RadarPage
from tests.ui.conftest import Desk

TEXT = "قال المرصد، إن 12 قتلوا. وقالت الوزارة، إن 30 قتلوا في الهجوم على المدينة مساء أمس."
PATIENCE_S = 100


def mark(desk: Desk, words: str, label: str, document: str = "a", **attributes: Value) -> str:
    start = TEXT.index(words)
    changes = desk.session.do(AddSpan(document, start, start + len(words), label, "سلمى", attributes))
    assert changes is not None
    return next(iter(changes.ids["span"]))


@pytest.fixture
def wrong(desk: Desk) -> Desk:
    """A project with two copies of a text: two marks at edges, a wrong value, two sources that differ."""
    desk.tools.suggesting.close()
    desk.session.document_opened.disconnect(desk.tools.suggesting.begin_soon)
    documents = (AnnotatedDocument(Document("a", "الأول", TEXT)), AnnotatedDocument(Document("b", "الثاني", TEXT)))
    desk.session.do(AddDocuments(documents))
    one, other = mark(desk, "المرصد،", "SOURCE"), mark(desk, "الوزارة،", "SOURCE")
    first, second = mark(desk, "12", "FIGURE", value=12, kind="killed", bound="exact"), mark(
        desk, "30", "FIGURE", value=31, kind="killed", bound="exact"
    )
    desk.session.do(AddRelation("REPORTED_BY", first, one), AddRelation("REPORTED_BY", second, other))
    desk.session.open_document("a")
    desk.settle()
    return desk


def wait_for(there: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not there():
        assert time.monotonic() < end
        QTest.qWait(20)


def page_of(desk: Desk) -> RadarPage:
    page = desk.tools.radar.page
    assert page is not None
    return page


def answered(desk: Desk, act: Callable[[], object]) -> None:
    """Do something and wait until the radar has said what it found."""
    got: list[object] = []
    if desk.tools.radar.page is None:
        act()
    else:
        page_of(desk).shown.connect(lambda: got.append(1))
        act()
    page = page_of(desk)
    page.shown.connect(lambda: got.append(1))
    wait_for(lambda: bool(got) and not page.lookout.busy)


def run(desk: Desk, name: str) -> None:
    answered(desk, lambda: desk.studio.run(BY_ID[name]))


def press(widget: QWidget, chord: str) -> None:
    QTest.keyClick(widget, *key_of(chord))


def choose(desk: Desk, rule: str) -> None:
    groups = page_of(desk).findings.groups
    rows = [row for row in range(groups.count()) if groups.item(row).data(256) == rule]
    answered(desk, lambda: groups.setCurrentRow(rows[0]))


def words(desk: Desk) -> list[str]:
    return [each.words for each in page_of(desk).findings.model.rows()]


def test_findings_stand_by_rule_and_enter_goes_to_the_span(wrong: Desk) -> None:
    run(wrong, "radar")
    page = page_of(wrong)
    assert wrong.studio.pages.currentWidget() is page
    choose(wrong, "edge")
    assert words(wrong) == ["المرصد،", "الوزارة،"]
    page.findings.table.setCurrentIndex(page.findings.model.index(1, 0))
    page.findings.table.setFocus()
    press(page.findings.table, "Enter")
    wrong.settle()
    assert wrong.studio.pages.currentWidget() is wrong.bench
    focused = wrong.session.focused()
    assert focused is not None
    assert focused.start == TEXT.index("الوزارة")


def test_f2_mends_one_and_undo_takes_it_back(wrong: Desk) -> None:
    run(wrong, "radar")
    choose(wrong, "value")
    page = page_of(wrong)
    assert words(wrong) == ["30"]
    answered(wrong, lambda: press(page.findings.table, "F2"))
    wait_for(lambda: [each.attributes.get("value") for each in wrong.spans() if each.label == "FIGURE"] == [12, 30])
    wait_for(lambda: words(wrong) == [])
    wrong.tools.history.undo()
    wait_for(lambda: words(wrong) == ["30"])


def test_all_alike_are_shown_before_they_are_mended_in_one_step(wrong: Desk) -> None:
    run(wrong, "radar")
    choose(wrong, "edge")
    page = page_of(wrong)
    before = wrong.labelled()
    shown: list[int] = []

    def decide() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, FixesDialog):
            QTimer.singleShot(50, decide)
            return
        shown.append(dialog.list.count())
        press(dialog.list, "Enter")

    QTimer.singleShot(50, decide)
    press(page.findings.table, "Shift+F2")
    wait_for(lambda: words(wrong) == [])
    assert shown == [2]
    assert [each for each, label in wrong.labelled() if label == "SOURCE"] == ["المرصد", "الوزارة"]
    wrong.tools.history.undo()
    assert wrong.labelled() == before


def test_what_is_no_problem_goes_and_comes_back(wrong: Desk) -> None:
    run(wrong, "radar")
    choose(wrong, "edge")
    page = page_of(wrong)
    page.findings.table.setFocus()
    press(page.findings.table, "Delete")
    wait_for(lambda: words(wrong) == ["الوزارة،"])
    choose(wrong, DISMISSED)
    assert words(wrong) == ["المرصد،"]
    page.findings.table.setFocus()
    press(page.findings.table, "Delete")
    wait_for(lambda: words(wrong) == [])
    choose(wrong, "edge")
    assert words(wrong) == ["المرصد،", "الوزارة،"]


@pytest.mark.slow
def test_the_filter_finds_words_folded(wrong: Desk) -> None:
    run(wrong, "radar")
    answered(wrong, lambda: page_of(wrong).findings.field.setText("الوزاره"))
    assert words(wrong) == ["الوزارة،"]


def test_copies_are_tagged_and_removed_and_undo_brings_them_back(wrong: Desk) -> None:
    run(wrong, "copies")
    page = page_of(wrong)
    assert [each.document for each in page.copies.model.rows()] == ["a", "b"]
    page.copies.table.setCurrentIndex(page.copies.model.index(1, 0))
    page.copies.table.setFocus()
    press(page.copies.table, "F2")
    assert wrong.session.project.queries.document("b").metadata["tags"] == ["copy"]
    press(page.copies.table, "Delete")
    assert wrong.session.project.queries.document_ids() == ["a"]
    wait_for(lambda: not page.copies.model.rows())
    wrong.tools.history.undo()
    wait_for(lambda: len(page.copies.model.rows()) == 2)


def test_conflicts_say_who_said_how_many_and_lead_to_the_text(wrong: Desk) -> None:
    run(wrong, "conflicts")
    page = page_of(wrong)
    model = page.conflicts.model
    assert [model.index(row, 3).data().strip("\u2067\u2069") for row in range(model.rowCount())] == ["12", "30"]
    assert [model.index(row, 1).data() for row in range(2)] == ["Conflict", ""]
    page.conflicts.table.setFocus()
    press(page.conflicts.table, "Enter")
    wrong.settle()
    assert wrong.studio.pages.currentWidget() is wrong.bench


def test_the_same_key_and_escape_lead_back_to_the_text(wrong: Desk) -> None:
    wrong.press("F9")
    page = page_of(wrong)
    wait_for(lambda: not page.lookout.busy)
    assert wrong.studio.pages.currentWidget() is page
    press(page.findings.table, "Escape")
    assert wrong.studio.pages.currentWidget() is wrong.bench
    wrong.press("F9")
    wait_for(lambda: not page.lookout.busy)
    press(page.findings.table, "F9")
    assert wrong.studio.pages.currentWidget() is wrong.bench


def test_closing_the_project_ends_the_radar(wrong: Desk) -> None:
    wrong.studio.run(BY_ID["radar"])
    wrong.studio.close_project()
    assert wrong.studio.workbench is None


def test_errors_alone_are_shown_and_that_is_remembered(wrong: Desk) -> None:
    wrong.tools.radar.findings()
    page = page_of(wrong)
    wait_for(lambda: {each.severity for each in page.findings.model.rows()} == {"error", "hint"})
    page.findings.severities.setFocus()
    QTest.keyClick(page.findings.severities, Qt.Key.Key_Down)
    wait_for(lambda: {each.severity for each in page.findings.model.rows()} == {"error"})
    assert {each.rule for each in page.findings.model.rows()} == {"value"}
    assert page.findings.groups.count() == 2
    again = RadarPage(wrong.session)
    assert again.findings.severity() == "error"
    again.close_page()
