"""The fields of one label's attributes: made once, filled for every span that is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QLabel, QWidget

from annotator.core.i18n import language
from annotator.core.scheme import AttributeType, Label, date_read, title_in
from annotator.core.span import Value
from annotator.ui.panels.choice_field import ChoiceField
from annotator.ui.panels.entity_field import EntityField
from annotator.ui.panels.entity_names import EntityNames
from annotator.ui.panels.flag_field import FlagField
from annotator.ui.panels.line_field import LineField
from annotator.ui.panels.typed_numbers import read_number, shown_number

Known = Callable[[str, str], Sequence[str]]
"""The values that an attribute of a label has already, to be offered."""
AnyField = ChoiceField | EntityField | FlagField | LineField


class AttributePage(QWidget):
    """``changed``: name and value. ``typed``: name and the words in the field, as they are being typed.

    ``entity_typed``: name and what the registry does not have. ``refused``: type of the attribute and the words.
    """

    changed = Signal(str, object)
    typed = Signal(str, str)
    entity_typed = Signal(str, str)
    refused = Signal(str, str)

    def __init__(self, label: Label, names: EntityNames, known: Known, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = label
        self._names, self._known = names, known
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setVerticalSpacing(8)
        self._rows: dict[str, tuple[AttributeType, QLabel, AnyField]] = {}
        self._of = ""
        for each in label.attributes:
            self._add(each)

    def _add(self, attribute: AttributeType) -> None:
        name, field = attribute.name, self._field(attribute)
        title = title_in(attribute.titles, language(), name)
        field.setAccessibleName(title)
        field.told.connect(lambda value: self.changed.emit(name, value))
        heading = QLabel(title)
        heading.setBuddy(field)
        self._form.addRow(heading, field)
        self._rows[name] = (attribute, heading, field)

    def _field(self, attribute: AttributeType) -> AnyField:
        if attribute.type == "choice":
            return ChoiceField(attribute)
        if attribute.type == "flag":
            return FlagField()
        if attribute.type == "entity":
            box = EntityField(self._names)
            box.named.connect(lambda words: self.entity_typed.emit(attribute.name, words))
            return box
        return self._line(attribute)

    def _line(self, attribute: AttributeType) -> LineField:
        if attribute.type == "number":
            line = LineField(read_number, shown_number)
        elif attribute.type == "date":
            line = LineField(lambda text: date_read(text) if text.strip() else None, shown_number)
        else:
            offered = lambda: self._known(self.label.name, attribute.name)  # noqa: E731 - bound to this attribute
            line = LineField(lambda text: text.strip() or None, shown_number, offered)
        line.refused.connect(lambda words: self.refused.emit(attribute.type, words))
        line.textEdited.connect(lambda words: self.typed.emit(attribute.name, words))
        return line

    def show_values(self, values: Mapping[str, Value], *, enabled: bool, of: str) -> dict[str, QWidget]:
        """Show a span's values; ``of`` is what they belong to. Returns the fields that are asked for."""
        asked: dict[str, QWidget] = {}
        self.blockSignals(True)  # a field that is hidden while it is typed in tells of nothing
        for name, (attribute, heading, field) in self._rows.items():
            wanted = asked_for(attribute, values)
            if self._form.isRowVisible(field) != wanted:
                self._form.setRowVisible(field, wanted)
            if not wanted:
                continue
            asked[name] = field
            if of != self._of and isinstance(field, LineField | EntityField):
                field.let_go()
            field.show_value(values.get(name))
            field.setEnabled(enabled)
            _write(heading, field.accessibleName() + (" *" if required(attribute, values) else ""))
        self.blockSignals(False)
        self._of = of
        return asked


def _write(label: QLabel, text: str) -> None:
    if label.text() != text:
        label.setText(text)


def _holds(conditions: Mapping[str, tuple[str, ...]], values: Mapping[str, Value]) -> bool:
    return all(str(values.get(name)) in wanted for name, wanted in conditions.items())


def asked_for(attribute: AttributeType, values: Mapping[str, Value]) -> bool:
    """Whether an attribute is asked for beside these values of the others."""
    return attribute.name in values or _holds(attribute.shown_when, values)


def required(attribute: AttributeType, values: Mapping[str, Value]) -> bool:
    """Whether an attribute that has no value must have one beside these values of the others."""
    conditional = bool(attribute.required_when) and _holds(attribute.required_when, values)
    return (attribute.required or conditional) and values.get(attribute.name) is None
