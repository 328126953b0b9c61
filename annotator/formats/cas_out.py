"""A document as a CAS, for XMI and CAS JSON: DKPro tokens and sentences, custom spans and relations.

The label is the ``value`` feature of ``webanno.custom.Span``; the head of a relation is its Governor.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from annotator.core.document import AnnotatedDocument, Layer
from annotator.core.scheme import Scheme
from annotator.core.sentences import sentences
from annotator.core.span import Relation, Span
from annotator.formats.base import Loss, WriteReport
from annotator.formats.extras import FEATURE, extra_of, sayable
from annotator.formats.offsets import Offsets
from annotator.formats.typed import TYPE_KEY
from annotator.formats.wording import first_layer, further_layers, relation_losses, word_extents

_DKPRO = "de.tudarmstadt.ukp.dkpro.core.api"
XML_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
JSON_UNFIT = re.compile("[\ud800-\udfff]")
UNFIT = "characters that the format cannot hold became U+FFFD"
NO_END = "one of its ends is not there"


@dataclass(frozen=True, slots=True)
class Kind:
    """A type by its full name."""

    name: str

    @property
    def local(self) -> str:
        """Its last part."""
        return self.name.rpartition(".")[2]

    @property
    def space(self) -> str:
        """Its XML namespace."""
        return f"http:///{self.name.rpartition('.')[0].replace('.', '/')}.ecore"


METADATA = Kind(f"{_DKPRO}.metadata.type.DocumentMetaData")
SENTENCE = Kind(f"{_DKPRO}.segmentation.type.Sentence")
TOKEN = Kind(f"{_DKPRO}.segmentation.type.Token")
SPAN = Kind("webanno.custom.Span")
RELATION = Kind("webanno.custom.Relation")
LINKS = ("Governor", "Dependent")
_METADATA_FEATURES = ("documentTitle", "documentId", "documentUri", "collectionId", "documentBaseUri")


class Features:
    """The attribute names that go out as features of their own, as they are met."""

    def __init__(self, scheme: Scheme | None) -> None:
        names = [each.name for label in (scheme.labels if scheme else ()) for each in label.attributes]
        self.names = {name: None for name in names if sayable(name, "text")}

    def add(self, names: Iterable[str]) -> None:
        """Take in the names of a span."""
        self.names.update(dict.fromkeys(names))


@dataclass(slots=True)
class Written:
    """A CAS on its way out: its text and its structures as type, id and features; ids begin at 2."""

    text: str
    structures: list[tuple[Kind, int, dict[str, object]]] = field(default_factory=list)

    def put(self, kind: Kind, values: dict[str, object]) -> int:
        """Append a structure."""
        name = len(self.structures) + 2
        self.structures.append((kind, name, values))
        return name

    def kinds(self) -> list[Kind]:
        """The types in use."""
        return list(dict.fromkeys(kind for kind, _, _ in self.structures))


def cas_of(
    each: AnnotatedDocument, report: WriteReport, features: Features, unfit: re.Pattern[str]
) -> Written:
    """The CAS of a document's first layer; what cannot be held goes onto the report."""
    document = each.document
    text = unfit.sub("\ufffd", document.text)
    if text != document.text:
        report.losses.append(Loss(document.id, "", "", "", 0, 0, "", "changed", UNFIT, "document"))
    report.losses.extend(further_layers(each))
    written = Written(text)
    at = Offsets(text, "utf16").from_codepoint
    name = unfit.sub("\ufffd", document.id)
    title = unfit.sub("\ufffd", document.name)
    about: dict[str, object] = {"begin": 0, "end": at(len(text)), "documentTitle": title, "documentId": name}
    written.put(METADATA, about)
    for kind, extents in ((SENTENCE, sentences(text)), (TOKEN, word_extents(text))):
        for start, end in extents:
            written.put(kind, {"begin": at(start), "end": at(end)})
        report.tokens += len(extents) if kind is TOKEN else 0
    layer = first_layer(each)
    if layer is not None:
        _layer(each, layer, written, (report, features, unfit))
    return written


def _layer(
    each: AnnotatedDocument,
    layer: Layer,
    written: Written,
    tools: tuple[WriteReport, Features, re.Pattern[str]],
) -> None:
    report, features, unfit = tools
    at = Offsets(written.text, "utf16").from_codepoint
    names: dict[str, tuple[int, Span]] = {}
    for span in layer.spans:
        own = {key: unfit.sub("\ufffd", str(v)) for key, v in span.attributes.items() if sayable(key, v)}
        features.add(own)
        values: dict[str, object] = {"begin": at(span.start), "end": at(span.end)}
        values |= {"value": unfit.sub("\ufffd", span.label), **own}
        if extra := extra_of(span):
            values[FEATURE] = extra
        names[span.id] = (written.put(SPAN, values), span)
    for relation in layer.relations:
        if relation.head not in names or relation.tail not in names:
            one = Layer(layer.annotator, layer.kind, spans=layer.spans, relations=(relation,))
            report.losses.extend(relation_losses(each, one, NO_END))
            continue
        _relation(relation, names, written)
        report.relations += 1
    report.spans += len(layer.spans)


def _relation(relation: Relation, names: dict[str, tuple[int, Span]], written: Written) -> None:
    (head, _), (tail, _) = names[relation.head], names[relation.tail]
    _, _, place = written.structures[tail - 2]
    values: dict[str, object] = {"begin": place["begin"], "end": place["end"], "Governor": head}
    values |= {"Dependent": tail, "value": relation.type}
    attributes = {key: value for key, value in relation.attributes.items() if key != TYPE_KEY}
    if attributes:
        values[FEATURE] = extra_of(Span("", 0, 1, "", {**attributes, "": None}))
    written.put(RELATION, values)


def features_of(features: Features) -> dict[Kind, tuple[str, dict[str, str]]]:
    """For every type that we write: its supertype, and its features with their ranges."""
    text = "uima.cas.String"
    annotation = "uima.tcas.Annotation"
    span = dict.fromkeys(["value", *features.names, FEATURE], text)
    relation = dict.fromkeys(LINKS, SPAN.name) | {"value": text, FEATURE: text}
    metadata = dict.fromkeys(_METADATA_FEATURES, text) | {"isLastSegment": "uima.cas.Boolean"}
    token = {"parent": annotation, "id": text, "syntacticFunction": text, "order": "uima.cas.Integer"}
    return {
        METADATA: ("uima.tcas.DocumentAnnotation", metadata),
        SENTENCE: (annotation, {"id": text}),
        TOKEN: (annotation, token),
        SPAN: (annotation, span),
        RELATION: (annotation, relation),
    }


def type_system(features: Features) -> str:
    """The type system description of the types that we write."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<typeSystemDescription xmlns="http://uima.apache.org/resourceSpecifier">',
        "<types>",
    ]
    for kind, (supertype, own) in features_of(features).items():
        lines += ["<typeDescription>", f"<name>{kind.name}</name>", "<description/>"]
        lines += [f"<supertypeName>{supertype}</supertypeName>", "<features>"]
        lines += [
            f"<featureDescription><name>{escape(name)}</name><description/>"
            f"<rangeTypeName>{range_}</rangeTypeName></featureDescription>"
            for name, range_ in own.items()
        ]
        lines += ["</features>", "</typeDescription>"]
    return "\n".join([*lines, "</types>", "</typeSystemDescription>", ""])
