"""How spans, suggestions and relations look in the text: the scheme's names and colours on plain marks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from annotator.core.i18n import _, language
from annotator.core.scheme import Scheme, title_in
from annotator.core.span import Span
from annotator.core.suggestion import Suggestion
from annotator.ui.open_document import OpenDocument
from annotator.ui.reasons import spoken_reason
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
    return _dressed(thing, label_title(scheme, thing.label), _colour(scheme, thing.label), _("suggestion"))


def _dressed(thing: Span | Suggestion, chip: str, colour: str, suggestion: str) -> Mark:
    if isinstance(thing, Suggestion):
        return Mark(
            thing.id, thing.start, thing.end, thing.label, kind="suggestion", score=thing.score, chip=chip,
            colour=colour, tooltip=f"{chip} · {suggestion}\n{spoken_reason(thing.why)}".strip(),
        )  # fmt: skip
    return Mark(
        thing.id, thing.start, thing.end, thing.label, pieces=thing.fragments, unsure=thing.unsure,
        note=bool(thing.note), chip=chip, colour=colour, tooltip=f"{chip}\n{thing.note}".strip(),
    )  # fmt: skip


def marks_of(scheme: Scheme, things: Iterable[Span | Suggestion]) -> list[Mark]:
    """The marks of spans and suggestions."""
    suggestion = _("suggestion")
    looks: dict[str, tuple[str, str]] = {}
    marks = []
    for each in things:
        look = looks.get(each.label)
        if look is None:
            look = looks[each.label] = label_title(scheme, each.label), _colour(scheme, each.label)
        marks.append(_dressed(each, *look, suggestion))
    return marks


def links_of(scheme: Scheme, desk: OpenDocument) -> list[Link]:
    """The arcs of relations, and of suggested ones whose ends are there, as suggestions or accepted."""
    links = [Link(each.id, each.head, each.tail, relation_title(scheme, each.type)) for each in desk.relations]
    known = {(each.type, each.head, each.tail) for each in desk.relations}
    titles: dict[str, str] = {}
    for (identity, kind), head, tail in suggested_links(desk):
        if (kind, head, tail) not in known:
            title = titles.get(kind) or titles.setdefault(kind, relation_title(scheme, kind))
            links.append(Link(identity, head, tail, title, suggested=True))
    return links


def suggested_links(desk: OpenDocument) -> Iterator[tuple[tuple[str, str], str, str]]:
    """Suggested relations with their ends as they stand: ((id, type), head mark, tail mark)."""
    open_ones, accepted = desk.suggestions, desk.accepted
    for each in desk.suggested_relations:
        head = each.head if each.head in open_ones else accepted.get(each.head, "")
        tail = each.tail if each.tail in open_ones else accepted.get(each.tail, "")
        if head and tail:
            yield (each.id, each.type), head, tail
