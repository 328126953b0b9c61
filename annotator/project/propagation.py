"""The same mention elsewhere: where a labelled mention stands again, and the command that labels it there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from annotator.core.arabic import span_key
from annotator.core.command import AcceptSuggestion, AddSpan, Command
from annotator.core.mentions import mentions
from annotator.core.scheme import Scheme
from annotator.core.span import Span, Value
from annotator.core.suggestion import Suggestion
from annotator.project.queries import Queries
from annotator.project.reading import read_attributes

CONTEXT = 40
CARRIED = ("kind", "entity")
"""Attributes that belong to who is meant, not to the place, and go with the label."""


@dataclass(frozen=True, slots=True)
class MentionPlace:
    """One place where the mention stands without its label: code points, half-open, with text around it.

    ``suggestion`` is the undecided suggestion that says the same there, or empty; ``finished`` says that the
    annotator has finished the document.
    """

    document: str
    name: str
    start: int
    end: int
    before: str
    text: str
    after: str
    suggestion: str = ""
    finished: bool = False


def in_document(
    text: str, document: str, mention: Span, spans: Iterable[Span], suggestions: Iterable[Suggestion],
    name: str = "", *, finished: bool = False, key: str = "",
) -> Iterator[MentionPlace]:  # fmt: skip
    """The places of one document where the words of a mention stand and no span of its label covers them.

    ``key`` is the mention's key where the mention lies in another text.
    """
    words = key or span_key(text, mention.start, mention.end)
    taken = sorted((each.start, each.end) for each in spans if each.label == mention.label)
    offered = {(each.start, each.end): each.id for each in suggestions if each.label == mention.label}
    for start, end in mentions(text, words):
        if any(first < end and last > start for first, last in taken):
            continue
        yield MentionPlace(
            document, name, start, end, text[max(0, start - CONTEXT) : start], text[start:end],
            text[end : end + CONTEXT], offered.get((start, end), ""), finished,
        )  # fmt: skip


def in_corpus(
    queries: Queries, document: str, mention: Span, annotator: str, *, limit: int = 500
) -> Iterator[MentionPlace]:
    """The places of every other document, through the search index; locked documents are left out.

    Offsets are code points of each document. Ends after ``limit`` places.
    """
    text = queries.document(document).text
    key = span_key(text, mention.start, mention.end)
    if not key:
        return
    count, seen = 0, {document}
    for hit in queries.search_all(f'"{key}"'):
        other, name = hit.document, hit.name
        if other in seen:
            continue
        seen.add(other)
        status = next((row.status for row in queries.layers(other) if row.annotator == annotator), "new")
        if status == "locked":
            continue
        for place in in_document(
            queries.document(other).text, other, mention, queries.spans(other, annotator),
            queries.suggestions(other, annotator), name, finished=status == "done", key=key,
        ):  # fmt: skip
            yield place
            count += 1
            if count == limit:
                return


def labelling(
    places: Sequence[MentionPlace], mention: Span, annotator: str, scheme: Scheme, texts: Queries
) -> list[Command]:
    """The commands that give the mention's label to places: suggestions that say the same are accepted."""
    carried: dict[str, Value] = {name: mention.attributes[name] for name in CARRIED if mention.attributes.get(name)}
    return [
        AcceptSuggestion(each.suggestion, annotator)
        if each.suggestion
        else AddSpan(
            each.document, each.start, each.end, mention.label, annotator,
            attributes=_attributes(each, mention, carried, scheme, texts),
        )
        for each in places
    ]  # fmt: skip


def _attributes(
    place: MentionPlace, mention: Span, carried: dict[str, Value], scheme: Scheme, texts: Queries
) -> dict[str, Value]:
    read = read_attributes(scheme, mention.label, texts.document(place.document).text, place.start, place.end)
    return read or carried
