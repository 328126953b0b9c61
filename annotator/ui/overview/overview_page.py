"""The overview's page: headlines, the table of documents, and sections with charts; its numbers come from a worker."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QTabWidget, QVBoxLayout, QWidget

from annotator.core.changes import Changes
from annotator.core.errors import UserError
from annotator.core.i18n import N_, _, speak
from annotator.project.listing import Wish
from annotator.project.progress import Progress, progress_of_file
from annotator.ui.exchange.work import Work
from annotator.ui.file_dialogs import ask_save
from annotator.ui.overview.documents_tab import DocumentsTab
from annotator.ui.overview.headlines import Headlines
from annotator.ui.overview.section import Section
from annotator.ui.overview.sections import TITLES, sections
from annotator.ui.session import Session
from annotator.ui.theme import colours

AGAIN_MS = 1000


class OverviewPage(QWidget):
    """``query_wanted`` carries a search; ``document_wanted`` names a document; ``shown``: new numbers are shown."""

    query_wanted = Signal(str)
    document_wanted = Signal(str)
    back_wanted = Signal()
    shown = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.numbers: Progress | None = None
        self.tabs = QTabWidget()
        self.headlines = Headlines()
        self.documents = DocumentsTab(session)
        self.sections = [Section(_(title)) for title in TITLES]
        self.said = QLabel(_("Counting…"))
        self.save = QPushButton(_("Save numbers or chart…"))
        self.work = Work(self)
        self._again = QTimer(self)
        self._stale = False
        self._lay_out()
        self._wire()

    def _lay_out(self) -> None:
        self.said.setObjectName("Faint")
        self.save.setAutoDefault(False)
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.addTab(self.documents, _("Documents"))
        for each in self.sections:
            self.tabs.addTab(each, each.name)
        corner = QHBoxLayout()
        corner.addWidget(self.said, 1)
        corner.addWidget(self.save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 8)
        layout.addWidget(self.headlines)
        layout.addWidget(self.tabs, 1)
        layout.addLayout(corner)

    def _wire(self) -> None:
        self._again.setSingleShot(True)
        self._again.timeout.connect(self.refresh)
        self.work.finished.connect(self._on_numbers)
        self.work.failed.connect(self._on_failure)
        self.documents.document_wanted.connect(self.document_wanted)
        self.save.clicked.connect(self._on_save)
        self.tabs.currentChanged.connect(lambda _tab: self._show_saving())
        for each in self.sections:
            each.opened.connect(self.open)
        self.session.bridge.changed.connect(self._on_changed)
        self.session.bridge.closing.connect(self._again.stop)
        self._show_saving()

    # ---- numbers -------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Ask for the list, and for the numbers once it is painted: the page was opened."""
        self.documents.begin()
        self._again.start(0)

    def refresh(self) -> None:
        """Count again, as soon as the worker is free."""
        if self.work.busy:
            self._stale = True
            return
        self.said.setText(_("Counting…"))
        self.work.start(progress_of_file, self.session.project.path, self.session.annotator)

    def _on_changed(self, _changes: Changes) -> None:
        if self.isVisible():
            self._again.start(AGAIN_MS)

    def _on_failure(self, error: UserError) -> None:
        self.said.clear()
        self.session.refused.emit(speak(error.message, error.arguments))

    def _on_numbers(self, numbers: Progress) -> None:
        self.numbers = numbers
        theme = str(self.session.settings.get("theme", "light"))
        self.headlines.show_numbers(numbers)
        self.documents.filters.show_words(numbers.tags, numbers.assigned)
        shown = sections(numbers, self.session.scheme, colours(theme), theme)
        for section, what in zip(self.sections, shown, strict=True):
            section.show_numbers(what, colours(theme))
        self.said.clear()
        self.shown.emit()
        if self._stale:
            self._stale = False
            self._again.start(AGAIN_MS)

    # ---- going on ------------------------------------------------------------------------------------

    def open(self, wanted: object) -> None:
        """Show the documents, or the search hits, behind a number."""
        if isinstance(wanted, Wish):
            self.tabs.setCurrentWidget(self.documents)
            self.documents.filters.show_wish(wanted)
            self.documents.table.setFocus()
        elif isinstance(wanted, str):
            self.query_wanted.emit(wanted)

    def _show_saving(self) -> None:
        self.save.setVisible(isinstance(self.tabs.currentWidget(), Section))

    def _on_save(self) -> None:
        section = self.tabs.currentWidget()
        if not isinstance(section, Section):
            return
        start = Path(self.session.project.path).with_suffix(".csv")
        place = ask_save(self, _("Save numbers or chart"), str(start), "CSV (*.csv);;PNG (*.png);;SVG (*.svg)")
        if place is not None:
            self.save_to(section, place)

    def save_to(self, section: Section, place: Path) -> None:
        """Write a section as CSV, PNG or SVG, by the name's ending."""
        try:
            done = section.save(place)
        except OSError as error:
            why = {"path": place, "reason": error}
            self.session.refused.emit(speak(N_("%(path)s cannot be written: %(reason)s"), why))
            return
        self.session.tell(N_("Saved: %(path)s") if done else N_("There is no chart to save here"), path=place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back to the text."""
        if event.key() == Qt.Key.Key_Escape:
            self.back_wanted.emit()
        else:
            super().keyPressEvent(event)

    def close_page(self) -> None:
        """End the workers: the project is about to close."""
        self._again.stop()
        self.work.close()
        self.documents.lister.close()
