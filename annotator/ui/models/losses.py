"""What an export cannot hold, as a table."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from annotator.core.i18n import N_, _
from annotator.formats.base import Loss

Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()
_HEADINGS = (N_("Document"), N_("Text"), N_("Labelled as"), N_("What happens"), N_("Why"))
ACTIONS = {
    "cut": N_("cut"), "moved": N_("moved"), "merged": N_("merged"), "dropped": N_("left out"),
    "changed": N_("changed"),
}  # fmt: skip


class LossesModel(QAbstractTableModel):
    """One row per span or relation that does not come out as it is."""

    def __init__(self) -> None:
        super().__init__()
        self._losses: list[Loss] = []

    def show_losses(self, losses: list[Loss]) -> None:
        """Show other losses."""
        self.beginResetModel()
        self._losses = losses
        self.endResetModel()

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        """How many losses there are."""
        return 0 if parent.isValid() else len(self._losses)

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        """How many columns there are."""
        return 0 if parent.isValid() else len(_HEADINGS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> object:
        """The headings."""
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return _(_HEADINGS[section])
        return None

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """What a cell shows."""
        if not index.isValid() or role != Qt.ItemDataRole.DisplayRole:
            return None
        loss = self._losses[index.row()]
        action = _(ACTIONS.get(loss.action, loss.action))
        return (loss.document, loss.text, loss.label, action, _(loss.reason))[index.column()]
