"""Linking a mention to the registry: type a few letters, Enter links; one key makes a new entry."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from annotator.core.entity import Entity
from annotator.core.i18n import _
from annotator.core.scheme import Scheme
from annotator.project.entity_links import Registry
from annotator.ui.marking import kind_title
from annotator.ui.structure.table import beside

NEW = "+"


class EntityPicker(QDialog):
    """A field over a list. ``chosen`` is an entry's id, `NEW` for a new one called `name`, empty after Esc."""

    def __init__(self, words: str, entities: list[Entity], scheme: Scheme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Link to an entity"))
        self.chosen = ""
        self._registry = Registry.of(entities)
        self._scheme = scheme
        self.field = QLineEdit(words)
        self.field.setAccessibleName(_("Name or alias"))
        self.list = QListWidget()
        self.list.setAccessibleName(_("Entities"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        hint = QLabel(_("Enter links, Ctrl+N makes a new entry"))
        hint.setObjectName("Faint")
        layout = QVBoxLayout(self)
        for widget in (self.field, self.list, hint):
            layout.addWidget(widget)
        self.resize(460, 360)
        self.field.selectAll()
        self.field.textChanged.connect(self._show)
        self.field.installEventFilter(self)
        self.list.itemClicked.connect(lambda _item: self._take())
        self._show(words)

    def name(self) -> str:
        """The name that was typed."""
        return self.field.text().strip()

    def _show(self, words: str) -> None:
        self.list.clear()
        for each in self._registry.candidates(words, limit=12):
            more = f"{each.name} ← {each.entity.name}" if each.name != each.entity.name else each.name
            score = f"{round(each.score)}%" if each.score else ""
            item = QListWidgetItem(beside(more, kind_title(self._scheme, each.entity.kind), score))
            item.setData(Qt.ItemDataRole.UserRole, each.entity.id)
            self.list.addItem(item)
        if words.strip():
            item = QListWidgetItem(_("New entry «%(name)s»") % {"name": words.strip()})
            item.setData(Qt.ItemDataRole.UserRole, NEW)
            self.list.addItem(item)
        self.list.setCurrentRow(0)

    def _take(self, chosen: str = "") -> None:
        item = self.list.currentItem()
        self.chosen = chosen or (str(item.data(Qt.ItemDataRole.UserRole)) if item else "")
        if self.chosen:
            self.accept()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Arrows walk the list while the field keeps the keyboard; Enter takes; Ctrl+N makes a new entry."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        step = {int(Qt.Key.Key_Down): 1, int(Qt.Key.Key_Up): -1}.get(event.key())
        if step is not None and self.list.count():
            self.list.setCurrentRow((self.list.currentRow() + step) % self.list.count())
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
            return True
        if event.key() == Qt.Key.Key_N and event.modifiers() & Qt.KeyboardModifier.ControlModifier and self.name():
            self._take(NEW)
            return True
        return False
