"""The command palette: every action by a few of its letters."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from annotator.core.arabic import fold
from annotator.core.i18n import _


def match_score(wanted: str, title: str) -> int | None:
    """How well folded letters fit a title in their order, lower is better; ``None`` where they do not."""
    needle, hay = fold(wanted).replace(" ", ""), fold(title)
    if not needle:
        return 0
    whole = hay.find(fold(wanted).strip())
    if whole >= 0:
        return whole - 1000
    at, gaps = -1, 0
    for letter in needle:
        found = hay.find(letter, at + 1)
        if found < 0:
            return None
        gaps += found - at - 1
        at = found
    return gaps


class CommandPalette(QDialog):
    """A field over a list. ``chosen`` is the id of the action after Enter, empty after Esc."""

    def __init__(self, entries: list[tuple[str, str, str]], parent: QWidget | None = None) -> None:
        """``entries``: (id, title, key) of every action that can be done now."""
        super().__init__(parent)
        self.setWindowTitle(_("Command palette"))
        self.chosen = ""
        self._entries = entries
        self.field = QLineEdit()
        self.field.setPlaceholderText(_("Type what you want to do"))
        self.field.setAccessibleName(_("Type what you want to do"))
        self.list = QListWidget()
        self.list.setAccessibleName(_("Commands"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.addWidget(self.field)
        layout.addWidget(self.list)
        self.resize(540, 420)
        self.field.textChanged.connect(self._show)
        self.field.installEventFilter(self)
        self.field.returnPressed.connect(self._take)
        self.list.itemClicked.connect(lambda _item: self._take())
        self._show("")

    def _show(self, wanted: str) -> None:
        scored = [(match_score(wanted, title), title, name, key) for name, title, key in self._entries]
        fitting = sorted((each for each in scored if each[0] is not None), key=lambda each: each[0] or 0)
        self.list.clear()
        for _score, title, name, key in fitting:
            item = QListWidgetItem(f"{title}    {key}" if key else title)
            item.setData(Qt.ItemDataRole.UserRole, name)
            self.list.addItem(item)
        self.list.setCurrentRow(0)

    def _take(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.chosen = str(item.data(Qt.ItemDataRole.UserRole))
            self.accept()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Up and down walk the list while the field keeps the keyboard."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {int(Qt.Key.Key_Down): 1, int(Qt.Key.Key_Up): -1}.get(event.key())
            if step is not None and self.list.count():
                self.list.setCurrentRow((self.list.currentRow() + step) % self.list.count())
                return True
        return False
