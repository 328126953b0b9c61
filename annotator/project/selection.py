"""Which documents and which layer an export writes, and on which side of a split each document falls."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from annotator.core.document import AnnotatedDocument, Layer
from annotator.core.errors import UserError
from annotator.core.span import Span
from annotator.project.project import Project
from annotator.project.reader import GOLD
from annotator.project.splits import Side, Split, split

FINISHED = frozenset({"done", "locked"})
SUGGESTION = "suggestion"
Which = Literal["all", "finished"]
_DATES = ("date", "published", "created", "time")
"""Metadata that may hold a document's date, first one first."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What is written: layers by owner (none: every one), documents by id (none: all that ``which`` says).

    ``parts`` names the sides of the split that are written; none means all.
    """

    layers: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    which: Which = "all"
    split: Split | None = None
    parts: tuple[Side, ...] = ()


def chosen_layer(project: Project, layer: str) -> str:
    """The layer to write where none is named: gold if there is one, else the only annotator's.

    Raises:
        UserError: no such layer, or several annotators and no gold.
    """
    names = project.queries.annotators()
    if layer:
        if layer not in {*names, GOLD, SUGGESTION}:
            raise UserError("there is no layer %(layer)s", layer=layer)
        return layer
    if GOLD in project.queries.stats().by_layer:
        return GOLD
    if len(names) > 1:
        raise UserError("several annotators: say whose layer (%(names)s)", names=", ".join(names))
    return names[0] if names else GOLD


def layers_named(project: Project, text: str) -> tuple[str, ...]:
    """The layers that a text names: one whole name, or several with commas between.

    Raises:
        UserError: there is no such layer.
    """
    if not text:
        return ()
    if text in {*project.queries.annotators(), GOLD, SUGGESTION}:
        return (text,)
    names = [each.strip() for each in text.split(",") if each.strip()]
    return tuple(dict.fromkeys(chosen_layer(project, each) for each in names))


def chosen_documents(project: Project, choice: Choice) -> list[str]:
    """The ids of the documents to write, in order, before any split."""
    every = list(choice.documents) or project.queries.document_ids()
    if choice.which == "all":
        return every
    return [each for each in every if _finished(project, each, choice.layers)]


def _finished(project: Project, document: str, layers: Sequence[str]) -> bool:
    """Whether each wanted layer of a document is finished; gold is where it has spans."""
    rows = {row.annotator: row for row in project.queries.layers(document)}
    own = [each for each in layers if each != SUGGESTION] or list(rows)
    return bool(own) and all(
        name in rows and (rows[name].status in FINISHED or (name == GOLD and rows[name].spans > 0)) for name in own
    )


def sides_of(project: Project, documents: Sequence[str], how: Split) -> dict[str, Side]:
    """The side of each document.

    Raises:
        UserError: the split cannot be made.
    """
    texts: dict[str, str] = {}
    dates: dict[str, str] = {}
    for identity in documents:
        each = project.queries.document(identity)
        texts[identity] = each.text
        dates[identity] = date_of(each.metadata)
    return split(texts, how, dates)


def date_of(metadata: Mapping[str, object]) -> str:
    """A document's date as its metadata says it, or nothing."""
    return next((str(metadata[name]) for name in _DATES if metadata.get(name)), "")


def written(project: Project, document: str, layers: Sequence[str]) -> AnnotatedDocument:
    """A document with the wanted layers (every one where none is named) as formats write it.

    Suggestions come as they are beside all the rest, and as spans where they are asked for.
    """
    if not layers:
        return project.queries.annotated(document)
    each = project.queries.annotated(document, tuple(layers))
    own = (_as_spans(layer) if layer.kind == SUGGESTION else layer for layer in each.layers)
    return replace(each, layers=tuple(sorted(own, key=lambda layer: layers.index(layer.annotator))))


def all_written(project: Project, documents: Sequence[str], layers: Sequence[str]) -> Iterator[AnnotatedDocument]:
    """`written` for each document."""
    return (written(project, each, layers) for each in documents)


def _as_spans(layer: Layer) -> Layer:
    spans = tuple(
        Span(each.id, each.start, each.end, each.label, each.attributes, origin={"score": each.score})
        for each in layer.suggestions
        if each.decision != "rejected"
    )
    return replace(layer, spans=spans, suggestions=(), suggested_relations=())
