"""Merge: what files that came back would bring, shown before anything is written; then merged, one undo step each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QProgressBar,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from annotator.core.errors import UserError
from annotator.core.i18n import _, counted, speak
from annotator.project.handoff import rehearse, take_back
from annotator.project.merging import MergeReport
from annotator.ui.exchange.work import Work
from annotator.ui.session import Session
from annotator.ui.structure.table import dress_table
from annotator.ui.team.disputes_model import DisputesModel
from annotator.ui.team.document_texts import DocumentTexts
from annotator.ui.team.merge_model import MergeModel

WIDTHS = (300, 120, 320)
DISPUTE_WIDTHS = (170, 150, 80, 150, 80, 150)


class MergeDialog(QDialog):
    """Rehearses, shows the report, merges; accepted, `reports` says what came."""

    def __init__(self, session: Session, paths: Sequence[Path], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Merge"))
        self._session, self._paths = session, list(paths)
        self._texts = DocumentTexts(session.project.queries)
        self.reports: list[MergeReport] = []
        self.rehearsed: list[MergeReport] = []
        self.model, self.table = MergeModel(), QTableView()
        self.disputes, self.disputed = DisputesModel(session.scheme, self._texts), QTableView()
        self.told, self.heading, self.bar = QLabel(), QLabel(_("Changed on both sides: one value stands, the other "
                                                              "is kept beside it")), QProgressBar()  # fmt: skip
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.button = self.buttons.addButton(_("Merge"), QDialogButtonBox.ButtonRole.AcceptRole)
        self._rehearsing, self._merging = Work(self), Work(self)
        self._lay_out()
        self._wire()
        self.rehearse()

    def _lay_out(self) -> None:
        for table, model, name, widths in (
            (self.table, self.model, _("What the files bring"), WIDTHS),
            (self.disputed, self.disputes, _("Conflicts"), DISPUTE_WIDTHS),
        ):  # fmt: skip
            table.setModel(model)
            dress_table(table, name)
            for column, width in enumerate(widths):
                table.setColumnWidth(column, width)
            table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.told.setWordWrap(True)
        self.heading.setObjectName("Heading")
        self.bar.setRange(0, 0)
        below, box = QWidget(), QVBoxLayout()
        box.setContentsMargins(0, 0, 0, 0)
        below.setLayout(box)
        box.addWidget(self.heading)
        box.addWidget(self.disputed)
        self._below = below
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.addWidget(self.table)
        splitter.addWidget(below)
        layout = QVBoxLayout(self)
        layout.addWidget(self.told)
        layout.addWidget(splitter, 1)
        layout.addWidget(self.bar)
        layout.addWidget(self.buttons)
        below.hide()
        self.button.setDefault(True)
        self.resize(940, 600)

    def _wire(self) -> None:
        self._rehearsing.finished.connect(self._on_rehearsed)
        self._rehearsing.failed.connect(self._on_failed)
        self._merging.finished.connect(self._on_merged)
        self._merging.failed.connect(self._on_failed)
        self.buttons.accepted.connect(self.merge)
        self.buttons.rejected.connect(self.reject)

    # ---- the rehearsal -------------------------------------------------------------------------------

    def rehearse(self) -> None:
        """Find out in a worker what each file by itself would bring; nothing is written."""
        self._busy(_("Looking at what the files would bring…"))
        self._rehearsing.start(rehearse, self._session.project.path, self._paths, self._session.annotator)

    def _on_rehearsed(self, found: tuple[list[MergeReport], dict[str, str]]) -> None:
        reports, names = found
        self.rehearsed = reports
        self.show_reports(reports, names)
        self.bar.hide()
        news = sum(report.events for report in reports)
        self.button.setEnabled(news > 0)
        self.told.setText(summary(reports) if news else _("There is nothing new in these files; all of it is here."))
        (self.button if news else self.buttons.button(QDialogButtonBox.StandardButton.Cancel)).setFocus()

    def show_reports(self, reports: Sequence[MergeReport], names: Mapping[str, str]) -> None:
        """Show reports: a line for each document, and the conflicts with both values."""
        self.model.show_reports(reports, names)
        conflicts = [each for report in reports for each in report.conflicts]
        self.disputes.show_disputes(conflicts)
        self._below.setVisible(bool(conflicts))

    # ---- the merge -----------------------------------------------------------------------------------

    def merge(self) -> None:
        """Merge in the worker; before that it keeps a backup."""
        self._busy(_("A backup is kept, then the files are merged…"))
        self._merging.start(take_back, self._session.project.path, self._paths, self._session.annotator)

    def _busy(self, sentence: str) -> None:
        self.button.setEnabled(False)
        self.bar.show()
        self.told.setText(sentence)

    def _on_merged(self, reports: list[MergeReport]) -> None:
        self.reports = reports
        self._session.bridge.refresh()
        self.accept()

    def _on_failed(self, error: UserError) -> None:
        self.bar.hide()
        self._session.bridge.refresh()  # files before the one that failed may have come
        self.told.setText(speak(error.message, error.arguments))

    def done(self, result: int) -> None:
        """The dialog goes: what is under way ends; a merge that was stopped changed nothing, or is whole."""
        self._rehearsing.close()
        stopped = self._merging.busy
        self._merging.close()
        if stopped:
            self._session.bridge.refresh()
        super().done(result)


def summary(reports: Sequence[MergeReport]) -> str:
    """What came, or would come, in one line."""
    spans: Counter[str] = Counter()
    for report in reports:
        spans += report.spans
    found = [sum(len(getattr(report, name)) for report in reports)
             for name in ("new_documents", "changed_documents", "conflicts", "refused")]  # fmt: skip
    new, changed, disputed, refused = found
    parts = (
        (new, counted("%(count)s new document", "%(count)s new documents", new)),
        (changed, counted("%(count)s changed", "%(count)s changed", changed)),
        (spans["new"], counted("%(count)s new span", "%(count)s new spans", spans["new"])),
        (spans["changed"], counted("%(count)s changed span", "%(count)s changed spans", spans["changed"])),
        (spans["removed"], counted("%(count)s removed span", "%(count)s removed spans", spans["removed"])),
        (disputed, counted("%(count)s conflict", "%(count)s conflicts", disputed)),
        (refused, counted("%(count)s document refused", "%(count)s documents refused", refused)),
    )
    return " · ".join(said for count, said in parts if count)
