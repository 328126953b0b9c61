"""By how many characters boundaries differ, clitics alone apart."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from annotator.core.i18n import _
from annotator.project.instances import FURTHEST, Selection
from annotator.project.review_numbers import ReviewNumbers
from annotator.ui.review.chart import Bar
from annotator.ui.review.charted_table import ChartedTable
from annotator.ui.review.figures_table import Cell
from annotator.ui.review.naming import Naming


class SlipsPart(ChartedTable):
    """A stacked histogram of start and end, and its counts."""

    def __init__(self, naming: Naming, parent: QWidget | None = None) -> None:
        super().__init__(_("Boundary slips"), naming, parent)

    def show_numbers(self, numbers: ReviewNumbers) -> None:
        """Show them."""
        theme = self.naming.colours
        deltas = [delta for delta in range(-FURTHEST, FURTHEST + 1) if delta]
        rows, bars = [], []
        for edge, clitic, title, colour in (
            ("start", False, _("start"), theme.accent), ("start", True, _("start, a clitic alone"), theme.good),
            ("end", False, _("end"), theme.bad),
        ):  # fmt: skip
            cells = []
            for delta in deltas:
                count = numbers.slips.get((edge, delta, clitic), 0)
                wanted = Selection(slip=(edge, delta, clitic), title=f"{title} \u2066{delta:+d}\u2069")
                cells.append(Cell(str(count or "·"), wanted if count else None))
                if count:
                    bars.append(Bar(delta, count, colour, wanted, _below(numbers, edge, delta, clitic), title))
            rows.append((title, cells))
        signs = {FURTHEST: "≥", -FURTHEST: "≤"}
        self.table.show_rows([f"\u2066{signs.get(delta, '')}{delta:+d}\u2069" for delta in deltas], rows)
        if self.chart is not None:
            self.chart.show_bars(bars, theme, _("characters by which the second differs"), _("pairs"),
                                      [(delta, f"{delta:+d}") for delta in deltas])  # fmt: skip


def _below(numbers: ReviewNumbers, edge: str, delta: int, clitic: bool) -> int:
    """What is stacked below a bar."""
    slips = numbers.slips
    if (edge, clitic) == ("start", False):
        return 0
    below = slips.get(("start", delta, False), 0)
    return below if clitic else below + slips.get(("start", delta, True), 0)
