"""A UIMA CAS as plain data, and the document in it. XMI and CAS JSON differ only in how they are written.

Offsets are UTF-16 units. What lies in a view's index counts; structures that are only referred to do not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from annotator.core.document import AnnotatedDocument, Document, Layer
from annotator.core.errors import UserError, problem
from annotator.core.span import Relation, Span, Value
from annotator.formats.base import MOST_SAMPLES, Reading, ReadOptions
from annotator.formats.extras import merged
from annotator.formats.offsets import Offsets
from annotator.formats.text import import_facts
from annotator.formats.typed import CHAIN, LINK_SLOT, TYPE_KEY, labelled, short

Feature = Value | list["int | str"]
_OWN = frozenset({"sofa", "id"})
_DOCUMENT_TYPES = frozenset({"uima.tcas.DocumentAnnotation"})
_ANNOTATION = "uima.tcas.Annotation"
_INITIAL = "_InitialView"
NO_FEATURES: Mapping[str, Feature] = MappingProxyType({})
NO_REFERENCES: Mapping[str, list[int]] = MappingProxyType({})
"""Those of most structures: a long file has a token for every twenty letters, and two maps for each are too much."""


@dataclass(slots=True)
class Structure:
    """A feature structure. ``references`` are features that point to others, by id.

    ``begin`` and ``end`` are None where it marks no text.
    """

    id: int
    type: str
    begin: Feature = None
    end: Feature = None
    features: Mapping[str, Feature] = field(default_factory=lambda: NO_FEATURES)
    references: Mapping[str, list[int]] = field(default_factory=lambda: NO_REFERENCES)

    @property
    def marks(self) -> bool:
        """Whether it marks text."""
        return self.begin is not None and self.end is not None


@dataclass(slots=True)
class View:
    """A view: the id of its sofa, and what its index holds."""

    sofa: int | None
    members: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Cas:
    """One CAS: texts and names of its sofas by their ids; ``supertypes`` as far as known."""

    structures: dict[int, Structure] = field(default_factory=dict)
    sofas: dict[int, str | None] = field(default_factory=dict)
    names: dict[int, object] = field(default_factory=dict)
    views: list[View] = field(default_factory=list)
    supertypes: dict[str, str] = field(default_factory=dict)

    def is_document(self, name: str) -> bool:
        """Whether a type describes the whole document."""
        seen: set[str] = set()
        while name not in _DOCUMENT_TYPES and name in self.supertypes and name not in seen:
            seen.add(name)
            name = self.supertypes[name]
        return name in _DOCUMENT_TYPES or short(name) in {"DocumentMetaData", "DocumentAnnotation"}


    def is_annotation(self, name: str) -> bool:
        """Whether a type marks text."""
        seen: set[str] = set()
        while name != _ANNOTATION and name in self.supertypes and name not in seen:
            seen.add(name)
            name = self.supertypes[name]
        return name == _ANNOTATION


class _Builder:
    """Makes one document of a CAS."""

    def __init__(self, cas: Cas, path: Path, reading: Reading, options: ReadOptions) -> None:
        self.cas, self.path, self.reading = cas, path, reading
        self.view = self._chosen()
        self.text = (cas.sofas.get(self.view.sofa or 0) if self.view else None) or ""
        self.offsets = Offsets(self.text, options.offsets or "utf16")
        self.members = [
            cas.structures[name] for name in (self.view.members if self.view else ()) if name in cas.structures
        ]
        self.spans: dict[int, Span] = {}
        self.relations: list[Relation] = []
        self.tokens: list[tuple[int, int]] = []
        self.sentences: list[tuple[int, int]] = []

    def _chosen(self) -> View | None:
        with_text = [view for view in self.cas.views if self.cas.sofas.get(view.sofa or 0) is not None]
        if len(with_text) > 1:
            message = "%(count)d further views with a text of their own are not imported"
            self.reading.problems.append(problem(self.path.name, message, count=len(with_text) - 1))
        if with_text:
            initial = {sofa for sofa, name in self.cas.names.items() if name == _INITIAL}
            return next((view for view in with_text if view.sofa in initial), with_text[0])
        text = next((sofa for sofa, own in self.cas.sofas.items() if own is not None), None)
        return View(text) if text is not None else next(iter(self.cas.views), None)

    def document(self) -> AnnotatedDocument:
        """The document."""
        links: list[Structure] = []
        for each in self.members:
            if self.cas.is_document(each.type):
                continue
            if {"Governor", "Dependent"} <= each.references.keys():
                links.append(each)
            elif each.marks:
                self._annotation(each)
        self._chains()
        for each in links:
            self._relation(each)
        for each in self.members:
            if each.id in self.spans:
                self._slots(each)
        spans = tuple(self.spans.values())
        name, metadata = self._about()
        return AnnotatedDocument(
            Document(name, name, self.text, metadata),
            (Layer("", spans=spans, relations=tuple(self.relations)),),
            tuple(self.tokens) or None,
            tuple(self.sentences) or None,
        )

    def _about(self) -> tuple[str, dict[str, object]]:
        metadata = import_facts(self.path, self.reading.facts)
        for each in self.members:
            if short(each.type) == "DocumentMetaData":
                name = each.features.get("documentId") or each.features.get("documentTitle")
                if isinstance(name, str) and name:
                    return name, metadata
        return self.path.stem, metadata

    def _extent(self, each: Structure) -> tuple[int, int]:
        begin, end = each.begin, each.end
        if not isinstance(begin, int) or not isinstance(end, int) or begin > end or begin < 0:
            raise self._bad(each, UserError("it reaches from %(begin)s to %(end)s", begin=begin, end=end))
        if not self.text:
            return begin, end
        try:
            return self.offsets.to_codepoint(begin), self.offsets.to_codepoint(end)
        except ValueError as error:
            raise self._bad(each, error) from error

    def _bad(self, each: Structure, reason: object) -> UserError:
        message = "%(file)s, %(type)s with id %(id)d: %(reason)s"
        return UserError(message, file=self.path, type=short(each.type), id=each.id, reason=reason)

    def _annotation(self, each: Structure) -> None:
        extent, own, facts = self._extent(each), short(each.type), self.reading.facts
        if own in {"Token", "Sentence"}:
            (self.tokens if own == "Token" else self.sentences).append(extent)
            facts.spans[own] += 1
            if len(facts.samples) < MOST_SAMPLES:
                facts.samples.append((own, self.text[slice(*extent)] if self.text else None))
            return
        values: dict[str, Value] = {}
        for name, value in each.features.items():
            if name not in _OWN and not self._links(each, name):
                values[name] = " ".join(str(part) for part in value) if isinstance(value, list) else value
        label, attributes, origin = labelled(each.type, values)
        span = Span(f"s{each.id}", *extent, label, attributes, origin=origin)
        self.spans[each.id] = merged(span, len(self.text))

    def _links(self, each: Structure, name: str) -> bool:
        """Whether a feature only points to the links that fill a slot."""
        targets = [self.cas.structures.get(target) for target in each.references.get(name, ())]
        return bool(targets) and all(one is not None and "target" in one.references for one in targets)

    def _relation(self, each: Structure) -> None:
        own = short(each.type)
        head, tail = (next(iter(each.references[end]), -1) for end in ("Governor", "Dependent"))
        if head not in self.spans or tail not in self.spans:
            self.reading.facts.relations[own] += 1
            return
        values: dict[str, Value] = {
            name: value
            for name, value in each.features.items()
            if name not in _OWN and not isinstance(value, list) and name != "flavor"
        }
        kind, attributes, _ = labelled(each.type, values)
        attributes = {**attributes, TYPE_KEY: own}
        head_id, tail_id = self.spans[head].id, self.spans[tail].id
        self.relations.append(merged_relation(Relation(f"r{each.id}", kind, head_id, tail_id, attributes)))

    def _slots(self, host: Structure) -> None:
        for slot, targets in host.references.items():
            for target in targets:
                link = self.cas.structures.get(target)
                if link is None or not link.references.get("target") or link.begin is not None:
                    continue
                filler = link.references["target"][0]
                if filler in self.spans:
                    role = str(link.features.get("role") or slot)
                    ends = (self.spans[host.id].id, self.spans[filler].id)
                    self.relations.append(Relation(f"l{target}.{host.id}", role, *ends, {LINK_SLOT: slot}))

    def _chains(self) -> None:
        """Elements of a coreference chain know the chain that they are in."""
        for each in self.members:
            if "first" not in each.references or short(each.type) != "CoreferenceChain":
                continue
            for name in self._elements(next(iter(each.references["first"]), -1)):
                span = self.spans.get(name)
                if span is not None:
                    attributes = {**span.attributes, CHAIN: str(each.id)}
                    self.spans[name] = Span(span.id, span.start, span.end, span.label, attributes,
                                            origin=span.origin)  # fmt: skip

    def _elements(self, name: int) -> Iterator[int]:
        seen: set[int] = set()
        while name in self.cas.structures and name not in seen:
            seen.add(name)
            yield name
            name = next(iter(self.cas.structures[name].references.get("next", ())), -1)


def merged_relation(relation: Relation) -> Relation:
    """The relation with the exact attributes that its ``raqim`` feature holds."""
    stand_in = merged(Span(relation.id, 0, 1, relation.type, relation.attributes), 1)
    return Relation(relation.id, relation.type, relation.head, relation.tail, stand_in.attributes)


def document_of(cas: Cas, path: Path, reading: Reading, options: ReadOptions) -> AnnotatedDocument:
    """The document that a CAS holds.

    Raises:
        UserError: an annotation lies outside the text or inside a character; names it.
    """
    reading.facts.offset_unit = options.offsets or "utf16"
    return _Builder(cas, path, reading, options).document()


def whole(path: Path, value: object) -> int:
    """A number of a CAS.

    Raises:
        UserError: it is none.
    """
    try:
        if isinstance(value, int | str) and not isinstance(value, bool):
            return int(value)
    except ValueError:
        pass
    raise UserError("%(file)s: “%(value)s” is no number", file=path, value=str(value)[:40])


def supertypes_of(types: Mapping[str, Mapping[str, object]]) -> dict[str, str]:
    """The supertypes that CAS JSON's ``%TYPES`` tell."""
    found = {name: each.get("%SUPER_TYPE") for name, each in types.items() if isinstance(each, Mapping)}
    return {name: own for name, own in found.items() if isinstance(own, str)}


def references_in(value: object) -> list[int]:
    """The ids that a reference feature names: one, or an array's."""
    values: Sequence[object] = value if isinstance(value, list) else (value,)
    return [each for each in values if isinstance(each, int) and not isinstance(each, bool)]
