"""Learning from decisions, by real events: examples by key, mine and gold, the agenda, keys in sheet and palette."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTreeWidgetItemIterator
from pytestqt.qtbot import QtBot

from annotator.core.i18n import use_language
from annotator.project.project import Project
from annotator.ui.dialogs.key_sheet import KeySheet
from annotator.ui.keymap import Keymap
from annotator.ui.pressing import key_of
from annotator.ui.review.adjudication_page import AdjudicationPage
from annotator.ui.review.keys import KEYS, key_id
from annotator.ui.review.lanes import DIFFERENCE, differing, marks_of_case
from annotator.ui.review.number_dialog import NumberDialog
from annotator.ui.review.review_page import ReviewPage
from tests.ui.conftest import Desk
from tests.ui.review.team import LEAD, document, project_with, session_of, span

TEXT = "قال المرصد السوري إن 211 شخصاً قتلوا، وقالت الوزارة لوكالة Reuters إن 40 جندياً انسحبوا من حلب."


def team(path: Path) -> Project:
    a = [span("A1", TEXT, "الوزارة", "SOURCE"), span("A3", TEXT, "المرصد", "SOURCE")]
    b = [span("B1", TEXT, "الوزارة", "SOURCE"), span("B3", TEXT, "المرصد السوري", "SOURCE"),
         span("B4", TEXT, "Reuters", "ACTOR")]  # fmt: skip
    return project_with(path, document("d", TEXT, {"A": a, "B": b}))


@pytest.fixture
def page(qtbot: QtBot, tmp_path: Path) -> Iterator[AdjudicationPage]:
    """The adjudication of a small team's project, begun."""
    use_language("en")
    made = AdjudicationPage(session_of(team(tmp_path / "p.raqim"), tmp_path / "settings.json"))
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    made.begin()
    QApplication.processEvents()
    yield made
    made.close_page()
    made.session.bridge.close()


def press(page: AdjudicationPage, *chords: str) -> None:
    for chord in chords:
        QTest.keyClick(page.view, *key_of(chord))
        QApplication.processEvents()


def look_at(page: AdjudicationPage, member: str) -> None:
    page.desk.show(next(each for each in page.desk.cases if member in page.desk.state.found[each.number].spans))


def guidelines(page: AdjudicationPage, label: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    known = page.session.project.queries.scheme().label(label)
    assert known is not None
    return known.examples, known.counterexamples


def test_a_key_makes_an_example_of_the_case_just_settled_and_undo_takes_it_back(page: AdjudicationPage) -> None:
    before = guidelines(page, "SOURCE")
    look_at(page, "B3")
    variants = page.desk.variants()
    longer = next(place for place, each in enumerate(variants, 1) if each.voters == ("B",))
    press(page, str(longer), "X", "Shift+X")
    good, bad = guidelines(page, "SOURCE")
    assert good == (*before[0], "المرصد السوري")
    assert bad == (*before[1], "المرصد")
    press(page, "Z", "Z")
    assert guidelines(page, "SOURCE") == before
    assert len(page.desk.cases) == 1  # the decision itself stands
    press(page, "Z")
    assert len(page.desk.cases) == 2


def test_before_any_decision_there_is_no_example_to_make(page: AdjudicationPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.told) as told:
        press(page, "X")
    assert told.args is not None
    assert "decide a case first" in str(told.args[0])


def test_only_the_letters_that_differ_are_hatched(page: AdjudicationPage) -> None:
    look_at(page, "B3")
    hatched = [each for each in marks_of_case(page.desk) if each.id.startswith(DIFFERENCE)]
    assert [TEXT[each.start : each.end] for each in hatched] == [" السوري"]
    assert {each.kind for each in hatched} == {"difference"}
    look_at(page, "B4")
    assert not [each for each in marks_of_case(page.desk) if each.id.startswith(DIFFERENCE)]
    answers = [span("1", TEXT, "الوزارة لوكالة", "SOURCE"), span("2", TEXT, "لوكالة Reuters", "SOURCE")]
    assert [TEXT[a:b] for a, b in differing(answers[0].extent, answers)] == ["الوزارة "]
    assert [TEXT[a:b] for a, b in differing(answers[1].extent, answers)] == [" Reuters"]


def test_hatching_is_painted_over_those_letters(page: AdjudicationPage) -> None:
    look_at(page, "B3")
    QApplication.processEvents()
    with_it = page.view.grab().toImage()
    page.view.set_marks([each for each in marks_of_case(page.desk) if each.kind != "difference"])
    QApplication.processEvents()
    assert page.view.grab().toImage() != with_it


def test_m_says_how_the_numbers_are_computed(page: AdjudicationPage) -> None:
    press(page, "M")
    (dialog,) = page.findChildren(NumberDialog)
    assert "Hripcsak" in dialog.page.toPlainText()
    assert "severity" in dialog.page.toPlainText()
    dialog.close()


def test_every_key_of_the_adjudication_is_in_sheet_and_palette(page: AdjudicationPage, qtbot: QtBot) -> None:
    assert [name for name, _title, _key in page.entries()] == [key_id(each) for each in KEYS]
    assert page.run(key_id(next(each for each in KEYS if each.id == "blind")))
    assert not page.desk.blind
    sheet = KeySheet(Keymap({"review_skip": ["Y"]}))
    qtbot.addWidget(sheet)
    walk = QTreeWidgetItemIterator(sheet.tree)
    listed = {}
    while (item := walk.value()) is not None:
        listed[item.data(0, Qt.ItemDataRole.UserRole)] = item.text(1)
        walk += 1
    assert {key_id(each) for each in KEYS} <= set(listed)
    assert listed["review_skip"] == "Y"


def test_the_hidden_document_is_not_acted_on_while_a_page_lies_over_it(desk: Desk, tmp_path: Path) -> None:
    desk.open_text(TEXT)
    assert desk.session.desk is not None
    name = desk.session.desk.id
    desk.press("F8")
    QApplication.processEvents()
    page = desk.tools.reviewing.adjudication_page
    assert page is not None
    assert desk.tools.reviewing.in_front()
    events = desk.session.project.queries.stats().events
    for chord in ("Ctrl+Return", "Ctrl+Return", "1"):
        QTest.keyClick(page.view, *key_of(chord))
        desk.settle()
    assert desk.session.project.queries.stats().events == events
    assert desk.session.desk.id == name
    QTest.keyClick(page.view, *key_of("F8"))
    desk.settle()
    assert not desk.tools.reviewing.in_front()
    desk.press("Ctrl+Return")
    assert desk.session.project.queries.stats().events > events


def test_mine_and_gold_and_the_agenda_by_mouse_and_keys(
    page: AdjudicationPage, qtbot: QtBot, tmp_path: Path
) -> None:
    look_at(page, "B3")
    page.desk.reason, page.desk.note = "boundary", "الصفة من الاسم"
    press(page, str(next(n for n, each in enumerate(page.desk.variants(), 1) if each.voters == ("B",))))
    press(page, "0")
    review = ReviewPage(page.session, bootstrap=20)
    qtbot.addWidget(review)
    review.resize(1240, 760)
    review.show()
    review.refresh()
    qtbot.waitUntil(lambda: not review.busy(), timeout=60_000)
    tabs = {review.tabs.tabText(place): place for place in range(review.tabs.count())}
    review.tabs.setCurrentIndex(tabs["Mine and gold"])
    qtbot.waitUntil(lambda: not review.busy(), timeout=60_000)
    lessons = review.lessons
    assert lessons.annotator == "A"
    assert [each.kind for each in lessons.shown] == ["boundary"]
    with qtbot.waitSignal(review.document_wanted) as asked:
        lessons.table.setCurrentCell(0, 0)
        QTest.keyClick(lessons.table, Qt.Key.Key_Return)
    assert asked.args == ["d", TEXT.index("المرصد")]
    lessons.reasons.setCurrentIndex(lessons.reasons.findData("label"))
    lessons.reasons.activated.emit(lessons.reasons.currentIndex())
    assert lessons.shown == []
    lessons.reasons.setCurrentIndex(0)
    lessons.reasons.activated.emit(0)
    lessons.table.setCurrentCell(0, 0)
    QTest.mouseClick(lessons.good, Qt.MouseButton.LeftButton)
    assert guidelines(page, "SOURCE")[0][-1] == "المرصد السوري"
    lessons.who.setCurrentIndex(lessons.who.findData("B"))
    lessons.who.activated.emit(lessons.who.currentIndex())
    qtbot.waitUntil(lambda: not review.busy(), timeout=60_000)
    assert [each.kind for each in lessons.shown] == ["extra"]
    review.tabs.setCurrentIndex(tabs["Agenda"])
    qtbot.waitUntil(lambda: not review.busy(), timeout=60_000)
    for name, there in (("a.txt", "Agenda\n"), ("a.html", "<h1>Agenda</h1>")):
        assert review.save_to(tmp_path / name)
        said = (tmp_path / name).read_text("utf-8")
        assert there in said
        assert LEAD not in said
    assert "No questions are open" in review.agenda.page.toPlainText()
    review.close_page()
