"""Every document, the worst first: one bad one against a general problem."""

from __future__ import annotations

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from annotator.core.i18n import _
from annotator.project.instances import Selection
from annotator.project.review_numbers import ReviewNumbers
from annotator.ui.review.chart import Bar
from annotator.ui.review.charted_table import ChartedTable
from annotator.ui.review.figures_table import Cell
from annotator.ui.review.naming import Naming
from annotator.ui.review.tile import shown_value


class DocumentsPart(ChartedTable):
    """A strip of bars, and the figures of each document."""

    def __init__(self, naming: Naming, parent: QWidget | None = None) -> None:
        super().__init__(_("By document"), naming, parent)

    def show_numbers(self, numbers: ReviewNumbers) -> None:
        """Show them."""
        theme = self.naming.colours
        self.table.tint = QColor(theme.accent)
        listed = numbers.documents
        most = max((each[3] for each in listed), default=1) or 1
        rows, bars = [], []
        for place, (document, value, units, different) in enumerate(listed):
            name = self.naming.document(document)
            wanted = Selection(documents=(document,), part="different", title=name)
            differ = Cell(str(different), wanted, weight=different / most)
            rows.append((name, [Cell(shown_value(value), wanted), differ, Cell(str(units))]))
            bars.append(Bar(place, different, theme.accent, wanted))
        self.table.show_rows([_("F1, exact"), _("differ"), _("n")], rows)
        if self.chart is not None and bars:
            self.chart.show_bars(bars[:200], theme, _("documents, the worst first"), _("pairs that differ"))
