"""One page of a form that edits plain JSON values in place, made from a table of fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QCheckBox,
    QColorDialog,
    QComboBox,
    QFormLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from annotator.core.i18n import _
from annotator.ui.structure.table import write_from_the_right

Json = Any  # a plain JSON value
LINES_HIGH = 84
_ARABIC = ("ar", "examples", "counterexamples")


@dataclass(frozen=True, slots=True)
class Field:
    """One value: where it lies, what it is called, how it is typed.

    ``kind``: ``line``, ``words`` (several lines), ``list`` (one per line), ``conditions`` (``kind = killed, injured``
    per line), ``colour``, ``flag``, ``choice`` (of ``options``, which are ``called`` so: gettext ids).
    """

    path: tuple[str, ...]
    title: str
    kind: str = "line"
    options: tuple[str, ...] = ()
    called: Mapping[str, str] = field(default_factory=dict)


def value_at(data: Mapping[str, Json], path: tuple[str, ...]) -> Json:
    """The value that lies at a path; nothing where there is none."""
    here: Json = data
    for name in path:
        here = here.get(name) if isinstance(here, dict) else None
    return here


def put_at(data: dict[str, Json], path: tuple[str, ...], value: Json) -> None:
    """Put a value at a path; an empty one is taken away."""
    here = data
    for name in path[:-1]:
        here = here.setdefault(name, {})
    if value in ("", None, [], {}) or value is False:
        here.pop(path[-1], None)
    else:
        here[path[-1]] = value


def conditions_written(conditions: Mapping[str, list[str]] | None) -> str:
    """Conditions as people type them, one per line."""
    return "\n".join(f"{name} = {', '.join(values)}" for name, values in (conditions or {}).items())


def conditions_read(text: str) -> dict[str, list[str]]:
    """Typed conditions; lines without ``=`` are left out."""
    found = {}
    for line in text.splitlines():
        name, sign, values = line.partition("=")
        wanted = [part for each in values.replace("،", ",").split(",") if (part := each.strip())]
        if sign and name.strip() and wanted:
            found[name.strip()] = wanted
    return found


_COLOUR = "#5b8def"
"""What a label without a colour is shown in."""


class FormPage(QScrollArea):
    """``changed``: a value of the shown data is another one now."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.widgets: dict[tuple[str, ...], QWidget] = {}

    def show_data(self, data: dict[str, Json], fields: tuple[Field, ...]) -> None:
        """Show these fields of these values."""
        body = QWidget()
        column = QVBoxLayout(body)
        form = QFormLayout()
        column.addLayout(form)
        column.addStretch(1)  # few fields stand together, at the top
        self.widgets = {}
        for each in fields:
            widget = self._widget(data, each)
            widget.setAccessibleName(_(each.title))
            self.widgets[each.path] = widget
            form.addRow(_(each.title), widget)
        self.setWidget(body)

    def _widget(self, data: dict[str, Json], field: Field) -> QWidget:
        make: dict[str, Callable[[dict[str, Json], Field], QWidget]] = {
            "line": self._line, "colour": self._colour, "flag": self._flag, "choice": self._choice,
        }  # fmt: skip
        return make.get(field.kind, self._lines)(data, field)

    def _keep(self, data: dict[str, Json], field: Field, value: Json) -> None:
        put_at(data, field.path, value)
        self.changed.emit()

    def _line(self, data: dict[str, Json], field: Field) -> QWidget:
        value = value_at(data, field.path)
        line = QLineEdit("" if value is None else str(value))
        line.textEdited.connect(lambda text: self._keep(data, field, text.strip()))
        return line

    def _lines(self, data: dict[str, Json], field: Field) -> QWidget:
        value = value_at(data, field.path)
        read: Callable[[str], Json] = str.strip
        if field.kind == "list":
            value, read = "\n".join(value or []), _listed
        elif field.kind == "conditions":
            value, read = conditions_written(value), conditions_read
        box = QPlainTextEdit(value or "")
        box.setTabChangesFocus(True)
        box.setFixedHeight(LINES_HIGH)
        if field.path[-1] in _ARABIC:
            write_from_the_right(box)
        box.textChanged.connect(lambda: self._keep(data, field, read(box.toPlainText())))
        return box

    def _flag(self, data: dict[str, Json], field: Field) -> QWidget:
        box = QCheckBox()
        box.setChecked(bool(value_at(data, field.path)))
        box.toggled.connect(lambda on: self._keep(data, field, on))
        return box

    def _choice(self, data: dict[str, Json], field: Field) -> QWidget:
        box = QComboBox()
        for each in field.options:
            box.addItem(_(field.called.get(each, each)), each)
        box.setCurrentIndex(max(0, box.findData(value_at(data, field.path))))
        box.currentIndexChanged.connect(lambda _index: self._keep(data, field, box.currentData()))
        return box

    def _colour(self, data: dict[str, Json], field: Field) -> QWidget:
        button = QPushButton()
        button.setAutoDefault(False)

        def dress(colour: str) -> None:
            ink = "#000000" if QColor(colour).lightnessF() > 0.5 else "#ffffff"
            button.setStyleSheet(f"background: {colour}; color: {ink};")
            button.setText(f"\u2066{colour}\u2069")  # or the sign stands behind its digits in Arabic

        def choose() -> None:
            now = str(value_at(data, field.path) or _COLOUR)
            chosen = QColorDialog.getColor(QColor(now), self, _(field.title))
            if chosen.isValid():
                dress(chosen.name())
                self._keep(data, field, chosen.name())

        dress(str(value_at(data, field.path) or _COLOUR))
        button.clicked.connect(choose)
        return button


def _listed(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
