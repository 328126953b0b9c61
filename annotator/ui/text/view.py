"""The text view: the page with caret and selection; it says what the keys and the mouse did.

It decides nothing and writes nothing.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QGuiApplication, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from annotator.ui.text import accessible
from annotator.ui.text.display import display_text
from annotator.ui.text.keys import motion_of
from annotator.ui.text.motion import VERTICAL, Motion, Mover, Place
from annotator.ui.text.page import TextPage
from annotator.ui.text.painting import Emphasis
from annotator.ui.text.pointer import ClickWalk, Pointer


class TextView(TextPage):
    """Arabic text with marks, a caret and a selection. All places are code points of the document."""

    selection_changed = Signal(int, int)
    """Sorted ends; equal ones are a bare caret."""
    span_clicked = Signal(str)
    """A mark under the mouse: the innermost first, repeated clicks walk outwards."""
    context_requested = Signal(QPoint, str)
    """Where on the screen, and the mark there or nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        accessible.install()
        self._anchor = 0
        self._caret = Place(0)
        self._goal: float | None = None
        self._pointer = Pointer(self)
        self._walk = ClickWalk()
        self._caret_shown = True
        self._blink = QTimer(self)
        self._blink.timeout.connect(self._on_blink)
        self._pointer.pressed.connect(self._on_pressed)
        self._pointer.dragged.connect(self._on_dragged)
        self._pointer.clicked.connect(self._on_clicked)
        self._pointer.scroll_wished.connect(self._on_scroll_wished)

    def set_document(self, text: str) -> None:
        """Show another document, from its beginning, without marks."""
        self._anchor, self._caret, self._goal = 0, Place(0), None
        super().set_document(text)
        self.selection_changed.emit(0, 0)

    # ---- selection and caret ----

    def selection(self) -> tuple[int, int]:
        """The selection's ends, sorted; equal ones are a bare caret."""
        return (self._anchor, self._caret.at) if self._anchor <= self._caret.at else (self._caret.at, self._anchor)

    def selected_text(self) -> str:
        """The selected piece of the document's text."""
        start, end = self.selection()
        return self.text()[start:end]

    def caret(self) -> int:
        """Where the caret stands."""
        return self._caret.at

    def select(self, start: int, end: int, reveal: bool = True) -> None:
        """Select ``[start, end)``; the caret stands at ``end``."""
        length = len(self.text())
        self._set_selection(min(max(0, start), length), Place(min(max(0, end), length), trailing=end > start))
        if reveal:
            self.reveal(*self.selection())

    def move_caret(self, motion: Motion, extend: bool = False) -> None:
        """Move the caret; with ``extend`` the other end of the selection stays."""
        mover = Mover(self._scene, max(1.0, self._flow.height - self._scene.metrics.usual_line))
        start, end = self.selection()
        if start != end and not extend and motion in {Motion.LETTER_LEFT, Motion.LETTER_RIGHT}:
            moved = Place(end, trailing=True) if motion is Motion.LETTER_LEFT else Place(start)
        else:
            goal = self._goal if self._goal is not None else mover.x_of(self._caret)
            moved = mover.move(self._caret, motion, goal, extend=extend)
            self._goal = goal if motion in VERTICAL else None
        kept = self._goal
        self._set_selection(self._anchor if extend else moved.at, moved)
        self._goal = kept
        if self._flow.reveal(moved.at, moved.at, trailing=moved.trailing):
            self._after_scroll()

    def _set_selection(self, anchor: int, caret: Place) -> None:
        before = self.selection()
        self._anchor, self._caret, self._goal = anchor, caret, None
        self._restart_blink()
        self.viewport().update()
        accessible.tell_caret(self)
        if self.selection() != before:
            self.selection_changed.emit(*self.selection())

    def caret_at(self, point: QPointF) -> int:
        """The place between letters that is nearest to a point of the viewport."""
        return self._lookup.place_at(point).at

    def caret_rect(self, place: int | None = None) -> QRectF:
        """The caret's rectangle in the viewport, at its own or another place."""
        return self._lookup.caret_rect(self._caret if place is None else Place(place))

    # ---- painting ----

    def _emphasis(self) -> Emphasis:
        return Emphasis(*self.selection(), self._focused, self._entity(), self._origin)

    def _paint_caret(self, painter: QPainter) -> None:
        if self.hasFocus() and self._caret_shown:
            painter.fillRect(self.caret_rect(), self._inks.text)

    def _restart_blink(self) -> None:
        self._caret_shown = True
        time = QGuiApplication.styleHints().cursorFlashTime() // 2
        if time > 0 and self.hasFocus():
            self._blink.start(time)

    def _on_blink(self) -> None:
        self._caret_shown = not self._caret_shown
        self.viewport().update(self.caret_rect().toAlignedRect().adjusted(-1, -1, 1, 1))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the caret."""
        super().focusInEvent(event)
        self._restart_blink()
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the caret."""
        super().focusOutEvent(event)
        self._blink.stop()
        self.viewport().update()

    # ---- keys and mouse ----

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Caret, selection and copy; every other key is the window's."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        motion = motion_of(event.key(), control=control)
        if motion is not None and not event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.move_caret(motion, bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif control and event.key() == Qt.Key.Key_C:
            self.copy()
        elif control and event.key() == Qt.Key.Key_A:
            self.select(0, len(self.text()), reveal=False)
        else:
            event.ignore()

    def copy(self) -> None:
        """Copy the selected text."""
        if self.selected_text():
            QGuiApplication.clipboard().setText(copyable(self.selected_text()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Put the caret down, or extend the selection with Shift."""
        if event.button() == Qt.MouseButton.LeftButton:
            extend = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._pointer.press(event.position(), extend=extend)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Extend the selection while the button is down; scroll at the edges."""
        if self._pointer.is_down:
            self._pointer.move(event.position(), self._flow.height)
        else:
            self._show_tooltip(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a mark says so; a repeated one walks outwards."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pointer.release(event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select the word under the mouse."""
        if event.button() == Qt.MouseButton.LeftButton:
            start, end = self.word_at(self.letter_at(event.position()))
            self._set_selection(start, Place(end, trailing=True))

    def _on_pressed(self, point: QPointF, extend: bool) -> None:
        place = self._lookup.place_at(point)
        self._set_selection(self._anchor if extend else place.at, place)

    def _on_dragged(self, point: QPointF) -> None:
        self._set_selection(self._anchor, self._lookup.place_at(point))

    def _on_scroll_wished(self, distance: float) -> None:
        self._flow.walk(distance)
        self._after_scroll()

    def _on_clicked(self, point: QPointF) -> None:
        mark = self._walk.next(self.letter_at(point), self.marks_at(point))
        if mark:
            self.span_clicked.emit(mark)

    def _show_tooltip(self, point: QPointF) -> None:
        marks = self.marks_at(point)
        mark = self._scene.marks.get(marks[0]) if marks else None
        tip = mark.tooltip if mark else ""
        if tip != self.viewport().toolTip():
            self.viewport().setToolTip(tip)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for a menu at the mouse, or at the caret when the key asked."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            at = self.caret_rect().bottomLeft()
            self.context_requested.emit(self.viewport().mapToGlobal(at.toPoint()), self._focused)
            return
        marks = self.marks_at(QPointF(event.pos()))
        self.context_requested.emit(event.globalPos(), marks[0] if marks else "")


def copyable(text: str) -> str:
    """A text that the clipboard can carry: lone surrogates replaced, everything else as it is."""
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return whole if whole[:1] not in {"\ufeff", "\ufffe"} else display_text(whole[0]) + whole[1:]
