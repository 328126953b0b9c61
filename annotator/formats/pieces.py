"""Spans from the pieces that formats give, and where the words that they give stand in a text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from annotator.core.span import Span, Value


def span_of(
    name: str,
    pieces: Sequence[tuple[int, int]],
    label: str,
    attributes: Mapping[str, Value] | None = None,
    origin: Mapping[str, Value] | None = None,
) -> Span:
    """A span over sorted, disjoint pieces. An empty piece is kept only where it is the only one."""
    whole = [piece for piece in pieces if piece[0] < piece[1]] or list(pieces[:1])
    fragments = tuple(whole) if len(whole) > 1 else ()
    return Span(name, whole[0][0], whole[-1][1], label, attributes or {}, fragments, origin=origin or {})


def found_in(text: str, words: Sequence[str]) -> list[tuple[int, int]] | None:
    """Where words stand in a text one after the other, with white space between at most; None where they do not.

    Offsets are code points, half-open.
    """
    place = 0
    found = []
    for word in words:
        start = text.find(word, place)
        if start < 0 or text[place:start].strip():
            return None
        place = start + len(word)
        found.append((start, place))
    return found
