"""Rule ``passage``: two documents have nearly the same passage, and one annotator labelled it in two ways."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from annotator.core.command import AddSpan
from annotator.core.i18n import N_
from annotator.core.mentions import mentions
from annotator.core.span import Span
from annotator.project.propagation import CARRIED
from annotator.project.radar.finding import Finding, Place
from annotator.project.radar.likeness import Likeness, Passage
from annotator.project.radar.reading import Page
from annotator.project.radar.sheet import Sheet
from annotator.project.reading import read_attributes

RULE = "passage"


@dataclass(frozen=True, slots=True)
class _Lack:
    """A span of one passage whose words the other has, labelled otherwise or not at all: there, at this place."""

    sheet: Sheet
    span: Span
    other: Sheet
    place: Passage
    instead: tuple[Span, ...]


def differences(first: Page, second: Page, found: Likeness) -> Iterator[Finding]:
    """One finding for each annotator who worked on both documents and labelled alike passages in two ways."""
    others = {sheet.layer: sheet for sheet in second.sheets if sheet.spans}
    for sheet in first.sheets:
        other = others.get(sheet.layer)
        if sheet.spans and other is not None:
            lacks = [
                lack for one, two in found.passages
                for lack in (*_lacks(sheet, one, other, two), *_lacks(other, two, sheet, one))
            ]  # fmt: skip
            if lacks:
                yield _said(sheet, other, lacks)


def _lacks(sheet: Sheet, passage: Passage, other: Sheet, there: Passage) -> Iterator[_Lack]:
    """What is labelled in a passage and not labelled so where the same words stand in the other."""
    have = {(other.keys.get(each.id, ""), each.label) for each in _within(other, there)}
    for span in _within(sheet, passage):
        key = sheet.keys.get(span.id, "")
        if not key or (key, span.label) in have or span.fragments:
            continue
        place = next(mentions(other.text[there[0] : there[1]], key), None)
        if place is not None:
            start, end = place[0] + there[0], place[1] + there[0]
            instead = tuple(each for each in _within(other, there) if each.start < end and each.end > start)
            yield _Lack(sheet, span, other, (start, end), instead)


def _within(sheet: Sheet, passage: Passage) -> Sequence[Span]:
    return [each for each in sheet.spans if passage[0] <= each.start and each.end <= passage[1]]


def _said(sheet: Sheet, other: Sheet, lacks: Sequence[_Lack]) -> Finding:
    first = lacks[0]
    words = first.span.covered(first.sheet.text)
    what = sorted({f"{each.sheet.keys.get(each.span.id)}={each.span.label}@{each.other.document}" for each in lacks})
    places = [place for each in lacks for place in _places(each)]
    fix = [_carried(each) for each in lacks if not each.instead and each.other.status != "locked"]
    return Finding(
        "hint", RULE, f"{sheet.document}, {other.document} {sheet.layer}",
        N_("nearly the same passage in %(document)s is labelled otherwise; places: %(count)s"),
        (("document", first.other.name), ("count", len(lacks))),
        first.span.id, first.sheet.document, sheet.layer, first.span.start, first.span.end, words,
        f"{sheet.layer} {sheet.document} {other.document} {' '.join(what)}", tuple(places), tuple(fix),
    )  # fmt: skip


def _places(lack: _Lack) -> Iterator[Place]:
    yield lack.sheet.place(lack.span)
    if lack.instead:
        yield from (lack.other.place(each) for each in lack.instead)
    else:
        yield Place(lack.other.document, lack.other.layer, *lack.place)


def _carried(lack: _Lack) -> AddSpan:
    """The label given to the same words of the other passage, with what belongs to who is meant, or read there."""
    attributes = read_attributes(lack.sheet.ground.scheme, lack.span.label, lack.other.text, *lack.place) or {
        name: lack.span.attributes[name] for name in CARRIED if lack.span.attributes.get(name)
    }
    return AddSpan(lack.other.document, *lack.place, lack.span.label, lack.other.layer, attributes=attributes)
