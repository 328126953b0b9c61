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

from annotator.ui.text.arcs import ArcPainter
from annotator.ui.text.chips import ChipPictures
from annotator.ui.text.display import display_text
from annotator.ui.text.flow import Flow, Spot
from annotator.ui.text.inks import Inks
from annotator.ui.text.invisibles import paint_invisible
from annotator.ui.text.keys import motion_of
from annotator.ui.text.look import Look
from annotator.ui.text.marks import Link, Mark
from annotator.ui.text.metrics import MARGIN
from annotator.ui.text.motion import VERTICAL, Motion, Mover, Place, place_on
from annotator.ui.text.painting import Emphasis, SegmentPainter, chip_rect, piece_rect
from annotator.ui.text.scene import Scene
from annotator.ui.text.words import piece_at

_NARROWEST = 80.0
_CARET_WIDTH = 2.0
_AUTO_SCROLL_MS = 30


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
        self._inks = Inks(self._scene.look)
        self._chips = ChipPictures(self._inks)
        self._anchor = 0
        self._caret = Place(0)
        self._goal: float | None = None
        self._focused = ""
        self._following_bar = True
        self._pressed: QPointF | None = None
        self._dragged = False
        self._last_click: tuple[int, str] = (-1, "")
        self._caret_shown = True
        self._blink = QTimer(self)
        self._blink.timeout.connect(self._on_blink)
        self._auto_scroll = QTimer(self)
        self._auto_scroll.setInterval(_AUTO_SCROLL_MS)
        self._auto_scroll.timeout.connect(self._on_auto_scroll)
        self._mouse = QPointF()
        self._set_up()

    def _set_up(self) -> None:
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        self.viewport().setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    # ---- what is shown ----

    def set_document(self, text: str) -> None:
        """Show another document, from its beginning, without marks."""
        self._scene = Scene(text, self._scene.look, self._text_width())
        self._flow = Flow(self._scene, float(self.viewport().height()))
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

    def set_links(self, links: Sequence[Link]) -> None:
        """Replace all arcs."""
        self._scene.set_links(links)
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
        self.reveal(moved.at, moved.at)

    def _set_selection(self, anchor: int, caret: Place) -> None:
        before = self.selection()
        self._anchor, self._caret, self._goal = anchor, caret, None
        self._restart_blink()
        self.viewport().update()
        if self.selection() != before:
            self.selection_changed.emit(*self.selection())

    # ---- geometry for others ----

    def caret_at(self, point: QPointF) -> int:
        """The place between letters that is nearest to a point of the viewport."""
        return self._place_at(point).at

    def _place_at(self, point: QPointF) -> Place:
        spot = self._flow.at(point.y())
        return place_on(spot.layout, spot.number, point.x() - MARGIN)

    def letter_at(self, point: QPointF) -> int:
        """The first code point of the letter under a point of the viewport."""
        spot = self._flow.at(point.y())
        cell = spot.line.geometry.cell_at(point.x() - MARGIN)
        return spot.layout.place(cell.start if cell else spot.line.geometry.start)

    def caret_rect(self, place: int | None = None) -> QRectF:
        """The caret's rectangle in the viewport, at its own or another place."""
        caret = self._caret if place is None else Place(place)
        spot = self._flow.spot(caret.at, trailing=caret.trailing)
        x = spot.line.geometry.caret(spot.layout.unit(caret.at), trailing=caret.trailing)
        return QRectF(MARGIN + x - _CARET_WIDTH / 2, spot.y + spot.line.text_top, _CARET_WIDTH, spot.line.text_height)

    def mark_rects(self, id: str) -> list[QRectF]:  # noqa: A002 - the face agreed with the window
        """The rectangles of a mark in view, in viewport coordinates."""
        return [
            piece_rect(layout.lines[piece.line], piece).translated(MARGIN, y)
            for y, layout in self._flow.shown()
            if layout.decoration
            for piece in layout.decoration.pieces
            if piece.mark.id == id and not piece.bridge
        ]

    def chip_rect(self, id: str) -> QRectF:  # noqa: A002 - as above
        """The chip of a mark in view, in viewport coordinates; an empty rectangle if it is not."""
        for y, layout in self._flow.shown():
            chip = layout.decoration.chip_of(id) if layout.decoration else None
            if chip is not None:
                return chip_rect(self._scene.metrics, layout.lines[chip.line], chip).translated(MARGIN, y)
        return QRectF()

    def marks_at(self, point: QPointF) -> list[str]:
        """The marks under a point of the viewport, innermost first; on a chip, only its own."""
        spot = self._flow.at(point.y())
        inside = QPointF(point.x() - MARGIN, point.y() - spot.y)
        if spot.layout.decoration:
            for chip in spot.layout.decoration.chips:
                line = spot.layout.lines[chip.line]
                if chip_rect(self._scene.metrics, line, chip).contains(inside):
                    return [chip.mark.id]
        return self._pieces_under(spot, inside)

    def _pieces_under(self, spot: Spot, inside: QPointF) -> list[str]:
        decoration = spot.layout.decoration
        if decoration is None or inside.y() < spot.line.text_top:
            return []
        under = {
            piece.mark.id: piece.mark
            for piece in decoration.pieces
            if piece.line == spot.number and not piece.bridge and piece.left <= inside.x() <= piece.right
        }
        return [each.id for each in sorted(under.values(), key=lambda each: (each.end - each.start, -each.start))]

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
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._pressed, self._dragged, self._mouse = event.position(), False, event.position()
        place = self._place_at(event.position())
        extend = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self._dragged = extend
        self._set_selection(self._anchor if extend else place.at, place)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Extend the selection while the button is down; scroll at the edges."""
        if self._pressed is None:
            self._show_tooltip(event.position())
            return
        self._mouse = event.position()
        if (event.position() - self._pressed).manhattanLength() > 3:
            self._dragged = True
        if self._dragged:
            self._set_selection(self._anchor, self._place_at(self._mouse))
            outside = not 0 <= self._mouse.y() <= self._flow.height
            if outside != self._auto_scroll.isActive():
                self._auto_scroll.start() if outside else self._auto_scroll.stop()

    def _on_auto_scroll(self) -> None:
        beyond = self._mouse.y() if self._mouse.y() < 0 else max(0.0, self._mouse.y() - self._flow.height)
        self._flow.walk(max(-60.0, min(60.0, beyond)))
        edge = QPointF(self._mouse.x(), min(max(1.0, self._mouse.y()), self._flow.height - 1))
        self._set_selection(self._anchor, self._place_at(edge))
        self._after_scroll()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a mark says so; a repeated one walks outwards."""
        if event.button() != Qt.MouseButton.LeftButton or self._pressed is None:
            return
        self._auto_scroll.stop()
        self._pressed = None
        if not self._dragged:
            self._click(event.position())

    def _click(self, point: QPointF) -> None:
        marks = self.marks_at(point)
        place = self.letter_at(point)
        if not marks:
            self._last_click = (-1, "")
            return
        last_place, last_mark = self._last_click
        number = (marks.index(last_mark) + 1) % len(marks) if place == last_place and last_mark in marks else 0
        self._last_click = (place, marks[number])
        self.span_clicked.emit(marks[number])

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select the word under the mouse."""
        if event.button() == Qt.MouseButton.LeftButton:
            start, end = self.word_at(self.letter_at(event.position()))
            self._set_selection(start, Place(end, trailing=True))

    def word_at(self, place: int) -> tuple[int, int]:
        """The word, or what lies between words, that covers a code point (UAX 29)."""
        layout = self._scene.layout(self._scene.segments.at(place))
        start, end = piece_at(layout.text, layout.unit(place))
        return layout.place(start), layout.place(end)

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
