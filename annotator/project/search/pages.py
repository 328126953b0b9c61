"""Going through the documents that may fit, in document order, until a page is full or the time is up."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from annotator.core.arabic import fold
from annotator.core.clitics import search_variants
from annotator.project.search.looking import Hit, Looked, hits
from annotator.project.search.places import expression, sure_expression
from annotator.project.search.query import Clause, Filter, Query, Words
from annotator.storage.marking import LONG, LONGEST, MOST_WORDS, WORD, Value, attribute_mark, words_mark
from annotator.storage.numbering import in_document_order, in_order, last_number
from annotator.storage.search import Candidates, Marked, candidates, document_numbered
from annotator.storage.store import Store

SAMPLE = 300
"""So many documents are read for the beginning of a word that is likely everywhere, before the index is asked."""
_LIKELY = 2
_MOST_LABELS = 12
_HUGE = 1e308


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a search has come: all documents up to ``number`` (in document order), and ``hits`` of the next one."""

    number: int = 0
    hits: int = 0


START = Cursor()


@dataclass(frozen=True, slots=True)
class Page:
    """Hits in document order, where to go on, and whether that was all. ``share``: how much was looked through."""

    hits: tuple[Hit, ...]
    cursor: Cursor
    done: bool
    share: float


def page(store: Store, query: Query, limit: int, cursor: Cursor = START, seconds: float = 0.0) -> Page:
    """The next hits of a query, at most ``limit`` (negative: all), within some ``seconds`` (0: to the end).

    Raises:
        UserError: a regular expression takes too long on a text.
    """
    end = time.monotonic() + seconds if seconds else 0.0
    found: list[Hit] = []
    last, skip = cursor.number, cursor.hits
    for number in _numbers(store, query, cursor.number):
        if number > 0:
            document = document_numbered(store, number)
            here = hits(Looked(store, document, query.seen_by), query.clauses)[skip:] if document else []
            if 0 <= limit < len(found) + len(here):
                rest = limit - len(found)
                return Page((*found, *here[:rest]), Cursor(last, skip + rest), False, _share(store, last))
            found += here
            skip = 0
        last = abs(number)
        if len(found) == limit:
            return Page(tuple(found), Cursor(last), False, _share(store, last))
        if end and time.monotonic() > end:
            return Page(tuple(found), Cursor(last), False, _share(store, last))
    return Page(tuple(found), Cursor(last), True, 1.0)


def every_hit(store: Store, query: Query) -> Iterator[Hit]:
    """All hits of a query, found as they are asked for."""
    for number in _numbers(store, query, 0):
        document = document_numbered(store, number) if number > 0 else None
        if document is not None:
            yield from hits(Looked(store, document, query.seen_by), query.clauses)


def _share(store: Store, number: int) -> float:
    if not in_order(store):
        order = in_document_order(store)
        return (order.index(number) + 1) / len(order) if number in order else 0.0
    return number / max(1, last_number(store))


# ---- which documents -------------------------------------------------------------------------------------


def _numbers(store: Store, query: Query, after: int) -> Iterator[int]:
    """Numbers of documents that may fit, in document order; a negative one says how far was looked."""
    if in_order(store):
        yield from _merged([_of_clause(store, each, query.labels, after) for each in query.clauses])
        return
    order = in_document_order(store)
    begin = order.index(after) + 1 if after in order else 0
    wanted = set(chain.from_iterable(_of_clause(store, each, query.labels, 0) for each in query.clauses))
    yield from (number if number in wanted else -number for number in order[begin:])


def _merged(streams: Sequence[Iterator[int]]) -> Iterator[int]:
    """Ascending streams as one, each number once."""
    if len(streams) == 1:
        yield from streams[0]
        return
    heads = [next(stream, 0) for stream in streams]
    while any(heads):
        least = min(abs(head) for head in heads if head)
        yield least if least in heads else -least
        for place, head in enumerate(heads):
            if abs(head) == least:
                heads[place] = next(streams[place], 0)


def _of_clause(store: Store, clause: Clause, labels: Sequence[str], after: int) -> Iterator[int]:
    """What the indexes know of a clause; of a short beginning of a word first some documents as they come."""
    likely = [each for each in clause.texts + clause.anywhere if _is_likely(each)]
    if likely:
        seen = after
        for number in islice(candidates(store, _candidates(clause, labels, but=likely), after), SAMPLE):
            yield number
            seen = abs(number)
        after = seen
    yield from candidates(store, _candidates(clause, labels, but=()), after)


def _is_likely(text: object) -> bool:
    return isinstance(text, Words) and text.prefix and len(text.words) == 1 and len(text.words[0]) <= _LIKELY


def _candidates(clause: Clause, labels: Sequence[str], but: Sequence[object]) -> Candidates:
    words = [each for each in clause.texts + clause.anywhere if isinstance(each, Words) and each not in but]
    called = [str(value) for each in clause.spans if each.field == "label" for value in each.values] or labels
    marks = [_marked(each, called) for each in clause.spans + clause.layers + clause.documents]
    if clause.of_spans and len(called) <= _MOST_LABELS:
        names = tuple(words_mark(each) for each in called)
        marks += [Marked(names, _in_spans(each.words[0])) for each in words_in_spans(clause)]
    ids = [str(value) for each in clause.documents if each.field == "id" for value in each.values]
    return Candidates(
        " AND ".join(f"({expression(each)})" for each in dict.fromkeys(words)),
        tuple(_narrowed([each for each in dict.fromkeys(marks) if each is not None])), tuple(ids), _ruled_out(clause),
    )  # fmt: skip


def _ruled_out(clause: Clause) -> str:
    """What surely stands in no document of a clause."""
    words = clause.not_anywhere + (() if clause.of_spans else clause.no_texts)
    forms = (sure_expression(each) for each in words if isinstance(each, Words))
    return " OR ".join(each for each in forms if each)


def _narrowed(marks: Sequence[Marked]) -> Iterator[Marked]:
    """Marks with ranges of one name made one range, which may be rare where neither was."""
    ranges: dict[tuple[str, ...], Marked] = {}
    for each in marks:
        if each.values:
            yield each
            continue
        before = ranges.get(each.names, each)
        low = max((bound for bound in (before.low, each.low) if bound is not None), key=_by_kind, default=None)
        high = min((bound for bound in (before.high, each.high) if bound is not None), key=_by_kind, default=None)
        ranges[each.names] = Marked(each.names, (), low, high)
    yield from ranges.values()


def _by_kind(bound: Value) -> tuple[bool, Any]:
    return isinstance(bound, str), bound


def _in_spans(word: str) -> tuple[str, ...]:
    """A word as marks keep it: with proclitics inside a span, and with the article that a lam before it swallowed."""
    article = ("ال" + word, "ا" + word) if word.startswith("ل") else ()
    return (*search_variants(word), *article, LONG)


def words_in_spans(clause: Clause) -> Iterator[Words]:
    """The words of a clause whose first one stands whole in the span."""
    yield from (each for each in clause.texts if isinstance(each, Words) and (len(each.words) > 1 or not each.prefix))


def _marked(wanted: Filter, labels: Sequence[str]) -> Marked | None:
    """The mark that documents of a filter have; ``None`` where no mark tells."""
    name = wanted.field
    if name in {"note", "unsure"}:
        return Marked((name,), (1,))
    if name == "disagreement":
        return Marked(("several",), (1,))
    names = tuple(attribute_mark(each, name[1:]) for each in labels) if name[0] == "@" else (name,)
    if wanted.ranged:
        return _range(wanted, names)
    if name == "id" or (not wanted.values and name[0] != "@") or (name == "status" and "new" in wanted.values):
        return None
    if name in {"label", "by", "status"}:
        return Marked(names, wanted.values)
    return Marked(names, tuple(dict.fromkeys(value for each in wanted.values for value in _kept(each, wanted))))


def _range(wanted: Filter, names: tuple[str, ...]) -> Marked | None:
    low, high = wanted.low, wanted.high
    if isinstance(low, float) or isinstance(high, float):
        if wanted.scope != "span":
            return None  # a year may be written as text
        return Marked(names, (), low if low is not None else -_HUGE, high if high is not None else _HUGE)
    return Marked(names, (), low or "", f"{high}\U0010ffff" if high is not None else None)


def _kept(value: Value, wanted: Filter) -> Iterator[Value]:
    """A value in every way in which a mark may keep it."""
    if not isinstance(value, str):
        yield from (value, f"{value:g}")
        return
    words = WORD.findall(fold(value))
    if wanted.whole and len(value) <= LONGEST and len(words) <= MOST_WORDS:
        yield value
    else:
        yield from (*words[:1], LONG)
    try:
        yield float(value)
    except ValueError:
        yield from {"true": (1,), "yes": (1,), "نعم": (1,), "false": (0,), "no": (0,), "لا": (0,)}.get(value, ())
