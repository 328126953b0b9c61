"""Which labels stand against which, none among them; other extents of one label in a cell of their own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from annotator.core.i18n import _
from annotator.project.instances import Selection
from annotator.project.review_numbers import ReviewNumbers
from annotator.ui.review.figures_table import Cell, FiguresTable
from annotator.ui.review.naming import Naming


class ConfusionPart(QWidget):
    """The matrix of one pair or of all, which is chosen above it. ``opened`` carries what a cell opens."""

    opened = Signal(object)

    def __init__(self, naming: Naming, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.naming = naming
        self._numbers = ReviewNumbers()
        self.table = FiguresTable(_("Confusion of labels"))
        self.pair = QComboBox()
        self.pair.setAccessibleName(_("Whose labels"))
        self.pair.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.pair, 0, Qt.AlignmentFlag.AlignLeading)
        column.addWidget(self.table, 1)
        self.pair.activated.connect(self._show)
        self.table.opened.connect(self.opened)

    def show_numbers(self, numbers: ReviewNumbers) -> None:
        """Show the matrix; the pair that was chosen stays."""
        self._numbers = numbers
        self.table.tint = QColor(self.naming.colours.accent)
        chosen = self.pair.currentData()
        self.pair.clear()
        self.pair.addItem(_("All pairs"), None)
        for pair in numbers.confusion:
            if pair is not None:
                self.pair.addItem(f"{self.naming.who(pair[0])} × {self.naming.who(pair[1])}", pair)
        places = (place for place in range(self.pair.count()) if self.pair.itemData(place) == chosen)
        self.pair.setCurrentIndex(next(places, 0))
        self._show()

    def _show(self) -> None:
        numbers = self._numbers
        pair = self.pair.currentData()
        pair = tuple(pair) if pair is not None else None
        found = numbers.confusion.get(pair)
        if found is None:
            return
        counts, slips = found
        names = [*numbers.labels, ""]
        off = max((int(counts[i][j]) for i in range(len(names)) for j in range(len(names)) if i != j), default=1) or 1
        columns: list[str] = []
        for name in names:
            columns += [self.naming.label(name), _("boundary")] if name else [_("none")]
        rows = [(self.naming.label(name), self._confusion_row(pair, place, names, counts, slips, off))
                for place, name in enumerate(names)]  # fmt: skip
        self.table.show_rows(columns, rows)

    def _confusion_row(
        self, pair: tuple[str, str] | None, place: int, names: Sequence[str], counts: Any, slips: Any, off: int  # noqa: ANN401
    ) -> list[Cell]:
        """The cells of a row: equal and other labels, each with its part of other extents beside it."""
        cells = []
        for column, name in enumerate(names):
            whole, slip = int(counts[place][column]), int(slips[place][column])
            title = f"{self.naming.label(names[place])} × {self.naming.label(name)}"
            weight = 0.0 if place == column else whole / off
            wanted = Selection(pair=pair, labels=(names[place], name), title=title)
            cells.append(Cell(str(whole or "·"), wanted if whole else None, title, weight))
            if name:
                both = f"{title} · {_('boundary')}"
                part = Selection(pair=pair, labels=(names[place], name), part="boundary", title=both)
                cells.append(Cell(str(slip or "·"), part if slip else None, part.title, slip / off if slip else 0.0))
        return cells
