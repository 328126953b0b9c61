"""The workbench: list, text and inspector side by side, wired to one session in one block."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from annotator.core.i18n import _
from annotator.ui.alike import Alike
from annotator.ui.dialogs.choice import ChoiceDialog
from annotator.ui.edges import Edges
from annotator.ui.finding import Finding
from annotator.ui.keymap import Keymap
from annotator.ui.labelling import Labelling
from annotator.ui.marking import links_of
from annotator.ui.panels.documents import DocumentsPanel
from annotator.ui.panels.empty import EmptyPanel
from annotator.ui.panels.find_bar import FindBar
from annotator.ui.panels.history import HistoryPanel
from annotator.ui.panels.inspector import InspectorPanel
from annotator.ui.panels.label_bar import LabelBar
from annotator.ui.panels.marks import MarksPanel
from annotator.ui.relating import Relating
from annotator.ui.routing import Routing, Run
from annotator.ui.session import Session
from annotator.ui.suggesting import Suggesting
from annotator.ui.text.marks import Mark
from annotator.ui.text.view import TextView
from annotator.ui.undoing import Undoing
from annotator.ui.walking import Walking


class Workbench(QWidget):
    """Everything around one open project."""

    def __init__(self, session: Session, keymap: Keymap, run: Run, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.view = TextView()
        self.walking = Walking(session, self.view)
        self.relating = Relating(session, self._choose_relation)
        self.labelling = Labelling(session, self.view, self.walking, self.relating)
        self.edges = Edges(session, self.walking)
        self.alike = Alike(session, self.view)
        self.history = Undoing(session, self.walking)
        self.find_bar = FindBar()
        self.finding = Finding(session, self.view, self.find_bar)
        self.suggesting = Suggesting(session, self)
        self.documents = DocumentsPanel(session)
        self.inspector = InspectorPanel(session, self.labelling)
        self.marks = MarksPanel(session)
        self.events = HistoryPanel(session)
        self.label_bar = LabelBar()
        self.empty = EmptyPanel()
        self.routing = Routing(keymap, run, self._jump, self)
        self._lay_out()
        self._connect()

    # ---- shape ---------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.label_bar, self.find_bar):
            column.addWidget(widget)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.empty)
        self.pages.addWidget(self.view)
        column.addWidget(self.pages, 1)
        self.find_bar.hide()
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        for panel, title in (
            (self.inspector, _("Details")), (self.marks, _("Spans")), (self.events, _("History")),
        ):  # fmt: skip
            self.tabs.addTab(panel, title)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        for part in (self.documents, middle, self.tabs):
            self.splitter.addWidget(part)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([230, 720, 290])
        self.splitter.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.splitter)
        self.view.setFrameShape(TextView.Shape.NoFrame)
        self.view.setAccessibleName(_("Text of the document"))
        self.label_bar.show_scheme(self.session.scheme)

    def _connect(self) -> None:
        session = self.session
        session.document_opened.connect(self._show_document)
        session.document_closed.connect(lambda: self.pages.setCurrentWidget(self.empty))
        session.marks_changed.connect(self._on_marks_changed)
        session.links_changed.connect(self.view.set_links)
        session.scheme_changed.connect(self._on_scheme_changed)
        self.documents.document_chosen.connect(self._on_document_chosen)
        self.label_bar.label_chosen.connect(self._on_label_chosen)
        self.view.installEventFilter(self.routing)

    # ---- what happens --------------------------------------------------------------------------------

    def _show_document(self) -> None:
        desk = self.session.desk
        if desk is None:
            return
        self.pages.setCurrentWidget(self.view)
        self.view.set_document(desk.text)
        self.view.set_marks(self.session.all_marks())
        self.view.set_links(links_of(self.session.scheme, desk))
        if desk.suggestions:
            self.walking.focus_first()

    def _on_marks_changed(self, gone: set[str], come: list[Mark]) -> None:
        self.view.change_marks(gone, come)
        desk = self.session.desk
        fresh = desk is not None and len(come) == len(desk.suggestions) and not gone and not desk.spans
        if fresh and not self.session.focus and self.view.caret() == 0:
            self.walking.focus_first()
        elif self.session.focus:
            self.view.focus_mark(self.session.focus)

    def _on_scheme_changed(self) -> None:
        self.label_bar.show_scheme(self.session.scheme)
        self.view.set_marks(self.session.all_marks())

    def _on_document_chosen(self, document: str) -> None:
        if self.session.desk is None or self.session.desk.id != document:
            self.session.open_document(document)
        self.view.setFocus()

    def _on_label_chosen(self, label: str) -> None:
        self.labelling.give(label)
        self.view.setFocus()

    def _choose_relation(self, options: list[tuple[str, str]]) -> str:
        dialog = ChoiceDialog(_("Which relation?"), options, self)
        dialog.exec()
        return dialog.chosen

    def _jump(self, letters: str, extend: bool) -> None:
        self.walking.jump(letters, extend=extend)

    # ---- asked by the window -------------------------------------------------------------------------

    def open_first(self) -> None:
        """Open the next unfinished document, else the first, so that work can begin."""
        queries = self.session.project.queries
        wanted = queries.next_unfinished(self.session.annotator) or next(iter(queries.document_ids()), None)
        if wanted is not None:
            self.session.open_document(wanted)
            self.view.setFocus()

    def parts(self) -> dict[str, object]:
        """The parts that actions name as handlers."""
        return {
            "walking": self.walking, "labelling": self.labelling, "edges": self.edges, "alike": self.alike,
            "relating": self.relating, "finding": self.finding, "history": self.history,
        }  # fmt: skip

    def next_pane(self) -> None:
        """Give the keyboard to the next of list, text and tabs."""
        stops = [self.documents.list, self.view, self.tabs.tabBar()]
        at = next((i for i, stop in enumerate(stops) if stop.hasFocus()), 0)
        stops[(at + 1) % len(stops)].setFocus()

    def window_key(self, event: QKeyEvent) -> bool:
        """A key that no panel wanted; whether it meant anything."""
        if event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
            self.view.setFocus()
            return True
        return self.routing.window_key(event)

    def close_session(self) -> None:
        """End the worker and close the project."""
        self.suggesting.close()
        self.session.bridge.close()
