"""Copies of documents as a table."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt

from annotator.core.i18n import N_, _
from annotator.project.radar.watching import Copy
from annotator.ui.models.rows import Index, RowsModel
from annotator.ui.radar.findings_model import ISOLATED


class CopiesModel(RowsModel):
    """One row per document that has a copy; documents of a group stand together."""

    headings = (N_("Group"), N_("Document"), N_("How alike"), N_("Letters"), N_("Spans"))

    def __init__(self) -> None:
        super().__init__()
        self._copies: Sequence[Copy] = ()

    def show_copies(self, copies: Sequence[Copy]) -> None:
        """Show other copies."""
        self.beginResetModel()
        self._copies = copies
        self.endResetModel()

    def rows(self) -> Sequence[Copy]:
        """The documents there are."""
        return self._copies

    def copy(self, row: int) -> Copy | None:
        """The document of a row."""
        return self._copies[row] if 0 <= row < len(self._copies) else None

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """What a cell shows."""
        if not index.isValid() or role != Qt.ItemDataRole.DisplayRole:
            return None
        copy = self._copies[index.row()]
        alike = _("to the letter") if copy.share == 1 else f"\u2066{int(copy.share * 100)}%\u2069"
        return (str(copy.group + 1), ISOLATED % copy.name, alike, str(copy.length), str(copy.spans))[index.column()]
