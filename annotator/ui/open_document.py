"""The document on the desk: its text, the annotator's spans, the suggestions, in text order. Read, never written."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import chain
from typing import NamedTuple, TypeVar

from annotator.core.changes import EVERYTHING, Changes
from annotator.core.document import Document
from annotator.core.span import Relation, Span
from annotator.core.suggestion import Suggestion
from annotator.project.queries import Queries, SuggestedRelationRow
from annotator.ui.text_order import Place, TextOrder
from annotator.ui.ties import Ties

Thing = Span | Suggestion
T = TypeVar("T", Span, Suggestion)
_FEW = 64
"""Up to so many changed spans are read one by one; more, and the layer is read again."""
STRETCH = 20_000
"""So many code points of a long document are read at once: less than a frame's work where marks stand densely."""


@contextmanager
def held_rounds() -> Iterator[None]:
    """No rounds for cyclic garbage while many things are made, and none over them later.

    Each such round would stop the window for longer than a frame, and what a document holds has no cycles.
    """
    gc.unfreeze()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


class Renewed(NamedTuple):
    """Ids of marks: those that went or changed, those that came or changed, those whose relations did."""

    gone: set[str]
    come: set[str]
    tied: set[str]


class OpenDocument:
    """What the window knows of the open document. Offsets are code points, half-open."""

    def __init__(self, document: Document, annotator: str) -> None:
        self.document = document
        self.annotator = annotator
        self.begin_again()

    def begin_again(self) -> None:
        """Forget all that was read of it."""
        self.loaded = False
        """Whether all is read: a long document is read in stretches, from its beginning."""
        self.spans: dict[str, Span] = {}
        self.suggestions: dict[str, Suggestion] = {}
        self.relations: Ties[Relation] = Ties()
        self.suggested_relations: Ties[SuggestedRelationRow] = Ties()
        self.accepted: dict[str, str] = {}
        """Which span each accepted suggestion became, by id."""
        self._order = TextOrder()
        self._read = 0

    @property
    def id(self) -> str:
        """The document's id."""
        return self.document.id

    @property
    def text(self) -> str:
        """The document's text."""
        return self.document.text

    # ---- reading -------------------------------------------------------------------------------------

    def load(self, queries: Queries) -> None:
        """Read everything that was not read yet."""
        self.read_on(queries, len(self.text))

    def read_on(self, queries: Queries, stretch: int = STRETCH) -> None:
        """Read what starts in the next stretch of the text."""
        starting = self._read, self._read + stretch
        spans = queries.spans(self.id, self.annotator, starting=starting)
        suggestions = queries.suggestions(self.id, self.annotator, starting=starting)
        self.spans.update((each.id, each) for each in spans)
        self.suggestions.update((each.id, each) for each in suggestions)
        self.accepted.update((origin, each.id) for each in spans if (origin := _origin(each)))
        self._order.extend(_place(each) for each in chain[Thing](spans, suggestions))
        for relation in queries.relations(self.id, self.annotator, starting=starting):
            self.relations.put(relation)
        for tie in queries.suggested_relations(self.id, starting=starting):
            self.suggested_relations.put(tie)
        self._read = starting[1]
        self.loaded = self._read >= len(self.text)

    def update(self, queries: Queries, changes: Changes) -> Renewed:
        """Read again what changed, and say at which marks."""
        gone: set[str] = set()
        come: set[str] = set()
        if changes.touches("span"):
            self._take_in(self.spans, self._fresh_spans(queries, changes), gone, come)
        if changes.touches("suggestion") or changes.touches("decision"):
            self._take_in(self.suggestions, self._fresh_suggestions(queries, changes), gone, come)
        tied = self._renew_relations(queries, changes.ids.get("relation", frozenset()), gone - come)
        tied |= self._renew_suggested_relations(queries, changes)
        return Renewed(gone, come, tied)

    def _renew_relations(self, queries: Queries, touched: frozenset[str], gone: set[str]) -> set[str]:
        doubtful = touched | self.relations.ids_at(gone)
        if len(doubtful) > _FEW or EVERYTHING in doubtful:
            return self.relations.renew_all(queries.relations(self.id, self.annotator))
        if not doubtful:
            return set()
        fresh = queries.relations_among(self.id, self.annotator, doubtful)
        return self.relations.renew(doubtful, {each.id: each for each in fresh})

    def _renew_suggested_relations(self, queries: Queries, changes: Changes) -> set[str]:
        ties, ends = changes.ids.get("suggested_relation", frozenset()), changes.ids.get("suggestion", frozenset())
        if not ties | ends:
            return set()
        if len(ties) + len(ends) > 2 * _FEW or EVERYTHING in ties | ends:
            tied = self.suggested_relations.renew_all(queries.suggested_relations(self.id))
        else:
            fresh = {each.id: each for each in queries.suggested_relations_among(self.id, ties, ends)}
            tied = self.suggested_relations.renew(ties | self.suggested_relations.ids_at(ends), fresh)
        return {self.standing(each) for each in tied} - {""}

    def _fresh_suggestions(self, queries: Queries, changes: Changes) -> dict[str, Suggestion | None]:
        touched = set(changes.ids.get("suggestion", ())) | {
            each.split(":")[0] for each in changes.ids.get("decision", ())
        }  # a decision's id begins with its suggestion's
        if len(touched) > _FEW or EVERYTHING in touched:
            every = queries.suggestions(self.id, self.annotator)
            return _difference(self.suggestions, {each.id: each for each in every})
        rows = {each: queries.suggestion(each, self.annotator) for each in touched}
        return {
            each: row.suggestion if row and row.document == self.id and not row.suggestion.decision else None
            for each, row in rows.items()
        }

    def _fresh_spans(self, queries: Queries, changes: Changes) -> dict[str, Span | None]:
        touched = changes.ids["span"]
        if len(touched) > _FEW or EVERYTHING in touched:
            return _difference(self.spans, {s.id: s for s in queries.spans(self.id, self.annotator)})
        rows = {each: queries.span(each) for each in touched}
        return {
            each: row.span if row and (row.document, row.layer) == (self.id, self.annotator) else None
            for each, row in rows.items()
        }

    def _take_in(self, known: dict[str, T], fresh: Mapping[str, T | None], gone: set[str], come: set[str]) -> None:
        for each, thing in fresh.items():
            before = known.pop(each, None)
            if before is not None:
                self._order.remove(_place(before))
                gone.add(each)
                self.accepted.pop(_origin(before), None)
            if thing is not None:
                known[each] = thing
                self._order.add(_place(thing))
                come.add(each)
                if origin := _origin(thing):
                    self.accepted[origin] = each

    # ---- asking --------------------------------------------------------------------------------------

    def thing(self, mark: str) -> Thing | None:
        """The span or suggestion of an id."""
        return self.spans.get(mark) or self.suggestions.get(mark)

    def standing(self, suggestion: str) -> str:
        """The mark that a suggestion is now: itself while it is open, the span that it became, or nothing."""
        return suggestion if suggestion in self.suggestions else self.accepted.get(suggestion, "")

    def relations_at(self, mark: str) -> list[Relation]:
        """The relations that begin or end at a span."""
        return self.relations.at(mark)

    def suggested_relations_at(self, mark: str) -> list[SuggestedRelationRow]:
        """The suggested relations of a suggestion, or of the one that a span was made from."""
        thing = self.spans.get(mark)
        return self.suggested_relations.at(_origin(thing) if thing else mark)

    def next_mark(self, start: int, end: int, mark: str, wanted: Callable[[str], bool], step: int) -> str:
        """The next (``step`` 1) or former mark of a kind from a place on, round the end; else empty."""
        around = self._order.around((start, -end, mark), step)
        return next((name for name in around if wanted(name) and name != mark), "")

    def in_order(self) -> list[Thing]:
        """Everything that is marked, in text order."""
        return [thing for name in self._order if (thing := self.thing(name)) is not None]

    def touching(self, start: int, end: int) -> Iterator[Thing]:
        """The spans and suggestions that share text with ``[start, end)``, in text order."""
        return (thing for name in self._order.touching(start, end) if (thing := self.thing(name)) is not None)

    def spans_touching(self, start: int, end: int) -> Iterator[Span]:
        """The spans that share text with ``[start, end)``, in text order."""
        return (each for each in self.touching(start, end) if isinstance(each, Span))

    def same_extent(self, start: int, end: int, label: str = "") -> Iterator[Thing]:
        """Spans and suggestions of exactly this extent (and label, where one is given)."""
        for thing in self.touching(start, end):
            if (thing.start, thing.end) == (start, end) and label in ("", thing.label):
                yield thing


def _origin(thing: Thing) -> str:
    """The suggestion that a span was made from, or nothing."""
    return str(thing.origin.get("suggestion") or "") if isinstance(thing, Span) else ""


def _place(thing: Thing) -> Place:
    return thing.start, -thing.end, thing.id


def _difference(known: dict[str, T], fresh: dict[str, T]) -> dict[str, T | None]:
    changed: dict[str, T | None] = {each: None for each in known if each not in fresh}
    changed.update({each: thing for each, thing in fresh.items() if known.get(each) != thing})
    return changed
