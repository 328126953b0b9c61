"""What is known of a document: name, date, outlet, licence, tags, priority, its labels, and free columns."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.core.command import ChangeDocument
from annotator.core.document import Document
from annotator.core.i18n import N_, _, language
from annotator.core.scheme import AttributeType, Scheme, date_read, title_in
from annotator.project.holding_out import HELD_OUT, is_held_out
from annotator.ui.panels.typed_numbers import read_number
from annotator.ui.structure.table import dress_table

KNOWN = (
    ("date", N_("Date")), ("outlet", N_("Outlet")), ("licence", N_("Licence")), ("tags", N_("Tags")),
    ("priority", N_("Priority")),
)  # fmt: skip
_PLAIN = str | int | float


class MetadataDialog(QDialog):
    """`wish` is the command that keeps what was typed."""

    def __init__(self, document: Document, scheme: Scheme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("About the document"))
        self._document = document
        self.name = QLineEdit(document.name)
        self.fields: dict[str, QLineEdit | QComboBox] = {}
        self.free, self.warning = QTableWidget(0, 2), QLabel()
        self._types = {"date": "date", **{each.name: each.type for each in scheme.document_attributes}}
        layout, form = QVBoxLayout(self), QFormLayout()
        self.name.setAccessibleName(_("Name"))
        form.addRow(_("Name"), self.name)
        for name, title in KNOWN:
            self._add(form, name, _(title), QLineEdit(self._written(name)))
        for attribute in scheme.document_attributes:
            self._add(form, attribute.name, title_in(attribute.titles, language(), attribute.name),
                      self._labelled(attribute))  # fmt: skip
        self.held = QCheckBox(_("Held out: no suggestions for this document"))
        self.held.setChecked(is_held_out(document))
        self._fill_free()
        more = QPushButton(_("Add a column"))
        more.setAutoDefault(False)
        more.clicked.connect(lambda: self.free.insertRow(self.free.rowCount()))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.warning.setWordWrap(True)
        self.warning.setObjectName("Heading")
        self.warning.hide()
        layout.addLayout(form)
        for widget in (self.held, self.free, more, self.warning, buttons):
            layout.addWidget(widget)
        self.resize(520, 560)

    def _add(self, form: QFormLayout, name: str, title: str, widget: QLineEdit | QComboBox) -> None:
        widget.setAccessibleName(title)
        self.fields[name] = widget
        form.addRow(title, widget)

    def _written(self, name: str) -> str:
        value = self._document.metadata.get(name)
        if isinstance(value, list):
            return "، ".join(map(str, value))
        return "" if value is None else str(value)

    def _labelled(self, attribute: AttributeType) -> QLineEdit | QComboBox:
        if attribute.type not in {"choice", "flag"}:
            return QLineEdit(self._written(attribute.name))
        box = QComboBox()
        box.addItem("—", None)
        choices: tuple[Any, ...] = attribute.choices if attribute.type == "choice" else (True, False)
        for each in choices:
            shown = title_in(attribute.choice_titles.get(str(each), {}), language(), str(each))
            box.addItem(shown if attribute.type == "choice" else _("Yes") if each else _("No"), each)
        box.setCurrentIndex(max(0, box.findData(self._document.metadata.get(attribute.name))))
        return box

    def _fill_free(self) -> None:
        self.free.setHorizontalHeaderLabels([_("Column"), _("Value")])
        dress_table(self.free, _("Free columns"))
        for name, value in self._document.metadata.items():
            if name not in self.fields and name != HELD_OUT and isinstance(value, _PLAIN):
                row = self.free.rowCount()
                self.free.insertRow(row)
                self.free.setItem(row, 0, QTableWidgetItem(name))
                self.free.setItem(row, 1, QTableWidgetItem(str(value)))

    def accept(self) -> None:
        """Keep what was typed; what is no date or number is said, and its field gets the keyboard."""
        for name, widget in self.fields.items():
            try:
                self._value(name, widget)
            except ValueError:
                wanted = N_("«%(text)s» is not a date (2014-03-05)") if self._types[name] == "date" else (
                    N_("«%(text)s» is not a number"))  # fmt: skip
                typed = "" if isinstance(widget, QComboBox) else widget.text().strip()
                self.warning.setText(_(wanted) % {"text": f"\u2068{typed}\u2069"})
                self.warning.show()
                widget.setFocus()
                return
        super().accept()

    def _value(self, name: str, widget: QLineEdit | QComboBox) -> Any:  # noqa: ANN401 - a JSON value
        """What a field holds, as its type wants it; what was there before and was not touched stays as it is.

        Raises:
            ValueError: it is no date, or no number.
        """
        if isinstance(widget, QComboBox):
            return widget.currentData()
        words = widget.text().strip()
        kind = self._types.get(name)
        if not words or words == self._written(name):
            return self._document.metadata.get(name) if words else None
        return date_read(words) if kind == "date" else read_number(words) if kind == "number" else words

    def _typed(self) -> dict[str, Any]:
        typed: dict[str, Any] = {name: self._value(name, widget) for name, widget in self.fields.items()}
        tags = typed["tags"]
        if isinstance(tags, str):
            typed["tags"] = [each.strip() for each in tags.replace("،", ",").split(",") if each.strip()]
        for row in range(self.free.rowCount()):
            cells = [self.free.item(row, column) for column in (0, 1)]
            name, value = (cell.text().strip() if cell else "" for cell in cells)
            if name:
                typed[name] = value or None
        gone = {
            name: None for name, value in self._document.metadata.items()
            if isinstance(value, _PLAIN) and name not in typed and name != HELD_OUT
        }  # fmt: skip
        return typed | gone

    def wish(self) -> ChangeDocument | None:
        """The change, or nothing where nothing was changed."""
        before = self._document.metadata
        changed = {
            name: value for name, value in self._typed().items()
            if value != before.get(name) and str(value) != str(before.get(name))
        }  # fmt: skip
        name = self.name.text().strip()
        renamed = name if name and name != self._document.name else None
        return ChangeDocument(self._document.id, renamed, changed) if changed or renamed else None

    def held_out(self) -> bool | None:
        """Whether the document is to be held out from now on; nothing where that was not changed."""
        return self.held.isChecked() if self.held.isChecked() != is_held_out(self._document) else None
