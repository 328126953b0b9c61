"""Label chips as pictures: a screen full of labels shows few different ones, and text is slow to draw."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPixmap

from annotator.ui.text.decoration import NOTE_WIDTH, Chip
from annotator.ui.text.inks import Ink, Inks
from annotator.ui.text.metrics import Metrics

_MOST = 2_000


class ChipPictures:
    """Draws each chip once per look, font and screen."""

    def __init__(self, inks: Inks) -> None:
        self._inks = inks
        self._sizes: tuple[QFont, float] | None = None
        self._ratio = 1.0
        self._pictures: dict[tuple[str, str, str, bool], QPixmap] = {}

    def use(self, metrics: Metrics, ratio: float) -> None:
        """Say for which sizes and which screen's pixel ratio pictures are wanted."""
        sizes = metrics.chip_font, metrics.chip_row  # the same for every text under one look
        if sizes != self._sizes or ratio != self._ratio or len(self._pictures) > _MOST:
            self._pictures.clear()
            self._sizes, self._ratio = sizes, ratio

    def picture(self, chip: Chip, size: QSizeF) -> QPixmap:
        """A chip's picture."""
        key = (chip.text, chip.mark.colour, chip.mark.kind, chip.mark.note)
        picture = self._pictures.get(key)
        if picture is None:
            picture = self._pictures[key] = self._draw(chip, QRectF(0, 0, round(size.width()), size.height()))
        return picture

    def _draw(self, chip: Chip, rect: QRectF) -> QPixmap:
        picture = QPixmap((rect.size() * self._ratio).toSize())
        picture.setDevicePixelRatio(self._ratio)
        picture.fill(QColor(0, 0, 0, 0))
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)  # the label's own language decides
        self._draw_box(painter, rect, chip)
        self._draw_text(painter, rect, chip)
        painter.end()
        return picture

    def _draw_box(self, painter: QPainter, rect: QRectF, chip: Chip) -> None:
        ink = self._inks.of(chip.mark.colour)
        suggested = chip.mark.kind == "suggestion"
        painter.setPen(ink.dashed if suggested else QPen(ink.line.color(), 1.2))
        painter.setBrush(self._inks.paper if suggested or self._inks.theme.plain_chips else ink.chip)
        painter.drawRoundedRect(rect.adjusted(0.7, 0.7, -0.7, -0.7), 3, 3)

    def _text_colour(self, ink: Ink, *, suggested: bool) -> QColor:
        if self._inks.theme.plain_chips:
            return self._inks.text
        return ink.chip if suggested else ink.chip_text

    def _draw_text(self, painter: QPainter, rect: QRectF, chip: Chip) -> None:
        assert self._sizes is not None
        colour = self._text_colour(self._inks.of(chip.mark.colour), suggested=chip.mark.kind == "suggestion")
        painter.setPen(colour)
        painter.setFont(self._sizes[0])
        room = rect.adjusted(NOTE_WIDTH if chip.mark.note else 0, 0, 0, 0)
        painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter), chip.text)
        if chip.mark.note:
            self._draw_note(painter, rect, colour)

    def _draw_note(self, painter: QPainter, rect: QRectF, colour: QColor) -> None:
        """A small sheet of paper with lines: somebody left a note."""
        sheet = QRectF(rect.left() + 4, rect.center().y() - 4, 6, 8)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setPen(QPen(colour, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(sheet)
        for step in (3.0, 5.0):
            y = sheet.top() + step
            painter.drawLine(QPointF(sheet.left() + 2, y), QPointF(sheet.right() - 1, y))
