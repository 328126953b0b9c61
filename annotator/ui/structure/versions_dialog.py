"""The versions of the scheme: who made each, when, what it changed, how many spans were made under it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.core.command import Command
from annotator.core.i18n import N_, _, speak
from annotator.core.scheme import Scheme
from annotator.project.queries import Queries
from annotator.project.schemes import Version, back_to, differences
from annotator.ui.models.history import moment
from annotator.ui.structure.table import dress_table

HEADINGS = (N_("Version"), N_("When"), N_("By"), N_("Spans made under it"))
WIDTHS = (80, 150, 150, 160)


class VersionsDialog(QDialog):
    """The newest version first. ``commands``: what makes the chosen one the newest, once that was asked for."""

    def __init__(self, versions: list[Version], queries: Queries, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Versions of the scheme"))
        self.commands: list[Command] = []
        self._versions = versions[::-1]
        self._spans = queries.spans_by_version()
        self.table, self.changes = QTableWidget(len(versions), len(HEADINGS)), QListWidget()
        self.back = QPushButton(_("Go back to this version"))
        self._lay_out()
        self._fill()

    def _lay_out(self) -> None:
        self.table.setHorizontalHeaderLabels([_(each) for each in HEADINGS])
        dress_table(self.table, _("Versions of the scheme"))
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        for column, width in enumerate(WIDTHS):
            self.table.setColumnWidth(column, width)
        self.changes.setAccessibleName(_("What it changed"))
        heading = QLabel(_("What it changed"))
        heading.setObjectName("Faint")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        self.back.setAutoDefault(False)
        self.back.clicked.connect(self._go_back)
        row, layout = QHBoxLayout(), QVBoxLayout(self)
        row.addWidget(self.back)
        row.addStretch(1)
        row.addWidget(buttons)
        layout.addWidget(self.table, 3)
        layout.addWidget(heading)
        layout.addWidget(self.changes, 2)
        layout.addLayout(row)
        self.table.currentCellChanged.connect(lambda *_places: self._show_changes())
        self.resize(620, 520)

    def _fill(self) -> None:
        for row, each in enumerate(self._versions):
            count = self._spans.get(each.scheme.version, 0)
            for column, text in enumerate(
                (str(each.scheme.version), moment(each.time), each.actor or "—", str(count))
            ):
                item = QTableWidgetItem(text)
                item.setTextAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
                self.table.setItem(row, column, item)
        if self._versions:
            self.table.setCurrentCell(0, 0)

    def chosen(self) -> Scheme | None:
        """The version that one stands on."""
        row = self.table.currentRow()
        return self._versions[row].scheme if 0 <= row < len(self._versions) else None

    def _show_changes(self) -> None:
        row = self.table.currentRow()
        self.changes.clear()
        self.back.setEnabled(row > 0)
        if row + 1 < len(self._versions):
            said = differences(self._versions[row + 1].scheme, self._versions[row].scheme)
            lines = [speak(each.message, each.arguments) for each in said]
            self.changes.addItems(lines or [_("Titles, rules or kinds of entities")])
        elif self._versions:
            self.changes.addItem(_("The first version"))

    def _go_back(self) -> None:
        wished = self.chosen()
        if wished is not None and self._versions:
            self.commands = back_to(self._versions[0].scheme, wished)
            self.accept()
