"""The headline measures of every label."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from annotator.core.i18n import _
from annotator.project.instances import Selection
from annotator.project.review_numbers import HEADLINE, ReviewNumbers, measure_named
from annotator.ui.review.figures_table import Cell, FiguresTable
from annotator.ui.review.naming import Naming
from annotator.ui.review.tile import TILES, shown_interval, shown_value


class LabelsTable(FiguresTable):
    """A row for each label."""

    def __init__(self, naming: Naming, parent: QWidget | None = None) -> None:
        super().__init__(_("By label"), parent)
        self.naming = naming

    def show_numbers(self, numbers: ReviewNumbers) -> None:
        """Show them."""
        rows = []
        for name in numbers.labels:
            cells = []
            title = self.naming.label(name)
            wanted = Selection(label=name, part="different", title=f"{title}: " + _("all that differs"))
            for measure in HEADLINE[:3]:
                told = measure_named(numbers, measure)["by_label"].get(name)
                text = f"{shown_value(told['value'])}  {shown_interval(told['ci'])}" if told else "–"
                cells.append(Cell(text, wanted))
            units = measure_named(numbers, "f1_exact")["by_label"].get(name, {}).get("n_units", 0)
            rows.append((title, [*cells, Cell(str(units), Selection(label=name, title=title))]))
        self.show_rows([*(_(heading) for _name, heading in TILES), _("n")], rows)
