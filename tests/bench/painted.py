"""The yardstick for exactness: what Qt itself paints when one grapheme of a line is selected."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import cast

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QTextCharFormat, QTextLayout, QTextLine

_OVERLAP = 2.0
_RED = 0xFFFF0000  # boxes for missing letters are painted whatever the pen


@dataclass(frozen=True, slots=True)
class Painted:
    """One grapheme (UTF-16 units) or, inside a ligature, a group of them, and the columns that Qt paints."""

    start: int
    end: int
    left: float
    right: float
    rtl: bool
    graphemes: int = 1

    @property
    def leading(self) -> float:
        """A point inside the leading half of the (first) grapheme."""
        return self._inside(0.25 / self.graphemes)

    @property
    def trailing(self) -> float:
        """A point inside the trailing half of the (last) grapheme."""
        return self._inside(1 - 0.25 / self.graphemes)

    def _inside(self, share: float) -> float:
        return self.left + (self.right - self.left) * (1 - share if self.rtl else share)


def _selection(start: int, end: int) -> QTextLayout.FormatRange:
    clear = QColor(0, 0, 0, 0)
    form = QTextCharFormat()
    form.setBackground(QColor(255, 0, 0))
    form.setForeground(clear)
    selected = QTextLayout.FormatRange()
    selected.start, selected.length, selected.format = start, end - start, form
    return selected


class Yardstick:
    """Paints selections of one layout and reads the columns back."""

    def __init__(self, layout: QTextLayout, width: float) -> None:
        self._layout = layout
        self._image = QImage(int(width) + 40, 8, QImage.Format.Format_ARGB32_Premultiplied)

    def columns(self, line: QTextLine, start: int, end: int) -> list[tuple[float, float]]:
        """The stretches of columns that a selection of ``[start, end)`` paints on a line."""
        self._image.fill(0)
        painter = QPainter(self._image)
        painter.setPen(QColor(0, 0, 0, 0))
        middle = line.y() + line.height() / 2
        clip = QRectF(-20, line.y(), self._image.width(), line.height())
        self._layout.draw(painter, QPointF(20, 4 - middle), [_selection(start, end)], clip.translated(20, 4 - middle))
        painter.end()
        line_of_pixels = cast("memoryview[int]", self._image.constScanLine(4))
        row = np.frombuffer(line_of_pixels, dtype=np.uint32)[: self._image.width()]
        painted = np.flatnonzero(np.diff(np.concatenate(([0], (row == _RED).astype(np.int8), [0]))))
        return [(float(a) - 20, float(b) - 20) for a, b in painted.reshape(-1, 2)]


def _direction(line: QTextLine, start: int, end: int) -> bool:
    """Whether Qt sets a grapheme from right to left."""
    runs = line.glyphRuns(start, end - start)
    return runs[0].isRightToLeft() if runs else True


def graphemes(layout: QTextLayout, line: QTextLine, units: bytes) -> Iterator[tuple[int, int]]:
    """The graphemes of a line that have room on it: hung spaces at its end have none."""
    start, end = line.textStart(), line.textStart() + line.textLength()
    while end > start and units[2 * end - 2 : 2 * end].decode("utf-16-le", "replace").isspace():
        end -= 1
    stops = [start, *(each for each in range(start + 1, end) if layout.isValidCursorPosition(each)), end]
    for first, last in pairwise(stops):
        if first < last:
            yield first, last


def painted_graphemes(layout: QTextLayout, line: QTextLine, text: str, width: float) -> list[Painted]:
    """Every visible grapheme of a line with its painted columns; those inside one ligature as one group.

    ``text`` is the layout's: the layouts of a QTextDocument do not tell theirs.
    """
    yardstick = Yardstick(layout, width)
    units = text.encode("utf-16-le")
    found: list[Painted] = []
    for start, end in graphemes(layout, line, units):
        rtl = _direction(line, start, end)
        columns = yardstick.columns(line, start, end)
        if columns:
            one = Painted(start, end, columns[0][0], columns[-1][1], rtl)
            while found and _overlap(found[-1], one):
                one = _joined(found.pop(), one)
            found.append(one)
        elif found and found[-1].end == start and _is_letter(units, start, end):
            found[-1] = _joined(found[-1], Painted(start, end, found[-1].left, found[-1].right, rtl))
    return found


def _is_letter(units: bytes, start: int, end: int) -> bool:
    """Whether a grapheme for which nothing is painted is a letter that a ligature swallowed."""
    return unicodedata.category(units[2 * start : 2 * end].decode("utf-16-le", "replace")[0]).startswith("L")


def _overlap(one: Painted, other: Painted) -> bool:
    return min(one.right, other.right) - max(one.left, other.left) > _OVERLAP


def _joined(one: Painted, other: Painted) -> Painted:
    return Painted(
        one.start, other.end, min(one.left, other.left), max(one.right, other.right), one.rtl,
        one.graphemes + other.graphemes,
    )  # fmt: skip
