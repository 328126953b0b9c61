"""Whose names: those that the project knows, to tick, and others, to type."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from annotator.core.document import RESERVED_NAMES
from annotator.core.i18n import _

HEIGHT = 140


class NamesBox(QWidget):
    """``changed``: other names are ticked. Enter in the line adds what was typed, several names by commas."""

    changed = Signal()

    def __init__(self, known: Sequence[str], ticked: Sequence[str] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Annotators"))
        self.list.setFixedHeight(HEIGHT)
        self.list.setSpacing(2)
        self.line = QLineEdit()
        self.line.setPlaceholderText(_("Another name, then Enter"))
        self.line.setToolTip(_("Another name, then Enter"))
        self.line.setAccessibleName(_("Another name, then Enter"))
        self.button = QPushButton(_("Add the name"))
        self.button.setAutoDefault(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for widget in (self.list, self.line, self.button):
            layout.addWidget(widget)
        for name in known:
            self._add(name, Qt.CheckState.Checked if name in ticked else Qt.CheckState.Unchecked)
        self.line.installEventFilter(self)
        self.button.clicked.connect(self.take_typed)
        self.list.itemChanged.connect(lambda _item: self.changed.emit())

    def _add(self, name: str, state: Qt.CheckState) -> None:
        item = QListWidgetItem(name)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(state)
        self.list.addItem(item)

    def take_typed(self) -> None:
        """Tick the names that were typed; those that nobody can have stay in the line."""
        typed = [each.strip() for each in self.line.text().replace("،", ",").split(",") if each.strip()]
        self.line.setText(", ".join(each for each in typed if each in RESERVED_NAMES))
        for name in typed:
            there = self.list.findItems(name, Qt.MatchFlag.MatchExactly)
            if there:
                there[0].setCheckState(Qt.CheckState.Checked)
            elif name not in RESERVED_NAMES:
                self._add(name, Qt.CheckState.Checked)
        self.changed.emit()

    def names(self) -> tuple[str, ...]:
        """The names that are ticked."""
        items = [self.list.item(row) for row in range(self.list.count())]
        return tuple(each.text() for each in items if each.checkState() == Qt.CheckState.Checked)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Enter in the line adds the name and does not press the dialog's button."""
        enter = isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.type() == QEvent.Type.KeyPress and self.line.text().strip():
            self.take_typed()
            return True
        return False
