"""Splitting a label: which values of which attribute become labels of their own."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFormLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from annotator.core.i18n import _, language
from annotator.core.scheme import AttributeType, Label, title_in


def splittable(label: Label) -> list[AttributeType]:
    """The attributes by whose values a label can be split."""
    return [each for each in label.attributes if each.type == "choice" and each.choices]


class SplitDialog(QDialog):
    """``into``: the new label's name for each value that got one."""

    def __init__(self, label: Label, attributes: Sequence[AttributeType], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Split %(label)s") % {"label": label.name})
        self._label, self._attributes = label, attributes
        self.attribute, self._body, self.names = QComboBox(), QWidget(), dict[str, QLineEdit]()
        hint = QLabel(_("Spans with a value that gets a name here become that label; the others stay as they are."))
        hint.setWordWrap(True)
        hint.setObjectName("Faint")
        self.attribute.setAccessibleName(_("Attribute"))
        for each in attributes:
            self.attribute.addItem(title_in(each.titles, language(), each.name), each.name)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.button(QDialogButtonBox.StandardButton.Ok).setText(_("Split"))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self._layout = QVBoxLayout(self)
        for widget in (hint, self.attribute, self._body, buttons):
            self._layout.addWidget(widget)
        self.attribute.currentIndexChanged.connect(lambda _index: self._ask())
        self._ask()
        self.resize(460, 300)

    def _ask(self) -> None:
        """A field for the new label of each value of the attribute."""
        body = QWidget()
        form = QFormLayout(body)
        form.setContentsMargins(0, 0, 0, 0)
        self.names = {}
        chosen = self._attributes[self.attribute.currentIndex()]
        for value in chosen.choices:
            field = QLineEdit()
            field.setPlaceholderText(f"{self._label.name}_{value}".upper())
            title = title_in(chosen.choice_titles.get(value, {}), language(), value)
            field.setAccessibleName(title)
            self.names[value] = field
            form.addRow(title, field)
        self._layout.replaceWidget(self._body, body)
        self._body.hide()
        self._body.deleteLater()
        self._body = body
        for before, after in pairwise([self.attribute, *self.names.values()]):
            QWidget.setTabOrder(before, after)

    def into(self) -> dict[str, str]:
        """The new names by value."""
        return {value: name for value, field in self.names.items() if (name := field.text().strip())}
