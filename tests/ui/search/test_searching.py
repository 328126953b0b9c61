"""The search panel: typed, walked, acted on; by keys and in a real window on a real file."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QInputDialog, QLineEdit, QMenu, QToolButton, QWidget

from annotator.core import i18n
from annotator.core.command import AddDocuments, AddSpan
from annotator.core.document import AnnotatedDocument, Document
from annotator.core.scheme import shipped_scheme
from annotator.project.search.bulk import Step, setting_status, tagging
from annotator.project.search.form import Form, written
from annotator.project.search.looking import Hit
from annotator.project.search.reading import read
from annotator.project.search.saved import saved_searches
from annotator.project.search.vocabulary import vocabulary
from annotator.ui.pressing import key_of
from annotator.ui.search.context_cells import areas, cut
from annotator.ui.search.form_dialog import FormDialog
from annotator.ui.search.search_panel import SearchPanel
from annotator.ui.search.searching import Searching
from annotator.ui.search.steps_dialog import StepsDialog
from tests.ui.conftest import Desk

WAITS = 4_000
"""A worker starts as fast as the machine lets it: only the outcome counts."""
TEXTS = {
    "d1": "قال المرصد إن 12 جندياً قتلوا. وأضاف بالمرصد.",
    "d2": "نقلت سانا عن المرصد أن القصف أوقع 5 قتلى.",
    "d3": "لا شيء هنا.",
}


def wait_for(settled: Callable[[], bool]) -> bool:
    for _ in range(WAITS):
        if settled():
            return True
        QTest.qWait(15)
    return False


@pytest.fixture
def searching(desk: Desk) -> Searching:
    desk.tools.suggesting.close()
    session = desk.session
    every = tuple(AnnotatedDocument(Document(name, f"خبر {name}", text)) for name, text in TEXTS.items())
    session.project.execute(AddDocuments(every), "سلمى")
    session.project.execute(AddSpan("d2", 5, 9, "SOURCE", "سلمى", id="s1"), "سلمى")
    session.open_document("d3")
    return desk.tools.searching


def _panel(searching: Searching) -> SearchPanel:
    assert searching.panel is not None
    return searching.panel


def _type(searching: Searching, query: str, settled: Callable[[], bool]) -> SearchPanel:
    searching.find_all()
    panel = _panel(searching)
    panel.field.setText(query)
    QTest.keyClick(panel.field, Qt.Key.Key_Return)
    assert wait_for(settled)
    return panel


def _opened(desk: Desk) -> str:
    assert desk.session.desk is not None
    return desk.session.desk.id


def _shown(panel: SearchPanel) -> list[str]:
    return [hit.text for hit in panel.model.rows()]


def test_the_key_opens_the_panel_and_enter_shows_the_hits(desk: Desk, searching: Searching) -> None:
    view = desk.bench.view
    QTest.keyClick(view, *key_of("Ctrl+Shift+F"))
    panel = _panel(searching)
    assert panel.isVisible()
    panel.field.setText("المرصد")
    QTest.keyClick(panel.field, Qt.Key.Key_Return)
    assert _shown(panel) == ["المرصد", "المرصد", "المرصد"]
    assert panel.said.text() == "3 hits · in 2 documents"
    QTest.keyClick(panel, Qt.Key.Key_Escape)
    assert not panel.isVisible()


def test_enter_on_a_hit_opens_its_document_and_selects_the_words(desk: Desk, searching: Searching) -> None:
    view = desk.bench.view
    panel = _type(searching, "المرصد", lambda: True)
    QTest.keyClick(panel.table, Qt.Key.Key_Down)
    QTest.keyClick(panel.table, Qt.Key.Key_Return)
    assert _opened(desk) == "d1"
    start, end = view.selection()
    assert TEXTS["d1"][start:end] == "المرصد"
    assert TEXTS["d1"][start - 1] == "ب"


def test_a_hit_that_is_a_span_is_singled_out(desk: Desk, searching: Searching) -> None:
    panel = _type(searching, "label:SOURCE", lambda: True)
    QTest.keyClick(panel.table, Qt.Key.Key_Return)
    assert desk.session.focus == "s1"


def test_keys_walk_from_hit_to_hit_across_documents(desk: Desk, searching: Searching) -> None:
    _type(searching, "المرصد", lambda: True)
    opened = []
    for _ in range(2):
        desk.press("F4")
        opened.append(_opened(desk))
    desk.press("Shift+F4")
    assert [*opened, _opened(desk)] == ["d1", "d2", "d1"]


def test_what_cannot_be_read_is_said_and_the_caret_stands_there(searching: Searching) -> None:
    panel = _type(searching, "قال label:NOTHING", lambda: True)
    assert "NOTHING" in panel.said.text()
    assert panel.field.cursorPosition() == 4
    assert _shown(panel) == []


def test_a_pattern_is_looked_for_by_the_worker(searching: Searching) -> None:
    panel = _type(searching, r"/\d+/", lambda: not searching.desk.busy and searching.desk.done)
    assert _shown(panel) == ["12", "5"]


def test_stop_ends_the_worker(searching: Searching) -> None:
    searching.find_all()
    searching.desk.ask(r"/\d+/")
    assert searching.desk.busy
    QTest.mouseClick(_panel(searching).stop, Qt.MouseButton.LeftButton)
    assert not searching.desk.busy


def test_hits_follow_what_is_changed(desk: Desk, searching: Searching) -> None:
    panel = _type(searching, "label:SOURCE", lambda: True)
    session = desk.session
    session.do(AddSpan("d1", 4, 10, "SOURCE", "سلمى"))
    assert wait_for(lambda: _shown(panel) == ["المرصد", "سانا"])


def _soon(kind: type[Any], act: Callable[[Any], None], here: Callable[[], QWidget | None]) -> None:
    """Do something with a window of this kind once it is there."""

    def look() -> None:
        found = here()
        if isinstance(found, kind):
            act(found)
        else:
            QTimer.singleShot(30, look)

    QTimer.singleShot(30, look)


def _answer(words: str) -> None:
    """Write words into the dialog that comes, and accept it."""

    def write(dialog: QInputDialog) -> None:
        field = dialog.findChild(QLineEdit)
        assert isinstance(field, QLineEdit)
        field.setText(words)
        QTest.keyPress(field, Qt.Key.Key_Return)  # the dialog is gone before the key comes up

    _soon(QInputDialog, write, QApplication.activeModalWidget)


def _take_all(dialog: StepsDialog) -> None:
    QTest.keyPress(dialog, Qt.Key.Key_Return)


def _choose(button: QToolButton, *titles: str) -> None:
    """Click a button, and walk through its menu by keyboard."""

    def walk(menu: QMenu) -> None:
        shown: QWidget | None = menu
        for title in titles:
            assert isinstance(shown, QMenu)
            shown.setActiveAction(next(each for each in shown.actions() if each.text() == title))
            QTest.keyPress(shown, Qt.Key.Key_Return)
            shown = QApplication.activePopupWidget()

    _soon(QMenu, walk, QApplication.activePopupWidget)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # a menu of the drawn-nowhere screen
def test_a_search_is_saved_found_again_and_forgotten_from_the_menu(desk: Desk, searching: Searching) -> None:
    queries = desk.session.project.queries
    panel = _type(searching, "المرصد", lambda: len(_shown(_panel(searching))) == 3)
    _answer("وكالات")
    _choose(panel.saved, i18n._("Save this search…"))
    assert saved_searches(queries) == {"وكالات": "المرصد"}
    _type(searching, "هنا", lambda: _shown(panel) == ["هنا"])
    _choose(panel.saved, "وكالات")
    assert wait_for(lambda: len(_shown(panel)) == 3)
    assert panel.field.text() == "المرصد"
    _choose(panel.saved, i18n._("Forget"), "وكالات")
    assert saved_searches(queries) == {}
    desk.tools.history.undo()
    assert saved_searches(queries) == {"وكالات": "المرصد"}


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # a menu of the drawn-nowhere screen
def test_results_are_assigned_and_tagged_from_the_menu_and_undone_one_by_one(desk: Desk, searching: Searching) -> None:
    queries = desk.session.project.queries

    def entries(name: str) -> list[object]:
        return [queries.document(each).metadata.get(name) for each in ("d1", "d2")]

    panel = _type(searching, "المرصد", lambda: len(_shown(_panel(searching))) == 3)
    who = queries.annotators()[0]
    _soon(StepsDialog, _take_all, QApplication.activeModalWidget)
    _choose(panel.act, i18n._("Assign to"), who)
    assert entries("assigned") == [[who], [who]]
    _answer("مهم")
    _soon(StepsDialog, _take_all, QApplication.activeModalWidget)
    _choose(panel.act, i18n._("Tag…"))
    assert entries("tags") == [["مهم"], ["مهم"]]
    desk.tools.history.undo()
    assert entries("tags") == [None, None]
    desk.tools.history.undo()
    assert entries("assigned") == [None, None]


def test_a_saved_search_lies_in_the_project_and_undo_takes_it_away(desk: Desk, searching: Searching) -> None:
    session = desk.session
    searching.save("وكالات", "kind:news_agency")
    assert saved_searches(session.project.queries) == {"وكالات": "kind:news_agency"}
    session.project.undo("سلمى")
    assert saved_searches(session.project.queries) == {}


def test_labelling_all_results_is_looked_at_first_and_one_undo(
    desk: Desk, searching: Searching, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = desk.session
    _type(searching, "المرصد", lambda: True)
    acting = searching.acting
    assert acting is not None

    def take(dialog: StepsDialog) -> int:
        assert dialog.list.count() == 3
        QTest.keyClick(dialog.list, Qt.Key.Key_Space)  # the first is left out
        QTest.keyClick(dialog, Qt.Key.Key_Return)
        return int(QDialog.DialogCode.Accepted)

    monkeypatch.setattr(StepsDialog, "exec", take)
    acting._label("SOURCE")
    queries = session.project.queries
    assert [hit.document for hit in queries.search("المرصد label:SOURCE")] == ["d1", "d2"]
    session.project.undo("سلمى")
    assert queries.search("المرصد label:SOURCE") == []
    assert [hit.span for hit in queries.search("label:SOURCE")] == ["s1"]


def test_many_steps_are_carried_out_by_the_worker_and_undone_at_once(
    desk: Desk, searching: Searching, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = desk.session
    _type(searching, "المرصد", lambda: True)
    acting = searching.acting
    assert acting is not None
    monkeypatch.setattr("annotator.ui.search.acting.LONG", 1)
    monkeypatch.setattr(acting, "_chosen", lambda _said, steps: list(steps))
    acting.tag("مهم")
    assert wait_for(lambda: not acting.work.busy)
    assert [hit.document for hit in session.project.queries.search("tag:مهم")] == ["d1", "d2"]
    session.project.undo("سلمى")
    assert session.project.queries.search("tag:مهم") == []


def test_steps_that_change_nothing_cannot_be_ticked(desk: Desk, searching: Searching, qapp: QApplication) -> None:
    queries = desk.session.project.queries
    hits = queries.search("المرصد OR هنا")
    steps = setting_status(queries, hits, "سلمى", "new")
    dialog = StepsDialog("?", [*steps, *tagging(queries, hits, "x")])
    assert [each.command is None for each in steps] == [True, False, True]  # d2 is in progress
    assert len(dialog.ticked()) == 4
    QTest.keyClick(dialog, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert dialog.ticked() == []
    dialog.deleteLater()


def test_only_the_found_documents_are_exported(desk: Desk, searching: Searching, tmp_path: Path) -> None:
    from annotator.ui.exchange.export_dialog import ExportDialog

    dialog = ExportDialog(desk.session.project, "سلمى", tmp_path, documents=("d2",))
    assert dialog._choice().documents == ("d2",)
    dialog.reject()
    dialog.deleteLater()


def test_the_form_writes_a_query_that_reads_as_it_was_meant(qapp: QApplication) -> None:
    dialog = FormDialog(shipped_scheme(), ["سمر"])
    dialog.words.setText("المرصد")
    dialog.label.setCurrentIndex(dialog.label.findData("FIGURE"))
    dialog.attribute.setCurrentIndex(dialog.attribute.findData("kind"))
    dialog.value.setCurrentIndex(dialog.value.findData("killed"))
    dialog.by.setCurrentIndex(dialog.by.findData("سمر"))
    query = dialog.query()
    known = vocabulary(shipped_scheme(), ["سمر"], lambda _words: ())
    assert read(query, known) == read("المرصد label:FIGURE kind:killed by:سمر", known)
    dialog.deleteLater()


@pytest.mark.parametrize(
    ("form", "query"),
    [
        (Form(words="قال", phrase="المرصد  السوري"), 'قال "المرصد السوري"'),
        (Form(without="نفى ا:ب"), '-نفى -"ا:ب"'),
        (Form(attribute=("value", ">100"), anywhere="قصف*"), "text:قصف* value:>100"),
        (Form(attribute=("note", "x y"), metadata=("date", "2026-01..2026-03")),
         'attribute.note:"x y" meta.date:2026-01..2026-03'),
        (Form(status="in_progress", mark="unsure", tag="عاجل جداً"), 'status:in_progress is:unsure tag:"عاجل جداً"'),
    ],
)  # fmt: skip
def test_a_form_is_written_as_a_query(form: Form, query: str) -> None:
    assert written(form) == query
    read(query, vocabulary(shipped_scheme(), [], lambda _words: ()))


def _hit(before: str, text: str, after: str) -> Hit:
    return Hit("d", "d", len(before), len(before) + len(text), before, text, after)


def test_letters_that_were_joined_across_the_edge_of_a_hit_stay_joined() -> None:
    found = cut(_hit("قال ب", "المرصد", "\n إن"))
    assert found.before.endswith("ب\u200d")
    assert found.text == "\u200dالمرصد"
    assert found.after == " إن"


def test_hits_begin_below_one_another_and_what_goes_before_lies_on_their_right() -> None:
    area = QRect(0, 0, 800, 20)
    short, long = areas(area, 40), areas(area, 200)
    assert short[1].right() == long[1].right()
    for before, hit, after in (short, long):
        assert before.left() > hit.right()
        assert after.right() < hit.left()


def test_queries_are_remembered_by_the_user_not_the_project(desk: Desk, searching: Searching) -> None:
    _type(searching, "المرصد", lambda: True)
    session = desk.session
    assert session.settings.get("searches") == ["المرصد"]
    assert json.dumps(session.project.queries.settings("")).find("المرصد") < 0


def test_a_step_without_a_command_says_why() -> None:
    step = Step(_hit("", "", ""), None, "labelled so already")
    assert step.why
