"""What a hand-off would give to whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt

from annotator.core.i18n import N_, _
from annotator.ui.models.rows import Index, RowsModel


class ShareRow(NamedTuple):
    """One annotator's share: how many documents, how many of them nobody else has, and with whom the rest is shared."""

    annotator: str
    documents: int
    alone: int
    shared: int
    others: tuple[str, ...]


def share_rows(shares: Mapping[str, Sequence[str]]) -> list[ShareRow]:
    """The lines of a draw."""
    holders = holders_of(shares)
    rows = []
    for name, mine in shares.items():
        alone = sum(len(holders[each]) == 1 for each in mine)
        others = dict.fromkeys(other for each in mine for other in holders[each] if other != name)
        rows.append(ShareRow(name, len(mine), alone, len(mine) - alone, tuple(others)))
    return rows


def holders_of(shares: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Who has each document."""
    found: dict[str, list[str]] = {}
    for name, mine in shares.items():
        for each in mine:
            found.setdefault(each, []).append(name)
    return found


class SharesModel(RowsModel):
    """One row per annotator."""

    headings = (N_("Annotator"), N_("Documents"), N_("Alone"), N_("Shared"), N_("Shared with"))

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[ShareRow] = []

    def show_shares(self, shares: Mapping[str, Sequence[str]]) -> None:
        """Show another draw."""
        self.beginResetModel()
        self._rows = share_rows(shares)
        self.endResetModel()

    def rows(self) -> Sequence[ShareRow]:
        """The rows there are."""
        return self._rows

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """What a cell shows."""
        if not index.isValid() or role != Qt.ItemDataRole.DisplayRole:
            return None
        row = self._rows[index.row()]
        cells = (row.annotator, str(row.documents), str(row.alone), str(row.shared), _(", ").join(row.others) or "—")
        return cells[index.column()]
