"""Rule ``repeat``: words that are labelled in one place of a document stand in another without any label."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from annotator.core.clitics import search_variants
from annotator.core.command import AddSpan
from annotator.core.i18n import N_
from annotator.core.mentions import mentions
from annotator.core.span import Span
from annotator.project.propagation import CARRIED
from annotator.project.radar.finding import Finding, Place
from annotator.project.radar.sheet import Sheet

_LEAST = 3


def repeats(sheet: Sheet) -> Iterator[Finding]:
    """One finding per mention key, with every place where its words stand bare."""
    labelled: dict[str, list[Span]] = {}
    for span in sheet.spans:
        key = sheet.keys.get(span.id, "")
        if len(key) >= _LEAST and span.label not in sheet.ground.counting and not key.isdigit():
            labelled.setdefault(key, []).append(span)
    if not labelled:
        return
    places: dict[str, list[int]] = {}
    for place, word in enumerate(sheet.words):
        places.setdefault(word, []).append(place)
    taken = sorted((start, end) for span in sheet.spans for start, end in span.extent)
    for key, spans in labelled.items():
        if not _may_repeat(key, len(spans), sheet.words, places):
            continue
        bare = [place for place in mentions(sheet.text, key, sheet.folded) if not _covered(place, taken)]
        if bare:
            yield _found(sheet, key, spans, bare)


def _may_repeat(key: str, labelled: int, words: Sequence[str], places: Mapping[str, Sequence[int]]) -> bool:
    """Whether a key's words stand more often, behind any clitics, than they are labelled: asked before they are sought.

    A key whose article the lam before it swallowed stands without it.
    """
    first, *rest = key.split()
    count = sum(
        words[place + 1 : place + 1 + len(rest)] == rest
        for form in {*search_variants(first), first.removeprefix("ا")}
        for place in places.get(form, ())
    )
    return count > labelled


def _covered(place: tuple[int, int], taken: Sequence[tuple[int, int]]) -> bool:
    return any(start < place[1] and end > place[0] for start, end in taken)


def _found(sheet: Sheet, key: str, spans: Sequence[Span], bare: Sequence[tuple[int, int]]) -> Finding:
    label = Counter(each.label for each in spans).most_common(1)[0][0]
    model = next(each for each in spans if each.label == label)
    attributes = {name: model.attributes[name] for name in CARRIED if model.attributes.get(name)}
    (start, end), *_ = bare
    fix = [AddSpan(sheet.document, *place, label, sheet.layer, attributes=attributes) for place in bare]
    return Finding(
        "hint", "repeat", f"{sheet.document} [{start}, {end}) {sheet.layer}",
        N_("these words are labelled %(label)s elsewhere in the document; bare places: %(count)s"),
        (("label", label), ("count", len(bare))), "", sheet.document, sheet.layer, start, end, sheet.text[start:end],
        f"{sheet.document} {sheet.layer} {key}",
        tuple(Place(sheet.document, sheet.layer, *place) for place in bare),
        tuple(fix) if sheet.status != "locked" else (),
    )  # fmt: skip
