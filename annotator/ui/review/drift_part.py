"""Each annotator's agreement in the order of work, with the changes of the guidelines."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from annotator.core.i18n import _, counted
from annotator.project.drift import Point
from annotator.project.instances import Selection
from annotator.project.review_numbers import ReviewNumbers
from annotator.ui.review.chart import Dot
from annotator.ui.review.charted_table import ChartedTable
from annotator.ui.review.figures_table import Cell
from annotator.ui.review.naming import Naming
from annotator.ui.review.tile import shown_interval, shown_value

PALETTE = ("#2f6fde", "#c2410c", "#15803d", "#9333ea", "#b45309", "#0e7490", "#be185d", "#4d7c0f")


class DriftPart(ChartedTable):
    """A line for each annotator, and its points."""

    def __init__(self, naming: Naming, parent: QWidget | None = None) -> None:
        super().__init__(_("Over time"), naming, parent)

    def show_numbers(self, numbers: ReviewNumbers) -> None:
        """Show them."""
        theme = self.naming.colours
        rows, lines = [], []
        for number, who in enumerate(numbers.annotators):
            points = [each for each in numbers.drift if each.who == who and each.value is not None]
            rows.append((who, [_cell(each, gold=numbers.has_gold) for each in points]))
            dots = [_dot(place, each, gold=numbers.has_gold) for place, each in enumerate(points, 1)]
            lines.append((who, PALETTE[number % len(PALETTE)], dots))
        width = max((len(cells) for _who, cells in rows), default=0)
        self.table.show_rows([str(place) for place in range(1, width + 1)], rows)
        if self.chart is not None and width:
            against = _("F1 against gold") if numbers.has_gold else _("F1 against the others")
            self.chart.show_lines(lines, theme, _("documents in the order of work"), against, _rules(numbers))


def _rules(numbers: ReviewNumbers) -> list[float]:
    """Where guidelines changed: before the first point whose work is later."""
    first = [each for each in numbers.drift if each.who == numbers.annotators[0]]
    return [
        next((place - 0.5 for place, each in enumerate(first, 1) if each.until > time), len(first) + 0.5)
        for time in numbers.scheme_changes
    ]


def _opens(point: Point, *, gold: bool) -> Selection:
    title = point.who + ": " + counted("%(count)s document", "%(count)s documents", len(point.documents))
    return Selection(who=point.who, gold=gold, documents=point.documents, part="different", title=title)


def _cell(point: Point, *, gold: bool) -> Cell:
    tip = shown_interval(point.ci) + (" " + _("agreement fell for good here") if point.alarm else "")
    return Cell(shown_value(point.value) + (" ⚠" if point.alarm else ""), _opens(point, gold=gold), tip)


def _dot(place: int, point: Point, *, gold: bool) -> Dot:
    value = point.value or 0.0
    low, high = point.ci or (value, value)
    return Dot(place, value, low, high, _opens(point, gold=gold), point.alarm)
