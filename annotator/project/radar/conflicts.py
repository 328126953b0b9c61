"""Conflicts between sources: the same thing counted by several, with figures that cannot all be true.

Figures are of one thing when they have the same kind and count the same: what they are joined to by COUNTS, else
their counted noun, where people of any kind ("شخص", "قتيل") are one. Inside a document figures of different sources
are compared; across documents those whose documents share entities and lie within some days. A figure that is part
of a total counts less than the total and is left out. Bounds are heeded: "at least 200" and 211 are no conflict.
What different days report is a series, no conflict.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from typing import Any, Literal

from annotator.core.arabic import fold
from annotator.core.sentences import sentences
from annotator.core.span import Span
from annotator.project.radar.amounts import Amount, amount_of, named, number
from annotator.project.radar.reading import Page
from annotator.project.radar.sheet import Sheet
from annotator.project.selection import date_of

DAYS = 3
"""Documents further apart speak of different things."""
SHARED = 2
"""Entities that documents must share to speak of one thing; fewer where one of them has fewer."""
MOST = 400
"""Of so many figures of one kind within some days not all pairs are compared."""
ANYBODY = frozenset(map(fold, (
    "شخص", "قتيل", "قتيلة", "ضحية", "جريح", "مصاب", "إنسان", "فرد", "نازح", "مفقود", "معتقل", "وفاة", "حالة", "آخر",
    "إصابة", "نسمة", "حالة وفاة",
)))  # fmt: skip
FACTOR = 10
"""Figures further apart are of different things."""
_KINDS_OF_MANY = frozenset({"money", "percent"})
"""Kinds of which a text gives many, of different things: compared only where it is said what they count."""
_KINDS_OF_TALE = frozenset({"duration", "distance", "other", ""})
"""Kinds whose figures are seldom two reports of one thing."""

Verdict = Literal["conflict", "series"]


@dataclass(frozen=True, slots=True)
class Report:
    """One figure with who said it, of whom, and when. Offsets are code points; ``date`` is ISO 8601 or empty."""

    document: str
    name: str
    layer: str
    span: str
    start: int
    end: int
    text: str
    value: float | None
    value_max: float | None
    bound: str
    kind: str
    whom: str
    who: str
    date: str
    sentence: str
    amount: Amount
    sources: frozenset[str] = frozenset()
    entities: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Topic:
    """One thing that was counted differently: a conflict, or a series of updates; its reports by date and place."""

    verdict: Verdict
    kind: str
    whom: str
    reports: tuple[Report, ...] = field(default=())


def reports_of(page: Page) -> list[Report]:
    """What the figures of a document say, layer by layer; those without kind or value, and parts, are left out."""
    when = _day(page.metadata)
    return [report for sheet in page.sheets for report in _reports(sheet, page, when)]


def _day(metadata: str) -> str:
    """The date that a document's metadata (JSON) says, as far as it is one."""
    if metadata == "{}":
        return ""
    said = date_of(json.loads(metadata))
    try:
        date.fromisoformat(said[:10])
    except ValueError:
        return ""
    return said


def _reports(sheet: Sheet, page: Page, when: str) -> Iterator[Report]:
    for span in sheet.spans:
        if span.label != "FIGURE":
            continue
        kind = str(span.attributes.get("kind") or "")
        if kind in _KINDS_OF_TALE or (span.id, "PART_OF") in sheet.tails:
            continue
        amount = amount_of(span)
        if amount is None or (kind in _KINDS_OF_MANY and (span.id, "COUNTS") not in sheet.tails):
            continue
        sources = sheet.tails.get((span.id, "REPORTED_BY"), [])
        yield Report(
            page.document, page.name, sheet.layer, span.id, span.start, span.end, span.covered(page.text),
            number(span.attributes.get("value")), number(span.attributes.get("value_max")),
            str(span.attributes.get("bound") or ""), kind, _whom(sheet, span),
            " · ".join(each.covered(page.text) for each in sources), when, _sentence(page.text, span), amount,
            frozenset(named(sheet, each) for each in sources), _entities(sheet),
        )  # fmt: skip


def _entities(sheet: Sheet) -> frozenset[str]:
    found = (each.attributes.get("entity") for each in sheet.spans if each.label == "ACTOR")
    return frozenset(str(entity) for entity in found if entity)


def _whom(sheet: Sheet, span: Span) -> str:
    counted = sheet.tails.get((span.id, "COUNTS"), [])
    if counted:
        return " ".join(sorted(named(sheet, each) for each in counted))
    unit = str(span.attributes.get("unit") or "")
    return "" if fold(unit) in ANYBODY else unit


def _sentence(text: str, span: Span) -> str:
    low = max(0, span.start - 400)
    window = text[low : span.end + 400]
    place = span.start - low
    return next((window[s:e] for s, e in sentences(window) if s <= place < e), "")


def topics(reports: Iterable[Report]) -> list[Topic]:
    """What was counted differently: conflicts first, then series, the larger first."""
    grouped: dict[tuple[str, str, str], list[Report]] = {}
    for each in reports:
        grouped.setdefault((each.layer, each.kind, each.whom), []).append(each)
    found = [topic for group in grouped.values() for topic in _topics(group)]
    return sorted(found, key=lambda each: (each.verdict != "conflict", -len(each.reports), each.reports[0].date,
                                           each.reports[0].document, each.reports[0].start))  # fmt: skip


def _topics(group: Sequence[Report]) -> Iterator[Topic]:
    """The reports of one kind and whom, joined where they speak of one thing, as far as they differ."""
    verdicts = {pair: verdict for pair in _near(group) if (verdict := _verdict(*pair)) is not None}
    joined: dict[Report, set[Report]] = {}
    for one, other in verdicts:
        whole = joined.setdefault(one, {one}) | joined.setdefault(other, {other})
        for each in whole:
            joined[each] = whole
    for whole in {id(each): each for each in joined.values()}.values():
        ordered = tuple(sorted(whole, key=lambda each: (each.date, each.document, each.start)))
        clash = any(one in whole and verdict == "conflict" for (one, _), verdict in verdicts.items())
        yield Topic("conflict" if clash else "series", ordered[0].kind, ordered[0].whom, ordered)


def _near(group: Sequence[Report]) -> Iterator[tuple[Report, Report]]:
    """The pairs that speak of one thing: of one document, or of documents near in time that share entities."""
    by_document: dict[str, list[Report]] = {}
    for each in group:
        by_document.setdefault(each.document, []).append(each)
    for own in by_document.values():
        yield from combinations(own[:MOST], 2)
    dated = sorted((each for each in group if each.date), key=lambda each: (each.date, each.document, each.start))
    for place, one in enumerate(dated):
        for other in dated[place + 1 : place + MOST]:
            if _days(one.date, other.date) > DAYS:
                break
            if one.document != other.document and _share(one.entities, other.entities):
                yield one, other


def _share(one: frozenset[str], other: frozenset[str]) -> bool:
    least = min(SHARED, len(one), len(other))
    return least > 0 and len(one & other) >= least


def _days(one: str, other: str) -> int:
    return abs((date.fromisoformat(other[:10]) - date.fromisoformat(one[:10])).days)


def _verdict(one: Report, other: Report) -> Verdict | None:
    """Whether two reports of one thing clash, follow each other, or say the same."""
    if one.amount.meets(other.amount) or not _of_one_size(one, other):
        return None
    if one.date[:10] != other.date[:10]:
        return "series"
    return "conflict" if one.sources and other.sources and not one.sources & other.sources else None


def _of_one_size(one: Report, other: Report) -> bool:
    """Whether two figures can be reports of one thing at all: a share and a count, 16 and 7 million are not."""
    small, large = sorted((one.value or 0.0, other.value or 0.0))
    if small > 0 and small < 1 <= large:
        return False
    return large <= FACTOR * max(small, 1.0)


def plain(topic: Topic, names: Mapping[str, str]) -> dict[str, Any]:
    """A topic as plain JSON values; ``names`` are the registry's names by id."""
    return {
        "verdict": topic.verdict, "kind": topic.kind, "whom": shown_whom(topic.whom, names),
        "reports": [
            {
                "who": each.who, "value": each.value, "value_max": each.value_max, "bound": each.bound,
                "text": each.text, "date": each.date, "document": each.document, "name": each.name,
                "layer": each.layer, "span": each.span, "sentence": each.sentence,
            }
            for each in topic.reports
        ],
    }  # fmt: skip


def shown_whom(whom: str, names: Mapping[str, str]) -> str:
    """Whom figures count, for people: the registry's name where it is an entry."""
    return names.get(whom) or " · ".join(names.get(each, each) for each in whom.split(" ")) if whom else ""
