"""The spans and suggestions of the open document as a table, which screen readers can read."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from annotator.core.i18n import N_, _
from annotator.core.scheme import Scheme
from annotator.core.suggestion import Suggestion
from annotator.ui.marking import label_title, mark_of
from annotator.ui.models.rows import Index, RowsModel
from annotator.ui.open_document import OpenDocument, Thing
from annotator.ui.reasons import spoken_reason

_HEADINGS = (N_("Text"), N_("Labelled as"), N_("State"))


class MarksModel(RowsModel):
    """One row per span or suggestion, in text order: its text, its label, what it is."""

    headings = _HEADINGS

    def __init__(self) -> None:
        super().__init__()
        self._desk: OpenDocument | None = None
        self._scheme = Scheme()
        self._things: list[Thing] = []

    def show_desk(self, desk: OpenDocument | None, scheme: Scheme) -> None:
        """Show the marks of a document."""
        self.beginResetModel()
        self._desk, self._scheme = desk, scheme
        self._things = desk.in_order() if desk else []
        self.endResetModel()

    def mark_at(self, row: int) -> str:
        """The id of a row's mark."""
        return self._things[row].id if 0 <= row < len(self._things) else ""

    def row_of(self, mark: str) -> int:
        """The row of a mark, -1 where it is not there."""
        return next((row for row, thing in enumerate(self._things) if thing.id == mark), -1)

    def rows(self) -> Sequence[object]:
        """The rows there are."""
        return self._things

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """What a cell shows."""
        if not index.isValid() or self._desk is None:
            return None
        thing = self._things[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cell(thing, index.column())
        if role == Qt.ItemDataRole.DecorationRole and index.column() == 1:
            return QColor(mark_of(self._scheme, thing).colour)
        if role == Qt.ItemDataRole.ToolTipRole:
            return spoken_reason(thing.why) if isinstance(thing, Suggestion) else thing.note
        return None

    def _cell(self, thing: Thing, column: int) -> str:
        if column == 0:
            pieces = thing.extent
            text = self._desk.text if self._desk else ""
            return " … ".join(text[start:end] for start, end in pieces).replace("\n", " ")
        if column == 1:
            return label_title(self._scheme, thing.label)
        if isinstance(thing, Suggestion):
            return f"{_('suggestion')} {round(thing.score * 100)}%"
        return " · ".join([_("span"), *([_("unsure")] if thing.unsure else []), *([_("note")] if thing.note else [])])
