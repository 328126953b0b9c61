"""The worklist's cells as pictures: after a decision most of them stand one row higher, and text is slow to draw."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

_MOST = 1_000


class _Look(NamedTuple):
    """All that a cell's picture depends on: whenever one part is another, so is the picture."""

    text: str
    column: int
    width: int
    height: int
    state: int
    palette: int
    font: str
    ratio: float


class WorklistCells(QStyledItemDelegate):
    """Draws each different cell once, as every cell is drawn, and then its picture."""

    def __init__(self) -> None:
        super().__init__()
        self._pictures: dict[_Look, QPixmap] = {}

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint a cell."""
        rect = option.rect
        look = _Look(
            index.data(), index.column(), rect.width(), rect.height(), option.state.value, option.palette.cacheKey(),
            option.font.key(), painter.device().devicePixelRatioF(),
        )  # fmt: skip
        picture = self._pictures.get(look)
        if picture is None:
            if len(self._pictures) > _MOST:
                self._pictures.clear()
            picture = self._pictures[look] = self._draw(option, index, look.ratio)
        painter.drawPixmap(rect.topLeft(), picture)

    def _draw(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex, ratio: float
    ) -> QPixmap:
        picture = QPixmap(option.rect.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(option.palette.color(option.palette.ColorRole.Base))  # letters blend with what is behind them
        cell = QStyleOptionViewItem(option)
        cell.rect = QRect(QPoint(0, 0), option.rect.size())
        painter = QPainter(picture)
        try:
            super().paint(painter, cell, index)
        finally:
            painter.end()
        return picture
