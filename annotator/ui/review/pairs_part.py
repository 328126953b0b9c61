"""The figures of every pair of annotators, gold as a further one."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from annotator.core.i18n import _
from annotator.project.instances import Selection
from annotator.project.reader import GOLD
from annotator.project.review_numbers import HEADLINE
from annotator.ui.review.chosen_table import ChosenTable
from annotator.ui.review.figures_table import Cell
from annotator.ui.review.naming import Naming
from annotator.ui.review.tile import TILES, in_line, shown_interval, shown_value


class PairsPart(ChosenTable):
    """A matrix of one measure, which is chosen above it."""

    def __init__(self, naming: Naming, parent: QWidget | None = None) -> None:
        super().__init__(naming, _("Pairs of annotators"), _("Measure"), parent)
        for name, title in TILES:
            self.choice.addItem(in_line(_(title)), name)

    def _show(self) -> None:
        numbers = self._numbers
        name = self.choice.currentData() or HEADLINE[0]
        people = [*numbers.annotators, *([GOLD] if numbers.has_gold else [])]
        rows = [(self.naming.who(one), [self._pair_cell(one, other, name) for other in people]) for one in people]
        self.table.show_rows([self.naming.who(each) for each in people], rows)

    def _pair_cell(self, one: str, other: str, name: str) -> Cell:
        pair = (one, other) if (one, other) in self._numbers.pairs else (other, one)
        told = self._numbers.pairs.get(pair, {}).get(name)
        if told is None:
            return Cell("" if one == other else "–", tip="" if one == other else _("no common document"))
        value = told["value"]
        tip = f"{shown_interval(told['ci'])} n = {told['n_units']}, {told['n_documents']}"
        title = f"{self.naming.who(pair[0])} × {self.naming.who(pair[1])}: " + _("all that differs")
        opens = Selection(pair=pair, part="different", title=title)
        return Cell(f"{shown_value(value)}  {shown_interval(told['ci'])}", opens, tip, 0.6 * (value or 0.0) ** 4)
