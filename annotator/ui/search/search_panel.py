"""The search panel below the text: a line, the hits in context, how many there are."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QProgressBar,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from annotator.core.errors import UserError
from annotator.core.i18n import _, counted, speak
from annotator.project.searching import Hit
from annotator.ui.search.context_cells import ContextCells
from annotator.ui.search.hits_model import CONTEXT, DOCUMENT, LABEL, HitsModel
from annotator.ui.search.search_desk import SearchDesk
from annotator.ui.structure.table import dress_table

HEIGHT = 300
NEAR_END = 12


class SearchPanel(QFrame):
    """``asked``: a query was entered; ``chosen``: go to this hit. Down leads from the line into the table."""

    asked = Signal(str)
    chosen = Signal(object)
    form_wanted = Signal()
    closed = Signal()

    def __init__(self, desk: SearchDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("Panel")
        self.setFixedHeight(HEIGHT)
        self._desk = desk
        self.field = QLineEdit()
        self.form, self.saved, self.act = QToolButton(), QToolButton(), QToolButton()
        self.stop, self.close_button = QToolButton(), QToolButton()
        self.saved_menu, self.action_menu = QMenu(self), QMenu(self)
        self.said, self.bar = QLabel(), QProgressBar()
        self.model, self.table = HitsModel(), QTableView()
        self._lay_out()
        self._wire()

    # ---- shape ---------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.field.setPlaceholderText(
            _("Words, “words in a row”, beginning*, /pattern/, label:FIGURE, kind:killed, -without, one OR another")
        )
        self.field.setAccessibleName(_("Search the project"))
        self.field.setClearButtonEnabled(True)
        row = QHBoxLayout()
        row.addWidget(self.field, 1)
        for button, title in (
            (self.form, _("Fields…")), (self.saved, _("Saved")), (self.act, _("With these")),
            (self.stop, _("Stop")), (self.close_button, "✕"),
        ):  # fmt: skip
            button.setText(title)
            row.addWidget(button)
        self.close_button.setAccessibleName(_("Close"))
        self.close_button.setToolTip(_("Close"))
        for button, menu in ((self.saved, self.saved_menu), (self.act, self.action_menu)):
            button.setMenu(menu)
            button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.said.setWordWrap(False)
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(160)
        below = QHBoxLayout()
        below.addWidget(self.said, 1)
        below.addWidget(self.bar)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 0)
        layout.setSpacing(6)
        layout.addLayout(row)
        layout.addLayout(below)
        layout.addWidget(self.table, 1)
        self._dress_table()
        self._show_working(False)

    def _dress_table(self) -> None:
        self.table.setModel(self.model)
        dress_table(self.table, _("Hits"))
        self.table.setItemDelegateForColumn(CONTEXT, ContextCells(self.table))
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        header = self.table.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(CONTEXT, QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        self.table.setColumnWidth(DOCUMENT, 170)
        self.table.setColumnWidth(LABEL, 150)
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.table.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 10)

    def _wire(self) -> None:
        desk = self._desk
        desk.found.connect(self._on_found)
        desk.counted.connect(self._on_counted)
        desk.progressed.connect(lambda share: self.bar.setValue(round(share * 1000)))
        desk.rested.connect(lambda: self._show_working(False))
        desk.refused.connect(self._on_refused)
        self.field.returnPressed.connect(lambda: self.asked.emit(self.field.text()))
        self.form.clicked.connect(self.form_wanted)
        self.stop.clicked.connect(desk.stop)
        self.close_button.clicked.connect(self.closed)
        self.table.doubleClicked.connect(self._on_picked)
        self.table.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.table.installEventFilter(self)

    # ---- what was found ------------------------------------------------------------------------------

    def begin(self) -> None:
        """Empty the table for another query."""
        self.model.show_none(self._desk.scheme)
        self.said.setText("")
        self._show_faint(True)

    def _on_found(self, hits: list[Hit]) -> None:
        first = not self.model.rows()
        self.model.add(list(hits))
        if first and hits:
            self.table.setCurrentIndex(self.model.index(0, CONTEXT))
            self.table.selectRow(0)
        self._show_working(self._desk.busy or not self._desk.done)

    def _on_counted(self, hits: int, documents: int, done: bool) -> None:
        said = counted("%(count)s hit", "%(count)s hits", hits)
        said += " · " + counted("in %(count)s document", "in %(count)s documents", documents)
        self.said.setText(said if done else _("%(count)s so far") % {"count": said})
        self._show_working(not done)

    def _on_refused(self, error: UserError) -> None:
        """Say what could not be read, and put the caret there."""
        self._show_faint(False)
        self.said.setText(speak(error.message, error.arguments))
        place = error.arguments.get("place")
        if isinstance(place, int):
            self.field.setCursorPosition(place - 1)

    def _show_faint(self, faint: bool) -> None:
        self.said.setProperty("faint", "true" if faint else "false")
        self.said.style().polish(self.said)

    def _show_working(self, working: bool) -> None:
        self.bar.setVisible(working)
        self.stop.setVisible(working)

    def picked(self) -> list[Hit]:
        """The hits of the selected rows, all where just one or none is selected."""
        rows = sorted({index.row() for index in self.table.selectionModel().selectedIndexes()})
        every = self.model.rows()
        return [every[row] for row in rows] if len(rows) > 1 else list(every)

    def step(self, step: int) -> Hit | None:
        """To the next (1) or former (-1) hit; the last one asks for the next page."""
        row = self.table.currentIndex().row() + step
        if not 0 <= row < self.model.rowCount():
            return None
        self.table.selectRow(row)
        self.table.setCurrentIndex(self.model.index(row, CONTEXT))
        return self.model.rows()[row]

    # ---- keys ----------------------------------------------------------------------------------------

    def _on_scrolled(self, _value: int) -> None:
        last = self.table.rowAt(self.table.viewport().height() - 1)
        if not self._desk.done and (last < 0 or last >= self.model.rowCount() - NEAR_END):
            self._desk.more()

    def _on_picked(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(self.model.rows()[index.row()])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter in the table goes to the hit."""
        pressed = event.type() == QEvent.Type.KeyPress and watched is self.table
        if pressed and isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_picked(self.table.currentIndex())
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes; down leads from the line into the table; Enter in the line has been served there."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() == Qt.Key.Key_Down and self.field.hasFocus():
            self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
