"""A field for an attribute that is one of a few."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from annotator.core.i18n import language
from annotator.core.scheme import AttributeType, title_in
from annotator.core.span import Value


class ChoiceField(QComboBox):
    """Letters go to the choice that begins with them, arrows walk. ``told`` carries the choice, ``None`` for none."""

    told = Signal(object)

    def __init__(self, attribute: AttributeType, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.addItem("—", None)
        for choice in attribute.choices:
            self.addItem(title_in(attribute.choice_titles.get(choice, {}), language(), choice), choice)
        self.activated.connect(self._on_activated)

    def show_value(self, value: Value) -> None:
        """Show a value; one that is no choice any more is shown as none."""
        self.setCurrentIndex(max(0, self.findData(value)) if value is not None else 0)

    def _on_activated(self, _index: int) -> None:
        self.told.emit(self.currentData())
