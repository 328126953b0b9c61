"""Making a scheme wide enough for what a file brings: labels, attributes and relations are added, none changed.

A value of another type than its attribute's is carried over where it can be, or kept under another name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from annotator.core.document import AnnotatedDocument
from annotator.core.errors import Problem, problem
from annotator.core.i18n import N_
from annotator.core.scheme import AttributeKind, AttributeType, Label, RelationType, Scheme, check_value
from annotator.core.span import Span, Value

_COLOURS = ("#7e22ce", "#0e7490", "#b45309", "#be185d", "#4d7c0f", "#1d4ed8", "#9f1239", "#115e59")


def widened(scheme: Scheme, documents: Iterable[AnnotatedDocument]) -> Scheme:
    """The scheme with everything added that the documents' layers use; the same scheme where nothing is new."""
    wide = scheme
    for each in documents:
        for layer in each.layers:
            for span in layer.spans:
                wide = _with_marking(wide, span.label, span.attributes)
            for proposal in layer.suggestions:
                wide = _with_marking(wide, proposal.label, proposal.attributes)
            labels = {span.id: wide.present_name(span.label) for span in layer.spans}
            for relation in layer.relations:
                wide = _with_relation(wide, relation.type, labels[relation.head], labels[relation.tail])
    return scheme if wide is scheme else replace(wide, version=scheme.version + 1)


def _with_marking(scheme: Scheme, called: str, attributes: Mapping[str, Value]) -> Scheme:
    name = scheme.present_name(called)
    label = scheme.label(name)
    if label is None:
        colour = _COLOURS[len(scheme.labels) % len(_COLOURS)]
        label = Label(name, colour=colour, key=_free_key(scheme))
        scheme = replace(scheme, labels=(*scheme.labels, label))
    wide = label
    for attribute, value in attributes.items():
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


# ---- values of another type ------------------------------------------------------------------------------

OTHERWISE = "_text"
"""Ends the name under which a value is kept that its attribute cannot hold."""
Kinds = dict[tuple[str, str], AttributeKind]


def fitted(scheme: Scheme, documents: Sequence[AnnotatedDocument]) -> tuple[list[AnnotatedDocument], list[Problem]]:
    """The documents with values that the scheme, once widened, can hold; each change is told."""
    problems: list[Problem] = []
    kinds = _new_kinds(scheme, documents)
    return [_fitted_document(scheme, kinds, each, problems) for each in documents], problems


def _new_kinds(scheme: Scheme, documents: Iterable[AnnotatedDocument]) -> Kinds:
    """The types of attributes that the scheme lacks: text, where values of several types stand side by side."""
    kinds: Kinds = {}
    for label, attributes in _used(documents):
        known = scheme.label(scheme.present_name(label))
        for name, value in attributes.items():
            if value is not None and (known is None or known.attribute(name) is None):
                kind = _kind(value)
                kinds[label, name] = kind if kinds.setdefault((label, name), kind) == kind else "text"
    return kinds


def _used(documents: Iterable[AnnotatedDocument]) -> Iterator[tuple[str, Mapping[str, Value]]]:
    for each in documents:
        for layer in each.layers:
            for span in layer.spans:
                if span.attributes:
                    yield span.label, span.attributes


def _fitted_document(
    scheme: Scheme, kinds: Kinds, each: AnnotatedDocument, problems: list[Problem]
) -> AnnotatedDocument:
    layers = tuple(
        replace(layer, spans=tuple(_fitted_span(scheme, kinds, span, each.document.id, problems)
                                   for span in layer.spans))
        for layer in each.layers
    )  # fmt: skip
    return replace(each, layers=layers)


def _fitted_span(scheme: Scheme, kinds: Kinds, span: Span, where: str, problems: list[Problem]) -> Span:
    if not span.attributes:
        return span
    known = scheme.label(scheme.present_name(span.label))
    attributes: dict[str, Value] = {}
    for name, value in span.attributes.items():
        if value is None:  # says nothing
            continue
        own = known.attribute(name) if known is not None else None
        own = own or AttributeType(name, kinds.get((span.label, name), "text"))
        new_name, new_value = _fitted_value(own, value)
        attributes[new_name] = new_value
        if new_name != name or new_value is not value:
            message = N_("the value %(value)s of %(attribute)s becomes %(new)s of %(name)s")
            problems.append(problem(where, message, value=value, attribute=name, new=new_value, name=new_name))
    return replace(span, attributes=attributes) if attributes != span.attributes else span


def _fitted_value(own: AttributeType, value: Value) -> tuple[str, Value]:
    if own.type == "choice" and isinstance(value, str):
        return own.name, value  # the scheme gets the choice
    if not check_value(own, value):
        return own.name, value
    if own.type == "number" and isinstance(value, str) and (number := _number(value)) is not None:
        return own.name, number
    if own.type in {"text", "choice", "date", "entity"}:
        return own.name, str(value)
    return own.name + OTHERWISE, str(value)


def _number(text: str) -> int | float | None:
    for read in (int, float):
        try:
            number = read(text)
        except ValueError:
            continue
        return number if abs(number) < 1e300 else None
    return None
