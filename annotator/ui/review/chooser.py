"""One of several, inside the page: digits choose, letters narrow the list down, Enter takes, Esc gives up."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from annotator.core.arabic import fold

ID = Qt.ItemDataRole.UserRole


class Chooser(QFrame):
    """Asks a question with options ``(id, title)``. ``chosen`` carries the id, ``closed`` comes in any case."""

    chosen = Signal(str)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("Panel")
        self.question = QLabel()
        self.question.setObjectName("Heading")
        self.typed = QLabel()
        self.typed.setObjectName("Faint")
        self.list = QListWidget()
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setWordWrap(True)
        self.list.itemClicked.connect(self._take)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 6)
        for widget in (self.question, self.typed, self.list):
            layout.addWidget(widget)
        self._options: list[tuple[str, str]] = []
        self._letters = ""
        self.hide()

    def ask(self, question: str, options: list[tuple[str, str]]) -> None:
        """Show a question with its options."""
        self._options, self._letters = options, ""
        self.question.setText(question)
        self.list.setAccessibleName(question)
        self._fill()
        self.show()

    def press(self, name: str, event: QKeyEvent) -> bool:
        """Act on a key, by the name of its place; whether it meant anything."""
        if name == "Escape":
            self._close()
        elif name in {"Up", "Down"}:
            step = 1 if name == "Down" else -1
            self.list.setCurrentRow((self.list.currentRow() + step) % max(1, self.list.count()))
        elif name == "Enter":
            self._take(self.list.currentItem())
        elif name.isdigit() and name != "0":
            self._take(self.list.item(int(name) - 1))
        else:
            self._narrow(name, event.text())
        return True

    def _narrow(self, name: str, letters: str) -> None:
        if name == "Backspace":
            self._letters = self._letters[:-1]
        elif letters.isalpha() or letters == " ":
            self._letters += letters
        self._fill()

    def _fill(self) -> None:
        self.list.clear()
        wanted = fold(self._letters).casefold()
        shown = [each for each in self._options if wanted in fold(each[1]).casefold()]
        for number, (identity, title) in enumerate(shown, 1):
            item = QListWidgetItem(f"{number}  {title}" if number < 10 else title)
            item.setData(ID, identity)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.typed.setText(self._letters)
        self.typed.setVisible(bool(self._letters))
        self.list.setFixedHeight(min(8, max(2, len(shown))) * (self.fontMetrics().height() + 12))

    def _take(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            identity = str(item.data(ID))
            self._close()
            self.chosen.emit(identity)

    def _close(self) -> None:
        self.hide()
        self.closed.emit()
