"""Where a span's edges go: over clitics, by letter and by word, and which edge the eye means.

Offsets are code points, extents half-open. A function answers the same extent where there is nowhere to go.
"""

from __future__ import annotations

import unicodedata
from typing import Literal

from annotator.core.clitics import proclitics
from annotator.ui.words import Extent, letter_after, letter_before, word_at, words_before, words_from

Edge = Literal["start", "end"]
Side = Literal["left", "right"]
Unit = Literal["letter", "word"]


def cut_places(text: str, start: int) -> list[int]:
    """Where the word at ``start`` can begin: as written, without و or ف, without ب ل ك as well."""
    word = word_at(text, start)
    if word is None or not word[0] <= start < word[1]:
        return [start]
    return [word[0], *(word[0] + cut for cut in proclitics(text[word[0] : word[1]]))]


def cycled(text: str, start: int, end: int) -> Extent:
    """The extent with its start at the next place that its first word can begin at, and round again."""
    places = [place for place in cut_places(text, start) if place < end]
    following = [place for place in places if place > start]
    return (following[0] if following else places[0] if places else start), end


def grown(text: str, start: int, end: int) -> Extent:
    """The extent with the next word taken in."""
    return nudged(text, start, end, "end", 1, "word")


def nudged(text: str, start: int, end: int, edge: Edge, step: int, unit: Unit) -> Extent:
    """The extent with one edge moved on (``step`` 1) or back (-1) in the text by a letter or a word."""
    move = _word_edge if unit == "word" else _letter_edge
    if edge == "start":
        moved = move(text, start, edge, step)
        return (moved, end) if moved < end else (start, end)
    moved = move(text, end, edge, step)
    return (start, moved) if moved > start else (start, end)


def _letter_edge(text: str, place: int, _edge: Edge, step: int) -> int:
    return letter_after(text, place) if step > 0 else letter_before(text, place)


def _word_edge(text: str, place: int, edge: Edge, step: int) -> int:
    if step > 0:
        if edge == "end":
            return next((end for _, end in words_from(text, place)), place)
        return next((start for start, _ in words_from(text, place) if start > place), place)
    if edge == "end":
        return next((end for _, end in words_before(text, place) if end < place), place)
    return next((start for start, _ in words_before(text, place)), place)


def reads_right_to_left(text: str, place: int) -> bool:
    """Whether the paragraph of a place runs from right to left, by its first letter with a direction."""
    start = text.rfind("\n", 0, place) + 1
    for character in text[start : start + 400]:
        kind = unicodedata.bidirectional(character)
        if kind in {"R", "AL"}:
            return True
        if kind == "L":
            return False
    return True


def edge_on(text: str, place: int, side: Side) -> Edge:
    """The edge that lies on a side for the eye: in right-to-left text a span starts on the right."""
    return "start" if (side == "right") == reads_right_to_left(text, place) else "end"


def step_towards(text: str, place: int, direction: int) -> int:
    """The step in the text that a step for the eye is (``direction`` -1 is leftwards)."""
    return -direction if reads_right_to_left(text, place) else direction
