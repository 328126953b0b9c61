"""What every table of rows with headings has in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from annotator.core.i18n import _

Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()


class RowsModel(QAbstractTableModel):
    """A table of rows; a kind of it names its headings (gettext ids) and says what a cell shows."""

    headings: ClassVar[tuple[str, ...]] = ()

    def rows(self) -> Sequence[object]:
        """The rows there are."""
        return ()

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        """How many rows there are."""
        return 0 if parent.isValid() else len(self.rows())

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        """How many columns there are."""
        return 0 if parent.isValid() else len(self.headings)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> object:
        """The headings; whole in their tool tips, where a column is narrow."""
        spoken = role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
        if spoken and orientation == Qt.Orientation.Horizontal:
            return _(self.headings[section])
        return None
