"""Things to tick before anything is done with them: the dialog that every preview with one undo shares."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from annotator.core.i18n import _

T = TypeVar("T")
_TICKS = {True: Qt.CheckState.Checked, False: Qt.CheckState.Unchecked}


def tickable(text: str, *, ticked: bool = True) -> QListWidgetItem:
    """A row with a box."""
    item = QListWidgetItem(text)
    item.setFlags(Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
    item.setCheckState(_TICKS[ticked])
    return item


class TicksDialog(QDialog, Generic[T]):
    """Space ticks, Ctrl+A ticks all or none, Enter does it, Esc leaves. ``chosen`` is what was ticked at Enter.

    A child gives the button its words in `_words`, and the rows, of which those without a box cannot be ticked.
    """

    def __init__(
        self, said: str, things: Sequence[T], rows: Sequence[QListWidgetItem], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.chosen: list[T] = []
        self._things = things
        self.list = QListWidget()
        self.list.setUniformItemSizes(True)
        for row in rows:
            self.list.addItem(row)
        self.list.setCurrentRow(0)
        self.list.itemChanged.connect(lambda _item: self._count())
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.accepted.connect(self._take)
        self.buttons.rejected.connect(self.reject)
        self._lay_out(said)
        self.resize(820, 460)
        self.list.setFocus()
        self._count()

    def _lay_out(self, said: str) -> None:
        layout = QVBoxLayout(self)
        if said:
            heading = QLabel(said)
            heading.setWordWrap(True)
            layout.addWidget(heading)
        layout.addWidget(self.list)
        layout.addWidget(QLabel(_("Space ticks and unticks, Ctrl+A all of them; one undo takes all back.")))
        layout.addWidget(self.buttons)

    def _words(self, count: int) -> str:
        """What the button says when so many are ticked."""
        raise AssertionError(f"a child says what is done with {count}")

    def _open_rows(self) -> list[int]:
        boxes = Qt.ItemFlag.ItemIsUserCheckable
        return [row for row in range(self.list.count()) if self.list.item(row).flags() & boxes]

    def ticked(self) -> list[T]:
        """What is ticked now."""
        checked = Qt.CheckState.Checked
        return [self._things[row] for row in self._open_rows() if self.list.item(row).checkState() is checked]

    def _count(self) -> None:
        count = len(self.ticked())
        button = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        button.setText(self._words(count))
        button.setEnabled(count > 0)

    def _take(self) -> None:
        self.chosen = self.ticked()
        self.accept()

    def _turn_all(self) -> None:
        rows = self._open_rows()
        wanted = len(self.ticked()) < len(rows)
        self.list.blockSignals(True)  # counted once below
        for row in rows:
            self.list.item(row).setCheckState(_TICKS[wanted])
        self.list.blockSignals(False)
        self.list.viewport().update()
        self._count()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter does what is ticked; Ctrl+A ticks all, or none where all are ticked."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.ticked():
            self._take()
        elif control and event.key() == Qt.Key.Key_A:
            self._turn_all()
        else:
            super().keyPressEvent(event)
