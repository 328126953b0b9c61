"""What queries answer with: lines of lists, places, counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from annotator.core.document import Layer, LayerKind, Status
from annotator.core.span import Span
from annotator.core.suggestion import Suggestion

Piece = tuple[int, int]
"""A piece of a text in code points, half-open."""
ANYWHERE: Piece = (0, 1 << 60)
"""The whole of any text."""


class DocumentRow(NamedTuple):
    """One line of the document list; ``length`` in code points, ``suggestions`` not yet decided on."""

    id: str
    name: str
    position: int
    length: int
    status: Status
    spans: int
    suggestions: int


class LayerRow(NamedTuple):
    """One layer of a document, with how many spans it holds."""

    annotator: str
    kind: LayerKind
    status: Status
    spans: int


class SpanRow(NamedTuple):
    """A span with where it lies."""

    span: Span
    document: str
    layer: str


class SuggestionRow(NamedTuple):
    """A suggestion with where it lies."""

    suggestion: Suggestion
    document: str


class WholeLayer(NamedTuple):
    """A layer with everything in it, and where it lies."""

    document: str
    annotator: str
    layer: Layer


class LayerPlace(NamedTuple):
    """A layer of a living document; ``length`` is the document's, in code points."""

    id: str
    document: str
    annotator: str
    status: Status
    length: int


class PackedSpans(NamedTuple):
    """All spans as joined text, one layer after the other: numbers by commas, layers' ids by U+001F.

    ``counts`` has how many spans each of ``layers`` holds, ``broken`` how many spans are of several pieces.
    ``starts`` are doubled, and odd where the span began as a suggestion; ``ends`` are multiplied by one more than
    the number of labels asked for, plus the label's number.
    """

    layers: str
    counts: str
    starts: str
    ends: str
    broken: int


class PackedAnswers(NamedTuple):
    """The spans of a layer as joined text: numbers by commas, ids and attributes as JSON lists.

    ``ends`` are multiplied by one more than the number of labels asked for, plus the label's number; ``attributes``
    are JSON in JSON, null where there are none; ``broken`` is how many spans are of several pieces.
    """

    layer: str
    starts: str
    ends: str
    ids: str
    attributes: str
    broken: int


class LinkRow(NamedTuple):
    """A relation between two spans that are there."""

    id: str
    annotator: str
    type: str
    head: str
    tail: str


class SuggestedRelationRow(NamedTuple):
    """A suggested relation; ``head`` and ``tail`` are ids of suggestions."""

    id: str
    type: str
    head: str
    tail: str
    score: float
    why: str


@dataclass(frozen=True, slots=True)
class Stats:
    """Counts over the whole project."""

    documents: int = 0
    characters: int = 0
    spans: int = 0
    relations: int = 0
    entities: int = 0
    suggestions: int = 0
    events: int = 0
    by_label: Mapping[str, int] = field(default_factory=dict)
    by_layer: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    by_status: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    decisions: Mapping[str, int] = field(default_factory=dict)
