"""The attributes of one span as a form, made from the scheme."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLineEdit, QWidget

from annotator.core.arabic import latin_digits
from annotator.core.entity import Entity
from annotator.core.i18n import _, language
from annotator.core.scheme import AttributeType, Label, title_in
from annotator.core.span import Value


def shown_number(value: Value) -> str:
    """A number without a needless fraction; nothing where there is none."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def read_number(text: str) -> int | float | None:
    """The number that was typed, in digits of either script; ``None`` for nothing.

    Raises:
        ValueError: it is no number.
    """
    plain = latin_digits(text.strip()).replace("٬", "").replace(",", "").replace("٫", ".").replace("،", "")
    if not plain:
        return None
    number = float(plain)
    return int(number) if number.is_integer() else number


class AttributeForm(QWidget):
    """One field per attribute that is asked for. ``changed`` carries name and value; ``None`` takes it away.

    ``entity_typed`` carries the attribute and a name that the registry does not have yet.
    """

    changed = Signal(str, object)
    entity_typed = Signal(str, str)
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setVerticalSpacing(8)
        self.fields: dict[str, QWidget] = {}

    def show_attributes(
        self, label: Label | None, values: Mapping[str, Value], entities: list[Entity], *, enabled: bool
    ) -> None:
        """Show the attributes of a label with a span's values."""
        while self._form.rowCount():
            row = self._form.takeRow(0)
            for item in (row.labelItem, row.fieldItem):
                widget = item.widget() if item is not None else None
                if widget is not None:
                    widget.blockSignals(True)  # losing the keyboard is no second end of its editing
                    widget.hide()
                    widget.deleteLater()  # it may be in the middle of the event that led here
        self.fields.clear()
        for each in label.attributes if label else ():
            if not _asked_for(each, values):
                continue
            field = self._field(each, values.get(each.name), entities)
            field.setEnabled(enabled)
            title = title_in(each.titles, language(), each.name)
            field.setAccessibleName(title)
            self.fields[each.name] = field
            self._form.addRow(title + (" *" if _required(each, values) else ""), field)

    def focus_first(self, kind: str = "") -> bool:
        """Put the keyboard into the first field, or that of an attribute; whether there is one."""
        field = self.fields.get(kind) if kind else next(iter(self.fields.values()), None)
        if field is not None:
            field.setFocus()
        return field is not None

    def _field(self, attribute: AttributeType, value: Value, entities: list[Entity]) -> QWidget:
        make: dict[str, Callable[[], QWidget]] = {
            "choice": lambda: self._choice(attribute, value),
            "number": lambda: self._number(attribute, value),
            "flag": lambda: self._flag(attribute, value),
            "entity": lambda: self._entity(attribute, value, entities),
        }
        return make.get(attribute.type, lambda: self._text(attribute, value))()

    def _choice(self, attribute: AttributeType, value: Value) -> QWidget:
        box = QComboBox()
        box.addItem("—", None)
        for choice in attribute.choices:
            box.addItem(title_in(attribute.choice_titles.get(choice, {}), language(), choice), choice)
        box.setCurrentIndex(max(0, box.findData(value)))
        box.activated.connect(lambda _index: self.changed.emit(attribute.name, box.currentData()))
        return box

    def _text(self, attribute: AttributeType, value: Value) -> QWidget:
        field = QLineEdit("" if value is None else str(value))
        field.editingFinished.connect(lambda: self._tell(attribute.name, field.text().strip() or None, value))
        return field

    def _number(self, attribute: AttributeType, value: Value) -> QWidget:
        field = QLineEdit(shown_number(value))

        def finished() -> None:
            try:
                self._tell(attribute.name, read_number(field.text()), value)
            except ValueError:
                self.refused.emit(_("«%(text)s» is not a number") % {"text": field.text()})
                field.setText(shown_number(value))

        field.editingFinished.connect(finished)
        return field

    def _flag(self, attribute: AttributeType, value: Value) -> QWidget:
        box = QCheckBox()
        box.setChecked(bool(value))
        box.clicked.connect(lambda checked: self.changed.emit(attribute.name, bool(checked)))
        return box

    def _entity(self, attribute: AttributeType, value: Value, entities: list[Entity]) -> QWidget:
        box = QComboBox()
        box.setEditable(True)
        box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        box.addItem("", None)
        for each in entities:
            box.addItem(each.name, each.id)
        place = box.findData(value)
        box.setCurrentIndex(place if value is not None and place >= 0 else 0)
        if value is not None and place < 0:
            box.setEditText(str(value))
        box.activated.connect(lambda _index: self.changed.emit(attribute.name, box.currentData()))
        line = box.lineEdit()
        if line is not None:
            line.returnPressed.connect(lambda: self._typed(attribute.name, box))
        return box

    def _typed(self, name: str, box: QComboBox) -> None:
        text = box.currentText().strip()
        place = box.findText(text)
        if place >= 0:
            self.changed.emit(name, box.itemData(place))
        elif text:
            self.entity_typed.emit(name, text)

    def _tell(self, name: str, value: Value, before: Value) -> None:
        if value != before:
            self.changed.emit(name, value)


def _holds(conditions: Mapping[str, tuple[str, ...]], values: Mapping[str, Value]) -> bool:
    return all(str(values.get(name)) in wanted for name, wanted in conditions.items())


def _asked_for(attribute: AttributeType, values: Mapping[str, Value]) -> bool:
    return attribute.name in values or _holds(attribute.shown_when, values)


def _required(attribute: AttributeType, values: Mapping[str, Value]) -> bool:
    conditional = bool(attribute.required_when) and _holds(attribute.required_when, values)
    return (attribute.required or conditional) and values.get(attribute.name) is None
