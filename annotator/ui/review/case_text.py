"""The middle of the adjudication page: the document in front as one text with lanes, or as one text for each hand."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from annotator.core.i18n import _
from annotator.ui.review.annotator_panes import AnnotatorPanes
from annotator.ui.review.case_desk import CaseDesk
from annotator.ui.review.lanes import GOLD_LANE, links_of_case, marks_of_case
from annotator.ui.review.next_case import NextCase
from annotator.ui.text.view import TextView


class CaseText(QStackedWidget):
    """Follows the desk's case and the answer that is being edited."""

    def __init__(self, desk: CaseDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.view = TextView()
        self.panes = AnnotatorPanes(desk)
        self.next_case = NextCase(desk, self.view, self)
        self.gold_only = False
        self._document = ""
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setAccessibleName(_("Text with the annotators' answers"))
        self.addWidget(self.view)
        self.addWidget(self.panes)
        desk.case_changed.connect(self._on_case_changed)
        desk.draft_changed.connect(self._show_marks)
        self.view.span_clicked.connect(self._on_mark_clicked)

    def _on_case_changed(self) -> None:
        case = self._desk.case
        if case is not None and case.document != self._document:
            self._document = case.document
            self.view.set_document(self._desk.text)
        self._show_marks()
        cluster = self._desk.cluster
        if cluster is not None:
            self.view.select(cluster.start, cluster.start)
            self.view.reveal(cluster.start, cluster.end)

    def _show_marks(self) -> None:
        if self.beside:
            self.panes.show_case(self.view.look())
        self.view.set_marks(marks_of_case(self._desk, gold_only=self.gold_only))
        self.view.set_links(links_of_case(self._desk))
        relation = self._desk.relation()
        if relation is not None:
            self.view.focus_mark(self._desk.state.gold_id(relation.head))
        elif self._desk.draft is not None:
            self.view.focus_mark(GOLD_LANE)

    @property
    def beside(self) -> bool:
        """Whether there is one text for each annotator, side by side."""
        return self.currentWidget() is self.panes

    def toggle_gold_only(self) -> None:
        """Show gold alone, or the answers again."""
        self.gold_only = not self.gold_only
        self._show_marks()

    def toggle_layout(self) -> None:
        """One text with lanes, or one text for each annotator."""
        self.setCurrentWidget(self.view if self.beside else self.panes)
        self._show_marks()

    def _on_mark_clicked(self, mark: str) -> None:
        """A click on an open cluster looks at it."""
        kind, _colon, number = mark.partition(":")
        if kind == "open":
            case = next((each for each in self._desk.cases if not each.relation and each.number == int(number)), None)
            if case is not None:
                self._desk.show(case)
