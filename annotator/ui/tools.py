"""The tools of the workbench: panels and the handlers of keys, wired to one session in one block."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QTabWidget, QWidget

from annotator.core.i18n import _
from annotator.core.span import Span
from annotator.project.propagation import MentionPlace
from annotator.ui.alike import Alike
from annotator.ui.dialogs.choice import ChoiceDialog
from annotator.ui.edges import Edges
from annotator.ui.finding import Finding
from annotator.ui.labelling import Labelling
from annotator.ui.marking import label_title
from annotator.ui.outside_suggesting import OutsideSuggesting
from annotator.ui.overview.overviewing import Overviewing
from annotator.ui.panels.documents import DocumentsPanel
from annotator.ui.panels.empty import EmptyPanel
from annotator.ui.panels.find_bar import FindBar
from annotator.ui.panels.history import HistoryPanel
from annotator.ui.panels.inspector import InspectorPanel
from annotator.ui.panels.label_bar import LabelBar
from annotator.ui.panels.marks import MarksPanel
from annotator.ui.pieces import Pieces
from annotator.ui.propagating import Propagating
from annotator.ui.radar.radaring import Radaring
from annotator.ui.relating import Relating
from annotator.ui.review.reviewing import Reviewing
from annotator.ui.search.searching import Searching
from annotator.ui.session import Session
from annotator.ui.structure.guidelines_panel import GuidelinesPanel
from annotator.ui.structure.handlers import Structure
from annotator.ui.suggesting import Suggesting
from annotator.ui.teaching import Teaching
from annotator.ui.team.teaming import Teaming
from annotator.ui.text.view import TextView
from annotator.ui.undoing import Undoing
from annotator.ui.walking import Walking


class Tools(QObject):
    """Made after the text has been painted."""

    def __init__(self, session: Session, view: TextView, bench: QWidget) -> None:
        super().__init__(bench)
        self._session = session
        self._bench = bench
        self.walking = Walking(session, view)
        self.relating = Relating(session, self._choose_relation, self)
        self.relating.head_changed.connect(view.mark_origin)
        self.propagating = Propagating(session, self._choose_places, self)
        self.labelling = Labelling(session, view, self.walking, self.relating, self.propagating)
        self.pieces = Pieces(session, view, self.walking)
        self.edges = Edges(session, self.walking)
        self.alike = Alike(session, view)
        self.history = Undoing(session, self.walking)
        self.reviewing = Reviewing(session, view, bench)
        self.radar = Radaring(session, view, self.walking, bench)
        self.teaming = Teaming(session, view, self.walking, bench)
        self.find_bar = FindBar()
        self.find_bar.hide()
        self.finding = Finding(session, view, self.find_bar)
        self.searching = Searching(session, view, self.walking, bench)
        self.overview = Overviewing(session, view, self.searching, bench)
        self.suggesting = Suggesting(session, self)
        self.outside = OutsideSuggesting(session, self)
        self.teaching = Teaching(session, self)
        self.suggesting.rested.connect(self.outside.begin_soon)
        self.suggesting.replaced.connect(self.outside.ask_again)
        self.teaching.taught.connect(self.suggesting.work.go_on)
        self.documents = DocumentsPanel(session)
        self.inspector = InspectorPanel(session, self.labelling)
        self.marks = MarksPanel(session)
        self.events = HistoryPanel(session)
        self.guidelines = GuidelinesPanel(session)
        self.structure = Structure(session, self.walking, bench)
        self.empty = EmptyPanel()
        self.label_bar = LabelBar()
        self.label_bar.show_scheme(session.scheme)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        for panel, title in (
            (self.inspector, _("Details")), (self.marks, _("Spans")), (self.guidelines, _("Guidelines")),
            (self.events, _("History")),
        ):  # fmt: skip
            self.tabs.addTab(panel, title)

    def _choose_relation(self, options: list[tuple[str, str]]) -> str:
        dialog = ChoiceDialog(_("Which relation?"), options, self._bench)
        dialog.exec()
        return dialog.chosen

    def _choose_places(self, mention: Span, places: list[MentionPlace]) -> list[MentionPlace]:
        from annotator.ui.dialogs.propagation import PropagationDialog

        desk = self._session.desk
        if desk is None:
            return []
        title = label_title(self._session.scheme, mention.label)
        dialog = PropagationDialog(mention.covered(desk.text), title, places, desk.id, self._bench)
        dialog.exec()
        return dialog.chosen

    def handlers(self) -> dict[str, object]:
        """The parts that actions name."""
        return {
            "walking": self.walking, "labelling": self.labelling, "edges": self.edges, "alike": self.alike,
            "relating": self.relating, "finding": self.finding, "history": self.history,
            "propagating": self.propagating, "pieces": self.pieces,
            "structure": self.structure, "suggesting": self.suggesting,
            "review": self.reviewing, "radar": self.radar, "searching": self.searching,
            "overview": self.overview,
            "team": self.teaming,
        }  # fmt: skip
