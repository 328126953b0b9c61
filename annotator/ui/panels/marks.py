"""The list of spans and suggestions: the way through the document for screen readers, and for the eye."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QVBoxLayout, QWidget

from annotator.core.i18n import _
from annotator.ui.models.marks import MarksModel
from annotator.ui.session import Session
from annotator.ui.structure.table import dress_rows

REFRESH_MS = 120


class MarksPanel(QFrame):
    """A table that follows the document and the focus, while it can be seen."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("Panel")
        self._session = session
        self.model = MarksModel()
        self.table = QTableView()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._reload)
        self._set_up()
        session.bridge.closing.connect(self._timer.stop)
        session.document_opened.connect(self._timer_start)
        session.document_loaded.connect(self._timer_start)
        session.document_closed.connect(self._timer_start)
        session.marks_changed.connect(self._timer_start)
        session.focus_changed.connect(self._on_focus_changed)

    def _set_up(self) -> None:
        self.table.setModel(self.model)
        dress_rows(self.table, _("Spans and suggestions"))
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        header.setResizeContentsPrecision(40)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        self.table.clicked.connect(self._on_chosen)
        self.table.activated.connect(self._on_chosen)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.table)

    def _timer_start(self) -> None:
        if self.isVisible():
            self._timer.start(REFRESH_MS)

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what happened meanwhile."""
        super().showEvent(event)
        self._reload()

    def _reload(self) -> None:
        self.model.show_desk(self._session.desk, self._session.scheme)
        self._on_focus_changed(self._session.focus)

    def _on_focus_changed(self, mark: str) -> None:
        if not self.isVisible():
            return
        row = self.model.row_of(mark)
        if row >= 0:
            self.table.selectRow(row)
        else:
            self.table.clearSelection()

    def _on_chosen(self, index: QModelIndex) -> None:
        self._session.set_focus(self.model.mark_at(index.row()))
