"""Which documents of a hand-off go to several people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt

from annotator.core.i18n import N_, _
from annotator.ui.models.rows import Index, RowsModel
from annotator.ui.team.shares_model import holders_of


class SharedModel(RowsModel):
    """One row per document that more than one annotator gets."""

    headings = (N_("Shared document"), N_("Goes to"))

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[tuple[str, str]] = []

    def show_shares(self, shares: Mapping[str, Sequence[str]], names: Mapping[str, str]) -> None:
        """Show another draw; ``names`` are the documents' names by id."""
        self.beginResetModel()
        self._rows = [
            (names.get(document, document), _(", ").join(who))
            for document, who in holders_of(shares).items() if len(who) > 1
        ]  # fmt: skip
        self.endResetModel()

    def rows(self) -> Sequence[tuple[str, str]]:
        """The rows there are."""
        return self._rows

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """What a cell shows."""
        shown = index.isValid() and role == Qt.ItemDataRole.DisplayRole
        return self._rows[index.row()][index.column()] if shown else None
