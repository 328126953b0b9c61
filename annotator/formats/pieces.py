"""Spans from the pieces that formats give."""

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
