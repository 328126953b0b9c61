"""Documents: a frozen text with its layers, as formats read and write them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from annotator.core.entity import Entity
from annotator.core.scheme import Scheme
from annotator.core.span import Relation, Span
from annotator.core.suggestion import RelationSuggestion, Suggestion

LayerKind = Literal["annotation", "gold", "suggestion"]
Status = Literal["new", "in_progress", "done", "locked", "needs_review"]
STATUSES: tuple[Status, ...] = ("new", "in_progress", "done", "locked", "needs_review")
RESERVED_NAMES = frozenset({"gold", "suggestion", "initial"})
"""Names that no annotator may have: layers are asked for by them."""


@dataclass(frozen=True, slots=True)
class Document:
    """A text that never changes, with its name and metadata.

    ``metadata`` holds plain JSON values; the importer's own facts lie under ``"import"``
    (``encoding``, ``newline``: ``lf|crlf|cr|mixed``, ``bom``, ``file``).
    """

    id: str
    name: str
    text: str
    metadata: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Layer:
    """One annotator's (or the gold) labels on one document."""

    annotator: str
    kind: LayerKind = "annotation"
    status: Status = "new"
    spans: tuple[Span, ...] = ()
    relations: tuple[Relation, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    """Filled in the layer of kind ``suggestion`` only."""
    suggested_relations: tuple[RelationSuggestion, ...] = ()


@dataclass(frozen=True, slots=True)
class AnnotatedDocument:
    """A document with its layers: the unit that formats read and write.

    ``tokens`` and ``sentences`` are what the *file* said (code points, half-open) where the format has them.
    """

    document: Document
    layers: tuple[Layer, ...] = ()
    tokens: tuple[tuple[int, int], ...] | None = None
    sentences: tuple[tuple[int, int], ...] | None = None


@dataclass(frozen=True, slots=True)
class Header:
    """What a native file says about all of its documents."""

    scheme: Scheme | None = None
    entities: tuple[Entity, ...] = ()
    annotators: tuple[str, ...] = ()
