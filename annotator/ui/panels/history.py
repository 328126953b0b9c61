"""The history of the open document, of the span in focus, or of the project: who did what, when, and from where."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFrame,
    QHeaderView,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from annotator.core.command import RestoreDocument
from annotator.core.i18n import N_, _, right_to_left
from annotator.project.provenance import SpanStep
from annotator.project.undoing import EventRow
from annotator.ui.models.history import HistoryModel, moment
from annotator.ui.session import Session
from annotator.ui.structure.table import dress_rows, write_from_the_right
from annotator.ui.team.step_words import steps_said
from annotator.ui.team.times import times_of

SHOWN = 200
REFRESH_MS = 150
DETAIL_HEIGHT = 150
SCOPES = (("document", N_("This document")), ("span", N_("The span in focus")), ("project", N_("The whole project")))


class HistoryPanel(QFrame):
    """The newest events first; below, what the chosen one did to spans and the way back to it."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("Panel")
        self._session = session
        self._span = ""
        self._steps: dict[str, SpanStep] = {}
        self.model = HistoryModel()
        self.scope, self.table, self.detail = QComboBox(), QTableView(), QPlainTextEdit()
        self.times, self.back = QLabel(), QPushButton(_("Bring this document back to this moment"))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.reload)
        self._set_up()
        self._lay_out()
        session.bridge.closing.connect(self._timer.stop)
        session.bridge.changed.connect(self._start)
        session.document_opened.connect(self._on_document)
        session.focus_changed.connect(self._on_focus)

    def _set_up(self) -> None:
        for value, title in SCOPES:
            self.scope.addItem(_(title), value)
        self.scope.setAccessibleName(_("Whose history"))
        self.table.setModel(self.model)
        dress_rows(self.table, _("History"))
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.horizontalHeader().setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.detail.setReadOnly(True)
        self.detail.setTabChangesFocus(True)
        if right_to_left():
            write_from_the_right(self.detail)
        self.detail.setFixedHeight(DETAIL_HEIGHT)
        self.detail.setAccessibleName(_("What this change did"))
        self.times.setObjectName("Faint")
        self.times.setWordWrap(True)
        self.back.setAutoDefault(False)
        self.scope.currentIndexChanged.connect(lambda _index: self.reload())
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_detail())
        self.back.clicked.connect(self.bring_back)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        for widget in (self.scope, self.table, self.detail, self.times, self.back):
            layout.addWidget(widget, 1 if widget is self.table else 0)

    # ---- what is shown -------------------------------------------------------------------------------

    def _start(self) -> None:
        if self.isVisible():
            self._timer.start(REFRESH_MS)

    def _on_document(self) -> None:
        self._span = ""
        self._start()

    def _on_focus(self, mark: str) -> None:
        desk = self._session.desk
        if desk is not None and mark in desk.spans:
            self._span = mark
            if self.scope.currentData() == "span":
                self._start()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what happened meanwhile."""
        super().showEvent(event)
        self.reload()

    def reload(self) -> None:
        """Read the events anew; the chosen one stays chosen, and the newest one the newest."""
        chosen = self._chosen() if self.table.currentIndex().row() > 0 else None
        events = self._events()
        self.model.show_events(events)
        for column in (0, 1):
            self.table.resizeColumnToContents(column)
        place = next((row for row, each in enumerate(events) if chosen and each.id == chosen.id), 0)
        if events:
            self.table.setCurrentIndex(self.model.index(place, 0))
        self._show_detail()
        self._show_times()

    def _events(self) -> list[EventRow]:
        queries, desk, scope = self._session.project.queries, self._session.desk, self.scope.currentData()
        self._steps = {}
        if scope == "span":
            steps = queries.span_history(self._span) if self._span else []
            self._steps = {step.event.id: step for step in steps}
            return [step.event for step in reversed(steps)]
        return queries.history(desk.id if desk and scope == "document" else "", limit=SHOWN)

    def _chosen(self) -> EventRow | None:
        return self.model.event_at(self.table.currentIndex().row())

    def _show_detail(self) -> None:
        event, desk = self._chosen(), self._session.desk
        self.back.setEnabled(event is not None and desk is not None and desk.id in event.documents)
        if event is None:
            empty = self.scope.currentData() == "span" and not self._span
            self.detail.setPlainText(_("Go to a span in the text to see where it came from.") if empty else "")
            return
        steps = [self._steps[event.id]] if event.id in self._steps else self._steps_of(event)
        text = desk.text if desk is not None and desk.id in event.documents else ""
        self.detail.setPlainText(steps_said(steps, self._session.scheme, text))

    def _steps_of(self, event: EventRow) -> list[SpanStep]:
        queries = self._session.project.queries
        spans = queries.spans_of_event(event)
        steps = [step for span in spans for step in queries.span_history(span)]
        return [step for step in steps if step.event.id == event.id]

    def _show_times(self) -> None:
        desk = self._session.desk
        said = times_of(desk.id, self._session.project.queries.active_times()) if desk is not None else ""
        self.times.setText(_("Active time in this document: %(times)s") % {"times": said} if said else "")
        self.times.setVisible(bool(said))

    # ---- the way back --------------------------------------------------------------------------------

    def bring_back(self) -> None:
        """Bring one's own layer of the open document back to how it stood after the chosen event."""
        event, desk = self._chosen(), self._session.desk
        if event is None or desk is None:
            return
        if self._session.do(RestoreDocument(desk.id, event.id, self._session.annotator)) is not None:
            self._session.tell(N_("The document is as it was %(time)s; undo takes that back"), time=moment(event.time))
