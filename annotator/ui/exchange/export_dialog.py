"""Export: every loss in a table before anything is written; then written whole, read again and compared."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QProgressBar,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from annotator.core.errors import UserError
from annotator.core.i18n import N_, _, counted, speak
from annotator.formats.errors import missing_extra
from annotator.project.delivery import ExportReport, export_from, preview_from, stage_beside
from annotator.project.project import Project
from annotator.project.selection import Choice
from annotator.ui.exchange.export_form import ExportForm, lacking
from annotator.ui.exchange.work import Work
from annotator.ui.file_dialogs import ask_save
from annotator.ui.models.losses import LossesModel

SOON_MS = 250
KEPT_TITLES = {
    "attributes": N_("attributes"), "relations": N_("relations"), "fragments": N_("spans of several pieces"),
    "notes": N_("notes"), "entities": N_("links to the registry"), "suggestions": N_("suggestions"),
}  # fmt: skip


class ExportDialog(QDialog):
    """Chooses, shows the losses, writes; accepted, `report` says what was written."""

    def __init__(
        self, project: Project, annotator: str, folder: Path, parent: QWidget | None = None, *,
        documents: tuple[str, ...] = (),
    ) -> None:  # fmt: skip
        """``documents``: those that are exported, by id; none means all that the form says."""
        super().__init__(parent)
        self._documents = documents
        self.setWindowTitle(_("Export"))
        self._project, self._folder = project, folder
        self._stage: Path | None = None
        self._stale = False
        self.report: ExportReport | None = None
        self.preview: ExportReport | None = None
        self.form = ExportForm(project, annotator)
        self.told, self.unkept = QLabel(), QLabel()
        self.model, self.table, self.bar = LossesModel(), QTableView(), QProgressBar()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        self._counting, self._writing = Work(self), Work(self)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._lay_out()
        self._wire()
        self._on_changed()

    def _lay_out(self) -> None:
        self.table.setModel(self.model)
        self.table.setAccessibleName(_("What is lost"))
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        for label in (self.told, self.unkept):
            label.setWordWrap(True)
        self.bar.setRange(0, 0)
        self.bar.hide()
        layout = QVBoxLayout(self)
        layout.addWidget(self.form)
        layout.addWidget(self.told)
        layout.addWidget(self.unkept)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.bar)
        layout.addWidget(self.buttons)
        self.resize(900, 680)

    def _wire(self) -> None:
        self.form.changed.connect(self._on_changed)
        self._soon.timeout.connect(self.count_losses)
        self._counting.finished.connect(self._on_counted)
        self._counting.failed.connect(self._on_refused)
        self._writing.finished.connect(self._on_written)
        self._writing.failed.connect(self._on_not_written)
        self.buttons.accepted.connect(self.ask_place)
        self.buttons.rejected.connect(self.reject)

    def _save_on(self, on: bool) -> None:
        self.buttons.button(QDialogButtonBox.StandardButton.Save).setEnabled(on)

    def _choice(self) -> Choice:
        return replace(self.form.choice(), documents=self._documents)

    # ---- the losses ----------------------------------------------------------------------------------

    def _on_changed(self) -> None:
        self._save_on(False)
        self.preview = None
        self.model.show_losses([])
        self.unkept.setText("")
        extra = lacking(self.form.format())
        if extra:
            self._soon.stop()
            self._stale = False
            error = missing_extra(extra)
            self.told.setText(speak(error.message, error.arguments))
            return
        self.told.setText(_("Counting the losses…"))
        self._soon.start()

    def count_losses(self) -> None:
        """Find out in a worker what the export would lose."""
        if self._counting.busy:
            self._stale = True  # once the answer that is under way is there
            return
        self._stale = False
        self._counting.start(
            preview_from, self._project.path, self.form.format().name, self._choice(), self.form.options()
        )

    def _on_counted(self, report: object) -> None:
        assert isinstance(report, ExportReport)
        if self._stale or self._soon.isActive():
            self.count_losses()
            return
        self.preview = report
        self.model.show_losses(report.losses)
        self.table.resizeColumnsToContents()
        self.told.setText(self._summary(report))
        kept = ", ".join(f"{_(KEPT_TITLES.get(name, name))} ({count})" for name, count in report.unkept.items())
        self.unkept.setText(_("This format does not keep: %(what)s") % {"what": kept} if kept else "")
        self._save_on(True)

    def _summary(self, report: ExportReport) -> str:
        count = len(report.losses)
        lost = counted("%(count)s cannot be written as it is", "%(count)s cannot be written as they are", count)
        parts = [
            counted("%(count)s document", "%(count)s documents", report.documents),
            counted("%(count)s span", "%(count)s spans", report.spans),
            lost if count else _("no span is cut, moved, merged or left out"),
            *(f"{part} {number}" for part, number in report.parts.items()),
        ]
        return " · ".join(parts)

    def _on_refused(self, error: object) -> None:
        assert isinstance(error, UserError)
        if self._stale:
            self.count_losses()
            return
        self.told.setText(speak(error.message, error.arguments))

    # ---- writing -------------------------------------------------------------------------------------

    def ask_place(self) -> None:
        """Ask where to, and write there."""
        chosen = self.form.format()
        suffix = "" if chosen.folder or not chosen.suffixes else chosen.suffixes[0]
        start = str(self._folder / (self._project.path.stem + suffix))
        out = ask_save(self, _("Export"), start)
        if out is not None:
            self.write(out)

    def write(self, out: Path) -> None:
        """Write in a worker."""
        self._stage = stage_beside(out)
        self._save_on(False)
        self.form.setEnabled(False)
        self.bar.show()
        self.told.setText(_("Writing and reading again…"))
        self._writing.start(
            export_from, self._project.path, out, self.form.format().name, self._choice(), self.form.options(),
            self._stage,
        )  # fmt: skip

    def _on_written(self, report: object) -> None:
        assert isinstance(report, ExportReport)
        self.report = report
        self.accept()

    def _on_not_written(self, error: object) -> None:
        assert isinstance(error, UserError)
        self.bar.hide()
        self.form.setEnabled(True)
        self._save_on(True)
        self.told.setText(speak(error.message, error.arguments))

    def done(self, result: int) -> None:
        """The dialog goes: what is under way ends and leaves nothing."""
        self._soon.stop()
        self._counting.close()
        self._writing.close()
        if self._stage is not None:
            shutil.rmtree(self._stage, ignore_errors=True)
        super().done(result)
