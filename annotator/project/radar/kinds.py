"""Rule ``kind``: mentions of one registry entry have several kinds; entries of one name have several kinds.

Mentions are compared by label and annotator: a source's kinds are other ones than an actor's. A place that stands
for its government is another kind than the government, so that this is a hint.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from annotator.core.arabic import mention_key
from annotator.core.command import ChangeSpan
from annotator.core.entity import Entity
from annotator.core.i18n import N_
from annotator.project.radar.finding import Finding, Place
from annotator.project.radar.reading import Page

RULE = "kind"
Who = tuple[str, str, str]
"""Annotator, label and registry entry."""
Fact = tuple[Who, str]
"""A linked mention: whose it is and of what, and the kind that it says."""


def facts_of(page: Page) -> list[Fact]:
    """What the index takes from a document."""
    return [
        ((sheet.layer, span.label, str(entity)), str(kind))
        for sheet in page.sheets for span in sheet.spans
        if (entity := span.attributes.get("entity")) and (kind := span.attributes.get("kind"))
    ]  # fmt: skip


class KindIndex:
    """Which kinds the mentions of each entry have, by annotator and label."""

    def __init__(self) -> None:
        self._facts: dict[str, list[Fact]] = {}
        self._kinds: dict[Who, Counter[str]] = {}

    def add(self, document: str, facts: list[Fact]) -> None:
        """Take a document in; its former state must have been taken out."""
        for who, kind in facts:
            self._kinds.setdefault(who, Counter())[kind] += 1
        if facts:
            self._facts[document] = facts

    def remove(self, document: str) -> None:
        """Take a document out."""
        for who, kind in self._facts.pop(document, ()):
            kinds = self._kinds[who]
            kinds[kind] -= 1
            if not kinds[kind]:
                del kinds[kind]

    def mixed(self) -> list[Who]:
        """The entries whose mentions have several kinds."""
        return sorted(who for who, kinds in self._kinds.items() if len(kinds) > 1)

    def documents(self, who: Who) -> list[str]:
        """Where an entry is mentioned with a kind."""
        return [document for document, facts in self._facts.items() if any(each == who for each, _ in facts)]

    def finding(self, who: Who, entities: dict[str, Entity], pages: Sequence[Page]) -> Finding | None:
        """What is to be said of an entry; the mentions of rarer kinds first."""
        layer, label, entity = who
        kinds = self._kinds[who].most_common()
        usual = kinds[0][0]
        open_, places = set(), []
        for page in pages:
            for sheet in (each for each in page.sheets if each.layer == layer):
                if sheet.status != "locked":
                    open_.add(page.document)
                places += [
                    sheet.place(span, str(span.attributes["kind"])) for span in sheet.spans
                    if span.label == label and span.attributes.get("entity") == entity and span.attributes.get("kind")
                ]  # fmt: skip
        places.sort(key=lambda each: each.said == usual)
        if not places:
            return None
        name = entities[entity].name if entity in entities else entity
        fix = [
            ChangeSpan(each.span, attributes={"kind": usual}) for each in places
            if each.said != usual and each.document in open_
        ]  # fmt: skip
        return _said(places[0], layer, name, f"{layer} {label} {entity}", kinds, places, fix)


def _said(
    first: Place, layer: str, name: str, key: str, kinds: Sequence[tuple[str, int]], places: Sequence[Place],
    fix: Sequence[ChangeSpan],
) -> Finding:  # fmt: skip
    return Finding(
        "hint", RULE, f"{first.document} [{first.start}, {first.end}) {layer}",
        N_("mentions of %(entity)s have several kinds: %(kinds)s"),
        (("entity", name), ("kinds", ", ".join(f"{kind} {count}" for kind, count in kinds))),
        first.span, first.document, layer, first.start, first.end, name, key, tuple(places), tuple(fix),
    )  # fmt: skip


def same_names(entities: Iterable[Entity]) -> list[Finding]:
    """Entries of the registry that have one name and different kinds."""
    named: dict[str, list[Entity]] = {}
    for each in entities:
        named.setdefault(mention_key(each.name), []).append(each)
    return [
        Finding(
            "hint", RULE, " ".join(each.id for each in same),
            N_("entries of one name have different kinds: %(kinds)s"),
            (("kinds", ", ".join(f"{each.id} {each.kind}" for each in same)),),
            words=same[0].name, key=" ".join(each.id for each in same),
        )
        for key, same in named.items()
        if key and len({each.kind for each in same if each.kind}) > 1
    ]  # fmt: skip
