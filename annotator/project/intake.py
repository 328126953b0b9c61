"""Taking documents and suggestions in: ids kept where they are free, layers brought up to date, nothing doubled."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from annotator.core import command as c
from annotator.core.document import AnnotatedDocument, Document, Header, Layer
from annotator.core.entity import Entity
from annotator.core.op import Op
from annotator.core.scheme import AttributeType, Scheme, check_value
from annotator.core.span import Extent, Relation, Span, Value
from annotator.core.suggestion import Suggestion, suggestion_id
from annotator.project.plan_decisions import decision_op
from annotator.project.plan_layers import annotator_ops
from annotator.project.plan_scheme import scheme_ops
from annotator.project.plan_spans import check_label
from annotator.project.plan_suggestions import proposal_op, suggestion_op
from annotator.project.reader import GOLD, checked_extent, current_scheme, layer_id
from annotator.project.writes import Plan, attribute_fields, made, new_id
from annotator.storage.store import Store

Key = tuple[str, Extent]
AT_ONCE = 400
"""Documents that are planned and written at a time."""


@dataclass(slots=True)
class _Intake:
    """What one intake has planned and not yet handed over; ``taken`` are the ids that other things have, by kind."""

    store: Store
    scheme: Scheme
    ops: Plan = field(default_factory=list)
    annotators: set[str] = field(default_factory=set)
    texts: dict[str, str] = field(default_factory=dict)
    taken: dict[str, set[str]] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    types: dict[str, dict[str, AttributeType]] = field(default_factory=dict)
    position: int = 0

    def look_ahead(self, documents: Sequence[AnnotatedDocument]) -> None:
        """Find out in few questions which of the ids that documents wish for are there already."""
        wished = {each.document.id for each in documents}
        self.texts = {row["id"]: row["text"] for row in self.store.present("documents", "id, text", wished)}
        layers = [layer for each in documents for layer in each.layers]
        spans = {span.id for layer in layers for span in layer.spans}
        relations = {relation.id for layer in layers for relation in layer.relations}
        self.taken["span"] = {row["id"] for row in self.store.present("spans", "id", spans)}
        self.taken["relation"] = {row["id"] for row in self.store.present("relations", "id", relations)}

    def planned(self) -> Plan:
        """What was planned since this was asked last."""
        ops, self.ops = self.ops, []
        return ops

    def free(self, kind: str, wished: str, document: str, prefix: str) -> str:
        """The wished id where no other thing has it, else one that names the document too."""
        used = self.taken[kind]
        if not wished:
            return new_id(prefix)
        if wished not in used:
            used.add(wished)
            return wished
        identity = f"{document}:{wished}"
        if identity in used or self._exists(kind, identity):
            return new_id(prefix)
        used.add(identity)
        return identity

    def _exists(self, kind: str, identity: str) -> bool:
        return any(self.store.present({"span": "spans", "relation": "relations"}[kind], "id", [identity]))

    def label(self, wished: str, attributes: Mapping[str, Value]) -> str:
        """A label's present name, checked with its attributes against the scheme.

        Raises:
            UserError: the scheme does not have it, or not such an attribute.
        """
        label = self.labels.get(wished)
        if label is None:
            label = self.labels[wished] = self.scheme.present_name(wished)
            check_label(self.scheme, label, {})
            known = self.scheme.label(label)
            self.types[wished] = {each.name: each for each in known.attributes} if known else {}
        types = self.types[wished]
        for name, value in attributes.items():
            if name not in types or check_value(types[name], value):
                check_label(self.scheme, label, attributes)  # says what is wrong
        return label

    def know(self, annotator: str) -> None:
        """Make an annotator known, once."""
        if annotator not in self.annotators:
            self.annotators.add(annotator)
            ops = annotator_ops(self.store, annotator)
            new = [op for op in ops if op.kind == "annotator"]
            known = self.store.one("SELECT count(*) FROM annotators")
            place = known + sum(1 for op in self.ops if op.kind == "annotator")
            self.ops += [Op(op.kind, op.id, "", {**op.fields, "position": place}) for op in new]


def text_hash(text: str) -> str:
    """SHA-256 of a text's UTF-8 (lone surrogates passed through), in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def plan_documents(store: Store, wish: c.AddDocuments) -> Iterator[Plan]:
    """The writes that take documents in, with everything that they carry: those of some documents after the other.

    Each part is to be written before the next is asked for: what was planned is then still in the processor's cache,
    and no more lies in memory than that.

    Raises:
        UserError: a span does not fit its text or the scheme.
    """
    intake = _Intake(store, _scheme(store, wish.header))
    if _brings_scheme(store, wish.header):
        intake.ops += scheme_ops(intake.scheme)
    intake.ops += _entity_ops(store, wish.header.entities)
    for name in wish.header.annotators:
        intake.know(name)
    intake.position = int(store.one("SELECT coalesce(max(position) + 1, 0) FROM documents"))
    intake.look_ahead(wish.documents)
    yield intake.planned()
    for first in range(0, len(wish.documents), AT_ONCE):
        some = wish.documents[first : first + AT_ONCE]
        digests = store.put_texts(each.document.text for each in some)
        for each, digest in zip(some, digests, strict=True):
            _document(intake, each, digest)
        yield intake.planned()


def _brings_scheme(store: Store, header: Header) -> bool:
    """A file's scheme becomes the project's only while the project has no documents."""
    empty = not store.one("SELECT 1 FROM documents LIMIT 1")
    return header.scheme is not None and empty and header.scheme != current_scheme(store)


def _scheme(store: Store, header: Header) -> Scheme:
    if header.scheme is not None and _brings_scheme(store, header):
        return header.scheme
    return current_scheme(store)


def _entity_ops(store: Store, entities: Iterable[Entity]) -> Plan:
    known = {row["id"] for row in store.rows("SELECT id FROM entities WHERE NOT deleted")}
    return [
        made("entity", each.id, "", name=each.name, aliases=list(each.aliases), kind=each.kind,
             wikidata=each.wikidata)
        for each in entities if each.id not in known
    ]  # fmt: skip


def _document(intake: _Intake, each: AnnotatedDocument, digest: str) -> None:
    document = each.document
    identity, present = _identity(intake, document, digest)
    if not present:
        intake.ops.append(
            made("document", identity, identity, name=document.name, position=intake.position, text=digest,
                 metadata=dict(document.metadata))
        )  # fmt: skip
        intake.position += 1
    else:
        fields = {f"@{name}": value for name, value in document.metadata.items()}
        intake.ops.append(Op("document", identity, identity, {**fields, "deleted": False}))
    spans_by_suggestion: dict[tuple[str, str], str] = {}
    for layer in each.layers:
        if layer.kind != "suggestion":
            _layer(intake, identity, document.text, layer, spans_by_suggestion, present=present)
    for layer in each.layers:
        if layer.suggestions:
            _suggestion_layer(intake, identity, layer, spans_by_suggestion)


def _identity(intake: _Intake, document: Document, digest: str) -> tuple[str, bool]:
    """The id under which a document is taken in, and whether it is there already."""
    wished = document.id or new_id("d")
    for identity in (wished, f"{wished}-{digest[:8]}"):
        found = intake.texts.get(identity)
        if found is None and identity != wished:
            found = intake.store.one("SELECT text FROM documents WHERE id = ?", (identity,))
        if found is None:
            intake.texts[identity] = _BEING_TAKEN_IN
            return identity, False
        if found == digest:
            return identity, True
    return new_id("d"), False


_BEING_TAKEN_IN = "-"
"""Stands for the text of a document that the same intake brings: a second one of its id is another document."""


# ---- layers ----------------------------------------------------------------------------------------------


def _layer(
    intake: _Intake, document: str, text: str, layer: Layer, by_suggestion: dict[tuple[str, str], str],
    *, present: bool,
) -> None:  # fmt: skip
    annotator = GOLD if layer.kind == GOLD else layer.annotator
    if annotator != GOLD:
        intake.know(annotator)
    identity = layer_id(document, annotator)
    intake.ops.append(
        made("layer", identity, document, annotator=annotator, kind=layer.kind, status=layer.status)
    )
    spans = _present_spans(intake.store, identity) if present else {}
    names: dict[str, str] = {}
    length = len(text)
    for span in layer.spans:
        label = intake.label(span.label, span.attributes)
        extent = span.fragments or ((span.start, span.end),)
        if span.fragments or not 0 <= span.start < span.end <= length:
            checked_extent(text, extent)
        key = (label, extent)
        known = spans.get(key)
        name = names[span.id] = spans[key] = known or intake.free("span", span.id, document, "s")
        fields = _new_span(intake, identity, label, extent, span) if known is None else _known_span(span)
        intake.ops.append(Op("span", name, document, fields))
        if "suggestion" in span.origin:
            by_suggestion[annotator, str(span.origin["suggestion"])] = name
    joined = _present_relations(intake.store, identity) if present and layer.relations else set()
    for relation in layer.relations:
        if (relation.type, names[relation.head], names[relation.tail]) not in joined:
            _relation(intake, document, identity, relation, names)


def _present_spans(store: Store, layer: str) -> dict[Key, str]:
    from annotator.project.reader import span_of

    found = store.rows("SELECT * FROM spans WHERE layer = ? AND NOT deleted", (layer,))
    return {(span.label, span.extent): span.id for span in map(span_of, found)}


def _present_relations(store: Store, layer: str) -> set[tuple[str, str, str]]:
    return {tuple(row) for row in store.rows(
        "SELECT type, head, tail FROM relations WHERE layer = ? AND NOT deleted", (layer,)
    )}  # fmt: skip


def _new_span(intake: _Intake, layer: str, label: str, extent: Extent, span: Span) -> dict[str, Any]:
    """What is written of a new span: only what is not as every new span has it."""
    fields: dict[str, Any] = {
        "layer": layer, "extent": extent, "label": label, "scheme_version": intake.scheme.version, "deleted": False,
    }  # fmt: skip
    if span.origin:
        fields["origin"] = dict(span.origin)
    if span.note:
        fields["note"] = span.note
    if span.unsure:
        fields["unsure"] = span.unsure
    if span.attributes:
        fields |= attribute_fields(span.attributes)
    return fields


def _known_span(span: Span) -> dict[str, Any]:
    """What is written of a span that is there already."""
    return {"note": span.note, "unsure": span.unsure, **attribute_fields(span.attributes)}


def _relation(
    intake: _Intake, document: str, layer: str, relation: Relation, names: Mapping[str, str]
) -> None:
    identity = intake.free("relation", relation.id, document, "r")
    intake.ops.append(
        made("relation", identity, document, layer=layer, type=relation.type, head=names[relation.head],
             tail=names[relation.tail], **attribute_fields(relation.attributes))
    )  # fmt: skip


# ---- suggestions -----------------------------------------------------------------------------------------


def _suggestion_layer(
    intake: _Intake, document: str, layer: Layer, by_suggestion: Mapping[tuple[str, str], str]
) -> None:
    ids = []
    for each in layer.suggestions:
        identity = each.id or suggestion_id(document, each.start, each.end, each.label)
        ids.append(identity)
        intake.ops.append(suggestion_op(intake.scheme, document, identity, each))
        for annotator, decision in _decisions(each).items():
            span = by_suggestion.get((annotator, identity), "")
            intake.know(annotator)
            intake.ops.append(decision_op(document, identity, annotator, decision, span))
    for proposal in layer.suggested_relations:
        head, tail = ids[proposal.head], ids[proposal.tail]
        intake.ops.append(proposal_op(document, proposal.type, head, tail, proposal.score, proposal.why))


def _decisions(each: Suggestion) -> Mapping[str, str]:
    if each.decisions:
        return each.decisions
    return {each.decided_by: each.decision} if each.decision and each.decided_by else {}
