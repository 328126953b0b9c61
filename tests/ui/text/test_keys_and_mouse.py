"""The view under real key and mouse events."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.ui.text.look import Look
from annotator.ui.text.marks import Mark
from annotator.ui.text.motion import Motion, Mover, Place
from annotator.ui.text.scene import Scene
from annotator.ui.text.segments import Segments
from annotator.ui.text.view import TextView, copyable
from tests.bench.texts import ARTICLE, STRESS, application
from tests.ui.text.conftest import MIXED, MakeView, mark_of

NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton


def _press(view: TextView, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE, times: int = 1) -> None:
    for _ in range(times):
        QTest.keyClick(view, key, modifiers)


def _point(view: TextView, place: int) -> QPoint:
    return view.caret_rect(place).center().toPoint()


def _drag(view: TextView, start: QPoint, end: QPoint) -> None:
    QTest.mousePress(view.viewport(), LEFT, NONE, start)
    QTest.mouseMove(view.viewport(), (start + end) / 2)
    QTest.mouseMove(view.viewport(), end)
    QTest.mouseRelease(view.viewport(), LEFT, NONE, end)


def test_left_moves_left_through_letters_and_numbers_alike(make_view: MakeView) -> None:
    text = "بلغ 1,332 شخصاً في Aleppo أمس"
    view = make_view(text)
    stops = [view.caret_rect().center().x()]
    while view.caret() != len(text) and len(stops) < 60:
        _press(view, Qt.Key.Key_Left)
        stops.append(view.caret_rect().center().x())
    assert stops == sorted(stops, reverse=True)
    assert len(stops) == len(text)  # the mark in شخصاً is no stop of its own
    _press(view, Qt.Key.Key_Right, times=len(stops) - 1)
    assert view.caret() == 0


def test_shift_left_takes_in_one_letter_more_each_time(make_view: MakeView) -> None:
    text = "في 129 مدينة"
    view = make_view(text)
    for length in range(1, len(text) + 1):
        _press(view, Qt.Key.Key_Left, SHIFT)
        assert view.selection() == (0, length)


def test_a_letter_key_steps_over_a_letter_with_its_marks(make_view: MakeView) -> None:
    view = make_view("مُحَمَّدٌ")
    _press(view, Qt.Key.Key_Left)
    assert view.caret() == 2


def test_a_whole_emoji_is_one_step(make_view: MakeView) -> None:
    text = "أ👨\u200d👩\u200d👧ب"
    view = make_view(text)
    _press(view, Qt.Key.Key_Left, times=2)
    assert view.caret() == len(text) - 1


def test_control_moves_by_words_and_numbers_are_whole(make_view: MakeView) -> None:
    text = "نحو 3.5 مليون «شخص»\nغادروا"
    view = make_view(text)
    stops = []
    for _ in range(5):
        _press(view, Qt.Key.Key_Left, CONTROL)
        stops.append(view.caret())
    assert stops == [4, 8, 15, 19, 20]
    _press(view, Qt.Key.Key_Right, CONTROL, times=2)
    assert view.caret() == 15


def test_control_shift_selects_words(make_view: MakeView) -> None:
    view = make_view("المرصد السوري لحقوق")
    _press(view, Qt.Key.Key_Left, CONTROL | SHIFT, times=2)
    assert view.selected_text() == "المرصد السوري "


def test_home_end_and_paragraph_and_document_keys(make_view: MakeView) -> None:
    view = make_view(ARTICLE, width=420)
    _press(view, Qt.Key.Key_End)
    line_end = view.caret()
    assert 10 < line_end < ARTICLE.index("\n")
    assert view.caret_rect().left() < view.viewport().width() / 2
    _press(view, Qt.Key.Key_Home)
    assert view.caret() == 0
    _press(view, Qt.Key.Key_Down, CONTROL)
    assert view.caret() == ARTICLE.index("\n") + 1
    _press(view, Qt.Key.Key_Up, CONTROL)
    assert view.caret() == 0
    _press(view, Qt.Key.Key_End, CONTROL)
    assert view.caret() == len(ARTICLE)
    _press(view, Qt.Key.Key_Home, CONTROL | SHIFT)
    assert view.selection() == (0, len(ARTICLE))


def test_up_and_down_keep_their_column(make_view: MakeView) -> None:
    view = make_view(ARTICLE, width=420)
    _press(view, Qt.Key.Key_Left, times=12)
    x = view.caret_rect().center().x()
    _press(view, Qt.Key.Key_Down, times=4)
    _press(view, Qt.Key.Key_Up, times=4)
    assert view.caret_rect().center().x() == pytest.approx(x, abs=0.5)
    assert view.caret() == 12


def test_down_reaches_the_end_and_up_the_beginning(make_view: MakeView) -> None:
    view = make_view(ARTICLE, height=250)
    _press(view, Qt.Key.Key_Down, times=80)
    assert view.caret() == len(ARTICLE)
    assert view.visible_extent()[1] >= len(ARTICLE) - 1
    _press(view, Qt.Key.Key_Up, times=80)
    assert view.caret() == 0


def test_page_keys_turn_pages_and_come_back(make_view: MakeView) -> None:
    view = make_view(ARTICLE * 5, height=300)
    _press(view, Qt.Key.Key_PageDown, times=3)
    assert view.caret() > 400
    start, end = view.visible_extent()
    assert start <= view.caret() <= end
    _press(view, Qt.Key.Key_PageUp, times=3)
    assert view.caret() == 0


@pytest.mark.parametrize("text", [ARTICLE, STRESS], ids=["article", "stress"])
def test_any_walk_keeps_the_caret_inside_the_text_and_in_view(make_view: MakeView, text: str) -> None:
    view = make_view(text, width=420, height=260)
    chance = random.Random(7)
    for _ in range(300):
        view.move_caret(chance.choice([*Motion]), extend=chance.random() < 0.4)
        assert 0 <= view.caret() <= len(text)
        rect = view.caret_rect()
        assert rect.top() >= -1
        assert rect.bottom() <= view.viewport().height() + 1


def test_letter_keys_visit_every_place_once(make_view: MakeView) -> None:
    """Forwards over the stress text, hidden controls and long lines included, and back again."""
    view = make_view(STRESS, width=420)
    _press(view, Qt.Key.Key_Left, SHIFT)
    forwards = [view.caret()]
    while view.caret() < len(STRESS):
        view.move_caret(Motion.LETTER_LEFT, extend=True)
        assert view.caret() > forwards[-1]
        forwards.append(view.caret())
    for place in reversed(forwards[:-1]):
        view.move_caret(Motion.LETTER_RIGHT, extend=True)
        assert view.caret() == place


def test_dragging_selects_exactly_the_words_dragged_over(make_view: MakeView, qtbot: QtBot) -> None:
    text = "😀 قال المرصد السوري إن"
    view = make_view(text)
    start, end = text.index("المرصد"), text.index(" إن")
    with qtbot.waitSignal(view.selection_changed):
        _drag(view, _point(view, start), _point(view, end))
    assert view.selected_text() == "المرصد السوري"


def test_a_double_click_selects_a_word(make_view: MakeView) -> None:
    text = "قال «المرصد» إن 3.5 مليون"
    view = make_view(text)
    for word in ("المرصد", "3.5"):
        rect = view.caret_rect(text.index(word) + 1)
        QTest.mouseDClick(view.viewport(), LEFT, NONE, rect.center().toPoint())
        QTest.mouseRelease(view.viewport(), LEFT, NONE, rect.center().toPoint())
        assert view.selected_text() == word


def test_shift_click_extends_the_selection(make_view: MakeView) -> None:
    view = make_view("المرصد السوري لحقوق")
    QTest.mouseClick(view.viewport(), LEFT, NONE, _point(view, 2))
    QTest.mouseClick(view.viewport(), LEFT, SHIFT, _point(view, 9))
    assert view.selection() == (2, 9)


def test_clicking_a_mark_again_walks_outwards(make_view: MakeView) -> None:
    text = "هيئة تحرير الشام"
    view = make_view(text)
    view.set_marks([mark_of(text, text, id="outer"), mark_of(text, "تحرير الشام", id="middle"),
                    mark_of(text, "الشام", id="inner")])  # fmt: skip
    clicked: list[str] = []
    view.span_clicked.connect(clicked.append)
    point = view.mark_rects("inner")[0].center().toPoint()
    for _ in range(4):
        QTest.mouseClick(view.viewport(), LEFT, NONE, point)
        QTest.qWait(QApplication.doubleClickInterval() + 20)
    assert clicked == ["inner", "middle", "outer", "inner"]


def test_a_click_on_a_chip_means_its_mark(make_view: MakeView, qtbot: QtBot) -> None:
    text = "هيئة تحرير الشام"
    view = make_view(text)
    view.set_marks([mark_of(text, text, id="outer", chip="جهة"), mark_of(text, "هيئة", id="inner", chip="رقم")])
    with qtbot.waitSignal(view.span_clicked) as caught:
        QTest.mouseClick(view.viewport(), LEFT, NONE, view.chip_rect("outer").center().toPoint())
    assert caught.args == ["outer"]


def test_a_click_beside_marks_is_no_click_on_a_mark(make_view: MakeView, qtbot: QtBot) -> None:
    text = "هيئة تحرير الشام"
    view = make_view(text)
    view.set_marks([mark_of(text, "هيئة")])
    with qtbot.assertNotEmitted(view.span_clicked):
        QTest.mouseClick(view.viewport(), LEFT, NONE, _point(view, 12))


def test_dragging_over_a_mark_is_no_click(make_view: MakeView, qtbot: QtBot) -> None:
    text = "هيئة تحرير الشام"
    view = make_view(text)
    view.set_marks([mark_of(text, text)])
    with qtbot.assertNotEmitted(view.span_clicked):
        _drag(view, _point(view, 1), _point(view, 8))


def test_dragging_below_the_view_scrolls(make_view: MakeView, qtbot: QtBot) -> None:
    view = make_view(ARTICLE * 4, height=250)
    QTest.mousePress(view.viewport(), LEFT, NONE, QPoint(300, 60))
    QTest.mouseMove(view.viewport(), QPoint(300, 200))
    QTest.mouseMove(view.viewport(), QPoint(300, 290))
    qtbot.waitUntil(lambda: view.verticalScrollBar().value() > 200, timeout=3000)
    QTest.mouseRelease(view.viewport(), LEFT, NONE, QPoint(300, 290))
    stopped = view.verticalScrollBar().value()
    assert view.selection()[1] > 100
    qtbot.wait(100)
    assert view.verticalScrollBar().value() == stopped


def test_copy_and_select_all(make_view: MakeView) -> None:
    text = "السطر الأول 😀\nالثاني"
    view = make_view(text)
    _press(view, Qt.Key.Key_A, CONTROL)
    assert view.selection() == (0, len(text))
    _press(view, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == text


def test_what_the_clipboard_cannot_carry_is_replaced() -> None:
    assert copyable("ا\ud83dب") == "ا?ب"
    assert copyable("\ufeffاب") == "\u2060اب"


def test_the_menu_is_asked_for_with_the_mark_under_the_mouse(make_view: MakeView, qtbot: QtBot) -> None:
    text = "هيئة تحرير الشام"
    view = make_view(text)
    view.set_marks([mark_of(text, "هيئة")])
    inside = view.mark_rects("هيئة")[0].center().toPoint()
    for point, expected in ((inside, "هيئة"), (QPoint(60, 400), "")):
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, view.viewport().mapToGlobal(point))
        with qtbot.waitSignal(view.context_requested) as caught:
            QApplication.sendEvent(view.viewport(), event)
        assert caught.args == [view.viewport().mapToGlobal(point), expected]


def test_keys_of_the_window_are_left_to_the_window(make_view: MakeView) -> None:
    view = make_view("نص")
    seen: list[int] = []
    parent = TextView()
    parent.keyPressEvent = lambda event: seen.append(event.key())  # type: ignore[method-assign] # spies on what is left
    view.setParent(parent)
    parent.show()
    view.show()
    for key in (Qt.Key.Key_1, Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Delete):
        QTest.keyClick(view, key)
    assert Qt.Key.Key_1 in seen
    assert Qt.Key.Key_Return in seen
    assert Qt.Key.Key_Delete in seen
    parent.deleteLater()


def test_looking_changes_nothing_about_the_marks(make_view: MakeView) -> None:
    view = make_view(ARTICLE)
    marks = [Mark(f"m{n}", n * 10, n * 10 + 6, "x", kind="suggestion", score=0.5) for n in range(30)]
    view.set_marks(marks)
    for number in range(30):
        view.focus_mark(f"m{number}")
        QTest.mouseClick(view.viewport(), LEFT, NONE, QPoint(100 + number * 15, 60))
        view.move_caret(Motion.WORD_LEFT, extend=True)
    assert [view._scene.marks.get(each.id) for each in marks] == marks
    assert view.text() == ARTICLE
    assert view.caret_at(QPointF(0, 0)) >= 0


@settings(max_examples=60, deadline=None)
@given(text=MIXED, width=st.sampled_from([180, 700]))
def test_in_any_text_the_arrow_keys_lead_from_end_to_end(text: str, width: int) -> None:
    application()
    mover = Mover(Scene(text, Look(), float(width)), 200.0)
    for motion, goal in ((Motion.LETTER_LEFT, len(text)), (Motion.LETTER_RIGHT, 0)):
        for extend in (False, True):
            place = Place(len(text) - goal)
            seen = {place}
            while True:
                moved = mover.move(place, motion, 0.0, extend=extend)
                if moved in seen:
                    break
                seen.add(moved)
                place = moved
            lines = Segments(text)
            assert lines.at(place.at) == lines.at(goal), (motion, extend, place)
            assert not extend or place.at == goal
