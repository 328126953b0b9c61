"""Where letters lie in a line. Every rectangle, caret and click of the view comes from `caret_x` alone.

Qt's own hit test is wrong in wrapped right-to-left lines (it forgets the hung space), and its caret is
ambiguous where directions meet; inside one run of one direction its `cursorToX` can be trusted.
All offsets here are UTF-16 units of one laid-out segment.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple, cast
from unicodedata import combining

from PySide6.QtGui import QTextLayout, QTextLine

from annotator.ui.text.utf16 import Utf16Map

_INDEXES = QTextLayout.GlyphRunRetrievalFlag.RetrieveStringIndexes
_LAM = "\u0644"
_ALEFS = "اأإآٱ"
_TOUCHING = 0.6
_VISIBLE = 0.01


class Run(NamedTuple):
    """A stretch of a line in one direction and one font: ``[start, end)`` between two edges in pixels."""

    start: int
    end: int
    rtl: bool
    left: float
    right: float

    @property
    def first_edge(self) -> float:
        """The edge at which reading begins."""
        return self.right if self.rtl else self.left

    @property
    def last_edge(self) -> float:
        """The edge at which reading ends."""
        return self.left if self.rtl else self.right


class Cell(NamedTuple):
    """One grapheme on the line, from left to right: its edges, its extent, its direction."""

    left: float
    right: float
    start: int
    end: int
    rtl: bool

    def edge(self, x: float) -> int:
        """The end of the grapheme that lies nearer to ``x``."""
        return self.end if (x < (self.left + self.right) / 2) == self.rtl else self.start


class LineGeometry:
    """Runs, carets, rectangles and cells of one line. The layout must outlive it."""

    __slots__ = ("_cells", "_layout", "_line", "_map", "_runs", "_text", "end", "start")

    def __init__(self, layout: QTextLayout, line: QTextLine, text: str, utf16: Utf16Map) -> None:
        self._layout, self._line, self._text, self._map = layout, line, text, utf16
        self.start = line.textStart()
        self.end = self.start + line.textLength()
        self._runs: list[Run] | None = None
        self._cells: list[Cell] | None = None

    @property
    def shown_end(self) -> int:
        """Where the line's letters end: hung spaces after them have no room of their own."""
        return self.end - self._hung()

    def _hung(self) -> int:
        place = self._map.to_code_point(self.end)
        first = self._map.to_code_point(self.start)
        hung = 0
        while place - hung > first and self._text[place - hung - 1].isspace() and self._hangs(place - hung - 1):
            hung += 1
        return hung

    def _hangs(self, place: int) -> bool:
        return self._text[place] not in "\u00a0\u202f\u2007"

    @property
    def runs(self) -> list[Run]:
        """The line's runs in logical order."""
        if self._runs is None:
            self._runs = self._find_runs()
        return self._runs

    def _find_runs(self) -> list[Run]:
        firsts: dict[tuple[bool, float, float], int] = {}
        for glyphs in self._line.glyphRuns(-1, -1, _INDEXES):
            indexes = glyphs.stringIndexes()
            if indexes:  # with a fallback font only the smallest index can be trusted
                box = glyphs.boundingRect()
                key = (glyphs.isRightToLeft(), round(box.left(), 2), round(box.right(), 2))
                firsts[key] = min(firsts.get(key, indexes[0]), *indexes, indexes[0])
        end = self.shown_end
        found = sorted((first, *key) for key, first in firsts.items() if first < end)
        ends = [*(each[0] for each in found[1:]), end][: len(found)]
        return [
            Run(max(first, self.start), stop, rtl, left, right)
            for (first, rtl, left, right), stop in zip(found, ends, strict=True)
        ]

    def _qt_caret(self, place: int) -> tuple[float, int]:
        return cast("tuple[float, int]", self._line.cursorToX(place))

    def caret_x(self, run: Run, place: int) -> float:
        """Where the caret before ``place`` stands inside a run; at its ends, the run's own edges."""
        if place <= run.start:
            return run.first_edge
        if place >= run.end:
            return run.last_edge
        x, answered = self._qt_caret(place)
        if answered != place:
            return self._between_neighbours(run, place)
        if not run.left - _TOUCHING <= x <= run.right + _TOUCHING:
            # before a direction mark in a wrapped line Qt looks into another run: the mark itself has no width
            return self.caret_x(run, place + 1)
        return self._share_of_alef(run, place, x)

    def _between_neighbours(self, run: Run, place: int) -> float:
        """Qt moved the caret elsewhere (the last letter of a fallback font's run): between good neighbours."""
        before, after = place - 1, place + 1
        while before > run.start and self._qt_caret(before)[1] != before:
            before -= 1
        while after < run.end and self._qt_caret(after)[1] != after:
            after += 1
        first = run.first_edge if before <= run.start else self._qt_caret(before)[0]
        last = run.last_edge if after >= run.end else self._qt_caret(after)[0]
        return first + (last - first) * (place - before) / (after - before)

    def _share_of_alef(self, run: Run, place: int, x: float) -> float:
        """Lam-alef drawn as one shape whose alef has no width: each letter gets its half."""
        index = self._map.to_code_point(place)
        if self._text[index] not in _ALEFS:
            return x
        lam = index - 1
        while lam >= 0 and combining(self._text[lam]):
            lam -= 1
        start = place - (index - lam)  # Arabic letters and marks are one unit each
        if lam < 0 or self._text[lam] != _LAM or start < run.start:
            return x
        following = self._next_caret(run, index, place)
        if abs(following - x) >= _TOUCHING:
            return x
        before = run.first_edge if start <= run.start else self._qt_caret(start)[0]
        return (before + x) / 2

    def _next_caret(self, run: Run, index: int, place: int) -> float:
        """Where the letter at ``index`` ends, its marks taken along."""
        after = index + 1
        while after < len(self._text) and combining(self._text[after]):
            after += 1
        end = place + (after - index)
        return run.last_edge if end >= run.end else self._qt_caret(end)[0]

    def caret(self, place: int, *, trailing: bool = False) -> float:
        """Where the caret stands at ``place``: before the letter there, or, ``trailing``, behind the one before."""
        if not self.runs:
            return self._line.naturalTextRect().right()
        for run in self.runs:
            if (run.start < place <= run.end) if trailing else (run.start <= place < run.end):
                return self.caret_x(run, place)
        return self.caret_x(self.runs[0], place) if place <= self.start else self.caret_x(self.runs[-1], place)

    def rectangles(self, start: int, end: int) -> list[tuple[float, float]]:
        """The visual stretches (left, right) that ``[start, end)`` takes, from left to right, touching ones merged."""
        pieces: list[tuple[float, float]] = []
        for run in self.runs:
            low, high = max(start, run.start), min(end, run.end)
            if low < high:
                first, last = self.caret_x(run, low), self.caret_x(run, high)
                pieces.append((first, last) if first <= last else (last, first))
        if len(pieces) < 2:
            return pieces
        pieces.sort()
        merged = [pieces[0]]
        for left, right in pieces[1:]:
            if left <= merged[-1][1] + _TOUCHING:
                merged[-1] = (merged[-1][0], max(merged[-1][1], right))
            else:
                merged.append((left, right))
        return merged

    @property
    def cells(self) -> list[Cell]:
        """The line's graphemes from left to right: the table that clicks are looked up in."""
        if self._cells is None:
            self._cells = sorted(cell for run in self.runs for cell in self._cells_of(run))
        return self._cells

    def _cells_of(self, run: Run) -> list[Cell]:
        valid = self._layout.isValidCursorPosition
        stops = [run.start, *(each for each in range(run.start + 1, run.end) if valid(each)), run.end]
        carets = [self.caret_x(run, each) for each in stops]
        cells = []
        for number in range(len(stops) - 1):
            left, right = sorted(carets[number : number + 2])
            if right - left > _VISIBLE:
                cells.append(Cell(left, right, stops[number], stops[number + 1], run.rtl))
        return cells

    def cell_at(self, x: float) -> Cell | None:
        """The grapheme at ``x``, or the nearest one; none in an empty line."""
        cells = self.cells
        if not cells:
            return None
        number = bisect_right(cells, x, key=lambda each: each.left) - 1
        return cells[max(0, number)]
