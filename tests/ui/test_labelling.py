from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.core.command import AddSuggestions
from annotator.core.suggestion import Suggested, Suggestion
from annotator.project.project import Project
from tests.ui.conftest import TEXT, Desk


def suggest(desk: Desk, *wanted: tuple[str, str]) -> None:
    """Give the open document suggestions for words of it, and look at them from the first on."""
    opened = desk.session.desk
    assert opened is not None
    spans = tuple(
        Suggestion(TEXT.index(word), TEXT.index(word) + len(word), label, score=0.9, suggester="test")
        for word, label in wanted
    )
    desk.session.project.execute(AddSuggestions(opened.id, Suggested(spans)), "")
    desk.settle()


def test_a_digit_labels_the_word_at_the_caret_without_its_clitics(desk: Desk) -> None:
    desk.open_text()
    desk.caret_to("بالمرصد")
    desk.press("1")
    assert desk.labelled() == [("المرصد", "ACTOR")]


def test_a_digit_labels_the_selection(desk: Desk) -> None:
    desk.open_text()
    desk.caret_to("12")
    desk.press("Ctrl+Shift+Left", "Ctrl+Shift+Left", "2")
    assert desk.labelled() == [("12 جندياً", "FIGURE")]


def test_letters_jump_and_shift_selects(desk: Desk) -> None:
    desk.open_text()
    desk.press("Ctrl+Home", "L", "3")  # L types م under the Arabic layout
    assert desk.labelled() == [("المرصد", "SOURCE")]
    desk.press("Ctrl+Home", "Comma", "Shift+S", "3")  # و then س
    assert ("وكالة سانا", "SOURCE") in desk.labelled()


def test_enter_accepts_and_goes_on_so_that_right_suggestions_cost_one_key_each(desk: Desk) -> None:
    desk.open_text()
    suggest(desk, ("وكالة سانا", "SOURCE"), ("12 جندياً", "FIGURE"), ("دمشق", "ACTOR"))
    desk.press("Enter", "Enter", "Enter")
    assert desk.labelled() == [("وكالة سانا", "SOURCE"), ("12 جندياً", "FIGURE"), ("دمشق", "ACTOR")]
    assert desk.suggested() == []


def test_a_digit_on_a_suggestion_accepts_it_with_that_label(desk: Desk) -> None:
    desk.open_text()
    suggest(desk, ("وكالة سانا", "ACTOR"))
    desk.press("3")
    assert desk.labelled() == [("وكالة سانا", "SOURCE")]
    assert desk.spans()[0].origin["suggester"] == "test"


def test_delete_rejects_a_suggestion_and_removes_a_span(desk: Desk) -> None:
    desk.open_text()
    suggest(desk, ("وكالة سانا", "SOURCE"), ("دمشق", "ACTOR"))
    desk.press("Delete", "Enter")
    assert desk.labelled() == [("دمشق", "ACTOR")]
    desk.press("Tab", "Delete")
    assert desk.labelled() == []


def test_looking_never_decides(desk: Desk) -> None:
    desk.open_text()
    suggest(desk, ("وكالة سانا", "SOURCE"), ("دمشق", "ACTOR"))
    before = len(desk.session.project.queries.history())
    desk.press("Space", "Space", "Shift+Space", "Tab", "Shift+Tab", "Escape", "Left", "Ctrl+End", "L")
    page = desk.bench.view.viewport()
    for x in range(20, page.width(), 60):
        QTest.mouseMove(page, QPoint(x, 60))
    QTest.mouseClick(page, Qt.MouseButton.LeftButton, pos=QPoint(300, 60))
    desk.bench.view.verticalScrollBar().setValue(desk.bench.view.verticalScrollBar().maximum())
    desk.press("PageDown", "Shift+Ctrl+Home", "Alt+R", "Tab", "Escape")
    desk.settle()
    assert len(desk.session.project.queries.history()) == before
    assert len(desk.suggested()) == 2


def test_undo_and_redo_by_key_also_in_a_new_session(desk: Desk) -> None:
    desk.open_text()
    desk.caret_to("دمشق")
    desk.press("1")
    path = desk.session.project.path
    desk.studio.close_project()
    assert desk.studio.open_project(path)
    desk.press("Ctrl+Z")
    assert desk.labelled() == []
    desk.press("Ctrl+Shift+Z")
    assert desk.labelled() == [("دمشق", "ACTOR")]


def test_quick_nudges_are_one_undo_step(desk: Desk) -> None:
    desk.open_text()
    desk.caret_to("المرصد إن")
    desk.press("3", "Alt+Left", "Alt+Left", "Alt+Shift+Right")
    assert desk.labelled() == [("وقال المرصد إن 30", "SOURCE")]
    desk.press("Ctrl+Z")
    assert desk.labelled() == [("المرصد", "SOURCE")]


def test_a_nudged_suggestion_is_accepted_as_corrected_and_one_undo_brings_it_back(desk: Desk) -> None:
    desk.open_text()
    suggest(desk, ("وكالة", "SOURCE"))
    desk.press("Equal", "Equal", "Alt+Right")
    assert desk.labelled() == [("وكالة سانا", "SOURCE")]
    decisions = desk.session.project.queries.stats().decisions
    assert decisions == {"corrected": 1}
    desk.press("Ctrl+Z")
    assert desk.labelled() == []
    assert desk.suggested() == ["وكالة"]


def test_the_boundary_key_goes_round_the_clitics(desk: Desk) -> None:
    desk.open_text()
    desk.caret_to("بالمرصد")
    desk.press("1", "Minus")
    assert desk.labelled() == [("بالمرصد", "ACTOR")]
    desk.press("Minus")
    assert desk.labelled() == [("المرصد", "ACTOR")]


def test_everything_alike_is_labelled_in_one_step(desk: Desk) -> None:
    desk.open_text()
    desk.caret_to("المرصد إن")
    desk.press("3", "Alt+Enter")
    assert desk.labelled() == [("المرصد", "SOURCE")] * 3
    desk.press("Ctrl+Z")
    assert desk.labelled() == [("المرصد", "SOURCE")]


def test_only_what_is_on_screen_is_accepted_at_once(desk: Desk) -> None:
    text = TEXT + "\nسطر" * 300 + "\nنفت دمشق ذلك"
    desk.open_text(text)
    opened = desk.session.desk
    assert opened is not None
    near, far = text.index("دمشق"), text.rindex("دمشق")
    spans = tuple(Suggestion(at, at + 4, "ACTOR", suggester="test") for at in (near, far))
    desk.session.project.execute(AddSuggestions(opened.id, Suggested(spans)), "")
    desk.settle()
    desk.press("Ctrl+Shift+A")
    assert [each.start for each in desk.spans()] == [near]


def test_a_second_label_goes_over_the_same_words(desk: Desk) -> None:
    desk.open_text()
    desk.caret_to("دمشق")
    desk.press("1", "Alt+3")
    assert sorted(desk.labelled()) == [("دمشق", "ACTOR"), ("دمشق", "SOURCE")]


def test_the_next_figure_without_a_label_is_selected(desk: Desk) -> None:
    desk.open_text()
    desk.press("Ctrl+Home", "0", "Equal", "2", "0", "2")
    assert desk.labelled() == [("12 جندياً", "FIGURE"), ("30", "FIGURE")]


def test_a_relation_is_made_by_keys(desk: Desk) -> None:
    desk.open_text()
    desk.caret_to("30")
    desk.press("2")
    desk.caret_to("المرصد إن")
    desk.press("3", "Tab", "Alt+R", "Shift+Tab", "Enter")
    opened = desk.session.desk
    assert opened is not None
    assert [each.type for each in opened.relations] == ["REPORTED_BY"]


def test_escape_lets_go_of_a_relation_so_that_enter_accepts_again(desk: Desk) -> None:
    desk.open_text()
    suggest(desk, ("30", "FIGURE"))
    desk.caret_to("المرصد")
    desk.press("3", "Alt+R", "Escape")
    assert desk.tools.relating.head == ""
    assert desk.session.focused() is not None  # the span is still the one that keys act on
    desk.press("Alt+Down", "Enter")
    assert ("30", "FIGURE") in desk.labelled()


def test_a_relation_whose_beginning_is_deleted_is_let_go(desk: Desk) -> None:
    desk.open_text()
    desk.caret_to("المرصد")
    desk.press("3", "Alt+R", "Delete")
    assert desk.tools.relating.head == ""


def test_unsure_and_note_are_kept(desk: Desk) -> None:
    desk.open_text()
    desk.caret_to("دمشق")
    desk.press("1", "Alt+U", "Alt+N")
    note = desk.tools.inspector.note
    assert note.hasFocus() or not desk.studio.window.isActiveWindow()
    QTest.keyClicks(note, "really?")
    QTest.keyClick(note, Qt.Key.Key_Return)
    assert (desk.spans()[0].unsure, desk.spans()[0].note) == (True, "really?")


def test_finishing_goes_to_the_next_unfinished_document(desk: Desk) -> None:
    desk.open_text()
    first = desk.session.desk
    desk.studio.files.add_pasted("second", "نص ثانٍ عن دمشق.")
    second = desk.session.desk
    assert first is not None
    assert second is not None
    desk.press("Ctrl+Enter")
    assert desk.session.desk is not None
    assert desk.session.desk.id == first.id
    rows = {row.id: row.status for row in desk.session.project.queries.document_rows("سلمى")}
    assert rows[second.id] == "done"


def test_a_refused_command_says_why(desk: Desk) -> None:
    desk.open_text()
    desk.press("Ctrl+Z", "Ctrl+Z", "Ctrl+Z", "Ctrl+Z")
    assert desk.studio.window.statusBar().currentMessage() == "there is nothing to undo"
    assert "✗" in desk.studio.saved.text()


def test_what_another_program_wrote_is_seen(desk: Desk) -> None:
    from annotator.core.command import AddSpan

    desk.open_text()
    opened = desk.session.desk
    assert opened is not None
    with Project.open(desk.session.project.path) as other:
        other.execute(AddSpan(opened.id, 0, 5, "ACTOR", "سلمى"), "سلمى")
    desk.session.bridge.refresh()
    assert [each.start for each in opened.spans.values()] == [0]


@pytest.mark.parametrize(("scan", "key", "text"), [(8 + 2, 0x661, "١"), (8 + 2, Qt.Key.Key_1.value, "1")])
def test_digits_are_taken_by_their_place_on_the_keyboard(desk: Desk, scan: int, key: int, text: str) -> None:
    desk.open_text()
    desk.caret_to("دمشق")
    event = QKeyEvent(QKeyEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, scan, 0, 0, text)
    QApplication.sendEvent(desk.bench.view, event)
    assert desk.labelled() == [("دمشق", "ACTOR")]


def test_ctrl_z_works_where_its_key_types_an_arabic_letter(desk: Desk) -> None:
    desk.open_text()
    desk.caret_to("دمشق")
    desk.press("1")
    hamza = QKeyEvent(QKeyEvent.Type.KeyPress, 0x626, Qt.KeyboardModifier.ControlModifier, 52, 0, 0, "ئ")
    QApplication.sendEvent(desk.bench.view, hamza)
    assert desk.labelled() == []


def test_suggestions_come_soon_after_opening(desk: Desk, qtbot: QtBot) -> None:
    desk.open_text("قال المرصد السوري لحقوق الإنسان إن 211 شخصاً قتلوا.", suggestions=True)
    qtbot.waitUntil(lambda: "211 شخصاً" in desk.suggested(), timeout=60_000)
    assert desk.session.focus
