"""What an import would bring: the facts of a file, without a project."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annotator.core.document import AnnotatedDocument
from annotator.core.span import Span
from annotator.formats.base import MOST_SAMPLES, Reading, ReadOptions
from annotator.formats.registry import detect, format_named
from annotator.formats.typed import CHAIN, TYPE_KEY

TYPE = "type"
"""The origin's key for the annotation type of a typed format (``NamedEntity``)."""
VALUE = "value"
"""The origin's key for the value that samples show of it; None where the type has no value."""
LINKS = frozenset({"event", "equiv", "slot", "chain"})
"""Attributes of relations that only hold a greater thing together: counted apart."""


@dataclass(slots=True)
class _Counts:
    documents: int = 0
    sentences: int | None = None
    tokens: int | None = None
    spans: Counter[str] = field(default_factory=Counter)
    relations: Counter[str] = field(default_factory=Counter)
    links: Counter[str] = field(default_factory=Counter)
    samples: dict[tuple[str, str | None], None] = field(default_factory=dict)

    def add(self, each: AnnotatedDocument) -> None:
        self.documents += 1
        if each.tokens is not None:
            self.tokens = (self.tokens or 0) + len(each.tokens)
        if each.sentences is not None:
            self.sentences = (self.sentences or 0) + len(each.sentences)
        for layer in each.layers:
            for span in layer.spans:
                if CHAIN in span.origin:
                    self.links[span.label] += 1
                    continue
                self.spans[str(span.origin.get(TYPE, span.label))] += 1
                covered = span.covered(each.document.text) if each.document.text else None
                self.sample(_named(span), covered)
                self.sample(str(span.origin.get(TYPE, span.label)), covered)
            for suggestion in layer.suggestions:
                self.spans[suggestion.label] += 1
                self.sample(suggestion.label, each.document.text[suggestion.start : suggestion.end])
            for relation in layer.relations:
                links = LINKS & relation.attributes.keys()
                kind = str(relation.attributes.get(TYPE_KEY, relation.type))
                (self.links if links else self.relations)[kind] += 1
            self.relations.update(relation.type for relation in layer.suggested_relations)

    def sample(self, label: str, text: str | None) -> None:
        if len(self.samples) < MOST_SAMPLES:
            self.samples[label, text] = None


def _named(span: Span) -> str:
    if TYPE not in span.origin:
        return span.label
    return f"{span.origin[TYPE]}={span.origin[VALUE]}" if VALUE in span.origin else str(span.origin[TYPE])


def inspect(path: Path, format: str = "", options: ReadOptions | None = None) -> dict[str, Any]:  # noqa: A002 - the word that users know
    """What an import of a file would bring, in the shape of ``inspect --json``.

    Raises:
        UserError: the file cannot be read, with the place.
    """
    chosen = format_named(format) if format else detect(path)
    reading = chosen.read(path, options or ReadOptions())
    counts = _Counts()
    for each in reading.documents:
        counts.add(each)
    return _shape(path, chosen.name, reading, counts)


def _shape(path: Path, name: str, reading: Reading, counts: _Counts) -> dict[str, Any]:
    facts = reading.facts
    for label, text in facts.samples:
        counts.sample(label, text)
    warnings = [str(each) for each in reading.problems]
    if facts.tags:
        warnings.append(f"tags: {facts.tags}")
    return {
        "file": str(path),
        "format": name,
        "documents": counts.documents if facts.documents is None else facts.documents,
        "sentences": counts.sentences,
        "tokens": counts.tokens,
        "spans": dict(counts.spans + facts.spans),
        "relations": dict(counts.relations + facts.relations),
        "links": dict(counts.links),
        "samples": [{"label": label, "text": text} for label, text in counts.samples],
        "offset_unit": facts.offset_unit,
        "encoding": facts.encoding,
        "newline": facts.newline,
        "bom": facts.bom,
        "tags": facts.tags,
        "repairs": facts.repairs,
        "warnings": warnings,
        "rejected": [str(each) for each in facts.rejected],
    }
