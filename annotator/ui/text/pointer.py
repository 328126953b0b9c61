"""What the mouse does in the text: puts the caret down, drags a selection, clicks on marks."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QPointF, QTimer, Signal

_AUTO_SCROLL_MS = 30
_FASTEST = 60.0
_STEADY = 3.0
"""A hand that moves less than this has not dragged."""


class Pointer(QObject):
    """Turns presses, moves and releases into facts. Points are the viewport's."""

    pressed = Signal(QPointF, bool)
    """Where, and whether the selection is extended."""
    dragged = Signal(QPointF)
    clicked = Signal(QPointF)
    scroll_wished = Signal(float)
    """By how many pixels, while a drag is held outside the view."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._origin: QPointF | None = None
        self._moved = False
        self._now = QPointF()
        self._height = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(_AUTO_SCROLL_MS)
        self._timer.timeout.connect(self._on_tick)

    @property
    def is_down(self) -> bool:
        """Whether the button is held."""
        return self._origin is not None

    def press(self, point: QPointF, *, extend: bool) -> None:
        """The button went down."""
        self._origin, self._now, self._moved = point, point, extend
        self.pressed.emit(point, extend)

    def move(self, point: QPointF, height: float) -> None:
        """The mouse moved with the button down, over a viewport so high."""
        if self._origin is None:
            return
        self._now, self._height = point, height
        if (point - self._origin).manhattanLength() > _STEADY:
            self._moved = True
        if not self._moved:
            return
        self.dragged.emit(self._inside())
        outside = not 0 <= point.y() <= height
        if outside and not self._timer.isActive():
            self._timer.start()
        elif not outside:
            self._timer.stop()

    def release(self, point: QPointF) -> None:
        """The button came up: a click, if nothing was dragged."""
        if self._origin is None:
            return
        self._timer.stop()
        self._origin = None
        if not self._moved:
            self.clicked.emit(point)

    def _inside(self) -> QPointF:
        return QPointF(self._now.x(), min(max(1.0, self._now.y()), self._height - 1))

    def _on_tick(self) -> None:
        beyond = self._now.y() if self._now.y() < 0 else self._now.y() - self._height
        self.scroll_wished.emit(max(-_FASTEST, min(_FASTEST, beyond)))
        self.dragged.emit(self._inside())


class ClickWalk:
    """Which mark a click means: the innermost, and with each further click on the same letter the next outwards."""

    def __init__(self) -> None:
        self._place = -1
        self._mark = ""

    def next(self, place: int, marks: Sequence[str]) -> str:
        """The mark meant by a click on the letter at ``place`` with these marks, innermost first; or nothing."""
        if not marks:
            self._place, self._mark = -1, ""
        elif place == self._place and self._mark in marks:
            self._mark = marks[(marks.index(self._mark) + 1) % len(marks)]
        else:
            self._place, self._mark = place, marks[0]
        return self._mark
