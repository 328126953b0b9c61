"""The table of documents as Qt sees it: read piece by piece; tags, people and priority can be edited in it."""

from __future__ import annotations

import re
from array import array

from PySide6.QtCore import QAbstractItemModel, Qt, Signal

from annotator.core.i18n import N_
from annotator.project.listing import ListedRow
from annotator.ui.models.document_pages import DocumentPages
from annotator.ui.models.documents import priority_title, status_title
from annotator.ui.models.rows import Index, RowsModel
from annotator.ui.session import Session

COLUMNS = (
    ("name", N_("Document")), ("status", N_("Status")), ("spans", N_("Spans")), ("suggestions", N_("Suggestions")),
    ("doubts", N_("Unsure or noted")), ("assigned", N_("Assigned to")), ("tags", N_("Tags")),
    ("priority", N_("Priority")), ("length", N_("Characters")),
)  # fmt: skip
"""The columns by the names that they are sorted by."""
NAMES = tuple(name for name, _title in COLUMNS)
EDITED = frozenset({"assigned", "tags", "priority"})
_NUMBERS = frozenset({"spans", "suggestions", "doubts", "length"})
_PART = re.compile(r"[,،;؛]")


def words_typed(text: str) -> tuple[str, ...]:
    """Words with commas between, as a list; each once."""
    return tuple(dict.fromkeys(word for each in _PART.split(text) if (word := each.strip())))


class TableModel(RowsModel):
    """One row per document. ``edited`` carries the row, the column's name and the words that were written."""

    headings = tuple(title for _name, title in COLUMNS)
    edited = Signal(int, str, object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._pages = DocumentPages(session)

    def show_numbers(self, numbers: array[int], annotator: str) -> None:
        """Show other documents, as one annotator sees them."""
        self.beginResetModel()
        self._pages.show(numbers, annotator)
        self.endResetModel()

    def rows(self) -> DocumentPages:
        """The documents that are shown."""
        return self._pages

    def row_at(self, place: int) -> ListedRow | None:
        """The line of a row."""
        return self._pages[place] if 0 <= place < len(self._pages) else None

    def renew(self, document: str) -> bool:
        """Read a document's line anew; whether it is shown."""
        place = self._pages.place_of(document)
        if place >= 0:
            self._pages.renew(place)
            self.dataChanged.emit(self.index(place, 0), self.index(place, len(COLUMNS) - 1))
        return place >= 0

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Tags, people and priority can be edited."""
        plain = QAbstractItemModel.flags(self, index)
        return plain | Qt.ItemFlag.ItemIsEditable if NAMES[index.column()] in EDITED else plain

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """What a cell shows."""
        row = self.row_at(index.row()) if index.isValid() else None
        if row is None:
            return None
        name = NAMES[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            words = _shown(row, name)  # isolated: an Arabic name keeps its marks in place beside English headings
            return f"\u2068{words}\u2069" if words and name in {"name", "tags", "assigned"} else words
        if role == Qt.ItemDataRole.EditRole:
            return row.priority if name == "priority" else _shown(row, name)
        if role == Qt.ItemDataRole.TextAlignmentRole and name in _NUMBERS:
            return Qt.AlignmentFlag.AlignCenter
        return None

    def setData(self, index: Index, value: object, role: int = int(Qt.ItemDataRole.EditRole)) -> bool:
        """Wish a cell's words otherwise; the project decides."""
        row = self.row_at(index.row())
        if role != Qt.ItemDataRole.EditRole or row is None:
            return False
        name = NAMES[index.column()]
        words = (str(value),) if name == "priority" else words_typed(str(value))
        before = (row.priority,) if name == "priority" else getattr(row, name)
        if words != before:
            self.edited.emit(index.row(), name, words)
        return words != before


def _shown(row: ListedRow, name: str) -> str:
    value = getattr(row, name)
    if name == "status":
        return status_title(row.status)
    if name == "priority":
        return "" if row.priority == "normal" else priority_title(row.priority)
    if isinstance(value, tuple):
        return "، ".join(value) if any("\u0600" <= each[:1] <= "\u06ff" for each in value) else ", ".join(value)
    return str(value) if value or name == "length" else ""
