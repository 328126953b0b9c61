"""One part of the overview: a chart where there is a library for it, and the table of the same numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QSplitter, QVBoxLayout, QWidget

from annotator.core.i18n import right_to_left
from annotator.ui.review.chart import Bar, Chart, Dot, charts_there
from annotator.ui.review.figures_table import Cell, FiguresTable
from annotator.ui.theme import Colours

LEGEND = 0.16
"""The legend's share of the chart's width."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a section shows: bars, or one line of dots, with a tick for each place from 0 on; ``empty`` for nothing."""

    columns: Sequence[str]
    rows: Sequence[tuple[str, Sequence[Cell]]]
    empty: str
    axes: tuple[str, str] = ("", "")
    ticks: Sequence[str] = ()
    bars: Sequence[Bar] = field(default_factory=tuple)
    line: tuple[str, Sequence[Dot]] = ("", ())


class Section(QWidget):
    """``opened`` carries what a bar, a point or a cell opens. The chart is drawn when the section is looked at."""

    opened = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self.table = FiguresTable(name)
        self.chart = Chart() if charts_there() else None
        self.nothing = QLabel()
        self._shown: Shown | None = None
        self._colours: Colours | None = None
        self._drawn = False
        self.nothing.setObjectName("Faint")
        self.nothing.setWordWrap(True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing.hide()
        self.both = QSplitter(Qt.Orientation.Vertical)
        self.both.setChildrenCollapsible(False)
        if self.chart is not None:
            self.both.addWidget(self.chart)
            self.chart.opened.connect(self.opened)
        self.both.addWidget(self.table)
        self.both.setSizes([340, 260])
        self.table.opened.connect(self.opened)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 8)
        layout.addWidget(self.nothing, 1)
        layout.addWidget(self.both, 1)

    def show_numbers(self, shown: Shown, colours: Colours) -> None:
        """Show other numbers."""
        self._shown, self._colours, self._drawn = shown, colours, False
        self.table.show_rows(shown.columns, shown.rows)
        self.nothing.setText(shown.empty)
        self.nothing.setVisible(not shown.rows)
        self.both.setVisible(bool(shown.rows))
        if self.isVisible():
            self._draw()

    def showEvent(self, event: QShowEvent) -> None:
        """Draw the chart when it is first looked at: its library takes a moment to come."""
        super().showEvent(event)
        self._draw()

    def _draw(self) -> None:
        shown, colours = self._shown, self._colours
        if self.chart is None or shown is None or colours is None or self._drawn:
            return
        self._drawn = True
        self.chart.setVisible(bool(shown.bars or shown.line[1]))
        ticks = [(turned(place), title) for place, title in enumerate(shown.ticks)]
        if shown.bars:
            legend = len({each.colour for each in shown.bars}) > 1
            room = LEGEND * len(shown.ticks) if legend else 0.0
            self.chart.show_bars(shown.bars, colours, *shown.axes, ticks, room)
        elif shown.line[1]:
            name, dots = shown.line
            self.chart.show_lines([(name, colours.accent, dots)], colours, *shown.axes, ticks=ticks)

    def save(self, place: Path) -> bool:
        """Write the numbers as CSV, or the chart as PNG or SVG, by the name's ending; whether there was such a thing.

        Raises:
            OSError: the place cannot be written.
        """
        if place.suffix.lower() == ".csv":
            place.write_text(self.table.csv(), "utf-8-sig")
            return True
        drawn = self.chart is not None and self._shown is not None and bool(self._shown.bars or self._shown.line[1])
        if drawn and self.chart is not None:
            self._draw()
            self.chart.save(place)
        return drawn


def turned(place: float) -> float:
    """Where the chart has a place: in a language that is read from the right, time and lists go that way too."""
    return -place if right_to_left() else place
