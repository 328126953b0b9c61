"""Mentions and the registry: which entry a mention may name, which mentions name an entry without a link.

Names are compared by mention keys (folded, clitics off, the swallowed article restored), letter by letter and by
rapidfuzz's ratios, so that ``للنظام السوري`` finds ``النظام السوري`` and a spelling slip still finds its entry.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from annotator.core.arabic import mention_key
from annotator.core.entity import Entity
from annotator.core.span import Span
from annotator.project.project import Project

SURE, NEAR = 100.0, 62.0
"""A score at which keys are the same, and one below which they are not offered."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry that a mention may name: how well (0 to 100), by which of its names."""

    entity: Entity
    score: float
    name: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A span with its words and where it lies."""

    span: Span
    words: str
    document: str
    document_name: str
    layer: str


@dataclass(frozen=True, slots=True)
class Registry:
    """The entries with the keys of all their names, made once for many questions."""

    keys: Sequence[tuple[str, str, Entity]] = field(default=())

    @classmethod
    def of(cls, entities: Iterable[Entity]) -> Registry:
        """The registry of these entries."""
        return cls([
            (mention_key(name), name, each) for each in entities for name in (each.name, *each.aliases) if name
        ])  # fmt: skip

    def candidates(self, words: str, limit: int = 8) -> list[Candidate]:
        """The entries that words may name, the best first; every entry, by name, where no words are given."""
        wanted = mention_key(words)
        if not wanted:
            found = {each.id: Candidate(each, 0.0, each.name) for _, _, each in self.keys}
            return sorted(found.values(), key=lambda each: each.name)[:limit]
        best: dict[str, Candidate] = {}
        for key, name, each in self.keys:
            score = likeness(wanted, key)
            if score >= NEAR and (each.id not in best or score > best[each.id].score):
                best[each.id] = Candidate(each, score, name)
        return sorted(best.values(), key=lambda each: (-each.score, each.name, each.entity.id))[:limit]

    def exact(self, words: str) -> list[Entity]:
        """The entries one of whose names has the very key of these words."""
        wanted = mention_key(words)
        return list({each.id: each for key, _, each in self.keys if key == wanted}.values()) if wanted else []


def likeness(first: str, second: str) -> float:
    """How alike two mention keys are, 0 to 100: letters, and words whatever their order or number."""
    if first == second:
        return SURE
    from rapidfuzz import fuzz

    whole = fuzz.ratio(first, second)
    words = fuzz.token_set_ratio(first, second) * 0.92 if " " in first or " " in second else 0.0
    begins = 90.0 if second.startswith(first) or f" {first}" in second else 0.0
    return float(min(99.0, max(whole, words, begins)))


def mentions_of(project: Project, entity: str, layer: str = "") -> list[Mention]:
    """The chain of an entry: the spans that link to it, in document order, of one layer or of all."""
    rows = [each for each in project.queries.mentions(entity) if not layer or each.layer == layer]
    order = {document: place for place, document in enumerate(project.queries.document_ids())}
    texts = {each: project.queries.document(each) for each in {row.document for row in rows} if each in order}
    found = [
        Mention(row.span, row.span.covered(texts[row.document].text), row.document, texts[row.document].name, row.layer)
        for row in rows if row.document in texts
    ]  # fmt: skip
    return sorted(found, key=lambda each: (order[each.document], each.span.start, each.span.end))


def unlinked_mentions(project: Project, entity: Entity, layer: str = "") -> Iterator[Mention]:
    """The spans across the project that have an entry's name and no link, in document order, of one layer or all."""
    keys = {mention_key(name) for name in (entity.name, *entity.aliases) if name} - {""}
    asked = {each.name for each in project.queries.scheme().labels if each.attribute("entity")}
    for span, document, name, words, owner in project.queries.spans_with_keys(keys):
        if span.label in asked and not span.attributes.get("entity") and layer in ("", owner):
            yield Mention(span, words, document, name, owner)
