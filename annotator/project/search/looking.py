"""Looking at one document: whether a clause holds there, and where exactly."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from annotator.core.arabic import Folded, fold, fold_with_offsets
from annotator.project.search.places import Place, places, stands
from annotator.project.search.query import Clause, Filter, Text, Words
from annotator.storage.marking import LONGEST, WORD, metadata_fields
from annotator.storage.search import DocumentFound, rows_of_layers, rows_of_spans
from annotator.storage.store import Store

CONTEXT = 80
GOLD = "gold"


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where a query was found: code points, half-open, with some text before and after.

    ``span``, ``layer`` and ``label`` are of the span that was asked for, and empty where none was. A document whose
    own facts alone were asked for is a hit of no length at its beginning.
    """

    document: str
    name: str
    start: int
    end: int
    before: str
    text: str
    after: str
    span: str = ""
    layer: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class SpanSeen:
    """A span as filters look at it; ``differs``: another annotator who has begun labelled this place otherwise."""

    id: str
    start: int
    end: int
    label: str
    attributes: Mapping[str, Any]
    note: str
    unsure: bool
    layer: str
    kind: str
    status: str


@dataclass
class Looked:
    """A document with what was read of it so far; each part is read when it is first asked for."""

    store: Store
    found: DocumentFound
    seen_by: str | None = None
    _places: dict[Text, list[Place]] = field(default_factory=dict)

    @cached_property
    def text(self) -> str:
        """The document's text."""
        return self.store.text(self.found.text)

    @cached_property
    def folded(self) -> Folded:
        """The text as words are looked for in it."""
        return fold_with_offsets(self.text)

    @cached_property
    def metadata(self) -> dict[str, object]:
        """The entries of the metadata by name."""
        return dict(metadata_fields(json.loads(self.found.metadata)))

    @cached_property
    def layers(self) -> list[Any]:
        """The layers: owner, kind, status."""
        return [row for row in rows_of_layers(self.store, self.found.id) if self._sees(row[0])]

    def _sees(self, layer: str) -> bool:
        return self.seen_by is None or layer in {self.seen_by, GOLD}

    @cached_property
    def spans(self) -> list[SpanSeen]:
        """The spans of all layers, in text order."""
        return [
            SpanSeen(row[0], row[1], row[2], row[4], json.loads(row[5]) if row[5] != "{}" else {}, row[6],
                     bool(row[7]), row[8], row[9], row[10])
            for row in rows_of_spans(self.store, self.found.id) if self._sees(row[8])
        ]  # fmt: skip

    @cached_property
    def marked(self) -> dict[str, set[tuple[int, int, str]]]:
        """What each annotator who has begun marked: start, end and label."""
        begun = {row[0] for row in self.layers if row[1] == "annotation" and row[2] != "new"}
        begun |= {each.layer for each in self.spans if each.kind == "annotation"}
        marked: dict[str, set[tuple[int, int, str]]] = {name: set() for name in begun}
        for each in self.spans:
            if each.kind == "annotation":
                marked[each.layer].add((each.start, each.end, each.label))
        return marked

    def places(self, wanted: Text) -> list[Place]:
        """Where words or a pattern stand."""
        if wanted not in self._places:
            self._places[wanted] = places(self.text, self.folded, wanted)
        return self._places[wanted]

    def has(self, wanted: Text) -> bool:
        """Whether words or a pattern stand anywhere."""
        if wanted in self._places or not isinstance(wanted, Words):
            return bool(self.places(wanted))
        return stands(self.folded, wanted)

    def hit(self, place: Place, span: SpanSeen | None = None) -> Hit:
        """A place as a hit."""
        start, end = place
        return Hit(
            self.found.id, self.found.name, start, end, self.text[max(0, start - CONTEXT) : start],
            self.text[start:end], self.text[end : end + CONTEXT], *((span.id, span.layer, span.label) if span else ()),
        )  # fmt: skip


def hits(document: Looked, clauses: Sequence[Clause]) -> list[Hit]:
    """The hits of clauses in a document, each place once, in text order."""
    found = {(each.start, each.end, each.span): each for clause in clauses for each in _hits(document, clause)}
    placed = {(each.start, each.end) for each in found.values() if each.span}
    kept = [each for each in found.values() if each.span or (each.start, each.end) not in placed]
    return sorted(kept, key=lambda each: (each.start, -each.end, each.layer, each.span))


def _hits(document: Looked, clause: Clause) -> Iterator[Hit]:
    if not _document_fits(document, clause):
        return
    if clause.of_spans:
        yield from _in_spans(document, clause)
    elif not clause.texts:
        if _bare(document, clause):
            yield document.hit((0, 0))
    elif all(document.has(each) for each in clause.texts) and not any(document.has(each) for each in clause.no_texts):
        yield from _outside(document, clause)


def _bare(document: Looked, clause: Clause) -> bool:
    """Whether a document fits of which no place is asked for: nothing of what must not be is anywhere in it."""
    if any(document.has(each) for each in clause.no_texts):
        return False
    spans = document.spans if clause.no_spans else ()
    return not any(_holds(document, span, each) for span in spans for each in clause.no_spans)


def _in_spans(document: Looked, clause: Clause) -> Iterator[Hit]:
    """The fitting spans, or the places of the words in them."""
    for span in document.spans:
        if not _span_fits(document, span, clause):
            continue
        inside = [[place for place in document.places(each) if _inside(place, span)] for each in clause.texts]
        if not all(inside) or any(_touch(p, span) for each in clause.no_texts for p in document.places(each)):
            continue
        for place in [place for some in inside for place in some] or [(span.start, span.end)]:
            yield document.hit(place, span)


def _inside(place: Place, span: SpanSeen) -> bool:
    return place[0] >= span.start and place[1] <= span.end


def _touch(place: Place, span: SpanSeen) -> bool:
    return place[0] < span.end and place[1] > span.start


def _outside(document: Looked, clause: Clause) -> Iterator[Hit]:
    """The places of the words that lie in no span that must not be."""
    barred = [
        span for span in (document.spans if clause.no_spans else ())
        if any(_holds(document, span, each) for each in clause.no_spans)
    ]  # fmt: skip
    for each in clause.texts:
        for place in document.places(each):
            if not any(_touch(place, span) for span in barred):
                yield document.hit(place)


# ---- filters ---------------------------------------------------------------------------------------------


def _document_fits(document: Looked, clause: Clause) -> bool:
    if not all(_of_document(document, each) for each in clause.documents):
        return False
    if any(_of_document(document, each) for each in clause.no_documents):
        return False
    if not clause.of_spans and not _layers_fit(document, clause):
        return False
    return all(document.has(each) for each in clause.anywhere) and not any(
        document.has(each) for each in clause.not_anywhere
    )


def _of_document(document: Looked, wanted: Filter) -> bool:
    if wanted.field == "name":
        return fits(document.found.name, wanted)
    if wanted.field == "id":
        return not wanted.values or document.found.id in wanted.values
    return fits(document.metadata.get(wanted.field.removeprefix("meta.")), wanted)


def _layers_fit(document: Looked, clause: Clause) -> bool:
    """Whether one layer is as it must be, and none as it must not; a document that nobody began is new."""
    if not clause.layers and not clause.no_layers:
        return True
    people = [(row[0], row[2]) for row in document.layers if row[1] == "annotation" or row[0] == GOLD]
    every: list[tuple[str, str]] = people or [("", "new")]
    if any(_layer_holds(*layer, each) for layer in every for each in clause.no_layers):
        return False
    return any(all(_layer_holds(*layer, each) for each in clause.layers) for layer in every)


def _layer_holds(owner: str, status: str, wanted: Filter) -> bool:
    return (owner if wanted.field == "by" else status) in wanted.values


def _span_fits(document: Looked, span: SpanSeen, clause: Clause) -> bool:
    return (
        all(_holds(document, span, each) for each in clause.spans)
        and not any(_holds(document, span, each) for each in clause.no_spans)
        and all(_layer_holds(span.layer, span.status, each) for each in clause.layers)
        and not any(_layer_holds(span.layer, span.status, each) for each in clause.no_layers)
    )


def _holds(document: Looked, span: SpanSeen, wanted: Filter) -> bool:
    name = wanted.field
    if name == "label":
        return span.label in wanted.values
    if name == "unsure":
        return span.unsure
    if name == "note":
        return bool(span.note) and fits(span.note, wanted)
    if name == "disagreement":
        return differs(document.marked, span)
    return fits(span.attributes.get(name.removeprefix("@")), wanted)


def differs(marked: Mapping[str, Iterable[tuple[int, int, str]]], span: SpanSeen) -> bool:
    """Whether another annotator who has begun did not mark just this place with just this label."""
    if span.kind != "annotation":
        return False
    own = (span.start, span.end, span.label)
    return any(own not in theirs for name, theirs in marked.items() if name != span.layer)


def fits(value: object, wanted: Filter) -> bool:
    """Whether a value, as it is kept, is one that is asked for; one of a list's is enough."""
    if value is None or value in ("", []):
        return False
    if isinstance(value, list):
        return any(fits(each, wanted) for each in value)
    if wanted.ranged:
        return _in_range(value, wanted)
    return not wanted.values or any(_equal(value, each, whole=wanted.whole) for each in wanted.values)


def _equal(value: object, wanted: object, *, whole: bool) -> bool:
    if isinstance(value, bool):
        return str(wanted) in (("true", "yes", "نعم", "1", "1.0") if value else ("false", "no", "لا", "0", "0.0"))
    if isinstance(value, int | float):
        return value == wanted or _number_of(wanted) == value
    own = fold(str(value))
    if not isinstance(wanted, str):
        return own == f"{wanted:g}"
    return own == wanted if whole else f" {wanted} " in f" {' '.join(WORD.findall(own))} "


def _number_of(value: object) -> float | None:
    try:
        return float(str(value))
    except ValueError:
        return None


def _in_range(value: object, wanted: Filter) -> bool:
    low, high = wanted.low, wanted.high
    if isinstance(low, float) or isinstance(high, float):
        number = value if isinstance(value, int | float) else None
        if number is not None or not isinstance(value, str):
            return number is not None and _numbers_in_range(number, wanted)
        low, high = _as_text(low), _as_text(high)
    own = fold(str(value))
    if len(own) > LONGEST:
        return False
    if low is not None and (own < str(low) or (wanted.low_open and own.startswith(str(low)))):
        return False
    return high is None or (own < str(high) or (own.startswith(str(high)) and not wanted.high_open))


def _numbers_in_range(number: float, wanted: Filter) -> bool:
    low, high = wanted.low, wanted.high
    if isinstance(low, float) and (number < low or (wanted.low_open and number == low)):
        return False
    return not isinstance(high, float) or not (number > high or (wanted.high_open and number == high))


def _as_text(bound: float | str | None) -> str | None:
    """A bound that reads as a number, beside a value that is text (a year): as it is written."""
    return f"{bound:g}" if isinstance(bound, float) else bound
