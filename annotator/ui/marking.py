"""How spans, suggestions and relations look in the text: the scheme's names and colours on plain marks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from annotator.core.i18n import _, language
from annotator.core.scheme import Scheme, title_in
from annotator.core.span import Span
from annotator.core.suggestion import Suggestion
from annotator.ui.open_document import OpenDocument
from annotator.ui.text.marks import Link, Mark

UNKNOWN_COLOUR = "#777777"


def label_title(scheme: Scheme, label: str) -> str:
    """A label's name in the language in use."""
    known = scheme.label(label)
    return title_in(known.titles, language(), label) if known else label


def relation_title(scheme: Scheme, kind: str) -> str:
    """A relation type's name in the language in use."""
    known = scheme.relation(kind)
    return title_in(known.titles, language(), kind) if known else kind


def _colour(scheme: Scheme, label: str) -> str:
    known = scheme.label(label)
    return known.colour if known else UNKNOWN_COLOUR


def mark_of(scheme: Scheme, thing: Span | Suggestion) -> Mark:
    """The mark of a span or suggestion."""
    chip, colour = label_title(scheme, thing.label), _colour(scheme, thing.label)
    if isinstance(thing, Suggestion):
        return Mark(
            thing.id, thing.start, thing.end, thing.label, kind="suggestion", score=thing.score, chip=chip,
            colour=colour, tooltip=f"{chip} · {_('suggestion')}\n{thing.why}".strip(),
        )  # fmt: skip
    return Mark(
        thing.id, thing.start, thing.end, thing.label, pieces=thing.fragments, unsure=thing.unsure,
        note=bool(thing.note), chip=chip, colour=colour, tooltip=f"{chip}\n{thing.note}".strip(),
    )  # fmt: skip


def marks_of(scheme: Scheme, things: Iterable[Span | Suggestion]) -> list[Mark]:
    """The marks of spans and suggestions."""
    return [mark_of(scheme, each) for each in things]


def links_of(scheme: Scheme, desk: OpenDocument) -> list[Link]:
    """The arcs of relations, and of suggested ones whose ends are there, as suggestions or accepted."""
    links = [Link(each.id, each.head, each.tail, relation_title(scheme, each.type)) for each in desk.relations]
    known = {(each.type, each.head, each.tail) for each in desk.relations}
    for row, head, tail in suggested_links(desk):
        if (row[1], head, tail) not in known:
            links.append(Link(row[0], head, tail, relation_title(scheme, row[1]), suggested=True))
    return links


def suggested_links(desk: OpenDocument) -> Iterator[tuple[tuple[str, str], str, str]]:
    """Suggested relations with their ends as they stand: ((id, type), head mark, tail mark)."""
    accepted = {str(span.origin.get("suggestion")): span.id for span in desk.spans.values()}
    for each in desk.suggested_relations:
        head, tail = (end if end in desk.suggestions else accepted.get(end, "") for end in (each.head, each.tail))
        if head and tail:
            yield (each.id, each.type), head, tail
