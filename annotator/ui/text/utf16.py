"""Code points and UTF-16: the one place where the window meets Qt's offsets."""

from __future__ import annotations

from bisect import bisect_left

_FIRST_ASTRAL = "\U00010000"


class Utf16Map:
    """Maps offsets of one text between code points and UTF-16 units; the identity where no character needs two."""

    __slots__ = ("_astral",)

    def __init__(self, text: str) -> None:
        plain = len(text.encode("utf-16-le", "surrogatepass")) == 2 * len(text)
        self._astral: list[int] = (
            [] if plain else [place for place, each in enumerate(text) if each >= _FIRST_ASTRAL]
        )

    def to_utf16(self, place: int) -> int:
        """The UTF-16 offset of a code point offset."""
        return place + bisect_left(self._astral, place) if self._astral else place

    def to_code_point(self, unit: int) -> int:
        """The code point offset of a UTF-16 offset; inside a pair, the pair's own."""
        if not self._astral:
            return unit
        low, high = 0, len(self._astral)
        while low < high:  # the k-th astral character begins at unit astral[k] + k
            middle = (low + high) // 2
            if self._astral[middle] + middle < unit:
                low = middle + 1
            else:
                high = middle
        return unit - low
