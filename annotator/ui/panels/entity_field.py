"""A field for the registry's entry that a span names."""

from __future__ import annotations

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from annotator.core.span import Value
from annotator.ui.panels.entity_names import EntityNames


class EntityField(QLineEdit):
    """Type some letters of a name or alias (Down shows all), Enter links.

    ``told`` carries an id, ``None`` for nobody; ``named`` a name that the registry does not have.
    """

    told = Signal(object)
    named = Signal(str)

    def __init__(self, names: EntityNames, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names = names
        self._value: Value = None
        self._offered = QStringListModel(self)
        completer = QCompleter(self._offered, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.activated.connect(self._on_taken)
        self.setCompleter(completer)
        self.textEdited.connect(self._offer)
        self.returnPressed.connect(self._on_return)

    def show_value(self, value: Value) -> None:
        """Show an entry; what is being typed is not taken from under the fingers."""
        self._value = value
        if not (self.hasFocus() and self.isModified()):
            self.setText(self._names.name_of(value))

    def let_go(self) -> None:
        """Forget what was typed and not told: another span is shown now."""
        self.setModified(False)

    def _offer(self, words: str) -> None:
        self._offered.setStringList(self._names.offered(words))

    def _on_taken(self, name: str) -> None:
        self._tell(self._names.named(name))

    def _tell(self, value: Value) -> None:
        self.let_go()
        if value != self._value:
            self.told.emit(value)

    def _on_return(self) -> None:
        text = self.text().strip()
        if text == self._names.name_of(self._value):
            return
        known = self._names.named(text)
        if known or not text:
            self._tell(known or None)
        else:
            self.let_go()
            self.named.emit(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down offers the entries; where nothing was typed, all of them."""
        completer = self.completer()
        if event.key() == Qt.Key.Key_Down and completer is not None:
            self._offer(self.text() if self.isModified() else "")
            completer.complete()
        else:
            super().keyPressEvent(event)
