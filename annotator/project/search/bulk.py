"""What is done with many hits at once: each action as steps that can be looked at first, and one command for all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from annotator.core.command import AddSpan, Batch, ChangeDocument, ChangeSpan, Command, SetStatus
from annotator.core.document import Status
from annotator.core.i18n import N_
from annotator.core.scheme import Scheme
from annotator.core.span import Span
from annotator.project.queries import Queries
from annotator.project.reading import read_attributes
from annotator.project.search.looking import Hit

TAGS, ASSIGNED = "tags", "assigned"
"""Entries of a document's metadata: lists of words, and of annotators."""


@dataclass(frozen=True, slots=True)
class Step:
    """What one hit, or one document, would come to. Without a command there is nothing to do; ``why`` says so."""

    hit: Hit
    command: Command | None
    why: str = ""


def documents_of(hits: Iterable[Hit]) -> list[Hit]:
    """One hit for each document, the first."""
    return list({each.document: each for each in reversed(list(hits))}.values())[::-1]


def batch(steps: Iterable[Step], title: str) -> Batch:
    """The steps as one event and one undo step."""
    return Batch(tuple(each.command for each in steps if each.command is not None), title)


def labelling(queries: Queries, hits: Sequence[Hit], label: str, annotator: str, scheme: Scheme) -> list[Step]:
    """Label the places of hits in an annotator's layer; spans of the layer that were found take the label."""
    steps: list[Step] = []
    known: dict[str, list[Span]] = {}
    for hit in hits:
        if hit.document not in known:
            known[hit.document] = queries.spans(hit.document, annotator)
        steps.append(_labelled(queries, hit, known[hit.document], label, annotator, scheme))
    return steps


def _labelled(
    queries: Queries, hit: Hit, spans: Sequence[Span], label: str, annotator: str, scheme: Scheme
) -> Step:
    if hit.end <= hit.start:
        return Step(hit, None, N_("a whole document cannot be labelled"))
    same = [each for each in spans if (each.start, each.end) == (hit.start, hit.end)]
    if any(each.label == label for each in same):
        return Step(hit, None, N_("labelled so already"))
    own = next((each for each in same if each.id == hit.span), None)
    if own is not None:
        return Step(hit, ChangeSpan(own.id, label=label))
    if status_of(queries, hit.document, annotator) == "locked":
        return Step(hit, None, N_("the document is locked"))
    read = read_attributes(scheme, label, queries.document(hit.document).text, hit.start, hit.end)
    return Step(hit, AddSpan(hit.document, hit.start, hit.end, label, annotator, attributes=read))


def status_of(queries: Queries, document: str, annotator: str) -> str:
    """How far an annotator is with a document."""
    return next((row.status for row in queries.layers(document) if row.annotator == annotator), "new")


def setting_status(queries: Queries, hits: Sequence[Hit], annotator: str, status: Status) -> list[Step]:
    """Set how far an annotator is with the documents of hits."""
    return [
        Step(hit, None, N_("it is so already")) if status_of(queries, hit.document, annotator) == status
        else Step(hit, SetStatus(hit.document, annotator, status))
        for hit in documents_of(hits)
    ]  # fmt: skip


def tagging(queries: Queries, hits: Sequence[Hit], tag: str) -> list[Step]:
    """Give the documents of hits a tag."""
    return [_listed(queries, hit, TAGS, (tag,)) for hit in documents_of(hits)]


def assigning(queries: Queries, hits: Sequence[Hit], annotators: Sequence[str]) -> list[Step]:
    """Assign the documents of hits to annotators, beside those who have them already."""
    return [_listed(queries, hit, ASSIGNED, annotators) for hit in documents_of(hits)]


def _listed(queries: Queries, hit: Hit, entry: str, more: Sequence[str]) -> Step:
    kept = queries.document(hit.document).metadata.get(entry)
    before = [str(each) for each in kept] if isinstance(kept, list) else [str(kept)] if kept else []
    after = list(dict.fromkeys([*before, *more]))
    if after == before:
        return Step(hit, None, N_("it is so already"))
    return Step(hit, ChangeDocument(hit.document, metadata={entry: after}))
