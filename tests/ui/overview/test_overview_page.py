"""The overview in a real window, by keyboard and mouse."""

from __future__ import annotations

import csv
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QTableWidget, QWidget

from annotator.core.command import AddDocuments, AddSpan, SetStatus
from annotator.core.document import AnnotatedDocument, Document
from annotator.ui.actions import BY_ID
from annotator.ui.overview.documents_tab import HIDDEN, SORTED, DocumentsTab
from annotator.ui.overview.overview_page import OverviewPage
from annotator.ui.overview.sections import interval
from annotator.ui.overview.table_model import NAMES, words_typed
from annotator.ui.pressing import key_of
from annotator.ui.review.chart import charts_there
from tests.ui.conftest import Desk

TEXT = "قال المرصد السوري إن 12 قتلوا في حلب."
PATIENCE_S = 100


def wait_for(there: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not there():
        assert time.monotonic() < end
        QTest.qWait(20)


def page_of(desk: Desk) -> OverviewPage:
    page = desk.tools.overview.page
    assert page is not None
    return page


def run(desk: Desk, name: str) -> None:
    desk.studio.run(BY_ID[name])
    desk.settle()


def press(widget: QWidget, chord: str) -> None:
    QTest.keyClick(widget, *key_of(chord))
    QApplication.processEvents()


@pytest.fixture
def filled(desk: Desk) -> Desk:
    """Five documents; one of them is finished, with two spans."""
    desk.tools.suggesting.close()
    desk.session.document_opened.disconnect(desk.tools.suggesting.begin_soon)
    names = ("أخبار حلب", "إدلب", "Reuters", "أَخبار دمشق", "حمص")
    desk.session.do(
        AddDocuments(tuple(AnnotatedDocument(Document(f"d{n}", name, TEXT + " " * n)) for n, name in enumerate(names)))
    )
    desk.session.do(AddSpan("d0", 4, 10, "SOURCE", "سلمى"), AddSpan("d0", 21, 23, "FIGURE", "سلمى"))
    desk.session.do(SetStatus("d0", "سلمى", "done"))
    desk.session.open_document("d0")
    desk.settle()
    return desk


@pytest.fixture
def table(filled: Desk) -> DocumentsTab:
    run(filled, "documents")
    return page_of(filled).documents


@pytest.fixture
def page(filled: Desk) -> OverviewPage:
    """The overview with its numbers."""
    got: list[object] = []
    run(filled, "overview")
    found = page_of(filled)
    found.shown.connect(lambda: got.append(1))
    wait_for(lambda: found.numbers is not None)
    return found


def shown(tab: DocumentsTab, column: str = "name") -> list[str]:
    place = NAMES.index(column)
    return [tab.model.index(row, place).data().strip("\u2068\u2069") for row in range(tab.model.rowCount())]


def stand(tab: DocumentsTab, row: int, column: str) -> None:
    flags = QItemSelectionModel.SelectionFlag  # keys that a former test held must not add to the selection
    place = tab.model.index(row, NAMES.index(column))
    tab.table.selectionModel().setCurrentIndex(place, flags.ClearAndSelect | flags.Rows)
    tab.table.setFocus()


def edit(tab: DocumentsTab, row: int, column: str, text: str) -> None:
    """Write into a cell as one does: F2, the words, Enter."""
    QTest.qWaitForWindowActive(tab.window(), 2000)  # a window that becomes active later takes the editor's focus
    stand(tab, row, column)
    QTest.keyClick(tab.table, Qt.Key.Key_F2)
    editor = tab.table.viewport().findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    editor.setText(text)
    before = shown(tab, column)[row]
    QTest.keyClick(editor, Qt.Key.Key_Return)
    wait_for(lambda: shown(tab, column)[row] != before)


def text_at(table: QTableWidget, row: int, column: int) -> str:
    item = table.item(row, column)
    return item.text() if item is not None else ""


def metadata(desk: Desk, document: str) -> dict[str, object]:
    return dict(desk.session.project.queries.document(document).metadata)


# ---- the table -------------------------------------------------------------------------------------------


def test_the_table_shows_every_document_with_status_and_counts(table: DocumentsTab) -> None:
    assert shown(table) == ["أخبار حلب", "إدلب", "Reuters", "أَخبار دمشق", "حمص"]
    assert shown(table, "status")[:2] == ["Done", "New"]
    assert shown(table, "spans") == ["2", "", "", "", ""]


def test_a_name_is_found_however_it_is_written_and_a_status_is_chosen_by_keyboard(table: DocumentsTab) -> None:
    QTest.keyClicks(table.filters.name, "reut")
    wait_for(lambda: table.model.rowCount() == 1)
    table.filters.name.setText("اخبار")
    wait_for(lambda: table.model.rowCount() == 2)
    assert shown(table) == ["أخبار حلب", "أَخبار دمشق"]
    table.filters.clear()
    assert table.model.rowCount() == 5
    table.filters.status.setFocus()
    for _ in range(3):
        press(table.filters.status, "Down")
    wait_for(lambda: table.model.rowCount() == 1)
    assert shown(table) == ["أخبار حلب"]


def test_tags_written_in_place_are_one_undo_step_and_filter_the_list(filled: Desk, table: DocumentsTab) -> None:
    edit(table, 1, "tags", "عاجل، حلب, عاجل")
    assert metadata(filled, "d1")["tags"] == ["عاجل", "حلب"]
    assert shown(table, "tags")[1] == "عاجل، حلب"
    table.filters.show_words(["حلب", "عاجل"], [])
    table.filters.tag.setCurrentIndex(table.filters.tag.findData("حلب"))
    table.filters.tag.activated.emit(1)
    wait_for(lambda: table.model.rowCount() == 1)
    filled.session.bridge.undo("سلمى")
    assert "tags" not in metadata(filled, "d1")


def test_an_edit_of_selected_rows_changes_all_of_them_and_one_undo_takes_it_back(
    filled: Desk, table: DocumentsTab
) -> None:
    edit(table, 2, "assigned", "نادر")
    stand(table, 0, "assigned")
    QTest.keyClick(table.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    table.model.setData(table.model.index(0, NAMES.index("assigned")), "سمر")
    assert [metadata(filled, f"d{n}").get("assigned") for n in range(5)] == [
        ["سمر"], ["سمر"], ["نادر", "سمر"], ["سمر"], ["سمر"],
    ]  # fmt: skip
    filled.session.bridge.undo("سلمى")
    assert [metadata(filled, f"d{n}").get("assigned") for n in range(3)] == [None, None, ["نادر"]]


def test_a_priority_is_chosen_in_place(filled: Desk, table: DocumentsTab) -> None:
    QTest.qWaitForWindowActive(table.window(), 2000)
    stand(table, 3, "priority")
    QTest.keyClick(table.table, Qt.Key.Key_F2)
    editor = table.table.viewport().findChild(QComboBox)
    assert isinstance(editor, QComboBox)
    editor.setCurrentIndex(editor.findData("high"))
    QTest.keyClick(editor, Qt.Key.Key_Return)
    wait_for(lambda: metadata(filled, "d3").get("priority") == "high")
    assert shown(table, "priority") == ["", "", "", "High", ""]


def test_keys_and_headings_sort_by_the_column_and_the_order_is_remembered(filled: Desk, table: DocumentsTab) -> None:
    stand(table, 2, "length")
    table.show_column("length", on=True)
    stand(table, 2, "length")
    press(table.table, "Ctrl+Down")
    assert shown(table)[0] == "حمص"
    assert filled.session.settings.get(SORTED) == ["length", True]
    again = DocumentsTab(filled.session)
    assert again.wish().sort == "length"
    press(table.table, "Ctrl+Up")
    assert shown(table)[0] == "أخبار حلب"
    heads = table.table.horizontalHeader()
    orders = []
    for _ in range(3):
        place = QPoint(heads.sectionViewportPosition(0) + heads.sectionSize(0) // 2, heads.height() // 2)
        QTest.mouseClick(heads.viewport(), Qt.MouseButton.LeftButton, pos=place)
        orders.append(shown(table)[0])
    assert orders == ["Reuters", "حمص", "أخبار حلب"]


def test_columns_that_were_hidden_stay_hidden(filled: Desk, table: DocumentsTab) -> None:
    table.show_column("doubts", on=False)
    assert "doubts" in filled.session.settings.get(HIDDEN)
    again = DocumentsTab(filled.session)
    assert again.table.isColumnHidden(NAMES.index("doubts"))
    assert not again.table.isColumnHidden(NAMES.index("tags"))


def test_enter_opens_the_document_and_the_same_action_comes_back(filled: Desk, table: DocumentsTab) -> None:
    stand(table, 4, "name")
    press(table.table, "Enter")
    assert filled.session.desk is not None
    assert filled.session.desk.id == "d4"
    assert filled.bench.isVisible()
    run(filled, "documents")
    assert page_of(filled).isVisible()
    press(page_of(filled), "Escape")
    assert filled.bench.isVisible()


def test_documents_that_come_while_one_looks_are_shown(filled: Desk, table: DocumentsTab) -> None:
    filled.session.do(AddDocuments((AnnotatedDocument(Document("new", "جديد", TEXT)),)))
    assert shown(table)[-1] == "جديد"


def test_words_are_parted_at_commas_of_both_scripts() -> None:
    assert words_typed(" أ ، ب,ج؛ أ ;") == ("أ", "ب", "ج")


# ---- the numbers -----------------------------------------------------------------------------------------


def test_the_headlines_say_where_the_project_stands_and_follow_its_changes(filled: Desk, page: OverviewPage) -> None:
    told = {what: number for number, what in page.headlines.texts}
    assert told["documents finished"] == "1 / 5"
    assert told["spans"] == "2"
    assert told["left to finish"] == "4"
    filled.session.do(SetStatus("d1", "سلمى", "done"))
    wait_for(lambda: page.numbers is not None and page.numbers.finished == 2)


def test_enter_on_a_number_opens_its_documents_or_the_search(filled: Desk, page: OverviewPage) -> None:
    table = page.sections[0].table
    column = next(c for c in range(table.columnCount()) if text_at(table, 0, c) == "1")
    table.setCurrentCell(0, column)
    press(table, "Enter")
    assert page.tabs.currentWidget() is page.documents
    assert shown(page.documents) == ["أخبار حلب"]
    page.tabs.setCurrentIndex(2)
    table = page.sections[1].table
    row = next(r for r in range(table.rowCount()) if text_at(table, r, 0) == "1")
    table.setCurrentCell(row, 0)
    press(table, "Enter")
    panel = filled.tools.searching.panel
    assert panel is not None
    wait_for(lambda: panel.model.rowCount() == 1)
    assert filled.bench.isVisible()


@pytest.mark.skipif(not charts_there(), reason="without the extra charts")
def test_a_bar_opens_what_is_behind_it_and_a_chart_is_saved(page: OverviewPage, tmp_path: Path) -> None:
    section = page.sections[0]
    page.tabs.setCurrentIndex(1)
    wait_for(lambda: section.chart is not None and bool(section.chart.bars))
    assert section.chart is not None
    for name in ("chart.png", "chart.svg"):
        page.save_to(section, tmp_path / name)
        assert (tmp_path / name).stat().st_size > 500
    QTest.qWait(50)
    bar = section.chart.bars[0]
    place = section.chart.pixel_of(bar.at, bar.base + bar.height / 2).toPoint()
    QTest.mouseClick(section.chart.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert page.tabs.currentWidget() is page.documents
    assert shown(page.documents) == ["أخبار حلب"]


def test_numbers_are_saved_as_csv_and_an_empty_section_says_why(page: OverviewPage, tmp_path: Path) -> None:
    page.save_to(page.sections[3], tmp_path / "weeks.csv")
    rows = list(csv.reader((tmp_path / "weeks.csv").read_text("utf-8-sig").splitlines()))
    assert rows[0][-1] == "All"
    assert rows[1][-1] == "2"
    page.tabs.setCurrentWidget(page.sections[4])
    assert page.sections[4].nothing.isVisible()
    page.save_to(page.sections[4], tmp_path / "none.png")
    assert not (tmp_path / "none.png").exists()


@pytest.mark.parametrize(("hits", "every"), [(0, 5), (5, 5), (1, 2), (90, 100)])
def test_an_interval_holds_its_share(hits: int, every: int) -> None:
    low, high = interval(hits, every)
    assert 0 <= low <= hits / every <= high <= 1
    assert high - low < 1
