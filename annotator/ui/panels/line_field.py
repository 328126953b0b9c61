"""A field for an attribute that is typed: words, a number, a date."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from annotator.core.span import Value

Words = Callable[[], Sequence[str]]
"""What was typed here before, to be offered."""


class LineField(QLineEdit):
    """``told`` carries the value that was typed once it is whole; ``refused`` the words that are none."""

    told = Signal(object)
    refused = Signal(str)

    def __init__(
        self, read: Callable[[str], Value], write: Callable[[Value], str], offered: Words | None = None,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        """``read`` raises ValueError for words that are no value."""
        super().__init__(parent)
        self._read, self._write, self._offered = read, write, offered
        self._value: Value = None
        self.editingFinished.connect(self._on_finished)
        if offered is not None:
            self._set_up_completion()

    def _set_up_completion(self) -> None:
        completer = QCompleter(QStringListModel(self), self)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setCompleter(completer)

    def show_value(self, value: Value) -> None:
        """Show a value; what is being typed is not taken from under the fingers."""
        self._value = value
        if not (self.hasFocus() and self.isModified()):
            self.setText(self._write(value))

    def let_go(self) -> None:
        """Forget what was typed and not told: another span is shown now."""
        self.setModified(False)

    def _on_finished(self) -> None:
        try:
            value = self._read(self.text())
        except ValueError:
            self.refused.emit(self.text())
            self.setText(self._write(self._value))
            return
        self.setModified(False)
        if value != self._value:
            self.told.emit(value)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Offer what was typed before, as it stands now."""
        completer = self.completer()
        model = completer.model() if completer else None
        if self._offered is not None and isinstance(model, QStringListModel):
            model.setStringList(list(self._offered()))
        super().focusInEvent(event)
