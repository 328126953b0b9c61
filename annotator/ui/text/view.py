"""The text view: shows the open document and its marks, and says what the mouse and the caret did.

It decides nothing and writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from annotator.ui.text import accessible
from annotator.ui.text.arcs import ArcPainter
from annotator.ui.text.chips import ChipPictures
from annotator.ui.text.display import display_text
from annotator.ui.text.flow import Flow
from annotator.ui.text.index import LinkSource
from annotator.ui.text.inks import Inks
from annotator.ui.text.invisibles import paint_invisible
from annotator.ui.text.keys import motion_of
from annotator.ui.text.look import Look
from annotator.ui.text.lookup import Lookup
from annotator.ui.text.marks import Link, Mark
from annotator.ui.text.metrics import MARGIN
from annotator.ui.text.motion import VERTICAL, Motion, Mover, Place
from annotator.ui.text.painting import Emphasis, SegmentPainter
from annotator.ui.text.pointer import ClickWalk, Pointer
from annotator.ui.text.scene import Scene
from annotator.ui.text.words import piece_at

_NARROWEST = 80.0


class TextView(QAbstractScrollArea):
    """Arabic text with marks over it. All places are code points of the document."""

    selection_changed = Signal(int, int)
    """Sorted ends; equal ones are a bare caret."""
    span_clicked = Signal(str)
    """A mark under the mouse: the innermost first, repeated clicks walk outwards."""
    context_requested = Signal(QPoint, str)
    """Where on the screen, and the mark there or nothing."""
    zoom_requested = Signal(int)
    """Steps of the wheel with Ctrl."""
    scrolled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene = Scene()
        self._flow = Flow(self._scene, 100.0)
        self._lookup = Lookup(self._flow)
        self._inks = Inks(self._scene.look)
        self._chips = ChipPictures(self._inks)
        self._anchor = 0
        self._caret = Place(0)
        self._goal: float | None = None
        self._focused = ""
        self._following_bar = True
        self._pointer = Pointer(self)
        self._walk = ClickWalk()
        self._caret_shown = True
        self._blink = QTimer(self)
        self._page = QWidget()
        self._set_up()

    def _set_up(self) -> None:
        accessible.install()
        self.setViewport(self._page)  # asking Qt for its own would build Python's face of every kind of widget
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        self.viewport().setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._blink.timeout.connect(self._on_blink)
        self._pointer.pressed.connect(self._on_pressed)
        self._pointer.dragged.connect(self._on_dragged)
        self._pointer.clicked.connect(self._on_clicked)
        self._pointer.scroll_wished.connect(self._on_scroll_wished)

    # ---- what is shown ----

    def set_document(self, text: str) -> None:
        """Show another document, from its beginning, without marks."""
        self._scene = Scene(text, self._scene.look, self._text_width())
        self._flow = Flow(self._scene, float(self.viewport().height()))
        self._lookup = Lookup(self._flow)
        self._anchor, self._caret, self._goal, self._focused = 0, Place(0), None, ""
        self._show_bar()
        self.viewport().update()
        self.selection_changed.emit(0, 0)

    def set_marks(self, marks: Sequence[Mark]) -> None:
        """Replace all spans and suggestions."""
        self._scene.set_marks(marks)
        if self._focused and self._scene.marks.get(self._focused) is None:
            self._focused = ""
        QTimer.singleShot(0, self, self._on_idle)
        self.viewport().update()

    def _on_idle(self) -> None:
        if self._scene.prepare_marks():
            self.viewport().update()

    def change_marks(self, removed: Iterable[str], added: Iterable[Mark]) -> None:
        """Take marks away by id and add others; one with an id that is there replaces it."""
        self._scene.change_marks(removed, added)
        if self._focused and self._scene.marks.get(self._focused) is None:
            self._focused = ""
        self.viewport().update()

    def set_links(self, links: Sequence[Link] | LinkSource) -> None:
        """Replace all arcs, or say where those of a mark are found."""
        self._scene.set_links(links)
        self.viewport().update()

    def renew_links(self) -> None:
        """Arcs came or went: ask again for those in view."""
        self._scene.renew_links()
        self.viewport().update()

    def set_look(self, look: Look) -> None:
        """Other colours, fonts or spacing; the text stays where it was."""
        if look == self._scene.look:
            return
        place, below = self._flow.keep_place()
        self._scene.set_look(look)
        self._inks = Inks(look)
        self._chips = ChipPictures(self._inks)
        self._flow.return_to(place, below)
        self._show_bar()
        self.viewport().update()

    def look(self) -> Look:
        """The look as it is now."""
        return self._scene.look

    def text(self) -> str:
        """The document's text."""
        return self._scene.segments.text

    # ---- focus, selection, caret ----

    def focus_mark(self, id: str) -> None:  # noqa: A002 - the face agreed with the window
        """Single out a mark and bring it into view; the empty id singles out none."""
        mark = self._scene.marks.get(id) if id else None
        self._focused = id if mark else ""
        if mark:
            self._flow.reveal(mark.start, mark.end)
            self._show_bar()
            said = f"{mark.chip or mark.label}: {self.text()[mark.start : mark.end]}"
            accessible.announce(self, mark.tooltip or said)
        self.viewport().update()

    def focused_mark(self) -> str:
        """The id of the mark that is singled out, or nothing."""
        return self._focused

    def ensure_visible(self, id: str) -> None:  # noqa: A002 - as above
        """Scroll as little as needed to show a mark."""
        mark = self._scene.marks.get(id)
        if mark:
            self.reveal(mark.start, mark.end)

    def reveal(self, start: int, end: int) -> None:
        """Scroll as little as needed to show ``[start, end)``."""
        if self._flow.reveal(start, end):
            self._after_scroll()

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

    def visible_extent(self) -> tuple[int, int]:
        """The code points that are shown now, whole lines."""
        return self._flow.extent()

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

    # ---- geometry for others ----

    def caret_at(self, point: QPointF) -> int:
        """The place between letters that is nearest to a point of the viewport."""
        return self._lookup.place_at(point).at

    def letter_at(self, point: QPointF) -> int:
        """The first code point of the letter under a point of the viewport."""
        return self._lookup.letter_at(point)

    def caret_rect(self, place: int | None = None) -> QRectF:
        """The caret's rectangle in the viewport, at its own or another place."""
        return self._lookup.caret_rect(self._caret if place is None else Place(place))

    def mark_rects(self, id: str) -> list[QRectF]:  # noqa: A002 - the face agreed with the window
        """The rectangles of a mark in view, in viewport coordinates."""
        return self._lookup.mark_rects(id)

    def chip_rect(self, id: str) -> QRectF:  # noqa: A002 - as above
        """The chip of a mark in view, in viewport coordinates; an empty rectangle if it is not."""
        return self._lookup.chip_rect(id)

    def marks_at(self, point: QPointF) -> list[str]:
        """The marks under a point of the viewport, innermost first; on a chip, only its own."""
        return self._lookup.marks_at(point)

    def word_at(self, place: int) -> tuple[int, int]:
        """The word, or what lies between words, that covers a code point (UAX 29)."""
        layout = self._scene.layout(self._scene.segments.at(place))
        start, end = piece_at(layout.text, layout.unit(place))
        return layout.place(start), layout.place(end)

    # ---- painting ----

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what is in view."""
        painter = QPainter(self.viewport())
        try:
            self._paint(painter, event)
        finally:  # an open painter would make every later frame fail too
            painter.end()
        self._show_bar()

    def _paint(self, painter: QPainter, event: QPaintEvent) -> None:
        painter.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        painter.fillRect(event.rect(), self._inks.paper)
        clip = QRectF(event.rect())
        shown = list(self._flow.shown())
        start, end = self.selection()
        emphasis = Emphasis(start, end, self._focused)
        segments = SegmentPainter(painter, self._scene.metrics, self._inks, self._chips, emphasis)
        for y, layout in shown:
            painter.translate(MARGIN, y)
            segments.paint(layout, clip.translated(-MARGIN, -y))
            if self._scene.look.show_invisible:
                paint_invisible(painter, layout, self._scene.segments.string(layout.number), self._inks)
            painter.translate(-MARGIN, -y)
        if self._scene.links:
            arcs = ArcPainter(
                painter, self._scene.metrics, self._inks,
                left=MARGIN, width=self._scene.width, height=self._flow.height,
            )  # fmt: skip
            arcs.paint(shown, self._lies_before_view)
        if self.hasFocus() and self._caret_shown:
            painter.fillRect(self.caret_rect(), self._inks.text)

    def _lies_before_view(self, mark_id: str) -> bool:
        mark = self._scene.marks.get(mark_id)
        return mark is not None and mark.start < self._flow.extent()[0]

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

    # ---- scrolling ----

    def _text_width(self) -> float:
        return max(_NARROWEST, self.viewport().width() - 2 * MARGIN)

    def _show_bar(self) -> None:
        """Let the scroll bar show where the view is; the bar decides nothing here."""
        bar = self.verticalScrollBar()
        self._following_bar = False
        bar.setRange(0, round(self._flow.furthest))
        bar.setPageStep(max(1, round(self._flow.height - self._scene.metrics.usual_line)))
        bar.setSingleStep(round(self._scene.metrics.usual_line))
        bar.setValue(round(self._flow.value))
        self._following_bar = True

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Follow the scroll bar: small ways by real heights, far ones by estimate."""
        if not self._following_bar:
            return
        if abs(dy) <= 3 * self._flow.height:
            self._flow.walk(-dy)
        else:
            self._flow.jump(self.verticalScrollBar().value())
        self.viewport().update()
        self.scrolled.emit()

    def _after_scroll(self) -> None:
        self._show_bar()
        self.viewport().update()
        self.scrolled.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out for the new width; the first line in view stays the first."""
        super().resizeEvent(event)
        place, below = self._flow.keep_place()
        self._flow.height = float(self.viewport().height())
        if self._scene.set_width(self._text_width()):
            self._flow.return_to(place, below)
        else:
            self._flow.walk(0.0)
        self._show_bar()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; with Ctrl ask for another zoom."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_requested.emit(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)

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
