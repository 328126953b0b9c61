"""Charts by pyqtgraph, where it is installed: bars and lines whose every part opens its instances."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from math import ceil
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.ui.theme import Colours

ROOM = 0.18
"""The share of the axis that a row of the legend takes from what is drawn, so that it covers nothing."""
ABREAST = 4
"""So many names in one row of the legend."""


def charts_there() -> bool:
    """Whether the charting library is installed; without it the tables stand alone."""
    return find_spec("pyqtgraph") is not None


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar at a place of the axis, from ``base`` upwards, and what it opens."""

    at: float
    height: float
    colour: str
    opens: object
    base: float = 0.0
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Dot:
    """A point of a line with its interval, and what it opens."""

    at: float
    value: float
    low: float
    high: float
    opens: object
    alarm: bool = False


class Chart(QWidget):
    """A plot with a title for each axis. ``opened`` carries what the bar or point opens that was clicked."""

    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._plot: Any = None
        self.bars: list[Bar] = []
        self.dots: list[Dot] = []
        self.setMinimumHeight(220)

    def _begin(self, colours: Colours, x: str, y: str, ticks: Sequence[tuple[float, str]]) -> Any:  # noqa: ANN401 - a plot of pyqtgraph
        """A fresh plot in the theme's colours."""
        import pyqtgraph

        if self._plot is not None:
            self._layout.removeWidget(self._plot)
            self._plot.hide()
            self._plot.deleteLater()
        self._plot = plot = pyqtgraph.PlotWidget(background=colours.surface)
        for part in (plot, plot.getPlotItem()):  # else the axis of the left stands away from the plot, on the right
            part.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        plot.setMouseEnabled(x=False, y=False)
        plot.setMenuEnabled(False)
        plot.hideButtons()
        for side, title in (("bottom", x), ("left", y)):
            axis = plot.getAxis(side)
            axis.setLabel(title, color=colours.ink)
            axis.setPen(colours.line)
            axis.setTextPen(colours.faint)
        if ticks:
            plot.getAxis("bottom").setTicks([list(ticks)])
        plot.showGrid(y=True, alpha=0.2)
        plot.scene().sigMouseClicked.connect(self._on_clicked)
        self._layout.addWidget(plot)
        return plot

    def show_bars(
        self, bars: Sequence[Bar], colours: Colours, x: str, y: str, ticks: Sequence[tuple[float, str]] = (),
        room: float = 0.0,
    ) -> None:
        """Show bars; stacked ones bring their base. ``room`` for the legend beside the bars, in bars' widths."""
        import pyqtgraph

        plot = self._begin(colours, x, y, ticks)
        self.bars, self.dots = list(bars), []
        if len({each.colour for each in bars}) > 1:
            _add_legend(plot, colours)
        for colour in dict.fromkeys(each.colour for each in bars):
            some = [each for each in bars if each.colour == colour]
            plot.addItem(pyqtgraph.BarGraphItem(
                x=[each.at for each in some], y0=[each.base for each in some], height=[each.height for each in some],
                width=0.8, brush=colour, pen=colours.surface, name=some[0].tip or None,
            ))  # fmt: skip
        if bars:
            highest = max(each.base + each.height for each in bars)
            places = [each.at for each in bars]
            plot.setXRange(min(places) - 0.6, max(places) + 0.6 + room, padding=0.01)
            plot.setYRange(0, highest * (1 + 1.5 * ROOM), padding=0)

    def show_lines(
        self, lines: Sequence[tuple[str, str, Sequence[Dot]]], colours: Colours, x: str, y: str,
        rules: Sequence[float] = (), ticks: Sequence[tuple[float, str]] = (),
    ) -> None:  # fmt: skip
        """Show lines (name, colour, points) with bands for their intervals, and vertical rules."""
        import pyqtgraph

        plot = self._begin(colours, x, y, ticks)
        _add_legend(plot, colours)
        self.bars, self.dots = [], []
        for name, colour, dots in lines:
            self.dots += dots
            places = [each.at for each in dots]
            low = pyqtgraph.PlotCurveItem(places, [each.low for each in dots])
            high = pyqtgraph.PlotCurveItem(places, [each.high for each in dots])
            band = pyqtgraph.mkColor(colour)
            band.setAlpha(36)
            plot.addItem(pyqtgraph.FillBetweenItem(low, high, brush=band))
            plot.plot(places, [each.value for each in dots], pen=pyqtgraph.mkPen(colour, width=2), name=name,
                      symbol="o", symbolBrush=colour, symbolPen=colours.surface, symbolSize=9)  # fmt: skip
            alarms = [each for each in dots if each.alarm]  # lists of symbols and a legend together end the process
            plot.addItem(pyqtgraph.ScatterPlotItem(
                [each.at for each in alarms], [each.value for each in alarms], symbol="x", size=16, brush=colours.bad,
                pen=colours.bad,
            ))  # fmt: skip
        if self.dots:
            low = min(each.low for each in self.dots) - 0.03
            plot.setYRange(low, 1.02 + (1.02 - low) * ROOM * ceil(len(lines) / ABREAST), padding=0)
            first = min(0.5, min(each.at for each in self.dots) - 0.5)
            plot.setXRange(first, max(each.at for each in self.dots) + 0.5, padding=0)
        for place in rules:
            plot.addItem(pyqtgraph.InfiniteLine(place, pen=pyqtgraph.mkPen(colours.accent, style=Qt.PenStyle.DashLine)))

    def _on_clicked(self, event: Any) -> None:  # noqa: ANN401 - pyqtgraph's own event
        if self._plot is not None:
            place = self._plot.getViewBox().mapSceneToView(event.scenePos())
            self.open_at(place)

    def open_at(self, place: QPointF) -> None:
        """Open the bar at a place of the axes, or the point that is near it."""
        for each in self.bars:
            if abs(each.at - place.x()) <= 0.4 and each.base <= place.y() <= each.base + each.height:
                self.opened.emit(each.opens)
                return
        if self.dots:
            box = self._plot.getViewBox().viewRect()
            near = min(self.dots, key=lambda dot: _distance(dot, place, box))
            if _distance(near, place, box) < 0.05:
                self.opened.emit(near.opens)

    def pixel_of(self, x: float, y: float) -> QPointF:
        """Where a place of the axes lies in the plot's viewport."""
        scene = self._plot.getViewBox().mapViewToScene(QPointF(x, y))
        return QPointF(self._plot.mapFromScene(scene))

    def viewport(self) -> QWidget:
        """The widget that gets the mouse."""
        found = self._plot.viewport()
        assert isinstance(found, QWidget)
        return found

    def save(self, place: Path) -> None:
        """Write the chart as PNG or SVG, by the name's ending.

        Raises:
            OSError: the place cannot be written.
        """
        from PySide6.QtCore import QSize
        from PySide6.QtGui import QPainter
        from PySide6.QtSvg import QSvgGenerator  # pyqtgraph's own exporter stumbles over paths of the newest Qt

        place.touch()
        if place.suffix.lower() != ".svg":
            self._plot.grab().save(str(place))
            return
        generator = QSvgGenerator()
        generator.setFileName(str(place))
        generator.setSize(QSize(self._plot.width(), self._plot.height()))
        generator.setViewBox(self._plot.rect())
        painter = QPainter(generator)
        self._plot.render(painter)
        painter.end()


def _add_legend(plot: Any, colours: Colours) -> None:  # noqa: ANN401 - a plot of pyqtgraph
    """A legend in rows above everything that is drawn: the axis leaves `ROOM` for each row."""
    plot.addLegend(offset=(-12, 2), colCount=ABREAST, labelTextColor=colours.ink, brush=colours.raised)


def _distance(dot: Dot, place: QPointF, box: Any) -> float:  # noqa: ANN401 - a QRectF
    across = (dot.at - place.x()) / max(box.width(), 1e-9)
    up = (dot.value - place.y()) / max(box.height(), 1e-9)
    return float((across**2 + up**2) ** 0.5)
