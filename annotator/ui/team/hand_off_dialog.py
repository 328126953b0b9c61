"""Hand out: who gets which documents, shown before a file is written; then one checked file for each."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QProgressBar,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from annotator.core.errors import UserError
from annotator.core.i18n import _, counted, speak
from annotator.project.handoff import clear_unfinished, hand_off_from, share
from annotator.ui.exchange.work import Work
from annotator.ui.file_dialogs import ask_folder
from annotator.ui.session import Session
from annotator.ui.structure.table import dress_table
from annotator.ui.team.hand_off_form import HandOffForm
from annotator.ui.team.shared_model import SharedModel
from annotator.ui.team.shares_model import SharesModel

SOON_MS, LOOK_MS = 120, 200


class HandOffDialog(QDialog):
    """Chooses, shows the shares, writes; accepted, `files` says which files were written, by annotator."""

    def __init__(self, session: Session, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Hand out"))
        self._path, self._folder = session.project.path, folder
        rows = session.project.queries.document_rows(session.annotator)
        self._names = {row.id: row.name for row in rows}
        self.form = HandOffForm(session.project.queries.annotators(), rows)
        self.shares, self.shared = SharesModel(), SharedModel()
        self.table, self.doubles = QTableView(), QTableView()
        self.told, self.bar = QLabel(), QProgressBar()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.button = self.buttons.addButton(_("Choose a folder and write"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.files: dict[str, Path] = {}
        self._targets: tuple[Path, int] | None = None
        self._work = Work(self)
        self._soon, self._look = QTimer(self), QTimer(self)
        self._lay_out()
        self._wire()
        self.show_shares()

    def _lay_out(self) -> None:
        for table, model, name in (
            (self.table, self.shares, _("Who gets how many documents")),
            (self.doubles, self.shared, _("Documents that several people get")),
        ):  # fmt: skip
            table.setModel(model)
            dress_table(table, name)
        self.doubles.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.told.setWordWrap(True)
        self.bar.hide()
        self.button.setDefault(True)
        right, columns, layout = QVBoxLayout(), QHBoxLayout(), QVBoxLayout(self)
        right.addWidget(self.table, 2)
        right.addWidget(self.doubles, 3)
        columns.addWidget(self.form, 2)
        columns.addLayout(right, 3)
        layout.addLayout(columns, 1)
        for widget in (self.told, self.bar, self.buttons):
            layout.addWidget(widget)
        self.resize(940, 600)

    def _wire(self) -> None:
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(self.show_shares)
        self._look.setInterval(LOOK_MS)
        self._look.timeout.connect(self._show_progress)
        self.form.changed.connect(self._soon.start)
        self._work.finished.connect(self._on_written)
        self._work.failed.connect(self._on_failed)
        self.buttons.accepted.connect(self.ask_place)
        self.buttons.rejected.connect(self.reject)

    # ---- the draw ------------------------------------------------------------------------------------

    def show_shares(self) -> None:
        """Draw, and show who would get what; nothing is written."""
        documents, sharing = self.form.documents(), self.form.sharing()
        try:
            shares = share(documents, sharing) if sharing.annotators else {}
        except UserError as error:
            self._say(speak(error.message, error.arguments))
            shares = {}
        self.shares.show_shares(shares)
        self.shared.show_shares(shares, self._names)
        self.table.resizeColumnsToContents()
        ready = bool(shares and documents)
        self.button.setEnabled(ready)
        if not sharing.annotators:
            self._say(_("Tick the names of those who label, or type new ones."))
        elif ready:
            self._say(
                counted("%(count)s document is handed out", "%(count)s documents are handed out", len(documents))
                + " · "
                + counted("%(count)s of them to several people", "%(count)s of them to several people",
                          self.shared.rowCount())
            )  # fmt: skip
        else:
            self._say(_("No document is chosen."))

    def _say(self, sentence: str) -> None:
        self.told.setText(sentence)

    # ---- writing -------------------------------------------------------------------------------------

    def ask_place(self) -> None:
        """Ask for a folder, and write there."""
        folder = ask_folder(self, _("Folder for the files"), str(self._folder))
        if folder is not None:
            self.write(folder)

    def write(self, folder: Path) -> None:
        """Write in a worker, one file after the other."""
        self._soon.stop()
        sharing = self.form.sharing()
        self._targets = folder, len(list(folder.glob("*.raqim")))
        self._busy(True)
        self.bar.setRange(0, len(sharing.annotators))
        self.bar.setValue(0)
        self._say(_("Writing and checking each file…"))
        self._work.start(hand_off_from, self._path, folder, self.form.documents(), sharing)
        self._look.start()

    def _busy(self, busy: bool) -> None:
        self.form.setEnabled(not busy)
        self.button.setEnabled(not busy)
        self.bar.setVisible(busy)

    def _show_progress(self) -> None:
        """Files appear whole: those that are there are done."""
        if self._targets is not None:
            folder, before = self._targets
            self.bar.setValue(len(list(folder.glob("*.raqim"))) - before)

    def _on_written(self, files: dict[str, Path]) -> None:
        self._look.stop()
        self.files = files
        self.accept()

    def _on_failed(self, error: UserError) -> None:
        self._look.stop()
        self._busy(False)
        self._say(speak(error.message, error.arguments))

    def done(self, result: int) -> None:
        """The dialog goes: what is under way ends and leaves nothing half."""
        self._soon.stop()
        self._look.stop()
        stopped = self._work.busy
        self._work.close()
        if stopped and self._targets is not None:
            clear_unfinished(self._targets[0])
        super().done(result)
