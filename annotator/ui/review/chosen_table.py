"""A table of figures with a choice above it: what the pairs and the confusion of labels have in common."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from annotator.project.review_numbers import ReviewNumbers
from annotator.ui.review.figures_table import FiguresTable
from annotator.ui.review.naming import Naming


class ChosenTable(QWidget):
    """Shows anew what is chosen. ``opened`` carries what a cell opens."""

    opened = Signal(object)

    def __init__(self, naming: Naming, table: str, choice: str, parent: QWidget | None = None) -> None:
        """``table`` and ``choice`` say to a screen reader what the two are."""
        super().__init__(parent)
        self.naming = naming
        self._numbers = ReviewNumbers()
        self.table = FiguresTable(table)
        self.choice = QComboBox()
        self.choice.setAccessibleName(choice)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.choice, 0, Qt.AlignmentFlag.AlignLeading)
        column.addWidget(self.table, 1)
        self.choice.activated.connect(self._show)
        self.table.opened.connect(self.opened)

    def show_numbers(self, numbers: ReviewNumbers) -> None:
        """Show other numbers; what was chosen stays."""
        self._numbers = numbers
        self.table.tint = QColor(self.naming.colours.accent)
        self._offer()
        self._show()

    def _offer(self) -> None:
        """Fill the choice, where it depends on the numbers."""

    def _show(self) -> None:
        """Fill the table with what is chosen, each part in its own way."""
