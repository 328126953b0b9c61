"""The history of the open document: who did what, when."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QCheckBox, QFrame, QHeaderView, QTableView, QVBoxLayout, QWidget

from annotator.core.i18n import _
from annotator.ui.models.history import HistoryModel
from annotator.ui.session import Session

SHOWN = 200
REFRESH_MS = 150


class HistoryPanel(QFrame):
    """The newest events first; of the whole project when asked."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("Panel")
        self._session = session
        self.model = HistoryModel()
        self._everything = QCheckBox(_("The whole project"))
        self.table = QTableView()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._reload)
        self._set_up()
        session.bridge.closing.connect(self._timer.stop)
        session.bridge.changed.connect(self._start)
        session.document_opened.connect(self._start)

    def _set_up(self) -> None:
        self.table.setModel(self.model)
        self.table.setAccessibleName(_("History"))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.setTabKeyNavigation(False)
        self.table.horizontalHeader().setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self._everything.toggled.connect(self._reload)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.addWidget(self._everything)
        layout.addWidget(self.table)

    def _start(self) -> None:
        if self.isVisible():
            self._timer.start(REFRESH_MS)

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what happened meanwhile."""
        super().showEvent(event)
        self._reload()

    def _reload(self) -> None:
        desk = self._session.desk
        document = desk.id if desk and not self._everything.isChecked() else ""
        self.model.show_events(self._session.project.queries.history(document, limit=SHOWN))
        for column in (0, 1):
            self.table.resizeColumnToContents(column)
