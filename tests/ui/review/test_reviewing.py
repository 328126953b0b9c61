"""The review page by real events: the count of every cell and bar is the length of the list that it opens."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.agreement.report import measure
from annotator.core.command import RemoveSpan
from annotator.core.i18n import use_language
from annotator.project.agreement import layers_of
from annotator.project.instances import ReviewState, Selection
from annotator.project.jobs import Worker
from annotator.project.project import Project
from annotator.project.reader import GOLD
from annotator.project.review import all_measures, review_agenda, review_instances, review_lessons, review_numbers
from annotator.project.review_numbers import review_numbers_of
from annotator.ui.panels import work_line
from annotator.ui.review import review_page
from annotator.ui.review.figures_table import FiguresTable
from annotator.ui.review.review_page import ReviewPage
from tests.ui.review.noisy import HANDS, noisy_team
from tests.ui.review.team import document, project_with, session_of, span

TEXT = "قال المرصد السوري إن 211 شخصاً قتلوا."
Open = Callable[[Project], ReviewPage]


@pytest.fixture
def open_page(qtbot: QtBot, tmp_path: Path) -> Iterator[Open]:
    """Opens the page on a project and waits for its numbers."""
    use_language("en")
    pages: list[ReviewPage] = []

    def open_(project: Project) -> ReviewPage:
        page = ReviewPage(session_of(project, tmp_path / "settings.json"), bootstrap=50)
        qtbot.addWidget(page)
        page.resize(1240, 760)
        page.show()
        pages.append(page)
        page.refresh()
        qtbot.waitUntil(lambda: not page.busy(), timeout=60_000)
        return page

    yield open_
    for page in pages:
        page.close_page()
        page.session.bridge.close()


def click(qtbot: QtBot, page: ReviewPage, table: FiguresTable, row: int, column: int) -> int:
    """Click a cell with the mouse; how many instances it opened."""
    item = table.item(row, column)
    assert item is not None
    table.scrollToItem(item)
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualItemRect(item).center())
    qtbot.waitUntil(lambda: not page.busy(), timeout=20_000)
    return page.instances.total


def wait_for_list(qtbot: QtBot, page: ReviewPage, title: str) -> None:
    qtbot.waitUntil(lambda: page.instances.crumb.text() == title, timeout=10_000)


def test_every_cell_of_every_pair_counts_the_instances_that_it_opens(tmp_path: Path) -> None:
    project = noisy_team(tmp_path / "p.raqim")
    state = ReviewState(project.queries)
    numbers = review_numbers_of(state, bootstrap=0)
    names = (*numbers.labels, "")
    assert len(numbers.confusion) == 7
    for pair, (counts, slips) in numbers.confusion.items():
        for row, one in enumerate(names):
            for column, other in enumerate(names):
                both = Selection(pair=pair, labels=(one, other))
                assert state.listed(both, limit=0)[0] == counts[row][column]
                slipped = Selection(pair=pair, labels=(one, other), part="boundary")
                assert state.listed(slipped, limit=0)[0] == slips[row][column]
    for slip, count in numbers.slips.items():
        assert state.listed(Selection(slip=slip), limit=0)[0] == count
    for document_, _value, _units, different in numbers.documents:
        assert state.listed(Selection(documents=(document_,), part="different"), limit=0)[0] == different
    for point in numbers.drift:
        wanted = Selection(who=point.who, gold=True, documents=point.documents, part="different")
        assert state.listed(wanted, limit=0)[0] == point.different
    for suggested, (total, same) in numbers.suggestions.items():
        assert state.listed(Selection(suggested=suggested), limit=0)[0] == total
        assert state.listed(Selection(suggested=suggested, part="exact"), limit=0)[0] == same
    assert any(clitic for _edge, _delta, clitic in numbers.slips)
    project.close()


def test_the_columns_give_the_same_figures_as_the_layers(tmp_path: Path) -> None:
    project = noisy_team(tmp_path / "p.raqim")
    ours = review_numbers_of(ReviewState(project.queries), bootstrap=0).measures
    names = [str(each["measure"]) for each in ours]
    assert ours == measure(layers_of(project), names, bootstrap=0)
    project.close()


def test_a_click_on_a_cell_opens_its_instances(open_page: Open, qtbot: QtBot, tmp_path: Path) -> None:
    page = open_page(noisy_team(tmp_path / "p.raqim"))
    opened = 0
    for row in range(page.confusion.table.rowCount()):
        for column in range(page.confusion.table.columnCount()):
            item = page.confusion.table.item(row, column)
            if item is not None and item.text().isdigit():
                assert click(qtbot, page, page.confusion.table, row, column) == int(item.text())
                opened += 1
    assert opened >= 8
    assert page.instances.list.count() == len(page.instances.rows)


def test_every_bar_opens_its_instances_by_the_mouse(open_page: Open, qtbot: QtBot, tmp_path: Path) -> None:
    pytest.importorskip("pyqtgraph")
    page = open_page(noisy_team(tmp_path / "p.raqim"))
    chart = page.slips.chart
    assert chart is not None
    page.tabs.setCurrentIndex(1)
    QApplication.processEvents()
    QTest.qWait(100)
    wide = [bar for bar in chart.bars if bar.height >= 3]
    assert wide
    for bar in wide[:6]:
        pixel = chart.pixel_of(bar.at, bar.base + bar.height / 2).toPoint()
        QTest.mouseMove(chart.viewport(), pixel)
        QTest.mouseClick(chart.viewport(), Qt.MouseButton.LeftButton, pos=pixel)
        assert isinstance(bar.opens, Selection)
        wait_for_list(qtbot, page, bar.opens.title)
        assert page.instances.total == bar.height
        QTest.qWait(450)  # the next click is no double click


def test_a_point_of_the_drift_opens_what_differed_then(open_page: Open, qtbot: QtBot, tmp_path: Path) -> None:
    pytest.importorskip("pyqtgraph")
    page = open_page(noisy_team(tmp_path / "p.raqim"))
    assert page.drift.chart is not None
    page.tabs.setCurrentIndex(4)
    QApplication.processEvents()
    tired = [each for each in page.numbers.drift if each.who == HANDS[2]]
    assert any(each.alarm for each in tired)
    assert not any(each.alarm for each in page.numbers.drift if each.who == HANDS[0])
    dot = page.drift.chart.dots[-1]
    pixel = page.drift.chart.pixel_of(dot.at, dot.value).toPoint()
    QTest.mouseMove(page.drift.chart.viewport(), pixel)
    QTest.mouseClick(page.drift.chart.viewport(), Qt.MouseButton.LeftButton, pos=pixel)
    qtbot.waitUntil(lambda: not page.busy(), timeout=20_000)
    assert page.instances.total == tired[-1].different


def test_instances_lead_to_the_text_and_to_decisions(open_page: Open, qtbot: QtBot, tmp_path: Path) -> None:
    page = open_page(noisy_team(tmp_path / "p.raqim", gold=False))
    click(qtbot, page, page.confusion.table, 0, page.confusion.table.columnCount() - 1)
    row = page.instances.rows[0]
    page.instances.list.setCurrentRow(0)
    with qtbot.waitSignal(page.document_wanted) as asked:
        QTest.keyClick(page.instances.list, Qt.Key.Key_Return)
    assert asked.args == [row.document, row.start]
    with qtbot.waitSignal(page.adjudication_wanted) as wanted:
        QTest.mouseClick(page.instances.adjudicate, Qt.MouseButton.LeftButton)
    assert wanted.args is not None
    rows = [page.session.project.queries.span(identity) for identity in wanted.args[0]]
    assert {each.span.start for each in rows if each} == {each.start for each in page.instances.rows}


def test_nothing_in_common_is_explained_and_never_one(open_page: Open, tmp_path: Path) -> None:
    alone = [document(f"d{n}", TEXT, {who: [span(f"{who}{n}", TEXT, "المرصد", "ACTOR")]}) for n, who in enumerate("AB")]
    page = open_page(project_with(tmp_path / "p.raqim", *alone))
    tile = page.tiles["f1_exact"]
    assert tile.value.text() == "–"
    assert "no document" in tile.detail.text()
    assert page.open_tile.value.text() == "0"


def test_an_empty_project_has_an_empty_page(open_page: Open, tmp_path: Path) -> None:
    page = open_page(Project.create(tmp_path / "p.raqim"))
    assert page.tiles["u_alpha"].value.text() == "–"


def test_tables_charts_and_methods_are_saved(open_page: Open, tmp_path: Path) -> None:
    page = open_page(noisy_team(tmp_path / "p.raqim"))
    assert page.save_to(tmp_path / "t.csv")
    assert HANDS[0] in (tmp_path / "t.csv").read_text("utf-8")
    assert page.save_to(tmp_path / "t.tex")
    assert r"\toprule" in (tmp_path / "t.tex").read_text("utf-8")
    assert not page.save_to(tmp_path / "t.svg")  # no chart on the first tab
    page.tabs.setCurrentIndex(1)
    pytest.importorskip("pyqtgraph")
    for name in ("c.svg", "c.png"):
        assert page.save_to(tmp_path / name)
        assert (tmp_path / name).stat().st_size > 500
    page.tabs.setCurrentIndex(page.tabs.count() - 1)
    assert page.save_to(tmp_path / "m.txt")
    said = (tmp_path / "m.txt").read_text("utf-8")
    assert "Krippendorff" in said
    assert "seed 0" in said


def test_gold_is_a_column_of_the_pairs_but_no_part_of_the_headline(open_page: Open, tmp_path: Path) -> None:
    page = open_page(noisy_team(tmp_path / "p.raqim"))
    people = set(page.numbers.annotators)
    assert GOLD not in people
    assert {pair for pair in page.numbers.pairs if GOLD in pair} == {(who, GOLD) for who in people}
    assert GOLD not in str(page.numbers.measures[0]["by_pair"])


def test_stop_ends_the_computing_and_it_can_be_begun_anew(
    open_page: Open, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work_line, "PATIENCE_MS", 0)
    before = set(multiprocessing.active_children())
    page = open_page(noisy_team(tmp_path / "p.raqim"))
    assert page.line.isHidden()
    stood = page.numbers
    told: list[str] = []
    page.bootstrap = 100_000
    page._collector.progressed.connect(lambda doing, _done, _count: told.append(doing))
    page.refresh()
    qtbot.waitUntil(lambda: bool(told) and page.line.stop.isVisible(), timeout=60_000)
    assert page.line.said.text().endswith("…")
    QTest.mouseClick(page.line.stop, Qt.MouseButton.LeftButton)
    assert not page.busy()
    assert set(multiprocessing.active_children()) <= before  # nobody computes any more
    assert page.line.said.text() == "Stopped: the figures are the former ones"
    assert page.numbers is stood
    page.bootstrap = 50
    QTest.mouseClick(page.line.again, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not page.busy(), timeout=60_000)
    assert page.line.isHidden()
    assert page.numbers is not stood
    assert page.numbers.measures == stood.measures


def test_escape_stops_before_there_are_figures_and_a_change_begins_nothing(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_language("en")
    monkeypatch.setattr(review_page, "AGAIN_MS", 0)
    project = noisy_team(tmp_path / "p.raqim", documents=4)
    page = ReviewPage(session_of(project, tmp_path / "settings.json"), bootstrap=50)
    qtbot.addWidget(page)
    page.show()
    page.refresh()
    assert page.busy()
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert not page.busy()
    assert page.line.said.text() == "Stopped: nothing is computed yet"
    assert page.tiles["f1_exact"].value.text() == "–"
    span_ = next(each for each in project.queries.spans(project.queries.document_ids()[0], HANDS[0]))
    page.session.bridge.execute(RemoveSpan(span_.id), HANDS[0])
    QTest.qWait(50)
    assert not page.busy()
    page.open_selection(Selection(part="different"))  # whoever clicks asks for this alone
    qtbot.waitUntil(lambda: not page.busy(), timeout=60_000)
    assert page.instances.total
    assert page.line.again.isVisible()
    page.refresh()
    qtbot.waitUntil(lambda: not page.busy(), timeout=60_000)
    assert page.line.isHidden()
    assert page.tiles["f1_exact"].value.text() != "–"
    page.close_page()
    page.session.bridge.close()


def test_every_question_to_the_worker_says_what_it_does(tmp_path: Path) -> None:
    path = str(noisy_team(tmp_path / "p.raqim", documents=4).path)
    worker = Worker()
    for function, arguments in (
        (review_numbers, (path, 0, 50)), (all_measures, (path, 0, 50)), (review_agenda, (path,)),
        (review_lessons, (path, HANDS[0])), (review_instances, (path, Selection())),
    ):  # fmt: skip
        job = worker.submit(function, *arguments)
        job.result()
        assert job.told is not None
        assert job.told[0] == job.told[1] - 1  # the last step was told of before it was taken
        assert job.doing.endswith("…")
    worker.kill()
