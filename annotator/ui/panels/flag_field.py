"""A field for an attribute that is so or not."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from annotator.core.span import Value


class FlagField(QCheckBox):
    """``told`` carries whether it is checked."""

    told = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.clicked.connect(lambda checked: self.told.emit(bool(checked)))

    def show_value(self, value: Value) -> None:
        """Show a value."""
        self.setChecked(bool(value))
