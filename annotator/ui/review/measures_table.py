"""All measures with their intervals, what they rest on and what was left out."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from annotator.core.i18n import _
from annotator.ui.review.figures_table import Cell, FiguresTable
from annotator.ui.review.tile import shown_interval, shown_value


class MeasuresTable(FiguresTable):
    """A row for each measure; its definition and reference are the cell's tip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("All measures"), parent)

    def show_measures(self, results: list[dict[str, Any]]) -> None:
        """Show measures as the report gives them."""
        from annotator.agreement.measures import BY_NAME

        rows = []
        for each in results:
            known = BY_NAME[each["measure"]]
            value = shown_value(each["value"]) if each["value"] is not None else _(str(each.get("explanation", "")))
            left = "; ".join(f"{_(reason)}: {count}" for reason, count in each["excluded"].items())
            tip = f"{_(known.definition)}\n{known.reference}"
            cells = [Cell(value, None, tip), Cell(shown_interval(each["ci"])), Cell(str(each["n_units"])),
                     Cell(str(each["n_documents"])), Cell(left)]  # fmt: skip
            rows.append((_(known.title), cells))
        self.show_rows([_("value"), _("interval"), _("n"), _("documents"), _("left out")], rows)
