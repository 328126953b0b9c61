"""The automatic backups of a project: when, why, how large; to open a copy of one, or to bring one back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QTableView, QVBoxLayout, QWidget

from annotator.core.i18n import _
from annotator.project.backup import Kept, backups
from annotator.ui.languages import shown_size
from annotator.ui.structure.table import dress_table
from annotator.ui.team.backups_model import BackupsModel

WIDTHS = (210, 200)


class BackupsDialog(QDialog):
    """Accepted, `chosen` is the backup and `wish` says what is wanted: ``open`` or ``restore``."""

    def __init__(self, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Backups"))
        self.kept: Sequence[Kept] = backups(path)
        self.chosen: Kept | None = None
        self.wish = ""
        self.model, self.table, self.told = BackupsModel(self.kept), QTableView(), QLabel()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.open_button = self.buttons.addButton(_("Open a copy"), QDialogButtonBox.ButtonRole.ActionRole)
        self.restore_button = self.buttons.addButton(
            _("Put it in the project's place"), QDialogButtonBox.ButtonRole.ActionRole
        )
        self._lay_out()

    def _lay_out(self) -> None:
        self.table.setModel(self.model)
        dress_table(self.table, _("Backups"))
        self.table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        for column, width in enumerate(WIDTHS):
            self.table.setColumnWidth(column, width)
        self.told.setWordWrap(True)
        self.told.setText(self._summary())
        for button, wish in ((self.open_button, "open"), (self.restore_button, "restore")):
            button.setEnabled(bool(self.kept))
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False, wanted=wish: self.choose(wanted))
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (self.told, self.table, self.buttons):
            layout.addWidget(widget)
        if self.kept:
            self.table.selectRow(0)
            self.table.setFocus()
        self.resize(640, 420)

    def _summary(self) -> str:
        if not self.kept:
            return _("There is no backup yet. One is made when a project is opened and something was written since.")
        whole = shown_size(sum(each.size for each in self.kept))
        return _("Each was opened and checked after it was written. What lies in the project's place now is kept as a "
                 "backup before another takes it. All together: %(size)s.") % {"size": whole}  # fmt: skip

    def choose(self, wish: str) -> None:
        """Take the backup that one stands on."""
        row = self.table.currentIndex().row()
        if 0 <= row < len(self.kept):
            self.chosen, self.wish = self.kept[row], wish
            self.accept()
