"""Formats whose annotations have types (WebAnno TSV, UIMA): which label, attributes and origin a span gets."""

from __future__ import annotations

from collections.abc import Mapping

from annotator.core.span import Value

CHAIN = "chain"
"""Attribute and origin of the elements of a coreference chain."""
LINK_SLOT = "slot"
"""Attribute of relations that fill a slot of their head."""
TYPE_KEY = "uima.type"
"""Attribute of relations: the type's short name."""
LABEL_FEATURES = ("value", "label")
SPAN_TYPE = "webanno.custom.Span"
RELATION_TYPE = "webanno.custom.Relation"
_LABELLED = frozenset({"NamedEntity", "Span", "Relation"})


def short(name: str) -> str:
    """The short name of a type."""
    return name.rpartition(".")[2]


def labelled(name: str, values: Mapping[str, Value]) -> tuple[str, dict[str, Value], dict[str, Value]]:
    """Label, attributes and origin of an annotation of a type with these features.

    The ``value`` of a named entity or custom span is its label; other types are labels themselves.
    """
    own = short(name)
    first = next(iter(values), None)
    shown = next((feature for feature in LABEL_FEATURES if feature in values), first)
    value = values[shown] if shown is not None else None
    label = own
    attributes: dict[str, Value] = {feature: each for feature, each in values.items() if each is not None}
    if own in _LABELLED and shown in LABEL_FEATURES and value not in {None, ""}:
        label = str(value)
        attributes.pop(str(shown))
    return label, attributes, {"type": own, "value": value}
