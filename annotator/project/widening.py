"""Making a scheme wide enough for what a file brings: labels, attributes and relations are added, none changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from annotator.core.document import AnnotatedDocument
from annotator.core.scheme import AttributeKind, AttributeType, Label, RelationType, Scheme, check_value
from annotator.core.span import Span, Value

_COLOURS = ("#7e22ce", "#0e7490", "#b45309", "#be185d", "#4d7c0f", "#1d4ed8", "#9f1239", "#115e59")


def widened(scheme: Scheme, documents: Iterable[AnnotatedDocument]) -> Scheme:
    """The scheme with everything added that the documents' layers use; the same scheme where nothing is new."""
    wide = scheme
    for each in documents:
        for layer in each.layers:
            for span in layer.spans:
                wide = _with_span(wide, span)
            labels = {span.id: wide.present_name(span.label) for span in layer.spans}
            for relation in layer.relations:
                wide = _with_relation(wide, relation.type, labels[relation.head], labels[relation.tail])
    return scheme if wide is scheme else replace(wide, version=scheme.version + 1)


def _with_span(scheme: Scheme, span: Span) -> Scheme:
    name = scheme.present_name(span.label)
    label = scheme.label(name)
    if label is None:
        colour = _COLOURS[len(scheme.labels) % len(_COLOURS)]
        label = Label(name, colour=colour, key=_free_key(scheme))
        scheme = replace(scheme, labels=(*scheme.labels, label))
    wide = label
    for attribute, value in span.attributes.items():
        wide = _with_attribute(wide, attribute, value)
    if wide is label:
        return scheme
    return replace(scheme, labels=tuple(wide if each.name == name else each for each in scheme.labels))


def _free_key(scheme: Scheme) -> str:
    taken = {label.key for label in scheme.labels}
    return next((key for key in "123456789" if key not in taken), "")


def _with_attribute(label: Label, name: str, value: Value) -> Label:
    attribute = label.attribute(name)
    if attribute is None:
        return replace(label, attributes=(*label.attributes, AttributeType(name, _kind(value))))
    if not check_value(attribute, value):
        return label
    if attribute.type == "choice" and isinstance(value, str):
        wide = replace(attribute, choices=(*attribute.choices, value))
    else:
        return label  # a value of another type is refused where it is written, with its name
    return replace(
        label, attributes=tuple(wide if each.name == name else each for each in label.attributes)
    )


def _kind(value: Value) -> AttributeKind:
    if isinstance(value, bool):
        return "flag"
    return "number" if isinstance(value, int | float) else "text"


def _with_relation(scheme: Scheme, kind: str, head: str, tail: str) -> Scheme:
    known = scheme.relation(kind)
    if known is None:
        return replace(scheme, relations=(*scheme.relations, RelationType(kind, (head,), (tail,))))
    heads = known.heads if not known.heads or head in known.heads else (*known.heads, head)
    tails = known.tails if not known.tails or tail in known.tails else (*known.tails, tail)
    if (heads, tails) == (known.heads, known.tails):
        return scheme
    wide = replace(known, heads=heads, tails=tails)
    return replace(
        scheme, relations=tuple(wide if each.name == kind else each for each in scheme.relations)
    )
