"""What an export cannot hold, as a table."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt

from annotator.core.i18n import N_, _
from annotator.formats.base import Loss
from annotator.ui.models.rows import Index, RowsModel

_HEADINGS = (N_("Document"), N_("Text"), N_("Labelled as"), N_("What happens"), N_("Why"))
ACTIONS = {
    "cut": N_("cut"), "moved": N_("moved"), "merged": N_("merged"), "dropped": N_("left out"),
    "changed": N_("changed"),
}  # fmt: skip


class LossesModel(RowsModel):
    """One row per span or relation that does not come out as it is."""

    headings = _HEADINGS

    def __init__(self) -> None:
        super().__init__()
        self._losses: list[Loss] = []

    def show_losses(self, losses: list[Loss]) -> None:
        """Show other losses."""
        self.beginResetModel()
        self._losses = losses
        self.endResetModel()

    def rows(self) -> Sequence[object]:
        """The rows there are."""
        return self._losses

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """What a cell shows."""
        if not index.isValid() or role != Qt.ItemDataRole.DisplayRole:
            return None
        loss = self._losses[index.row()]
        action = _(ACTIONS.get(loss.action, loss.action))
        return (loss.document, loss.text, loss.label, action, _(loss.reason))[index.column()]
