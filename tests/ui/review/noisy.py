"""A team that disagrees in every way: slips over clitics and words, other labels, misses, suggestions, gold."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from annotator.core.command import AddDocuments
from annotator.core.document import AnnotatedDocument, Layer
from annotator.core.span import Span
from annotator.formats.base import ReadOptions
from annotator.formats.native import LINES
from annotator.project.project import Project
from tests.ui.review.team import CORPUS, LEAD

HANDS = ("أحمد", "ليلى", "مها")


def noisy_team(path: Path, documents: int = 24, seed: int = 4, *, gold: bool = True) -> Project:
    """A project with articles of the corpus as three made-up annotators labelled them."""
    reading = LINES.read(CORPUS, ReadOptions())
    chosen = noisy([each for _, each in zip(range(documents), reading.documents, strict=False)], seed, gold=gold)
    project = Project.create(path)
    project.execute(AddDocuments(tuple(chosen), reading.header), LEAD)
    return project


def noisy(documents: Sequence[AnnotatedDocument], seed: int = 4, *, gold: bool = True) -> list[AnnotatedDocument]:
    """Documents whose gold three made-up annotators missed in their own ways, the third more and more."""
    chance = random.Random(seed)
    made = []
    for number, each in enumerate(documents):
        golden = next(layer for layer in each.layers if layer.kind == "gold")
        layers = [
            _layer(each, golden, who, chance, 0.05 + 0.03 * hand + (0.02 * number if hand == 2 else 0))
            for hand, who in enumerate(HANDS)
        ]
        made.append(replace(each, layers=(*layers, *([golden] if gold else []))))
    return made


def _layer(document: AnnotatedDocument, golden: Layer, who: str, chance: random.Random, noise: float) -> Layer:
    text = document.document.text
    spans = [
        made for number, span in enumerate(golden.spans)
        if (made := _slipped(span, text, f"{document.document.id}-{HANDS.index(who)}-{number}", chance, noise))
    ]
    there = {(span.start, span.end, span.label): span for span in spans}
    return Layer(who, "annotation", "done", tuple(there.values()))


def _slipped(span: Span, text: str, identity: str, chance: random.Random, noise: float) -> Span | None:
    made = replace(span, id=identity, origin={"suggestion": "g1"} if chance.random() < 0.6 else {}, fragments=())
    if chance.random() >= noise:
        return made
    kind = chance.choice(["miss", "label", "clitic", "start", "end", "value"])
    if kind == "miss":
        return None
    if kind == "label" and span.label != "FIGURE":
        return replace(made, label="SOURCE" if span.label == "ACTOR" else "ACTOR", attributes={})
    if kind == "clitic" and made.start and text[made.start - 1].isalpha():
        return replace(made, start=made.start - 1)
    if kind == "start" and " " in text[made.start : made.end].strip():
        return replace(made, start=text.index(" ", made.start) + 1)
    if kind == "end" and " " in text[made.start : made.end].strip():
        return replace(made, end=text.rindex(" ", made.start, made.end))
    return replace(made, attributes={**made.attributes, **({"value": 7} if span.label == "FIGURE" else {})})
