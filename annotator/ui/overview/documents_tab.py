"""The table of documents: filters, sorting, columns; tags, people and priority are edited in place."""

from __future__ import annotations

from array import array
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QMenu,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from annotator.core.changes import Changes
from annotator.core.i18n import N_, _, counted
from annotator.project.listing import ListedRow, Wish, assigned_to, prioritised, tagged
from annotator.ui.models.lister import Lister
from annotator.ui.overview.filters import Filters
from annotator.ui.overview.priority_delegate import PriorityDelegate
from annotator.ui.overview.table_model import COLUMNS, EDITED, NAMES, TableModel
from annotator.ui.session import Session

if TYPE_CHECKING:
    from annotator.core.command import ChangeDocument

WIDTHS = {"name": 270, "tags": 150, "assigned": 140, "status": 110, "priority": 90, "doubts": 150, "spans": 80}
FEW, MOST = 20, 2000
HIDDEN, SORTED = "documents_hidden", "documents_sorted"
"""Names of the user's settings."""


class DocumentsTab(QWidget):
    """Enter opens a document, F2 edits, Ctrl+Down and Ctrl+Up sort by the column in front.

    An edit goes to all selected rows, as one undo step. ``document_wanted`` names the document to open.
    """

    document_wanted = Signal(str)
    shown = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.filters = Filters()
        self.model = TableModel(session)
        self.table = QTableView()
        self.columns = QToolButton()
        self.count = QLabel()
        self.lister = Lister(session, self)
        kept = session.settings.get(SORTED)
        self._sort, self._descending = "", False
        if isinstance(kept, list) and len(kept) == 2 and kept[0] in NAMES:
            self._sort, self._descending = kept[0], bool(kept[1])
        self._lay_out()
        self._dress()
        self.filters.changed.connect(self.reload)
        self.lister.answered.connect(self._on_numbers)
        self.model.edited.connect(self._on_edited)
        session.bridge.changed.connect(self._on_changed)
        session.bridge.closing.connect(self.filters.stop)
        session.annotator_changed.connect(lambda _name: self.begin())

    def _lay_out(self) -> None:
        self.count.setObjectName("Faint")
        self.columns.setText(_("Columns"))
        self.columns.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.columns.setMenu(QMenu(self.columns))
        self.columns.menu().aboutToShow.connect(lambda: self._fill(self.columns.menu()))
        below = QHBoxLayout()
        below.addWidget(self.count, 1)
        below.addWidget(self.columns)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 8)
        layout.addWidget(self.filters)
        layout.addWidget(self.table, 1)
        layout.addLayout(below)

    def _dress(self) -> None:
        table = self.table
        table.setModel(self.model)
        table.setAccessibleName(_("Documents"))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setEditTriggers(
            QAbstractItemView.EditTrigger.EditKeyPressed | QAbstractItemView.EditTrigger.DoubleClicked
        )
        table.setTabKeyNavigation(False)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        table.setItemDelegateForColumn(NAMES.index("priority"), PriorityDelegate(table))
        heads = table.horizontalHeader()
        heads.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        heads.setSectionsClickable(True)
        heads.setStretchLastSection(True)
        heads.sectionClicked.connect(self._on_heading)
        heads.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        heads.customContextMenuRequested.connect(self._on_menu)
        hidden = self.session.settings.get(HIDDEN, ["length"])
        for place, name in enumerate(NAMES):
            table.setColumnWidth(place, WIDTHS.get(name, 100))
            table.setColumnHidden(place, name in hidden and name != "name")
        table.doubleClicked.connect(self._on_double)
        for keys, descending in (("Ctrl+Down", True), ("Ctrl+Up", False)):
            shortcut = QShortcut(QKeySequence(keys), table)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(lambda down=descending: self._sort_by_current(descending=down))

    # ---- asking --------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Offer whose work there is, and ask for the list."""
        queries, own = self.session.project.queries, self.session.annotator
        others = [*queries.annotators(), "gold"] if queries.sees_all(own) else ["gold"]
        self.filters.show_people(own, others)
        self.reload()

    def wish(self) -> Wish:
        """What is asked."""
        return replace(self.filters.wish(), sort=self._sort, descending=self._descending)

    def reload(self) -> None:
        """Ask for the list."""
        self.lister.ask(self.wish())

    def _on_numbers(self, wish: Wish, numbers: array[int]) -> None:
        row = self.model.row_at(self.table.currentIndex().row())
        column = max(0, self.table.currentIndex().column())
        self.model.show_numbers(numbers, wish.annotator)
        said = counted("%(count)s document", "%(count)s documents", len(numbers))
        self.count.setText(said)
        if numbers:
            place = max(0, self.model.rows().place_of(row.id)) if row is not None else 0
            flags = QItemSelectionModel.SelectionFlag  # said outright: a held key would select otherwise
            self.table.selectionModel().setCurrentIndex(
                self.model.index(place, column), flags.ClearAndSelect | flags.Rows
            )
        heads = self.table.horizontalHeader()
        heads.setSortIndicatorShown(bool(self._sort))
        if self._sort in NAMES:
            order = Qt.SortOrder.DescendingOrder if self._descending else Qt.SortOrder.AscendingOrder
            heads.setSortIndicator(NAMES.index(self._sort), order)
        self.shown.emit()

    def sort_by(self, name: str, *, descending: bool) -> None:
        """Sort by a column (by none: the project's own order) and remember it."""
        self._sort, self._descending = name, descending and bool(name)
        self.session.settings.set(SORTED, [self._sort, self._descending])
        self.reload()

    def _sort_by_current(self, *, descending: bool) -> None:
        self.sort_by(NAMES[max(0, self.table.currentIndex().column())], descending=descending)

    def _on_heading(self, column: int) -> None:
        """Upwards, downwards, and the project's own order again."""
        name = NAMES[column]
        if self._sort != name:
            self.sort_by(name, descending=False)
        elif not self._descending:
            self.sort_by(name, descending=True)
        else:
            self.sort_by("", descending=False)

    def _on_changed(self, changes: Changes) -> None:
        if not self.isVisible():
            return
        if len(changes.documents) > FEW:
            self.reload()
            return
        places = [self.model.renew(each) for each in changes.documents]
        gone = any(self.session.project.queries.document_row(each) is None for each in changes.documents)
        if changes.touches("document") and (gone or not all(places)):
            self.reload()

    # ---- columns -------------------------------------------------------------------------------------

    def _fill(self, menu: QMenu) -> None:
        menu.clear()
        for place, (name, title) in enumerate(COLUMNS[1:], 1):
            entry = menu.addAction(_(title))
            entry.setCheckable(True)
            entry.setChecked(not self.table.isColumnHidden(place))
            entry.toggled.connect(lambda on, each=name: self.show_column(each, on=on))

    def _on_menu(self, place: QPoint) -> None:
        menu = QMenu(self)
        self._fill(menu)
        menu.exec(self.table.horizontalHeader().mapToGlobal(place))

    def show_column(self, name: str, *, on: bool) -> None:
        """Show or hide a column and remember it."""
        self.table.setColumnHidden(NAMES.index(name), not on)
        hidden = [each for place, each in enumerate(NAMES) if self.table.isColumnHidden(place)]
        self.session.settings.set(HIDDEN, hidden)

    # ---- editing -------------------------------------------------------------------------------------

    def _on_edited(self, place: int, name: str, words: tuple[str, ...]) -> None:
        first = self.model.row_at(place)
        rows = [each for each in self._picked() if each is not None]
        if first is None or len(rows) > MOST:
            self.session.tell(N_("Too many rows are selected to change all of them: at most %(count)s"), count=MOST)
            return
        rows = rows if first in rows else [first]
        commands = [each for row in rows if (each := _wished(row, first, name, words)) is not None]
        if self.session.do(*commands) is not None and len(commands) > 1:
            self.session.tell(N_("Documents changed: %(count)s; one undo takes all back"), count=len(commands))

    def _picked(self) -> list[ListedRow | None]:
        chosen = self.table.selectionModel().selectedRows()
        return [self.model.row_at(each.row()) for each in chosen[: MOST + 1]]

    # ---- going ---------------------------------------------------------------------------------------

    def _on_double(self, index: QModelIndex) -> None:
        if NAMES[index.column()] not in EDITED:
            self.open_current()

    def open_current(self) -> None:
        """Open the document that one stands on."""
        row = self.model.row_at(self.table.currentIndex().row())
        if row is not None and row.id:
            self.document_wanted.emit(row.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; Down goes from the filters into the table."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_current()
        elif self.filters.name.hasFocus() and event.key() == Qt.Key.Key_Down:
            self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            super().keyPressEvent(event)


def _wished(row: ListedRow, first: ListedRow, name: str, words: tuple[str, ...]) -> ChangeDocument | None:
    """What an edit of the first row means for a row: words that came and went there come and go here."""
    if name == "priority":
        return prioritised(row.id, words[0]) if row.priority != words[0] else None
    before: tuple[str, ...] = getattr(first, name)
    own: tuple[str, ...] = getattr(row, name)
    kept = [each for each in own if each in words or each not in before]
    after = words if row == first else tuple(dict.fromkeys([*kept, *(each for each in words if each not in before)]))
    if after == own:
        return None
    return tagged(row.id, after) if name == "tags" else assigned_to(row.id, after)
