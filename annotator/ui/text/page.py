"""The page under the text view: shows a document and its marks and scrolls over them. It knows no caret."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from annotator.ui.text import accessible
from annotator.ui.text.arcs import ArcPainter
from annotator.ui.text.chips import ChipPictures
from annotator.ui.text.flow import Flow
from annotator.ui.text.index import LinkSource, MarkSource
from annotator.ui.text.inks import Inks
from annotator.ui.text.invisibles import paint_invisible
from annotator.ui.text.look import Look
from annotator.ui.text.lookup import Lookup
from annotator.ui.text.marks import Link, Mark
from annotator.ui.text.metrics import MARGIN
from annotator.ui.text.painting import Emphasis, SegmentPainter
from annotator.ui.text.scene import Scene
from annotator.ui.text.words import piece_at

_NARROWEST = 80.0
_AROUND = 600
"""So many code points before and behind a place are prepared: about what a window shows."""


class TextPage(QAbstractScrollArea):
    """Arabic text with marks over it. All places are code points of the document."""

    zoom_requested = Signal(int)
    """Steps of the wheel with Ctrl."""
    scrolled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene = Scene()
        self._prepared: Scene | None = None
        self._flow = Flow(self._scene, 100.0)
        self._lookup = Lookup(self._flow)
        self._inks = Inks(self._scene.look)
        self._chips = ChipPictures(self._inks)
        self._focused = self._origin = ""
        self._following_bar = True
        self._page = QWidget()
        self._furnish_page()

    def _furnish_page(self) -> None:
        self.setViewport(self._page)  # asking Qt for its own would build Python's face of every kind of widget
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
        self._scene = self._taken(text) or Scene(text, self._scene.look, self._text_width())
        self._flow = Flow(self._scene, float(self.viewport().height()))
        self._lookup = Lookup(self._flow)
        self._focused = self._origin = ""
        self._show_bar()
        self.viewport().update()

    def prepare_document(self, text: str, place: int) -> None:
        """Lay out what will be seen of the document that comes next, around a code point, while there is time."""
        self._prepared = scene = Scene(text, self._scene.look, self._text_width())
        scene.prepare(max(0, place - _AROUND), min(len(text), place + _AROUND))

    def _taken(self, text: str) -> Scene | None:
        """What was prepared, if it is this document as it would be shown now."""
        scene, self._prepared = self._prepared, None
        if scene is None or (scene.look, scene.width) != (self._scene.look, self._text_width()):
            return None
        return scene if scene.segments.text == text else None

    def set_marks(self, marks: Sequence[Mark] | MarkSource) -> None:
        """Replace all spans and suggestions, or say where they are found; then `change_marks` tells of changes."""
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
        touched = self._scene.change_marks(removed, added)
        if self._focused and self._scene.marks.get(self._focused) is None:
            self._focused, touched = "", True
        if touched:  # suggestions that come far below are no reason to paint
            self.viewport().update()

    def set_links(self, links: Sequence[Link] | LinkSource) -> None:
        """Replace all arcs, or say where those of a mark are found."""
        self._scene.set_links(links)
        self.viewport().update()

    def renew_links(self, marks: set[str]) -> None:
        """Arcs came or went at these marks: ask again for theirs."""
        if self._scene.renew_links(marks):
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

    # ---- what is singled out ----

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

    def mark_origin(self, id: str) -> None:  # noqa: A002 - as above
        """Show from which mark an arc in the making starts; the empty id: from none."""
        self._origin = id
        self.viewport().update()

    def ensure_visible(self, id: str) -> None:  # noqa: A002 - as above
        """Scroll as little as needed to show a mark."""
        mark = self._scene.marks.get(id)
        if mark:
            self.reveal(mark.start, mark.end)

    def reveal(self, start: int, end: int) -> None:
        """Scroll as little as needed to show ``[start, end)``."""
        if self._flow.reveal(start, end):
            self._after_scroll()

    def visible_extent(self) -> tuple[int, int]:
        """The code points that are shown now, whole lines."""
        return self._flow.extent()

    def announce(self, message: str) -> None:
        """Have a screen reader, if there is one, say something."""
        accessible.announce(self, message)

    # ---- geometry for others ----

    def letter_at(self, point: QPointF) -> int:
        """The first code point of the letter under a point of the viewport."""
        return self._lookup.letter_at(point)

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
        segments = SegmentPainter(painter, self._scene.metrics, self._inks, self._chips, self._emphasis())
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
        self._paint_caret(painter)

    def _emphasis(self) -> Emphasis:
        """What is singled out on the page."""
        return Emphasis(0, 0, self._focused, self._entity(), self._origin)

    def _entity(self) -> str:
        mark = self._scene.marks.get(self._focused) if self._focused else None
        return mark.entity if mark else ""

    def _paint_caret(self, painter: QPainter) -> None:
        """The page has none; the view has."""

    def _lies_before_view(self, mark_id: str) -> bool:
        mark = self._scene.marks.get(mark_id)
        return mark is not None and mark.start < self._flow.extent()[0]

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
