"""Which labels stand against which, none among them; other extents of one label in a cell of their own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QComboBox, QWidget

from annotator.core.i18n import _
from annotator.project.instances import Selection
from annotator.ui.review.chosen_table import ChosenTable
from annotator.ui.review.figures_table import Cell
from annotator.ui.review.naming import Naming


class ConfusionPart(ChosenTable):
    """The matrix of one pair or of all, which is chosen above it."""

    def __init__(self, naming: Naming, parent: QWidget | None = None) -> None:
        super().__init__(naming, _("Confusion of labels"), _("Whose labels"), parent)
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)

    def _offer(self) -> None:
        chosen = self.choice.currentData()
        self.choice.clear()
        self.choice.addItem(_("All pairs"), None)
        for pair in self._numbers.confusion:
            if pair is not None:
                self.choice.addItem(f"{self.naming.who(pair[0])} × {self.naming.who(pair[1])}", pair)
        places = (place for place in range(self.choice.count()) if self.choice.itemData(place) == chosen)
        self.choice.setCurrentIndex(next(places, 0))

    def _show(self) -> None:
        numbers = self._numbers
        pair = self.choice.currentData()
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
        self, pair: tuple[str, str] | None, place: int, names: Sequence[str], counts: Any, slips: Any,  # noqa: ANN401 - arrays
        off: int,
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
