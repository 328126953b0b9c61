"""The claims view: every figure of the project with what is said of it, to sort, filter, go to and correct."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSortFilterProxyModel, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QLabel, QLineEdit, QTableView, QVBoxLayout, QWidget

from annotator.core.arabic import fold
from annotator.core.command import ChangeSpan
from annotator.core.i18n import _, counted
from annotator.core.span import Value
from annotator.project.claims import claims
from annotator.ui.session import Session
from annotator.ui.structure.choice_cells import ChoiceCells
from annotator.ui.structure.claims_model import COLUMNS, SORT_ROLE, ClaimsModel
from annotator.ui.structure.table import dress_table

REFRESH_MS = 200
WIDTHS = (170, 80, 70, 90, 90, 100, 150, 130, 170, 110, 80)


class _Matching(QSortFilterProxyModel):
    """Rows in which every typed word stands, folded, in any column."""

    def __init__(self) -> None:
        super().__init__()
        self._words: list[str] = []
        self.setSortRole(SORT_ROLE)
        self.setSortLocaleAware(True)

    def look_for(self, words: str) -> None:
        """Show the rows that hold these words."""
        self.beginFilterChange()
        self._words = fold(words).split()
        self.endFilterChange()

    def filterAcceptsRow(self, source_row: int, source_parent: QModelIndex | QPersistentModelIndex) -> bool:
        """Whether a row holds every word."""
        model = self.sourceModel()
        cells = (str(model.index(source_row, column).data()) for column in range(model.columnCount()))
        hay = fold(" ".join(cells)) if self._words else ""
        return all(word in hay for word in self._words)


class ClaimsDialog(QDialog):
    """``span_chosen``: go to this span in the text. Enter goes, F2 corrects, Esc closes."""

    span_chosen = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Claims"))
        self._session = session
        self.field = QLineEdit()
        self.everybody = QCheckBox(_("All layers"))
        self.table = QTableView()
        self.model = ClaimsModel()
        self.matching = _Matching()
        self._count = QLabel()
        self._timer = QTimer(self)
        self._set_up()
        self.reload()

    def _set_up(self) -> None:
        self.field.setPlaceholderText(_("Filter by any word"))
        self.field.setAccessibleName(_("Filter by any word"))
        self.field.setClearButtonEnabled(True)
        self.matching.setSourceModel(self.model)
        self.table.setModel(self.matching)
        dress_table(self.table, _("Claims"))
        self.table.setSortingEnabled(True)
        self.table.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        self.table.setItemDelegate(ChoiceCells(lambda column: self.model.choices(COLUMNS[column][0]), self))
        self._count.setObjectName("Faint")
        for column, width in enumerate(WIDTHS):
            self.table.setColumnWidth(column, width)
        top = QHBoxLayout()
        for widget in (self.field, self.everybody, self._count):
            top.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.addLayout(top)
        layout.addWidget(self.table)
        self.resize(1180, 520)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REFRESH_MS)
        self._timer.timeout.connect(self.reload)
        self.field.textChanged.connect(self._on_filter)
        self.everybody.toggled.connect(self.reload)
        self.everybody.setVisible(self._session.project.queries.sees_all(self._session.annotator))
        self.table.doubleClicked.connect(lambda _index: self._go())
        self.model.edited.connect(self._on_edited)
        self.model.refused.connect(self._session.refused)
        self._session.bridge.changed.connect(self._timer.start)
        self._session.bridge.closing.connect(self.close)
        self._session.bridge.closing.connect(self._timer.stop)

    def reload(self) -> None:
        """Read the claims again; the row that one stands on stays the row."""
        if self.table.state() == QTableView.State.EditingState:
            self._timer.start()  # what is being typed is not taken from under the fingers
            return
        row = self.table.currentIndex().row()
        layer = "" if self.everybody.isChecked() else self._session.annotator
        self.model.show_claims(list(claims(self._session.project, layer)), self._session.scheme)
        self._show_count()
        if self.matching.rowCount():
            self.table.setCurrentIndex(self.matching.index(max(0, min(row, self.matching.rowCount() - 1)), 0))

    def _show_count(self) -> None:
        self._count.setText(counted("%(count)s claim", "%(count)s claims", self.matching.rowCount()))

    def _on_filter(self, words: str) -> None:
        self.matching.look_for(words)
        self._show_count()

    def _on_edited(self, span: str, name: str, value: Value) -> None:
        self._session.do(ChangeSpan(span, attributes={name: value}))

    def _go(self) -> None:
        index = self.matching.mapToSource(self.table.currentIndex())
        if index.isValid():
            self.span_chosen.emit(self.model.claim(index.row()).span)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the figure; down leads from the filter into the table."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and self.table.hasFocus():
            self._go()
        elif enter or (event.key() == Qt.Key.Key_Down and self.field.hasFocus()):
            self.table.setFocus()
        else:
            super().keyPressEvent(event)
