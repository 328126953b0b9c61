"""What an annotator can learn from gold: each answer of theirs that gold has otherwise, with the reason kept for it.

Only documents whose gold is finished: nobody is told before the case is closed. Offsets in code points.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from annotator.core.i18n import N_
from annotator.core.span import Extent, Span, Value
from annotator.project.decisions import Decision, decisions
from annotator.project.queries import Queries
from annotator.project.reader import GOLD

LessonKind = Literal["missed", "extra", "label", "boundary", "attribute"]
LESSON_KINDS: Mapping[LessonKind, str] = {
    "missed": N_("missed"), "extra": N_("not in gold"), "label": N_("another label"),
    "boundary": N_("other edges"), "attribute": N_("another value"),
}  # fmt: skip
AROUND = 40


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two answers; without an extent there is none."""

    extent: Extent = ()
    label: str = ""
    attributes: tuple[tuple[str, Value], ...] = ()


@dataclass(frozen=True, slots=True)
class Lesson:
    """One answer and what gold has there; ``reason`` is a key of `REASONS` or empty."""

    document: str
    name: str
    kind: LessonKind
    start: int
    end: int
    mine: Side
    gold: Side
    before: str
    text: str
    after: str
    reason: str = ""
    note: str = ""


def lessons(queries: Queries, who: str) -> list[Lesson]:
    """Where an annotator's work differs from finished gold, in text order."""
    found: list[Lesson] = []
    for row in queries.layer_places():
        if row.annotator == GOLD and row.status in {"done", "locked"}:
            found += _in_document(queries, row.document, who)
    return found


def _in_document(queries: Queries, document: str, who: str) -> list[Lesson]:
    layers = {row.annotator: row.status for row in queries.layers(document)}
    if who not in layers:
        return []
    mine, gold = queries.spans(document, who), queries.spans(document, GOLD)
    if not mine and layers[who] == "new":
        return []
    whole = queries.document(document)
    kept = decisions(queries, document)
    told = [_lesson(document, whole.name, whole.text, *pair, kept) for pair in _differing(mine, gold)]
    return sorted(told, key=lambda each: (each.start, each.end))


def _differing(mine: list[Span], gold: list[Span]) -> Iterator[tuple[LessonKind, Span | None, Span | None]]:
    from annotator.agreement.align import align
    from annotator.agreement.attributes import item

    pairs = align([item(span) for span in mine], [item(span) for span in gold])
    for pair in pairs:
        one, other = mine[pair.a], gold[pair.b]
        if one.label != other.label:
            yield "label", one, other
        elif one.extent != other.extent:
            yield "boundary", one, other
        elif _values(one) != _values(other):
            yield "attribute", one, other
    met = {pair.a for pair in pairs}, {pair.b for pair in pairs}
    yield from (("extra", span, None) for place, span in enumerate(mine) if place not in met[0])
    yield from (("missed", None, span) for place, span in enumerate(gold) if place not in met[1])


def _values(span: Span) -> tuple[tuple[str, Value], ...]:
    return tuple(sorted((name, value) for name, value in span.attributes.items() if value not in {None, ""}))


def _lesson(
    document: str, name: str, text: str, kind: LessonKind, mine: Span | None, gold: Span | None,
    kept: list[Decision],
) -> Lesson:  # fmt: skip
    there = [span for span in (mine, gold) if span is not None]
    start, end = min(span.start for span in there), max(span.end for span in there)
    decision = _decision(kept, mine, gold)
    return Lesson(
        document, name, kind, start, end, _side(mine), _side(gold),
        text[max(0, start - AROUND) : start], text[start:end], text[end : end + AROUND],
        decision.reason if decision else "", decision.note if decision else "",
    )  # fmt: skip


def _side(span: Span | None) -> Side:
    return Side(span.extent, span.label, _values(span)) if span is not None else Side()


def _decision(kept: list[Decision], mine: Span | None, gold: Span | None) -> Decision | None:
    """The newest decision that rested on my span, or that made the gold span."""
    return next(
        (each for each in reversed(kept)
         if not each.type and ((mine and mine.id in each.members) or (gold and gold.id in each.gold))),
        None,
    )  # fmt: skip
