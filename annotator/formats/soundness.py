"""What a project can hold of what a file says: spans inside the text that cover something, relations between them."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from annotator.core.document import AnnotatedDocument, Layer
from annotator.core.errors import Problem, problem
from annotator.core.span import Extent


def sound(each: AnnotatedDocument) -> tuple[AnnotatedDocument, list[Problem]]:
    """The document without spans that cover nothing or lie outside the text, and a problem for each of them.

    Relations that lose an end go with it; ids that stand twice in a layer are told apart.
    """
    problems: list[Problem] = []
    layers = tuple(_sound(layer, each, problems) for layer in each.layers)
    return replace(each, layers=layers), problems


def _fits(extent: Extent, length: int) -> bool:
    inside = all(0 <= start < end <= length for start, end in extent)
    return inside and all(a[1] <= b[0] for a, b in pairwise(extent))


def _sound(layer: Layer, each: AnnotatedDocument, problems: list[Problem]) -> Layer:
    where, length = each.document.id, len(each.document.text)
    spans = []
    seen: set[str] = set()
    for span in layer.spans:
        if not _fits(span.extent, length):
            message = "the span %(label)s [%(start)d, %(end)d) covers nothing of the text and is left out"
            problems.append(problem(where, message, label=span.label, start=span.start, end=span.end))
            continue
        name, number = span.id, 2
        while name in seen:
            name, number = f"{span.id}-{number}", number + 1
        seen.add(name)
        spans.append(span if name == span.id else replace(span, id=name))
    kept = []
    for relation in layer.relations:
        if relation.head in seen and relation.tail in seen:
            kept.append(relation)
        else:
            message = "the relation %(type)s has lost an end and is left out"
            problems.append(problem(where, message, type=relation.type))
    return replace(layer, spans=tuple(spans), relations=tuple(kept))
