"""One of a few, by key or click."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLabel, QListWidget, QVBoxLayout, QWidget


class ChoiceDialog(QDialog):
    """Asks which of several is meant; digits and Enter choose, Esc gives up. ``chosen`` is its name."""

    def __init__(self, question: str, options: list[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(question)
        self.chosen = ""
        self._options = options
        self.list = QListWidget()
        self.list.addItems([f"{number}  {title}" for number, (_name, title) in enumerate(options, 1)])
        self.list.setCurrentRow(0)
        self.list.itemActivated.connect(lambda _item: self._take(self.list.currentRow()))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.addWidget(QLabel(question))
        layout.addWidget(self.list)
        self.resize(320, 200)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits choose; arrows walk; Enter takes."""
        number = event.key() - int(Qt.Key.Key_1)
        step = {int(Qt.Key.Key_Down): 1, int(Qt.Key.Key_Up): -1}.get(event.key())
        if 0 <= number < len(self._options):
            self._take(number)
        elif step is not None:
            self.list.setCurrentRow((self.list.currentRow() + step) % len(self._options))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take(self.list.currentRow())
        else:
            super().keyPressEvent(event)

    def _take(self, row: int) -> None:
        self.chosen = self._options[row][0]
        self.accept()
