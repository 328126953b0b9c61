"""A form with fields that writes the query, for people who do not type it."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from annotator.core.document import STATUSES
from annotator.core.i18n import _, language
from annotator.core.scheme import Scheme, title_in
from annotator.project.search.form import Form, written
from annotator.ui.marking import label_title
from annotator.ui.models.documents import status_title


class FormDialog(QDialog):
    """Accepted, `query` is what was asked."""

    def __init__(self, scheme: Scheme, annotators: Iterable[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Search by fields"))
        self.words, self.phrase, self.without = QLineEdit(), QLineEdit(), QLineEdit()
        self.anywhere, self.note, self.entity, self.tag = QLineEdit(), QLineEdit(), QLineEdit(), QLineEdit()
        self.label, self.by, self.status, self.mark = QComboBox(), QComboBox(), QComboBox(), QComboBox()
        self.attribute, self.value = QComboBox(), QComboBox()
        self.metadata, self.said = QLineEdit(), QLineEdit()
        self.shown = QLabel()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self._scheme = scheme
        self._fill(annotators)
        self._lay_out()
        self._wire()
        self._on_changed()

    def _fill(self, annotators: Iterable[str]) -> None:
        scheme = self._scheme
        _offer(self.label, [(label_title(scheme, each.name), each.name) for each in scheme.labels])
        kinds = {each.name: title_in(each.titles, language(), each.name)
                 for label in scheme.labels for each in label.attributes if each.type != "entity"}  # fmt: skip
        _offer(self.attribute, [(title, name) for name, title in kinds.items()])
        _offer(self.by, [(name, name) for name in annotators] + [(_("Gold"), "gold")])
        _offer(self.status, [(status_title(each), each) for each in STATUSES])
        _offer(self.mark, [(_("Unsure"), "unsure"), (_("Disagreement"), "disagreement")])
        self.value.setEditable(True)
        self._offer_values()

    def _lay_out(self) -> None:
        form = QFormLayout()
        for title, widget in (
            (_("Words"), self.words), (_("Words in a row"), self.phrase), (_("Without the words"), self.without),
            (_("Also in the document"), self.anywhere), (_("Labelled as"), self.label),
            (_("Attribute"), _pair(self.attribute, self.value)), (_("Entity"), self.entity),
            (_("Annotator"), self.by), (_("Status"), self.status), (_("Note"), self.note), (_("Mark"), self.mark),
            (_("Tag"), self.tag), (_("About the document"), _pair(self.metadata, self.said)),
        ):  # fmt: skip
            label = QLabel(title)
            label.setBuddy(widget)
            widget.setAccessibleName(title)
            form.addRow(label, widget)
        self.metadata.setPlaceholderText(_("outlet"))
        self.said.setPlaceholderText(_("a word, or 2026-01..2026-03"))
        self.said.setToolTip(self.said.placeholderText())
        typed = self.value.lineEdit()
        if typed is not None:
            typed.setPlaceholderText(_("a value, >100 or 10..20"))
        self.shown.setObjectName("Faint")
        self.shown.setWordWrap(True)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setText(_("Search"))
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(self.shown)
        layout.addWidget(self.buttons)
        self.resize(560, 620)

    def _wire(self) -> None:
        for field in self.findChildren(QLineEdit):
            field.textChanged.connect(lambda _text: self._on_changed())
        for box in (self.label, self.by, self.status, self.mark, self.attribute, self.value):
            box.currentIndexChanged.connect(lambda _index: self._on_changed())
        self.attribute.currentIndexChanged.connect(lambda _index: self._offer_values())
        self.label.currentIndexChanged.connect(lambda _index: self._offer_values())
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)

    def _offer_values(self) -> None:
        """The choices of the attribute, of the chosen label where one is chosen."""
        wanted, name = self.label.currentData(), self.attribute.currentData()
        labels = [each for each in self._scheme.labels if each.name == wanted or not wanted]
        kinds = [kind for label in labels if (kind := label.attribute(name)) is not None]
        choices = {each: title_in(kind.choice_titles.get(each, {}), language(), each)
                   for kind in kinds for each in kind.choices}  # fmt: skip
        self.value.clear()
        _offer(self.value, [(title, each) for each, title in choices.items()])

    def query(self) -> str:
        """The query that the fields make."""
        place = self.value.findText(self.value.currentText())
        value = self.value.itemData(place) if place >= 0 else self.value.currentText()
        return written(Form(
            self.words.text(), self.phrase.text(), self.without.text(), self.anywhere.text(),
            self.label.currentData(), (self.attribute.currentData(), value or ""), self.entity.text(),
            self.by.currentData(), self.status.currentData(), self.note.text(), self.mark.currentData(),
            self.tag.text(), (self.metadata.text().strip(), self.said.text()),
        ))  # fmt: skip

    def _on_changed(self) -> None:
        query = self.query()
        self.shown.setText(f"\u200f{query}" if query else _("The query shows here as you fill the fields."))
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(bool(query))


def _offer(box: QComboBox, options: Iterable[tuple[str, str]]) -> None:
    box.addItem("", "")
    for title, value in options:
        box.addItem(title, value)


def _pair(first: QWidget, second: QWidget) -> QWidget:
    both = QWidget()
    row = QHBoxLayout(both)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(first, 2)
    row.addWidget(second, 3)
    return both
