"""Copies of documents: groups to the letter or nearly, to open, tag or remove."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QTableView, QVBoxLayout, QWidget

from annotator.core.i18n import _, counted
from annotator.project.radar.watching import Copy
from annotator.ui.radar.copies_model import CopiesModel
from annotator.ui.structure.table import dress_table

WIDTHS = (80, 420, 150, 110)


class CopiesTab(QWidget):
    """Enter opens a document, F2 tags it as a copy, Delete removes it (undo brings it back)."""

    document_wanted = Signal(str)
    tag_wanted = Signal(str)
    removal_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = CopiesModel()
        self.table = QTableView()
        self.count = QLabel()
        self.open = QPushButton(_("Open"))
        self.tag = QPushButton(_("Tag as a copy"))
        self.remove = QPushButton(_("Remove the copy"))
        self.table.setModel(self.model)
        dress_table(self.table, _("Copies of documents"))
        self.table.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        )
        for column, width in enumerate(WIDTHS):
            self.table.setColumnWidth(column, width)
        self.count.setObjectName("Faint")
        layout = QVBoxLayout(self)
        layout.addWidget(self.count)
        layout.addWidget(self.table, 1)
        row = QHBoxLayout()
        for button, key, signal in (
            (self.open, "Enter", self.document_wanted), (self.tag, "F2", self.tag_wanted),
            (self.remove, "Delete", self.removal_wanted),
        ):  # fmt: skip
            button.setToolTip(key)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False, wish=signal: self._wish(wish))
            row.addWidget(button)
        row.addStretch(1)
        layout.addLayout(row)
        self.table.doubleClicked.connect(lambda _index: self._wish(self.document_wanted))

    def show_copies(self, copies: Sequence[Copy]) -> None:
        """Show the copies; the row that one stands on stays."""
        row = max(0, self.table.currentIndex().row())
        self.model.show_copies(copies)
        groups = len({each.group for each in copies})
        self.count.setText(
            counted("%(count)s group of copies", "%(count)s groups of copies", groups)
            if groups else _("No document is a copy of another.")
        )  # fmt: skip
        for button in (self.open, self.tag, self.remove):
            button.setEnabled(bool(copies))
        if copies:
            self.table.setCurrentIndex(self.model.index(min(row, len(copies) - 1), 0))

    def _wish(self, signal: object) -> None:
        copy = self.model.copy(self.table.currentIndex().row())
        if copy is not None:
            signal.emit(copy.document)  # type: ignore[attr-defined]  # a bound signal, whose type PySide does not name

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, F2 tags, Delete removes."""
        wishes = {
            Qt.Key.Key_Return: self.document_wanted, Qt.Key.Key_Enter: self.document_wanted,
            Qt.Key.Key_F2: self.tag_wanted, Qt.Key.Key_Delete: self.removal_wanted,
        }  # fmt: skip
        wish = wishes.get(Qt.Key(event.key()))
        if wish is None:
            super().keyPressEvent(event)
        else:
            self._wish(wish)
