"""Rule ``repeat``: words that are labelled in one place of a document stand in another without any label."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

from annotator.core.clitics import search_variants
from annotator.core.command import AddSpan
from annotator.core.i18n import N_
from annotator.core.mentions import mentions
from annotator.core.span import Span
from annotator.project.propagation import CARRIED
from annotator.project.radar.finding import Finding, Place
from annotator.project.radar.sheet import Sheet, running

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
    words = sheet.running
    for key, spans in labelled.items():
        count = len(spans)
        if words.count(_stem(key)) <= count or sum(map(words.count, _forms(key))) <= count:
            continue
        taken = [piece for span in sheet.spans for piece in span.extent]
        bare = [place for place in mentions(sheet.text, key, sheet.folded) if not _covered(place, taken)]
        if bare:
            yield _found(sheet, key, spans, bare)


def _stem(key: str) -> str:
    """What the first word of a key keeps behind any clitics: to count it costs next to nothing."""
    first = key.partition(" ")[0]
    return first[2:] if first.startswith("ال") else first.removeprefix("ا")


@lru_cache(maxsize=100_000)
def _forms(key: str) -> tuple[str, ...]:
    """A key behind any clitics, as it runs in a text: asked before its words are sought.

    A key whose article the lam before it swallowed stands without it.
    """
    first, *rest = key.split()
    forms = dict.fromkeys((*search_variants(first), first.removeprefix("ا")))
    return tuple(running((form, *rest)) for form in forms)


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
