"""What the view shows, and where it stays, when documents, marks, looks and sizes change."""

import gc
import sys
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.ui.text.fonts import load_fonts
from annotator.ui.text.look import THEMES, Look, ThemeName
from annotator.ui.text.marks import Mark
from annotator.ui.text.view import TextView
from tests.bench.texts import ARTICLE, STRESS, long_text, marks_for
from tests.ui.text.conftest import MakeView, mark_of


def _picture(view: TextView) -> QImage:
    return view.viewport().grab().toImage()


def test_the_shipped_font_is_known(make_view: MakeView) -> None:
    make_view()
    assert "Amiri" in load_fonts()


def test_another_document_starts_at_its_beginning_without_marks(make_view: MakeView) -> None:
    view = make_view(ARTICLE * 5)
    view.set_marks([Mark("m", 2000, 2010, "x")])
    view.focus_mark("m")
    view.select(5, 9)
    view.set_document("نص آخر")
    assert view.selection() == (0, 0)
    assert view.focused_mark() == ""
    assert view.mark_rects("m") == []
    assert view.visible_extent() == (0, 6)
    assert view.verticalScrollBar().maximum() == 0


@pytest.mark.parametrize("width", [0, 60])
def test_a_document_that_was_prepared_looks_as_one_that_was_not(make_view: MakeView, width: int) -> None:
    text, place = ARTICLE * 5, 3 * len(ARTICLE)
    pictures = []
    for prepared in (False, True):
        view = make_view("نص آخر")
        if prepared:
            view.prepare_document(text, place)
        view.resize(view.width() - width, view.height())  # what was prepared for another width is of no use
        view.set_document(text)
        view.set_marks([mark_of(ARTICLE, "منظمة"), Mark("m", place, place + 20, "x")])
        view.reveal(place, place + 20)
        pictures.append(_picture(view))
    assert pictures[0] == pictures[1]


def test_changed_marks_show_at_once_and_only_they_change(make_view: MakeView) -> None:
    view = make_view(ARTICLE)
    view.set_marks([mark_of(ARTICLE, "منظمة"), mark_of(ARTICLE, "الاشتباكات")])
    kept = view.mark_rects("منظمة")
    view.change_marks(["الاشتباكات"], [mark_of(ARTICLE, "المعارك", id="new")])
    assert view.mark_rects("منظمة") == kept
    assert view.mark_rects("الاشتباكات") == []
    assert len(view.mark_rects("new")) == 1


def test_marks_and_arcs_that_come_out_of_sight_paint_nothing(make_view: MakeView) -> None:
    view = make_view(ARTICLE * 20)
    far = 15 * len(ARTICLE)
    view.set_marks([Mark("near", 0, 6, "x")])
    _settle()
    painted = _Painted(view)
    view.change_marks([], [Mark("far", far, far + 6, "x"), Mark("further", far + 20, far + 26, "x")])
    view.renew_links({"far", "further"})
    _settle()
    assert painted.count == 0
    view.change_marks([], [Mark("also near", 20, 26, "x")])
    _settle()
    view.renew_links({"near"})
    _settle()
    assert painted.count == 2
    view.ensure_visible("further")
    _settle()
    assert view.mark_rects("further")


class _Painted(QObject):
    """Counts how often a view's page is painted."""

    def __init__(self, view: TextView) -> None:
        super().__init__(view)
        view._blink.stop()
        self.count = 0
        view.viewport().installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Paint
        return False


def _settle() -> None:
    for _ in range(3):
        QApplication.processEvents()


def test_a_mark_with_a_known_id_replaces_the_old_one(make_view: MakeView) -> None:
    view = make_view(ARTICLE)
    view.set_marks([Mark("m", 0, 5, "x")])
    before = view.mark_rects("m")
    view.change_marks([], [Mark("m", 0, 12, "x")])
    assert view.mark_rects("m")[0].width() > before[0].width()


def test_a_removed_mark_loses_the_focus(make_view: MakeView) -> None:
    view = make_view(ARTICLE)
    view.set_marks([Mark("m", 0, 5, "x")])
    view.focus_mark("m")
    assert view.focused_mark() == "m"
    view.change_marks(["m"], [])
    assert view.focused_mark() == ""
    view.focus_mark("m")
    assert view.focused_mark() == ""


def test_focusing_a_mark_brings_it_into_view(make_view: MakeView) -> None:
    text = ARTICLE * 30
    view = make_view(text, height=300)
    marks = marks_for(text)
    view.set_marks(marks)
    for mark in (marks[-1], marks[3], marks[len(marks) // 2], marks[len(marks) // 2 + 9]):
        view.focus_mark(mark.id)
        rects = view.mark_rects(mark.id)
        assert rects
        assert all(r.top() >= 0 and r.bottom() <= view.viewport().height() for r in rects)


def test_focus_is_painted_otherwise(make_view: MakeView) -> None:
    view = make_view(ARTICLE)
    view.set_marks([Mark("m", 0, 5, "x")])
    before = _picture(view)
    view.focus_mark("m")
    assert _picture(view) != before


def test_a_suggestion_is_painted_otherwise_than_a_span(make_view: MakeView) -> None:
    view = make_view(ARTICLE)
    pictures = []
    for mark in (Mark("m", 0, 5, "x"), Mark("m", 0, 5, "x", kind="suggestion"), Mark("m", 0, 5, "x", unsure=True),
                 Mark("m", 0, 5, "x", note=True)):  # fmt: skip
        view.set_marks([mark])
        pictures.append(_picture(view))
    assert all(a != b for n, a in enumerate(pictures) for b in pictures[:n])


def test_selecting_reveals_and_tells(make_view: MakeView, qtbot: QtBot) -> None:
    text = ARTICLE * 10
    view = make_view(text, height=300)
    with qtbot.waitSignal(view.selection_changed) as caught:
        view.select(3000, 3010)
    assert caught.args == [3000, 3010]
    start, end = view.visible_extent()
    assert start <= 3000
    assert end >= 3010
    with qtbot.assertNotEmitted(view.selection_changed):
        view.select(3000, 3010)


def test_scrolling_to_the_end_shows_the_last_letter_and_back_the_first(make_view: MakeView) -> None:
    text = ARTICLE * 40
    view = make_view(text, height=300)
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum())
    view.grab()
    assert view.visible_extent()[1] == len(text)
    bar.setValue(0)
    view.grab()
    assert view.visible_extent()[0] == 0
    assert bar.value() == 0


def test_turning_pages_leaves_no_line_out(make_view: MakeView) -> None:
    text = ARTICLE * 10
    view = make_view(text, height=320)
    bar = view.verticalScrollBar()
    start, end = view.visible_extent()
    while end < len(text):
        bar.setValue(bar.value() + bar.pageStep())
        view.grab()
        following, further = view.visible_extent()
        assert start < following <= end
        start, end = following, further


def test_another_width_or_look_keeps_the_first_line(make_view: MakeView) -> None:
    text = ARTICLE * 20
    view = make_view(text, height=400)
    view.verticalScrollBar().setValue(4000)
    view.grab()
    start, _ = view.visible_extent()
    view.resize(420, 400)
    QApplication.processEvents()
    first, last = view.visible_extent()
    assert first <= start <= last
    view.set_look(replace(view.look(), size=32.0, line_spacing=1.6))
    first, last = view.visible_extent()
    assert first <= start <= last


@pytest.mark.parametrize("theme", [*THEMES])
def test_every_theme_paints_its_paper(make_view: MakeView, theme: str) -> None:
    view = make_view(ARTICLE, look=Look(theme=theme))  # type: ignore[arg-type] # the keys are the names
    assert _picture(view).pixelColor(3, 3).name() == THEMES[theme].paper  # type: ignore[index] # as above


def test_invisible_characters_can_be_shown_without_moving_a_letter(make_view: MakeView) -> None:
    view = make_view(STRESS, height=900)
    before, places = _picture(view), [view.caret_rect(each) for each in range(0, len(STRESS), 7)]
    view.set_look(replace(view.look(), show_invisible=True))
    assert _picture(view) != before
    assert [view.caret_rect(each) for each in range(0, len(STRESS), 7)] == places


@pytest.mark.parametrize("text", ["", "\n\n", "\ufeff", "\ufffeabc", "\ud83d", "ا\x00ب", "\u202e\u2066", " ", "\r\n\t"])
def test_strange_documents_can_be_shown_and_walked(make_view: MakeView, text: str) -> None:
    view = make_view(text)
    view.set_marks([Mark("all", 0, len(text), "x")] if text else [])
    view.select(0, len(text))
    assert not view.grab().isNull()
    assert view.selected_text() == text
    assert view.caret_at(QPointF(1, 1)) <= len(text)


def test_a_long_text_without_line_breaks_opens_at_once(make_view: MakeView) -> None:
    text = long_text(200_000, one_paragraph=True)
    view = make_view(text)
    view.select(150_000, 150_005)
    view.grab()
    assert len(view._scene._cache.all()) < 12


def test_opening_lays_out_only_what_is_seen(make_view: MakeView) -> None:
    text = long_text(300_000)
    view = make_view(text)
    view.set_marks(marks_for(text))
    view.grab()
    assert len(view._scene._cache.all()) < 12


def test_very_many_unsorted_marks_are_all_found_when_there_was_time(make_view: MakeView, qtbot: QtBot) -> None:
    text = long_text(120_000)
    marks = [Mark(f"m{n}", (n * 7919) % 119_000, (n * 7919) % 119_000 + 4, "x") for n in range(10_500)]
    first = min(marks, key=lambda each: each.start)
    view = make_view(text)
    view.set_marks(marks)
    qtbot.waitUntil(lambda: bool(view.mark_rects(first.id)), timeout=2000)


def test_control_and_wheel_ask_for_zoom(make_view: MakeView, qtbot: QtBot) -> None:
    view = make_view(ARTICLE * 5)
    wheel = QWheelEvent(
        QPointF(50, 50), QPointF(50, 50), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    with qtbot.waitSignal(view.zoom_requested) as caught:
        QApplication.sendEvent(view.viewport(), wheel)
    assert caught.args == [1]


def test_painting_loses_no_reference_of_none(make_view: MakeView) -> None:
    view = make_view(ARTICLE)
    view.set_marks(marks_for(ARTICLE))
    view.grab()
    gc.collect()
    before = sys.getrefcount(None)
    for _ in range(20):
        view.viewport().grab()
    assert abs(sys.getrefcount(None) - before) < 50


@pytest.mark.parametrize("theme", [*THEMES])
def test_where_an_arc_in_the_making_starts_is_painted_otherwise_than_the_focus(
    make_view: MakeView, theme: ThemeName
) -> None:
    view = make_view(ARTICLE, look=Look(theme=theme))
    view.set_marks([Mark("a", 6, 19, "x")])
    bare = _picture(view)
    view.mark_origin("a")
    origin = _picture(view)
    view.mark_origin("")
    assert _picture(view) == bare
    view.focus_mark("a")
    assert origin not in (bare, _picture(view))
