"""Words by UAX 29 (``3.5`` is one word, quotes are split off), in UTF-16 units of one segment."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QTextBoundaryFinder

_START = QTextBoundaryFinder.BoundaryReason.StartOfItem
_END = QTextBoundaryFinder.BoundaryReason.EndOfItem


def word_bounds(text: str) -> Iterator[tuple[int, int]]:
    """The words of a display text, half-open; spaces and punctuation belong to none."""
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Word, text)
    start = 0
    place = 0
    while place != -1:
        reasons = finder.boundaryReasons()
        if reasons & _END and start < place:
            yield start, place
        if reasons & _START:
            start = place
        place = finder.toNextBoundary()


def piece_at(text: str, place: int) -> tuple[int, int]:
    """The word, or the piece between words, that covers a place; at the very end, the last one."""
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Word, text)
    finder.setPosition(place)
    if finder.isAtBoundary():
        start = place
    else:
        start = max(0, finder.toPreviousBoundary())
        finder.setPosition(place)
    end = finder.toNextBoundary()
    if end == -1:
        finder.setPosition(place)
        before = finder.toPreviousBoundary()
        return (before if before != -1 else place), place
    return start, end
