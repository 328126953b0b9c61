"""The look that the tables and boxes of this package share."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QPlainTextEdit, QTableView, QTableWidget


def write_from_the_right(box: QPlainTextEdit) -> None:
    """Let a box hold Arabic as it is written, whatever the language of the window."""
    option = box.document().defaultTextOption()
    option.setTextDirection(Qt.LayoutDirection.RightToLeft)
    option.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute)
    box.document().setDefaultTextOption(option)


def beside(*parts: str) -> str:
    """Words of either direction in one line, each isolated, so that none draws its neighbours to its side."""
    return "   ".join(f"\u2068{part}\u2069" for part in parts if part)


def dress_rows(table: QTableView, name: str) -> None:
    """Rows as lines to walk by arrows; Tab leaves the table."""
    table.setAccessibleName(name)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.verticalHeader().hide()
    table.setShowGrid(False)
    table.setTabKeyNavigation(False)
    table.setWordWrap(False)


def dress_table(table: QTableView, name: str) -> None:
    """Rows as lines, every second one shaded, as wide as the dialog."""
    dress_rows(table, name)
    table.setAlternatingRowColors(True)
    table.horizontalHeader().setStretchLastSection(True)
    if isinstance(table, QTableWidget):
        for each in filter(None, map(table.horizontalHeaderItem, range(table.columnCount()))):
            each.setToolTip(each.text())
