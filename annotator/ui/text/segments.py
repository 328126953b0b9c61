"""The text of the open document, cut into segments that are laid out one by one."""

from __future__ import annotations

from bisect import bisect_right

LONGEST = 3000
"""Code points in a segment at most: one paragraph without line breaks must cost no more than many short ones."""


class Segments:
    """Segments of a text: its paragraphs, long ones cut at a space. Offsets are code points of the whole text.

    There is always at least one segment. A line feed belongs to no segment, but every other character does.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts: list[int] = []
        self._cut: set[int] = set()
        self._cut_into_segments()
        self._starts.append(len(text) + 1)

    def _cut_into_segments(self) -> None:
        find, add, start = self.text.find, self._starts.append, 0
        while (newline := find("\n", start)) >= 0:
            add(start)
            if newline - start > LONGEST:
                self._cut_paragraph(start, newline)
            start = newline + 1
        add(start)
        self._cut_paragraph(start, len(self.text))

    def _cut_paragraph(self, start: int, end: int) -> None:
        """Cut behind the last space of the first 3,000 code points, again and again."""
        while end - start > LONGEST:
            limit = start + LONGEST
            cut = self.text.rfind(" ", start + LONGEST // 2, limit) + 1 or self._between_letters(limit)
            self._cut.add(len(self._starts) - 1)
            self._starts.append(cut)
            start = cut

    def _between_letters(self, limit: int) -> int:
        """Where nothing in the text allows a cut: before the last character that starts something of its own."""
        import unicodedata

        for place in range(limit, limit - 64, -1):
            character, before = self.text[place], self.text[place - 1]
            if not unicodedata.combining(character) and "\u200d" not in (character, before):
                return place
        return limit

    def __len__(self) -> int:
        return len(self._starts) - 1

    def start(self, number: int) -> int:
        """Where a segment starts; for ``len(self)``, one behind the text."""
        return self._starts[number]

    def end(self, number: int) -> int:
        """Where a segment ends, its line feed left out."""
        return self._starts[number + 1] - (0 if number in self._cut else 1)

    def is_cut(self, number: int) -> bool:
        """Whether a segment goes on, in the same paragraph, in the next one."""
        return number in self._cut

    def string(self, number: int) -> str:
        """A segment's text."""
        return self.text[self.start(number) : self.end(number)]

    def at(self, place: int) -> int:
        """The segment in which a place lies; a line feed counts to the segment before it."""
        return min(max(0, bisect_right(self._starts, place) - 1), len(self) - 1)

    def touched(self, start: int, end: int) -> range:
        """The segments of which ``[start, end)`` covers something, or in which it stands when empty."""
        return range(self.at(start), self.at(max(start, end - 1)) + 1)
