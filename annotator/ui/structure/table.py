"""The look that the tables of this package share."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractItemView, QTableView


def dress_table(table: QTableView, name: str) -> None:
    """Rows as lines to walk by arrows; Tab leaves the table."""
    table.setAccessibleName(name)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.verticalHeader().hide()
    table.setShowGrid(False)
    table.setAlternatingRowColors(True)
    table.setTabKeyNavigation(False)
    table.setWordWrap(False)
    table.horizontalHeader().setStretchLastSection(True)
