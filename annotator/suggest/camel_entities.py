"""From camel-tools' labels on words to the mentions that we suggest.

Offsets are code points of the text, half-open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from annotator.core.clitics import trim_clitics
from annotator.core.suggestion import Suggestion
from annotator.suggest.camel_words import CamelWord

SUGGESTER = "camel"
SKIPPED = ""
"""The label of a word that the model never saw; it may lie inside an entity."""
_KINDS = {"PERS": "PERS", "PER": "PERS", "ORG": "ORG", "LOC": "LOC"}
_SCORES = {"PERS": 0.75, "ORG": 0.6, "LOC": 0.4}
"""The model gives no scores; organisations' boundaries differ more from the guidelines' than persons'."""
_PAIRS = {")": "(", "]": "[", "}": "{", "»": "«", "”": "“", "’": "‘", '"': '"', "/": "/"}
Clitics = Callable[[CamelWord], int | None]
"""How many code points of a word are clitics; ``None`` where that is not known."""


def entities(labels: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """The entities ``(first, last, kind)`` that labels like ``B-PERS I-PERS O`` spell out, by word index.

    An I without its B begins one; a skipped word goes on where the word behind it does.
    """
    first, last, open_kind = 0, 0, ""
    for place, label in enumerate(labels):
        if label == SKIPPED:
            continue
        mark, _, kind = label.partition("-")
        if mark == "I" and kind == open_kind:
            last = place + 1
            continue
        if open_kind:
            yield first, last, open_kind
        first, last, open_kind = place, place + 1, kind if mark in {"B", "I"} else ""
    if open_kind:
        yield first, last, open_kind


def suggestions_of(
    text: str, words: Sequence[CamelWord], labels: Sequence[str], *, places: bool, clitics: Clitics | None = None
) -> Iterator[Suggestion]:
    """Actors of one labelled sentence: persons and organisations, and places only where ``places`` asks for them.

    A plain place is no actor (guidelines 2.4), and the model does not tell which place acts.
    """
    assert len(words) == len(labels), "one label for each word"
    for first, last, raw in entities(labels):
        kind = _KINDS.get(raw, "")
        if not kind or (kind == "LOC" and not places):
            continue
        extent = _trimmed(text, words[first:last], clitics)
        if extent is not None:
            yield _suggestion(text, extent, kind)


def _suggestion(text: str, extent: tuple[int, int], kind: str) -> Suggestion:
    from annotator.suggest.words import form_of

    start, end = extent
    if kind == "ORG":
        head = form_of(text[start:end].split(maxsplit=1)[0]).info
        actor = head.kind if head.role in {"gov", "org", "group", "force", "media"} and head.kind else "organisation"
    else:
        actor = "person" if kind == "PERS" else "state"
    return Suggestion(start, end, "ACTOR", {"kind": actor}, _SCORES[kind], SUGGESTER, f"camel-tools: {kind}")


def _trimmed(text: str, words: Sequence[CamelWord], clitics: Clitics | None) -> tuple[int, int] | None:
    """The extent without punctuation at its edges and without the first word's clitics, if any letters remain."""
    kept = list(words)
    while kept and not _has_letters(kept[0]):
        del kept[0]
    while kept and not _has_letters(kept[-1]) and not _closes_inside(kept):
        del kept[-1]
    if not kept:
        return None
    start, end = kept[0].start, kept[-1].end
    cut = clitics(kept[0]) if clitics is not None else None
    start = trim_clitics(text, start, end) if cut is None else start + cut
    return (start, end) if start < end else None


def _has_letters(word: CamelWord) -> bool:
    return any(each.isalnum() for each in word.clean)


def _closes_inside(words: Sequence[CamelWord]) -> bool:
    """Whether the last word closes a pair that was opened inside: then it belongs to the mention."""
    opening = _PAIRS.get(words[-1].clean)
    return opening is not None and any(each.clean == opening for each in words[:-1])
