"""What a tab of the review shows as a file: for a paper, a meeting, a spreadsheet."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from annotator.core.errors import UserError
from annotator.ui.review.agenda_panel import AgendaPanel
from annotator.ui.review.chart import Chart
from annotator.ui.review.figures_table import FiguresTable

PICTURES = frozenset({".png", ".svg"})


def save_tab(tab: QWidget, place: Path) -> None:
    """Write tables as CSV or LaTeX, a chart as PNG or SVG, the agenda as it says itself, all else as text.

    Raises:
        UserError: there is no chart, or the place cannot be written.
    """
    try:
        if place.suffix.lower() in PICTURES:
            _save_chart(tab, place)
        elif agenda := tab.findChild(AgendaPanel):
            agenda.save(place)
        else:
            place.write_text(_words(tab, latex=place.suffix.lower() == ".tex"), "utf-8")
    except OSError as error:
        raise UserError("%(file)s cannot be written: %(reason)s", file=place, reason=error) from error


def _save_chart(tab: QWidget, place: Path) -> None:
    chart = tab.findChild(Chart)
    if chart is None:
        raise UserError("There is no chart here")
    chart.save(place)


def _words(tab: QWidget, *, latex: bool) -> str:
    tables = tab.findChildren(FiguresTable)
    if tables:
        return "\n".join(each.latex() if latex else each.csv() for each in tables)
    return "\n\n".join(each.toPlainText() for each in tab.findChildren(QPlainTextEdit)) + "\n"
