"""A table whose every cell can open its instances; it can be written as CSV and LaTeX."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from annotator.project.instances import Selection

SELECTION = Qt.ItemDataRole.UserRole
_TEX = str.maketrans({"&": r"\&", "%": r"\%", "_": r"\_", "#": r"\#", "$": r"\$", "{": r"\{", "}": r"\}"})
_CONTROLS = str.maketrans("", "", "\u2066\u2067\u2068\u2069")


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell shows, and what it opens: a `Selection` of instances, or another page's wish.

    ``weight`` from 0 to 1 is how strongly it is tinted.
    """

    text: str
    opens: object = None
    tip: str = ""
    weight: float = 0.0


class FiguresTable(QTableWidget):
    """Rows of cells under headers. ``opened`` carries what a cell opens, by click or Enter.

    ``row_opened`` carries the row, by Enter or a double click.
    """

    opened = Signal(object)
    row_opened = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.tint = QColor("#c2410c")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.cellClicked.connect(self._open)
        self.cellDoubleClicked.connect(lambda row, _column: self.row_opened.emit(row))
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)

    def show_rows(self, columns: Sequence[str], rows: Sequence[tuple[str, Sequence[Cell]]]) -> None:
        """Show rows, each with its header."""
        self.clear()
        self.setColumnCount(len(columns))
        self.setRowCount(len(rows))
        self.setHorizontalHeaderLabels(list(columns))
        self.setVerticalHeaderLabels([name for name, _cells in rows])
        for place, (_name, cells) in enumerate(rows):
            for column, cell in enumerate(cells):
                self.setItem(place, column, self._item(cell))
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)

    def _item(self, cell: Cell) -> QTableWidgetItem:
        item = QTableWidgetItem(cell.text)
        item.setData(SELECTION, cell.opens)
        item.setToolTip(cell.tip)
        item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
        if cell.weight > 0:
            tint = QColor(self.tint)
            tint.setAlphaF(min(1.0, 0.1 + 0.35 * cell.weight))
            item.setBackground(tint)
        return item

    def selection_at(self, row: int, column: int) -> Selection | None:
        """What a cell opens."""
        item = self.item(row, column)
        found = item.data(SELECTION) if item is not None else None
        return found if isinstance(found, Selection) else None

    def _open(self, row: int, column: int) -> None:
        item = self.item(row, column)
        if item is not None and item.data(SELECTION) is not None:
            self.opened.emit(item.data(SELECTION))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the cell in front."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentRow(), self.currentColumn())
            self.row_opened.emit(self.currentRow())
        else:
            super().keyPressEvent(event)

    # ---- for papers ----------------------------------------------------------------------------------

    def _lines(self) -> list[list[str]]:
        heads = [self.horizontalHeaderItem(column) for column in range(self.columnCount())]
        lines = [["", *(head.text() if head else "" for head in heads)]]
        for row in range(self.rowCount()):
            name = self.verticalHeaderItem(row)
            items = [self.item(row, column) for column in range(self.columnCount())]
            lines.append([name.text() if name else "", *(item.text() if item else "" for item in items)])
        return [[cell.translate(_CONTROLS).replace("\n", " ") for cell in line] for line in lines]

    def csv(self) -> str:
        """The table as CSV."""
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows(self._lines())
        return out.getvalue()

    def latex(self) -> str:
        """The table as a LaTeX ``tabular`` with booktabs' rules."""
        head, *rest = [[cell.translate(_TEX) for cell in line] for line in self._lines()]
        body = "\n".join(" & ".join(line) + r" \\" for line in rest)
        return (
            f"\\begin{{tabular}}{{l{'r' * (len(head) - 1)}}}\n\\toprule\n{' & '.join(head)} \\\\\n\\midrule\n"
            f"{body}\n\\bottomrule\n\\end{{tabular}}\n"
        )
