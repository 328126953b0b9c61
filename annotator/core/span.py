"""Spans: labelled pieces of a document's text.

Offsets are code points into the document's frozen text, half-open ``[start, end)``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

Value = str | int | float | bool | None
Extent = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Span:
    """One labelled piece of text, or several pieces (fragments) labelled as one.

    ``start`` and ``end`` are the outer bounds; ``fragments`` is empty unless there is more than one piece.
    ``origin`` says where the span came from (``suggestion``, ``suggester``, ``score``, ``imported_from`` …).
    """

    id: str
    start: int
    end: int
    label: str
    attributes: Mapping[str, Value] = field(default_factory=dict)
    fragments: Extent = ()
    note: str = ""
    unsure: bool = False
    origin: Mapping[str, Value] = field(default_factory=dict)

    @property
    def extent(self) -> Extent:
        """The pieces of text that the span marks, at least one, in text order."""
        return self.fragments or ((self.start, self.end),)

    def covered(self, text: str) -> str:
        """The text that the span marks; pieces are joined by one space."""
        return " ".join(text[start:end] for start, end in self.extent)


def extent_of(pieces: Extent) -> tuple[int, int, Extent]:
    """Outer start, outer end and fragments (empty for a single piece) of sorted, disjoint pieces.

    Raises:
        ValueError: no piece, an empty piece, or pieces that overlap or are out of order.
    """
    if not pieces:
        raise ValueError("a span needs at least one piece of text")
    for start, end in pieces:
        if not 0 <= start < end:
            raise ValueError(f"not a piece of text: [{start}, {end})")
    for (_, before), (after, _) in pairwise(pieces):
        if after < before:
            raise ValueError("pieces overlap or are out of order")
    return pieces[0][0], pieces[-1][1], pieces if len(pieces) > 1 else ()


@dataclass(frozen=True, slots=True)
class Relation:
    """A typed link from one span (``head``) to another (``tail``) of the same layer, by span id."""

    id: str
    type: str
    head: str
    tail: str
    attributes: Mapping[str, Value] = field(default_factory=dict)
