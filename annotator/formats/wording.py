"""Tokens and sentences of a document, and its spans laid onto them, with every loss listed.

Token formats hold no token with white space, a control character or half a surrogate pair in it: those
characters stand between tokens. What a span then covers is compared with what it covered.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from annotator.core.document import AnnotatedDocument, Document, Layer
from annotator.core.sentences import sentences as sentences_of
from annotator.core.span import Span
from annotator.core.tokens import spans as token_extents
from annotator.formats.base import Action, Clitics, Loss

Extent = tuple[int, int]
_UNFIT = re.compile("[\\s\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\ufeff]+")
_RARE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ud800-\udfff\ufeff]"
)
"""What no token can hold and a token might: without these, tokens are fit as they come."""

CLITIC_EXPANDED = "it begins or ends inside a word, and the whole word was taken"
CLITIC_SKIPPED = "it begins or ends inside a word"
UNTOKENED = "it covers no token"
EDGE = "white space or invisible characters at its ends are in no token"
FRAGMENTS = "the pieces of a span were joined to one, with what lies between them"
SAME_EXTENT = "another span has the same extent"
NESTED = "it lies inside another span"
CROSSING = "it crosses another span"
ONE_LAYER = "the format holds one layer"
NO_RELATIONS = "the format holds no relations"


@dataclass(frozen=True, slots=True)
class Placed:
    """A span on tokens: first token, last token + 1."""

    first: int
    last: int
    span: Span


def word_extents(text: str) -> list[Extent]:
    """The tokens of a text, without characters that a token format cannot hold."""
    if not _RARE.search(text):
        return list(token_extents(text))
    return [piece for start, end in token_extents(text) for piece in fit(text, start, end)]


def fit(text: str, start: int, end: int) -> Iterator[Extent]:
    """The pieces of an extent between characters that no token can hold."""
    place = start
    for match in _UNFIT.finditer(text, start, end):
        if place < match.start():
            yield place, match.start()
        place = match.end()
    if place < end:
        yield place, end


def cut_at(tokens: Sequence[Extent], borders: Iterable[int]) -> list[Extent]:
    """The tokens, cut where a border falls inside one."""
    ends = [end for _, end in tokens]
    inside: dict[int, list[int]] = {}
    for place in sorted(set(borders)):
        number = bisect_right(ends, place)
        if number < len(tokens) and tokens[number][0] < place:
            inside.setdefault(number, []).append(place)
    cut: list[Extent] = []
    done = 0
    for number, places in inside.items():
        cut += tokens[done:number]
        cut += pairwise([tokens[number][0], *places, ends[number]])
        done = number + 1
    return cut + list(tokens[done:])


def span_loss(document: Document, layer: Layer, span: Span, action: Action, reason: str) -> Loss:
    """A span on the list of losses."""
    name, covered = layer.annotator or layer.kind, span.covered(document.text)
    return Loss(document.id, name, span.id, span.label, span.start, span.end, covered, action, reason)


class Layout:
    """Lays the spans of one layer onto tokens; collects losses."""

    def __init__(
        self, each: AnnotatedDocument, layer: Layer | None, clitics: Clitics, pieces: bool = False
    ) -> None:
        """``pieces``: the format can hold spans in pieces."""
        self.document = each.document
        self.text = each.document.text
        self.layer = layer or Layer("")
        self.losses: list[Loss] = []
        self.clitics = clitics
        self.pieces = pieces
        self.tokens = word_extents(self.text)
        spans = self.layer.spans
        if clitics == "split" and spans:
            extents = [span.extent if pieces else ((span.start, span.end),) for span in spans]
            self.tokens = cut_at(self.tokens, {edge for own in extents for piece in own for edge in piece})
        self.begins = [start for start, _ in self.tokens]
        self.ends = [end for _, end in self.tokens]

    def loss(self, span: Span, action: Action, reason: str) -> None:
        """Put a span onto the list of losses."""
        self.losses.append(span_loss(self.document, self.layer, span, action, reason))

    def placed(self) -> list[Placed]:
        """Every span that has a place on the tokens; the longest first where they begin together."""
        found = [place for span in self.layer.spans if (place := self._place(span)) is not None]
        return sorted(found, key=lambda each: (each.first, -each.last))

    def words_of(self, piece: Extent) -> tuple[int, int]:
        """The first token that a piece of text touches, and the last + 1."""
        return bisect_right(self.ends, piece[0]), bisect_left(self.begins, piece[1])

    def _place(self, span: Span) -> Placed | None:
        first, last = self.words_of((span.start, span.end))
        if first >= last or span.start >= span.end:
            self.loss(span, "dropped", UNTOKENED)
            return None
        start, end = self.begins[first], self.ends[last - 1]
        if start < span.start or end > span.end:
            if self.clitics == "skip":
                self.loss(span, "dropped", CLITIC_SKIPPED)
                return None
            self.loss(span, "moved", CLITIC_EXPANDED)
        elif span.fragments and not self.pieces:
            self.loss(span, "merged", FRAGMENTS)
        elif (start, end) != (span.start, span.end) or (span.fragments and not self._even(span)):
            self.loss(span, "moved", EDGE)
        return Placed(first, last, span)

    def _even(self, span: Span) -> bool:
        """Whether every piece begins and ends with a token, and none touches the next."""
        places = [self.words_of(piece) for piece in span.fragments]
        for (first, last), (start, end) in zip(places, span.fragments, strict=True):
            if first >= last or (self.begins[first], self.ends[last - 1]) != (start, end):
                return False
        return all(before[1] < after[0] for before, after in pairwise(span.fragments))


def flat(placed: Sequence[Placed], layout: Layout) -> list[Placed]:
    """One layer that does not overlap: outermost, longest, first come; the others become losses."""
    kept: list[Placed] = []
    taken: list[Placed | None] = [None] * len(layout.tokens)
    for each in sorted(placed, key=lambda one: (one.first - one.last, one.first)):
        other = next((taken[place] for place in range(each.first, each.last) if taken[place]), None)
        if other is None:
            kept.append(each)
            taken[each.first : each.last] = [each] * (each.last - each.first)
        else:
            layout.loss(each.span, "dropped", _why(each, other))
    return sorted(kept, key=lambda one: one.first)


def _why(each: Placed, other: Placed) -> str:
    if (each.first, each.last) == (other.first, other.last):
        return SAME_EXTENT
    inside = other.first <= each.first and each.last <= other.last
    return NESTED if inside else CROSSING


def columns(placed: Sequence[Placed]) -> list[list[Placed]]:
    """As many layers as are needed for none to overlap, the outermost first."""
    layers: list[list[Placed]] = []
    for each in sorted(placed, key=lambda one: (one.first - one.last, one.first)):
        for layer in layers:
            if all(each.last <= other.first or other.last <= each.first for other in layer):
                layer.append(each)
                break
        else:
            layers.append([each])
    return [sorted(layer, key=lambda one: one.first) for layer in layers]


def sentence_starts(text: str, tokens: Sequence[Extent], placed: Iterable[Placed]) -> list[int]:
    """Indexes of the tokens that begin a sentence; no sentence ends inside a span."""
    if not tokens:
        return []
    begins = [start for start, _ in tokens]
    starts = {bisect_left(begins, begin) for begin, _ in sentences_of(text)}
    inside = {place for each in placed for place in range(each.first + 1, each.last)}
    return sorted(({0} | starts) - inside - {len(tokens)})


def first_layer(each: AnnotatedDocument) -> Layer | None:
    """The layer that a format of one layer writes."""
    return each.layers[0] if each.layers else None


def relation_losses(each: AnnotatedDocument, layer: Layer, reason: str = NO_RELATIONS) -> Iterator[Loss]:
    """A loss for every relation of a layer."""
    spans = {span.id: span for span in layer.spans}
    for relation in layer.relations:
        head = spans.get(relation.head)
        start, end = (head.start, head.end) if head else (0, 0)
        yield Loss(
            each.document.id, layer.annotator or layer.kind, relation.id, relation.type, start, end,
            head.covered(each.document.text) if head else "", "dropped", reason, "relation",
        )  # fmt: skip


def further_layers(each: AnnotatedDocument) -> Iterator[Loss]:
    """A loss for every span and relation outside the first layer."""
    for layer in each.layers[1:]:
        for span in layer.spans:
            yield span_loss(each.document, layer, span, "dropped", ONE_LAYER)
        yield from relation_losses(each, layer, ONE_LAYER)
