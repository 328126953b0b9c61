"""Hits in context, right to left: the hits begin below one another, what goes before stands on the right."""

from __future__ import annotations

import re
from typing import NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from annotator.project.search.looking import CONTEXT
from annotator.project.searching import Hit
from annotator.ui.search.hits_model import HIT_ROLE

_SPACES = re.compile(r"\s+")
_JOINED = "\u200d"
"""Zero-width joiner: letters keep their joined form where the hit is cut out of a word."""
BEFORE, LARGEST_HIT, AIR = 0.42, 0.36, 5


class Cut(NamedTuple):
    """A hit's three pieces as they are drawn."""

    before: str
    text: str
    after: str


def cut(hit: Hit) -> Cut:
    """A hit on one line; letters that were joined across its edges stay so."""
    before, text, after = (_SPACES.sub(" ", each) for each in (hit.before, hit.text, hit.after))
    if len(hit.before) == CONTEXT:  # the word that the context begins in, and that in which it ends, are not whole
        before = before.partition(" ")[2] or before
    if len(hit.after) == CONTEXT:
        after = after.rpartition(" ")[0] or after
    if _joins(before[-1:], text[:1]):
        before, text = before + _JOINED, _JOINED + text
    if _joins(text[-1:], after[:1]):
        text, after = text + _JOINED, _JOINED + after
    return Cut(before, text, after)


def _joins(left: str, right: str) -> bool:
    return all(each.isalpha() or each == "ـ" for each in (left, right)) and bool(left and right)


def areas(area: QRect, hit_width: int) -> tuple[QRect, QRect, QRect]:
    """Where what goes before, the hit and what follows are drawn, from right to left."""
    begin = area.right() - round(area.width() * BEFORE)
    width = min(hit_width, round(area.width() * LARGEST_HIT))
    hit = QRect(begin - width, area.top(), width, area.height())
    before = QRect(begin + AIR, area.top(), area.right() - begin - AIR, area.height())
    after = QRect(area.left(), area.top(), max(0, hit.left() - AIR - area.left()), area.height())
    return before, hit, after


class ContextCells(QStyledItemDelegate):
    """Paints the context of a hit, the hit in bold."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """A line with some air."""
        return QSize(300, option.fontMetrics.height() + 10)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one row."""
        hit = index.data(HIT_ROLE)
        if not isinstance(hit, Hit):
            return
        picked = bool(option.state & QStyle.StateFlag.State_Selected)
        roles = QPalette.ColorRole
        ink = option.palette.color(roles.HighlightedText if picked else roles.Text)
        accent = ink if picked else option.palette.color(roles.Accent)
        painter.save()
        if picked:
            painter.fillRect(option.rect, option.palette.color(roles.Highlight))
        elif index.row() % 2:
            painter.fillRect(option.rect, option.palette.color(roles.AlternateBase))
        _draw(painter, option.rect.adjusted(8, 0, -8, 0), option.font, cut(hit), (ink, accent))
        painter.restore()


def _draw(painter: QPainter, area: QRect, font: QFont, pieces: Cut, colours: tuple[QColor, QColor]) -> None:
    bold = QFont(font)
    bold.setBold(True)
    before, middle, after = areas(area, QFontMetrics(bold).horizontalAdvance(pieces.text) + 2)
    ink, accent = colours
    _line(painter, before, pieces.before, font, ink, from_left=True)
    _line(painter, middle, pieces.text, bold, accent)
    _line(painter, after, pieces.after, font, ink)


def _line(painter: QPainter, area: QRect, text: str, font: QFont, colour: QColor, *, from_left: bool = False) -> None:
    """One piece; what goes before a hit ends at it, on the left of its place, and is cut off at its far end."""
    painter.setFont(font)
    painter.setPen(colour)
    side = Qt.AlignmentFlag.AlignLeft if from_left else Qt.AlignmentFlag.AlignRight
    option = QTextOption(side | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute)
    option.setTextDirection(Qt.LayoutDirection.RightToLeft)
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    mode = Qt.TextElideMode.ElideLeft if from_left else Qt.TextElideMode.ElideRight
    painter.drawText(area, QFontMetrics(font).elidedText(text, mode, area.width()), option)
