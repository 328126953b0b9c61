"""The text view for screen readers: its text, caret and selection. Offsets here are UTF-16, as Qt wants them."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, QPoint, QPointF, QRect
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleInterface,
    QAccessibleTextCursorEvent,
    QAccessibleTextInterface,
    QAccessibleTextSelectionEvent,
)
from PySide6.QtWidgets import QAccessibleWidget
from shiboken6 import Shiboken

from annotator.ui.text.display import display_text
from annotator.ui.text.utf16 import Utf16Map

if TYPE_CHECKING:
    from annotator.ui.text.view import TextView


class ViewText(QAccessibleTextInterface):
    """The view's text as a screen reader asks for it."""

    def __init__(self, view: TextView) -> None:
        super().__init__()
        self._view = view
        self._shown = ""
        self._map = Utf16Map("")
        self._of: str | None = None

    def _refresh(self) -> Utf16Map:
        text = self._view.text()
        if text is not self._of:
            self._of, self._shown, self._map = text, display_text(text), Utf16Map(text)
        return self._map

    def unit(self, place: int) -> int:
        """The UTF-16 offset of a code point of the document."""
        return self._refresh().to_utf16(place)

    def _place(self, unit: int) -> int:
        utf16 = self._refresh()
        last = len(self._shown)
        return last if unit < 0 else min(utf16.to_code_point(unit), last)

    def characterCount(self) -> int:
        """The length of the text."""
        return self.unit(len(self._view.text()))

    def text(self, startOffset: int, endOffset: int, /) -> str:  # noqa: N803 - Qt's names
        """A piece of the text; -1 is its end."""
        start, end = self._place(max(0, startOffset)), self._place(endOffset)
        return self._shown[start:end]

    def cursorPosition(self) -> int:
        """Where the caret stands."""
        return self.unit(self._view.caret())

    def setCursorPosition(self, position: int, /) -> None:
        """Move the caret."""
        place = self._place(position)
        self._view.select(place, place)

    def selectionCount(self) -> int:
        """One selection, or none."""
        start, end = self._view.selection()
        return int(start != end)

    def addSelection(self, startOffset: int, endOffset: int, /) -> None:  # noqa: N803 - Qt's names
        """Select."""
        self._view.select(self._place(startOffset), self._place(endOffset))

    def setSelection(self, selectionIndex: int, startOffset: int, endOffset: int, /) -> None:  # noqa: ARG002, N803, RUF100 - as above
        """Select."""
        self.addSelection(startOffset, endOffset)

    def removeSelection(self, selectionIndex: int, /) -> None:  # noqa: ARG002, N803, RUF100 - as above
        """Leave a bare caret."""
        self._view.select(self._view.caret(), self._view.caret())

    def characterRect(self, offset: int, /) -> QRect:
        """Where a letter is on the screen."""
        place = self._place(offset)
        start, end = self._view.caret_rect(place), self._view.caret_rect(min(place + 1, len(self._shown)))
        rect = start if start.top() != end.top() else start.united(end)
        corner = self._view.viewport().mapToGlobal(rect.topLeft().toPoint())
        return QRect(corner, rect.size().toSize())

    def offsetAtPoint(self, point: QPoint, /) -> int:
        """The letter at a point of the screen."""
        return self.unit(self._view.letter_at(QPointF(self._view.viewport().mapFromGlobal(point))))

    def scrollToSubstring(self, startIndex: int, endIndex: int, /) -> None:  # noqa: N803 - Qt's names
        """Bring a piece of the text into view."""
        self._view.reveal(self._place(startIndex), self._place(endIndex))


class ViewAccessible(QAccessibleWidget):
    """The view's entry in the tree of accessible things: an editable text."""

    def __init__(self, view: TextView) -> None:
        super().__init__(view, QAccessible.Role.EditableText)
        self.shown = ViewText(view)

    def interface_cast(self, t: QAccessible.InterfaceType, /) -> int:
        """The text interface; for everything else a null pointer, since ``None`` or 0 would crash the process."""
        if t == QAccessible.InterfaceType.TextInterface:
            return self._pointer(Shiboken.getCppPointer(self.shown)[0])
        return self._pointer(0)

    def _pointer(self, address: int) -> int:
        return cast("int", Shiboken.VoidPtr(address))


_KEPT: dict[int, ViewAccessible] = {}


def _make(_key: str, thing: QObject | None) -> QAccessibleInterface | None:
    from annotator.ui.text.view import TextView

    if not isinstance(thing, TextView):
        return None
    address = id(thing)
    made = _KEPT[address] = ViewAccessible(thing)  # Qt keeps no reference to the Python half
    thing.destroyed.connect(lambda: _KEPT.pop(address, None))
    return made


def install() -> None:
    """Let Qt ask us for the accessible side of text views; once per process."""
    if not _INSTALLED:
        _INSTALLED.append(True)
        QAccessible.installFactory(_make)


_INSTALLED: list[bool] = []


def tell_caret(view: TextView) -> None:
    """Tell a screen reader, if there is one, where the caret and the selection are."""
    kept = _KEPT.get(id(view))
    if kept is None or not QAccessible.isActive():
        return
    start, end = (kept.shown.unit(each) for each in view.selection())
    if start != end:
        QAccessible.updateAccessibility(QAccessibleTextSelectionEvent(view, start, end))
    QAccessible.updateAccessibility(QAccessibleTextCursorEvent(view, kept.shown.unit(view.caret())))


def announce(view: QObject, message: str) -> None:
    """Have a screen reader, if there is one, say something."""
    if message and QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(view, message))
