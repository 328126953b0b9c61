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
from annotator.project.radar.sheet import Sheet

_LEAST = 3


def repeats(sheet: Sheet) -> Iterator[Finding]:
    """One finding per mention key, with every place where its words stand bare."""
    for key, spans, bare in _repeated(sheet):
        places = list(bare)
        if places:
            yield _found(sheet, key, spans, places)


def repeat_names(sheet: Sheet) -> Iterator[str]:
    """The names of what `repeats` finds, for which one bare place of each is enough."""
    for key, _, bare in _repeated(sheet):
        if next(bare, None) is not None:
            yield _name(sheet, key)


def _name(sheet: Sheet, key: str) -> str:
    return f"{sheet.document} {sheet.layer} {key}"


def _repeated(sheet: Sheet) -> Iterator[tuple[str, list[Span], Iterator[tuple[int, int]]]]:
    """The keys whose words stand more often than they are labelled, with their spans and their bare places."""
    labelled: dict[str, list[Span]] = {}
    for span in sheet.spans:
        key = sheet.keys.get(span.id, "")
        if len(key) >= _LEAST and span.label not in sheet.ground.counting and not key.isdigit():
            labelled.setdefault(key, []).append(span)
    for key, spans in labelled.items():
        if _stands_more_often(sheet, key, len(spans)):
            found = mentions(sheet.text, key, sheet.folded)
            yield key, spans, (place for place in found if not _covered(place, sheet.extents))


def _stands_more_often(sheet: Sheet, key: str, count: int) -> bool:
    """Whether a key may stand in the text more often than so: its words are counted before it is sought."""
    first, _, rest = key.partition(" ")
    forms, counted = _forms(first), sheet.counted
    if sum(map(counted.__getitem__, forms & counted.keys())) <= count:
        return False
    return not rest or sum(1 for _ in _followed(sheet.words, forms, rest.split())) > count


def _followed(words: Sequence[str], forms: frozenset[str], rest: Sequence[str]) -> Iterator[int]:
    """Where in a text's words one of these is followed by the rest of a key."""
    for place, word in enumerate(words, 1):
        if word in forms and words[place : place + len(rest)] == rest:
            yield place


@lru_cache(maxsize=50_000)
def _forms(word: str) -> frozenset[str]:
    """A key's first word behind any clitics; one whose article the lam before it swallowed stands without it."""
    return frozenset((*search_variants(word), word.removeprefix("ا")))


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
        _name(sheet, key),
        tuple(Place(sheet.document, sheet.layer, *place) for place in bare),
        tuple(fix) if sheet.status != "locked" else (),
    )  # fmt: skip
