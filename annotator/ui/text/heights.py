"""How high the text is: an estimate that costs nothing, made exact wherever the text was laid out."""

from __future__ import annotations

from annotator.ui.text.segments import Segments


class Heights:
    """Tops and heights of segments in pixels.

    The estimate is linear in characters and segments, so that a new width costs no walk over the text; what a
    laid-out segment has more or less is kept in a Fenwick tree over the segments.
    """

    def __init__(self, segments: Segments) -> None:
        self._segments = segments
        self._per_character = 0.0
        self._per_segment = 0.0
        self._known: dict[int, float] = {}
        self._tree: list[float] = []
        self.scale(1.0, 1.0)

    def scale(self, per_character: float, per_segment: float) -> None:
        """Estimate anew: everything that was known is forgotten."""
        self._per_character, self._per_segment = per_character, per_segment
        self._known.clear()
        self._tree = [0.0] * (len(self._segments) + 1)

    def _estimate(self, number: int) -> float:
        length = self._segments.start(number + 1) - self._segments.start(number)
        return self._per_character * length + self._per_segment

    def height(self, number: int) -> float:
        """A segment's height, exact if it was laid out."""
        return self._known.get(number) or self._estimate(number)

    def correct(self, number: int, height: float) -> bool:
        """Say how high a segment really is; whether that is news."""
        change = height - self.height(number)
        self._known[number] = height
        if change:
            place = number + 1
            while place < len(self._tree):
                self._tree[place] += change
                place += place & -place
        return bool(change)

    def top(self, number: int) -> float:
        """Where a segment begins; for ``len(segments)``, the height of everything."""
        top = self._per_character * self._segments.start(number) + self._per_segment * number
        place = number
        while place:
            top += self._tree[place]
            place -= place & -place
        return top

    def at(self, y: float) -> int:
        """The segment that covers a height; the first or last one outside."""
        low, high = 0, len(self._segments) - 1
        while low < high:
            middle = (low + high + 1) // 2
            if self.top(middle) <= y:
                low = middle
            else:
                high = middle - 1
        return low

    @property
    def total(self) -> float:
        """The height of the whole text."""
        return self.top(len(self._segments))
