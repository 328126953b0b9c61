"""How spans, suggestions and relations look in the text: the scheme's names and colours on plain marks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from annotator.core.i18n import N_, _, language
from annotator.core.scheme import Scheme, title_in
from annotator.core.span import Span
from annotator.core.suggestion import Suggestion
from annotator.project.queries import SuggestedRelationRow
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


_KINDS = {"person": N_("person"), "organisation": N_("organisation"), "place": N_("place"), "other": N_("other")}
"""Kinds of entities in schemes whose labels have no kind."""


def kind_title(scheme: Scheme, kind: str) -> str:
    """What an entity's kind is called in the language in use: the scheme's choices of the attribute ``kind`` say."""
    asked = (label.attribute("kind") for label in scheme.labels)
    titles = (each.choice_titles[kind] for each in asked if each is not None and kind in each.choice_titles)
    return title_in(next(titles, {}), language(), _(_KINDS.get(kind, kind)))


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
            entity=str(thing.attributes.get("entity") or ""),
        )  # fmt: skip
    return Mark(
        thing.id, thing.start, thing.end, thing.label, pieces=thing.fragments, unsure=thing.unsure,
        note=bool(thing.note), chip=chip, colour=colour, tooltip=f"{chip}\n{thing.note}".strip(),
        entity=str(thing.attributes.get("entity") or ""),
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


def links_at(scheme: Scheme, desk: OpenDocument, mark: str) -> list[Link]:
    """The arcs at a mark: its relations, and suggested ones whose ends are there, open or accepted."""
    relations = desk.relations_at(mark)
    links = [Link(each.id, each.head, each.tail, relation_title(scheme, each.type)) for each in relations]
    known = {(each.type, each.head, each.tail) for each in relations}
    return links + [
        Link(each.id, head, tail, relation_title(scheme, each.type), suggested=True)
        for each, head, tail in suggested_at(desk, mark)
        if (each.type, head, tail) not in known
    ]


def suggested_at(desk: OpenDocument, mark: str) -> Iterator[tuple[SuggestedRelationRow, str, str]]:
    """The suggested relations at a mark, each with the marks that its head and tail are now."""
    for each in desk.suggested_relations_at(mark):
        head, tail = desk.standing(each.head), desk.standing(each.tail)
        if head and tail and mark in (head, tail):
            yield each, head, tail
