"""Backups as people read them: when, why, how large."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC

from PySide6.QtCore import Qt

from annotator.core.i18n import N_, _
from annotator.project.backup import Kept
from annotator.ui.languages import shown_size
from annotator.ui.models.history import moment
from annotator.ui.models.rows import Index, RowsModel

REASONS = {
    "open": N_("when opened"), "daily": N_("daily"), "migration": N_("before a newer format"),
    "merge": N_("before a merge"), "restore": N_("before a restore"), "compaction": N_("before making it smaller"),
}  # fmt: skip


class BackupsModel(RowsModel):
    """One row per backup, the newest first."""

    headings = (N_("When"), N_("Why"), N_("Size"))

    def __init__(self, kept: Sequence[Kept]) -> None:
        super().__init__()
        self._kept = kept

    def rows(self) -> Sequence[Kept]:
        """The rows there are."""
        return self._kept

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """What a cell shows."""
        if not index.isValid() or role != Qt.ItemDataRole.DisplayRole:
            return None
        each = self._kept[index.row()]
        size = shown_size(each.size)
        when = moment(each.time.astimezone(UTC).isoformat())
        return (when, _(REASONS.get(each.reason, each.reason)), size)[index.column()]
