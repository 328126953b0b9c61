"""The document list as Qt sees it."""

from __future__ import annotations

from array import array

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from annotator.core.i18n import N_, _, counted
from annotator.project.listing import ListedRow
from annotator.ui.models.document_pages import DocumentPages
from annotator.ui.session import Session

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


PRIORITY_TITLES = {"high": N_("High"), "normal": N_("Normal"), "low": N_("Low")}


def priority_title(priority: str) -> str:
    """A priority in the language in use; what is none of ours as it is."""
    return _(PRIORITY_TITLES[priority]) if priority in PRIORITY_TITLES else priority


def counts(row: ListedRow) -> str:
    """What a document holds, in words."""
    spans = counted("%(count)s span", "%(count)s spans", row.spans)
    if not row.suggestions:
        return spans
    return f"{spans} · " + counted("%(count)s suggestion", "%(count)s suggestions", row.suggestions)


def labels(row: ListedRow) -> str:
    """What a document is marked with, and whose it is: priority, tags and annotators."""
    marked = [] if row.priority == "normal" else [priority_title(row.priority)]
    return " · ".join([*marked, *(f"#{each}" for each in row.tags), *(f"@{each}" for each in row.assigned)])


class DocumentsModel(QAbstractListModel):
    """One row per document; what a row shows is read when it is looked at."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._pages = DocumentPages(session)

    def show_numbers(self, numbers: array[int], annotator: str) -> None:
        """Show other documents, as one annotator sees them."""
        self.beginResetModel()
        self._pages.show(numbers, annotator)
        self.endResetModel()

    def change_row(self, place: int, row: ListedRow | None = None) -> None:
        """Show one row as it is now: this, or what the file says."""
        if row is None:
            self._pages.renew(place)
        else:
            self._pages.put(place, row)
        self.dataChanged.emit(self.index(place), self.index(place))

    def rows(self) -> DocumentPages:
        """The rows that are shown."""
        return self._pages

    def place_of(self, document: str) -> int:
        """The row number of a document, -1 where it is not shown."""
        return self._pages.place_of(document)

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        """How many rows there are."""
        return 0 if parent.isValid() else len(self._pages)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """What a cell shows."""
        if not index.isValid() or index.row() >= len(self._pages):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._pages[index.row()].name
        if role == ROW_ROLE:
            return self._pages[index.row()]
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            row = self._pages[index.row()]
            marked = labels(row)
            return f"{row.name}\n{status_title(row.status)} · {counts(row)}" + (f"\n{marked}" if marked else "")
        return None
