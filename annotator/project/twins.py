"""Documents that a project has already, recognised by their text, and what bringing them up to date means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from annotator.core.command import Command, RemoveRelation, RemoveSpan
from annotator.core.document import AnnotatedDocument, Layer
from annotator.core.errors import UserError
from annotator.core.span import Extent, Relation, Span
from annotator.project.intake import text_hash
from annotator.project.project import Project
from annotator.project.reader import GOLD

Existing = Literal["update", "replace", "skip"]
"""What becomes of documents that are there: layers get what the file has more, become as the file has them, or stay."""


@dataclass(slots=True)
class Sorting:
    """Documents of a file, under the ids that they will have; ``twins`` are there already."""

    documents: list[AnnotatedDocument] = field(default_factory=list)
    twins: list[str] = field(default_factory=list)


def sorted_out(project: Project, documents: Iterable[AnnotatedDocument]) -> Sorting:
    """Give documents whose text the project has the id that it has there; each is found once per file."""
    found = Sorting()
    for each in documents:
        twin = twin_of(project, each, found.twins)
        if twin:
            found.twins.append(twin)
        document = replace(each.document, id=twin) if twin else each.document
        found.documents.append(replace(each, document=document))
    return found


def twin_of(project: Project, each: AnnotatedDocument, taken: Sequence[str] = ()) -> str:
    """The id under which the project has this text already, the document's own where it can be; else nothing."""
    first = project.queries.document_with_text(text_hash(each.document.text))
    if first is None:
        return ""
    own = each.document.id
    if own and own != first and _text(project, own) == each.document.text:
        first = own
    return "" if first in taken else first


def _text(project: Project, identity: str) -> str | None:
    try:
        return project.queries.document(identity).text
    except UserError:
        return None


Key = tuple[str, Extent]
RelationKey = tuple[str, Key, Key]


def stale(project: Project, each: AnnotatedDocument) -> Iterator[Command]:
    """Commands that take from a document's layers what the same layers of the file do not have."""
    scheme = project.queries.scheme()
    for layer in each.layers:
        if layer.kind == "suggestion":
            continue
        owner = GOLD if layer.kind == GOLD else layer.annotator
        wished = {span.id: (scheme.present_name(span.label), span.extent) for span in layer.spans}
        present = {span.id: span for span in project.queries.spans(each.document.id, owner)}
        going = {span.id for span in present.values() if _key(span) not in set(wished.values())}
        joined = {(one.type, wished[one.head], wished[one.tail]) for one in layer.relations}
        for one in project.queries.relations(each.document.id, owner):
            if not {one.head, one.tail} & going and _relation_key(one, present) not in joined:
                yield RemoveRelation(one.id)
        for identity in going:
            yield RemoveSpan(identity)


def _key(span: Span) -> Key:
    return span.label, span.extent


def _relation_key(one: Relation, spans: dict[str, Span]) -> RelationKey:
    return one.type, _key(spans[one.head]), _key(spans[one.tail])


def holds_nothing(layer: Layer) -> bool:
    """Whether a layer of a file says nothing at all."""
    return not (layer.spans or layer.suggestions or layer.annotator or layer.kind != "annotation")
