"""The filters above the table of documents, as one line of fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from annotator.core.document import STATUSES
from annotator.core.i18n import _
from annotator.project.listing import PRIORITIES, Wish
from annotator.ui.models.documents import priority_title, status_title

REST_MS = 120


class Filters(QWidget):
    """``changed`` comes a moment after the last change."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = QLineEdit()
        self.who, self.status, self.assigned = QComboBox(), QComboBox(), QComboBox()
        self.tag, self.priority = QComboBox(), QComboBox()
        self.suggestions, self.doubts = QCheckBox(_("With suggestions")), QCheckBox(_("Unsure or noted"))
        self._begun = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REST_MS)
        self._timer.timeout.connect(self.changed)
        self._lay_out()

    def _lay_out(self) -> None:
        self.name.setPlaceholderText(_("Find a document…"))
        self.name.setClearButtonEnabled(True)
        fields = (
            (self.name, _("Find a document…")), (self.who, _("Whose work")), (self.status, _("Status")),
            (self.assigned, _("Assigned to")), (self.tag, _("Tag")), (self.priority, _("Priority")),
        )  # fmt: skip
        first, second = QHBoxLayout(), QHBoxLayout()
        for place, (field, title) in enumerate(fields):
            field.setAccessibleName(title)
            field.setToolTip(title)
            (first if place < 3 else second).addWidget(field, 1)
        for box in (self.suggestions, self.doubts):
            second.addWidget(box)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(first)
        layout.addLayout(second)
        self._offer(self.status, _("Any status"), [(each, status_title(each)) for each in STATUSES])
        self._offer(self.priority, _("Any priority"), [(each, priority_title(each)) for each in PRIORITIES])
        self.show_words((), ())
        self.name.textChanged.connect(lambda _text: self._timer.start())
        for combo in (self.who, self.status, self.assigned, self.tag, self.priority):
            combo.activated.connect(lambda _row: self._on_chosen())
        for box in (self.suggestions, self.doubts):
            box.toggled.connect(lambda _on: self._timer.start())

    def _on_chosen(self) -> None:
        self._begun = False
        self._timer.start()

    def _offer(self, combo: QComboBox, every: str, options: Sequence[tuple[str, str]]) -> None:
        kept = combo.currentData()
        combo.clear()
        combo.addItem(every, "")
        for value, title in options:
            combo.addItem(title, value)
        combo.setCurrentIndex(max(0, combo.findData(kept)))

    def show_people(self, annotator: str, others: Sequence[str]) -> None:
        """Offer whose work is looked at; one's own comes first."""
        kept = self.who.currentData()
        self.who.clear()
        for each in dict.fromkeys((annotator, *others)):
            title = _("My work") if each == annotator else _("Gold") if each == "gold" else each
            self.who.addItem(title, each)
        self.who.setCurrentIndex(max(0, self.who.findData(kept)))

    def show_words(self, tags: Sequence[str], assigned: Sequence[str]) -> None:
        """Offer the tags and people that are there."""
        self._offer(self.tag, _("Any tag"), [(each, each) for each in tags])
        self._offer(self.assigned, _("Assigned to anybody"), [(each, each) for each in assigned])

    def wish(self) -> Wish:
        """What is asked."""
        return Wish(
            str(self.who.currentData() or ""), self.name.text().strip(), str(self.status.currentData() or ""),
            str(self.assigned.currentData() or ""), str(self.tag.currentData() or ""),
            str(self.priority.currentData() or ""), self.suggestions.isChecked(), self.doubts.isChecked(), self._begun,
        )  # fmt: skip

    def show_wish(self, wish: Wish) -> None:
        """Ask this instead."""
        if self.who.findData(wish.annotator) < 0:
            self.who.addItem(wish.annotator, wish.annotator)
        for combo, value in (
            (self.who, wish.annotator), (self.status, wish.status), (self.assigned, wish.assigned),
            (self.tag, wish.tag), (self.priority, wish.priority),
        ):  # fmt: skip
            if value and combo.findData(value) < 0:
                combo.addItem(value, value)
            combo.setCurrentIndex(max(0, combo.findData(value)))
        self._begun = wish.begun
        self.name.setText(wish.contains)
        self.suggestions.setChecked(wish.suggestions)
        self.doubts.setChecked(wish.doubts)
        self._timer.stop()
        self.changed.emit()

    def clear(self) -> None:
        """Ask for everything."""
        self.show_wish(replace(Wish(), annotator=str(self.who.itemData(0) or "")))

    def stop(self) -> None:
        """Ask nothing any more."""
        self._timer.stop()
