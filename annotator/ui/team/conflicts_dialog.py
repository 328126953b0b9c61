"""The conflicts that merges left: both values, the way to the place, and a key that settles."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QTableView, QVBoxLayout, QWidget

from annotator.core.command import Command
from annotator.core.i18n import N_, _, counted
from annotator.project.kept_conflicts import KeptConflict, keeping
from annotator.ui.keyboard import chord
from annotator.ui.session import Session
from annotator.ui.structure.table import dress_table
from annotator.ui.team.disputes_model import DisputesModel
from annotator.ui.team.document_texts import DocumentTexts

REFRESH_MS = 150
WIDTHS = (170, 160, 80, 140, 80, 140)


class ConflictsDialog(QDialog):
    """``place_wanted``: document and span to go to. Enter goes, T takes the other value, K keeps what stands."""

    place_wanted = Signal(str, str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Conflicts of merges"))
        self._session = session
        self.model = DisputesModel(session.scheme, DocumentTexts(session.project.queries))
        self.table, self.count = QTableView(), QLabel()
        self.keep, self.take, self.go = (
            QPushButton(_("Keep what stands")), QPushButton(_("Take the other value")), QPushButton(_("Go there")),
        )  # fmt: skip
        self._timer = QTimer(self)
        self._lay_out()
        self._wire()
        self.reload()

    def _lay_out(self) -> None:
        self.table.setModel(self.model)
        dress_table(self.table, _("Conflicts of merges"))
        self.table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        for column, width in enumerate(WIDTHS):
            self.table.setColumnWidth(column, width)
        self.count.setWordWrap(True)
        row = QHBoxLayout()
        for button, key in ((self.go, "Enter"), (self.take, "T"), (self.keep, "K")):
            button.setToolTip(key)
            button.setText(f"{button.text()} ({key})")
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch()
        layout = QVBoxLayout(self)
        layout.addWidget(self.count)
        layout.addWidget(self.table, 1)
        layout.addLayout(row)
        self.resize(920, 420)

    def _wire(self) -> None:
        self.table.installEventFilter(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REFRESH_MS)
        self._timer.timeout.connect(self.reload)
        self.go.clicked.connect(self._go)
        self.take.clicked.connect(lambda: self._settle(self._session.project.queries.taking))
        self.keep.clicked.connect(lambda: self._settle(keeping))
        self.table.doubleClicked.connect(lambda _index: self._go())
        self._session.bridge.changed.connect(self._timer.start)
        self._session.bridge.closing.connect(self._timer.stop)
        self._session.bridge.closing.connect(self.close)

    def reload(self) -> None:
        """Read what is still open; the row that one stands on stays the row."""
        row = max(0, self.table.currentIndex().row())
        found = self._session.project.queries.kept_conflicts()
        self.model.show_disputes(found)
        self.count.setText(
            counted("%(count)s conflict is open", "%(count)s conflicts are open", len(found)) if found
            else _("No conflict is open: whatever was changed on both sides has been settled.")
        )  # fmt: skip
        for button in (self.go, self.take, self.keep):
            button.setEnabled(bool(found))
        if found:
            self.table.setCurrentIndex(self.model.index(min(row, len(found) - 1), 0))

    def _chosen(self) -> KeptConflict | None:
        row, rows = self.table.currentIndex().row(), self.model.rows()
        return rows[row] if 0 <= row < len(rows) else None

    def _go(self) -> None:
        chosen = self._chosen()
        if chosen is not None and chosen.document:
            self.place_wanted.emit(chosen.document, chosen.thing if chosen.kind == "span" else "")

    def _settle(self, made: Callable[[KeptConflict], Command | None]) -> None:
        chosen = self._chosen()
        if chosen is None:
            return
        command = made(chosen)
        if command is None:
            self._session.tell(N_("This value cannot be taken by a key; change it where it lies"))
        elif self._session.do(command) is not None:
            self._session.tell(N_("The conflict is settled; undo opens it again"))
            self.reload()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Enter goes there, T takes, K keeps, by their places on the keyboard; the table would search for letters."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        button = {"Enter": self.go, "T": self.take, "K": self.keep}.get(chord(event))
        if button is not None and button.isEnabled():
            button.click()
        return button is not None
