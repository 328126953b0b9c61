"""Spans that began as a suggestion against those that did not: agreement through a machine is not independent."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from annotator.core.i18n import _
from annotator.project.instances import Selection
from annotator.project.review_numbers import ReviewNumbers
from annotator.ui.review.figures_table import Cell, FiguresTable
from annotator.ui.review.tile import shown_value


class SuggestedTable(FiguresTable):
    """A row for each of the two."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Suggested and unsuggested"), parent)

    def show_numbers(self, numbers: ReviewNumbers) -> None:
        """Show them."""
        rows = []
        for suggested, title in ((True, _("with a suggested span")), (False, _("without"))):
            total, same = numbers.suggestions.get(suggested, (0, 0))
            share = same / total if total else None
            wanted = Selection(suggested=suggested, title=title)
            differ = Selection(suggested=suggested, part="different", title=f"{title}: " + _("all that differs"))
            cells = [
                Cell(shown_value(share), differ if total else None), Cell(str(total), wanted if total else None),
                Cell(str(total - same), differ if total - same else None),
            ]  # fmt: skip
            rows.append((title, cells))
        self.show_rows([_("share that agrees"), _("pairs"), _("differ")], rows)
