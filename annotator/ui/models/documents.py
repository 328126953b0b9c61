"""The document list as Qt sees it."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from annotator.core.i18n import N_, _, counted
from annotator.project.queries import DocumentRow

Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()
ROW_ROLE = int(Qt.ItemDataRole.UserRole)

STATUS_TITLES = {
    "new": N_("New"), "in_progress": N_("In progress"), "done": N_("Done"), "locked": N_("Locked"),
    "needs_review": N_("Needs review"),
}  # fmt: skip


def status_title(status: str) -> str:
    """A status in the language in use."""
    return _(STATUS_TITLES.get(status, status))


def counts(row: DocumentRow) -> str:
    """What a document holds, in words."""
    spans = counted("%(count)s span", "%(count)s spans", row.spans)
    if not row.suggestions:
        return spans
    return f"{spans} · " + counted("%(count)s suggestion", "%(count)s suggestions", row.suggestions)


class DocumentsModel(QAbstractListModel):
    """One row per document, in the project's order."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[DocumentRow] = []
        self._places: dict[str, int] = {}

    def show_rows(self, rows: list[DocumentRow]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._rows = rows
        self._places = {row.id: place for place, row in enumerate(rows)}
        self.endResetModel()

    def change_row(self, row: DocumentRow) -> None:
        """Show one row as it is now."""
        place = self._places.get(row.id)
        if place is not None:
            self._rows[place] = row
            self.dataChanged.emit(self.index(place), self.index(place))

    def rows(self) -> list[DocumentRow]:
        """The rows that are shown."""
        return self._rows

    def place_of(self, document: str) -> int:
        """The row number of a document, -1 where it is not shown."""
        return self._places.get(document, -1)

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        """How many rows there are."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """What a cell shows."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.name
        if role == ROW_ROLE:
            return row
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return f"{row.name}\n{status_title(row.status)} · {counts(row)}"
        return None
