"""A made-up team for the review's pictures: three people who slip now and then where the corpus's gold is right."""

from __future__ import annotations

import random
from dataclasses import replace

from annotator.core.document import AnnotatedDocument, Layer
from annotator.core.span import Relation, Span

HANDS = ("أحمد", "ليلى", "مها")
SLIPS = {"أحمد": 0.06, "ليلى": 0.09, "مها": 0.16}
"""How often each of them errs; made up."""
SEED = 4


def slipped(documents: list[AnnotatedDocument], *, gold: bool) -> list[AnnotatedDocument]:
    """The documents with three layers of spans that differ from gold in words, clitics, labels and misses."""
    chance = random.Random(SEED)
    made = []
    for each in documents:
        golden = _golden(each)
        layers = tuple(_layer(each.document.text, golden, who, chance) for who in HANDS)
        made.append(replace(each, layers=(*layers, golden) if gold else layers))
    return made


def unrelated(documents: list[AnnotatedDocument]) -> list[AnnotatedDocument]:
    """The documents with three layers alike, but that the last of the three leaves relations out."""
    return [
        replace(each, layers=tuple(_copy(_golden(each), who, every=1 if who != HANDS[-1] else 3) for who in HANDS))
        for each in documents
    ]


def _golden(document: AnnotatedDocument) -> Layer:
    return next(layer for layer in document.layers if layer.kind == "gold")


def _layer(text: str, golden: Layer, who: str, chance: random.Random) -> Layer:
    spans = [_slip(span, text, chance) if chance.random() < SLIPS[who] else span for span in golden.spans]
    there = {(span.start, span.end, span.label): replace(span, id=f"{who}-{span.id}") for span in spans if span}
    return Layer(who, "annotation", "done", tuple(there.values()))


def _slip(span: Span, text: str, chance: random.Random) -> Span | None:
    words = text[span.start : span.end]
    slip = chance.choice(("missed", "label", "clitic", "clitic", "start", "end", "end"))
    if slip == "clitic" and text[span.start - 1 : span.start].isalpha():
        return replace(span, start=span.start - 1)
    if slip == "start" and " " in words:
        return replace(span, start=text.index(" ", span.start) + 1)
    if slip == "end" and " " in words:
        return replace(span, end=text.rindex(" ", span.start, span.end))
    if slip == "label" and span.label != "FIGURE":
        return replace(span, label="SOURCE" if span.label == "ACTOR" else "ACTOR", attributes={})
    return None


def _copy(golden: Layer, who: str, *, every: int) -> Layer:
    spans = tuple(replace(span, id=f"{who}-{span.id}") for span in golden.spans)
    relations = tuple(
        Relation(f"{who}-{each.id}", each.type, f"{who}-{each.head}", f"{who}-{each.tail}", each.attributes)
        for each in golden.relations[::every]
    )
    return Layer(who, "annotation", "done", spans, relations)
