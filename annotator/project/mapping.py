"""From a file's names to the scheme's: labels, attributes and relations under other names, or left out.

Written as ``OLD=NEW``; ``OLD=NEW@kind=person`` sets an attribute too, ``OLD=`` leaves the label out, and
``OLD@role=NEW`` renames the attribute ``role`` of spans that the file calls ``OLD``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from annotator.core.document import AnnotatedDocument, Layer
from annotator.core.errors import Problem, UserError, problem
from annotator.core.i18n import N_
from annotator.core.scheme import Scheme
from annotator.core.span import Span, Value
from annotator.core.suggestion import RelationSuggestion, Suggestion

SIGN = "@"
"""Stands between a label and its attribute."""
_USUAL = {
    "PER": ("ACTOR", "kind", "person"), "PERS": ("ACTOR", "kind", "person"), "PERSON": ("ACTOR", "kind", "person"),
    "ORG": ("ACTOR", "kind", "organisation"), "ORGANIZATION": ("ACTOR", "kind", "organisation"),
    "GPE": ("ACTOR", "kind", "state"), "CARDINAL": ("FIGURE", "", ""), "QUANTITY": ("FIGURE", "", ""),
    "MONEY": ("FIGURE", "kind", "money"), "PERCENT": ("FIGURE", "kind", "percent"),
}  # fmt: skip
"""What labels of common tag sets mean in the scheme that ships; proposed, never applied unasked."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a label becomes: a name (empty: it is left out) and attributes that its spans get."""

    label: str
    attributes: Mapping[str, Value] = field(default_factory=dict)

    def __str__(self) -> str:
        return SIGN.join([self.label, *(f"{name}={value}" for name, value in self.attributes.items())])


@dataclass(frozen=True, slots=True)
class NameMap:
    """Names of a file onto names of the scheme; what is not named stays as it is.

    ``attributes`` maps (the file's label, its attribute) to a name, empty where the attribute is left out.
    """

    labels: Mapping[str, Target] = field(default_factory=dict)
    attributes: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.labels or self.attributes)

    def applied(self, each: AnnotatedDocument) -> tuple[AnnotatedDocument, list[Problem]]:
        """The document under the scheme's names, and what was left out or fell together on the way."""
        if not self:
            return each, []
        problems: list[Problem] = []
        layers = tuple(self._layer(layer, each.document.id, problems) for layer in each.layers)
        return replace(each, layers=layers), problems

    def _layer(self, layer: Layer, where: str, problems: list[Problem]) -> Layer:
        own: dict[tuple[object, str], Span] = {}
        present: dict[str, str] = {}
        for span in layer.spans:
            mapped = self._span(span)
            if mapped is None:
                continue
            first = own.setdefault((mapped.extent, mapped.label), mapped)
            present[span.id] = first.id
            if first is not mapped:
                message = N_("two spans [%(start)d, %(end)d) fall together as %(label)s")
                problems.append(problem(where, message, start=span.start, end=span.end, label=mapped.label))
        gone = len(layer.spans) - len(present)
        if gone:
            problems.append(problem(where, "%(count)d spans are left out, as the mapping says", count=gone))
        relations = tuple(
            replace(one, type=self._relation(one.type), head=present[one.head], tail=present[one.tail])
            for one in layer.relations
            if one.head in present and one.tail in present and self._relation(one.type)
        )
        suggestions, proposals = self._suggestions(layer)
        return replace(
            layer, spans=tuple(own.values()), relations=relations, suggestions=suggestions,
            suggested_relations=proposals,
        )  # fmt: skip

    def _relation(self, kind: str) -> str:
        target = self.labels.get(kind)
        return kind if target is None else target.label

    def _span(self, span: Span) -> Span | None:
        label, attributes = self._named(span.label, span.attributes)
        return replace(span, label=label, attributes=attributes) if label else None

    def _named(self, label: str, attributes: Mapping[str, Value]) -> tuple[str, dict[str, Value]]:
        target = self.labels.get(label)
        renamed = ((self.attributes.get((label, name), name), value) for name, value in attributes.items())
        kept = {name: value for name, value in renamed if name}
        return (label, kept) if target is None else (target.label, {**target.attributes, **kept})

    def _suggestions(self, layer: Layer) -> tuple[tuple[Suggestion, ...], tuple[RelationSuggestion, ...]]:
        kept: list[Suggestion] = []
        places: dict[int, int] = {}
        for place, each in enumerate(layer.suggestions):
            label, attributes = self._named(each.label, each.attributes)
            if label:
                places[place] = len(kept)
                kept.append(replace(each, label=label, attributes=attributes))
        proposals = tuple(
            replace(one, type=self._relation(one.type), head=places[one.head], tail=places[one.tail])
            for one in layer.suggested_relations
            if one.head in places and one.tail in places and self._relation(one.type)
        )
        return tuple(kept), proposals

    # ---- plain data ----------------------------------------------------------------------------------

    def to_list(self) -> list[str]:
        """The map as it is written by hand, one entry each."""
        own = [f"{old}={target}" for old, target in self.labels.items()]
        return own + [f"{old}{SIGN}{name}={new}" for (old, name), new in self.attributes.items()]


NO_NAMES = NameMap()
"""The map that leaves every name as it is."""


def name_map(entries: Iterable[str]) -> NameMap:
    """The map that entries ``OLD=NEW`` describe.

    Raises:
        UserError: an entry is not of that shape.
    """
    labels: dict[str, Target] = {}
    attributes: dict[tuple[str, str], str] = {}
    for entry in entries:
        old, equals, new = entry.partition("=")
        if not old or not equals:
            raise UserError("%(entry)s is not of the shape OLD=NEW", entry=entry)
        label, sign, attribute = old.partition(SIGN)
        if sign and label and attribute:
            attributes[label, attribute] = new.strip()
        else:
            labels[old] = target_of(new, entry)
    return NameMap(labels, attributes)


def target_of(text: str, entry: str = "") -> Target:
    """The target that ``NEW`` or ``NEW@name=value@…`` describes.

    Raises:
        UserError: an attribute has no value.
    """
    label, *pairs = text.strip().split(SIGN)
    attributes: dict[str, Value] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not name or not equals:
            raise UserError("%(entry)s is not of the shape OLD=NEW", entry=entry or text)
        attributes[name.strip()] = _value(value.strip())
    return Target(label, attributes)


def _value(text: str) -> Value:
    if text in {"true", "false"}:
        return text == "true"
    try:
        return int(text)
    except ValueError:
        return text


def remembered(data: Any) -> NameMap:  # noqa: ANN401 - whatever the settings hold
    """The map that settings hold; an empty one where they hold none."""
    try:
        return name_map(str(each) for each in data or ())
    except (UserError, TypeError):
        return NameMap()


def proposed(labels: Iterable[str], scheme: Scheme) -> NameMap:
    """Targets for labels that the scheme lacks: the same name in other letters, or what common tag sets mean."""
    known = {each.name.casefold(): each.name for each in scheme.labels}
    found: dict[str, Target] = {}
    for name in labels:
        if scheme.label(scheme.present_name(name)) is not None:
            continue
        if name.casefold() in known:
            found[name] = Target(known[name.casefold()])
        elif name.upper() in _USUAL:
            label, attribute, value = _USUAL[name.upper()]
            own = scheme.label(label)
            if own is None:
                continue
            kind = own.attribute(attribute) if attribute else None
            fits = kind is not None and (not kind.choices or value in kind.choices)
            found[name] = Target(label, {attribute: value} if fits else {})
    return NameMap(found)
