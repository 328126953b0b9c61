"""A chart, where the charting library is installed, above the table of the same figures."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.ui.review.chart import Chart, charts_there
from annotator.ui.review.figures_table import FiguresTable
from annotator.ui.review.naming import Naming


class ChartedTable(QWidget):
    """``opened`` carries what a bar, a point or a cell opens."""

    opened = Signal(object)

    def __init__(self, title: str, naming: Naming, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.naming = naming
        self.table = FiguresTable(title)
        self.chart = Chart() if charts_there() else None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for part in (self.chart, self.table):
            if part is not None:
                column.addWidget(part, 1)
                part.opened.connect(self.opened)
