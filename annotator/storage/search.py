"""What search asks of the file: documents whose words and marks may fit, one after the other in document order.

What marks are, and how they are kept: `annotator.storage.marking`. Documents are known by their numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from annotator.storage.failures import explained
from annotator.storage.marking import Value
from annotator.storage.numbering import last_number
from annotator.storage.store import Store

FEW, MANY = 150, 4096
"""Up to ``FEW`` documents are looked at one by one; ``MANY`` and more are not counted."""
STRETCH = 2000
"""So many documents are looked through before the time is asked for, twice as many in each next stretch."""


@dataclass(frozen=True, slots=True)
class Marked:
    """Documents with a mark of one of these names and one of these values, or one from ``low`` to ``high``."""

    names: tuple[str, ...]
    values: tuple[Value, ...] = ()
    low: Value | None = None
    high: Value | None = None

    def condition(self) -> tuple[str, list[Value]]:
        """The mark as SQL over the columns of ``marks``, with its parameters."""
        sql, parameters = f"name {_one_of(self.names)}", list[Value](self.names)
        if self.values:
            return f"{sql} AND value {_one_of(self.values)}", [*parameters, *self.values]
        for sign, bound in ((">=", self.low), ("<=", self.high)):
            if bound is not None:
                sql += f" AND value {sign} ?"
                parameters.append(bound)
        return sql, parameters

    @property
    def single(self) -> bool:
        """Whether the index has its documents in order."""
        return len(self.names) == 1 and len(self.values) == 1


def _one_of(values: Sequence[Value]) -> str:
    return "= ?" if len(values) == 1 else f"IN ({','.join('?' * len(values))})"


class Candidates(NamedTuple):
    """What indexes know of a clause: words (as a full-text expression), marks, ids; ``without``: words that are not."""

    words: str = ""
    marks: tuple[Marked, ...] = ()
    ids: tuple[str, ...] = ()
    without: str = ""


class DocumentFound(NamedTuple):
    """A document that may fit. ``text`` is the text's hash."""

    number: int
    id: str
    name: str
    position: int
    metadata: str
    text: str


def document_numbered(store: Store, number: int) -> DocumentFound | None:
    """The document of a number, if it is there."""
    rows = store.rows(
        "SELECT number, id, name, position, metadata, text FROM documents WHERE number = ? AND NOT deleted", (number,)
    )
    return DocumentFound(*rows[0]) if rows else None


def rows_of_spans(store: Store, document: str) -> list[Any]:
    """The spans of all layers of a document, in text order, with their layers' owner, kind and status."""
    return store.rows(
        'SELECT s.id, s.start, s."end", s.fragments, s.label, s.attributes, s.note, s.unsure, l.annotator, l.kind,'
        " l.status FROM layers l JOIN spans s ON s.layer = l.id"
        ' WHERE l.document = ? AND NOT l.deleted AND NOT s.deleted ORDER BY s.start, s."end" DESC, s.id',
        (document,),
    )


def rows_of_layers(store: Store, document: str) -> list[Any]:
    """The layers of a document: owner, kind, status."""
    return store.rows("SELECT annotator, kind, status FROM layers WHERE document = ? AND NOT deleted", (document,))


def candidates(store: Store, wanted: Candidates, after: int) -> Iterator[int]:
    """Numbers of documents that may fit, ascending, those after a number. What is rarest leads.

    Every document that fits is among them. A negative number says now and then how far was looked.
    """
    if wanted.ids:
        found = store.present("documents", "number", wanted.ids, "NOT deleted")
        yield from sorted(row[0] for row in found if row[0] > after)
        return
    counts = sorted((_count_marked(store, each), place) for place, each in enumerate(wanted.marks))
    rarest = counts[0][0] if counts else MANY
    lead = wanted.marks[counts[0][1]] if counts else None
    if lead is not None and (rarest <= FEW or (not wanted.words and (rarest < MANY or lead.single))):
        yield from _marked(store, lead, after)
    elif wanted.words:
        yield from _with_words(store, wanted, lead if rarest < MANY else None, after)
    else:
        yield from _every(store, wanted, after)


def _count_marked(store: Store, mark: Marked) -> int:
    condition, parameters = mark.condition()
    return int(
        store.one(f"SELECT count(*) FROM (SELECT 1 FROM marks WHERE {condition} LIMIT {MANY})", parameters)  # noqa: S608 - our own words only
    )


def _marked(store: Store, mark: Marked, after: int) -> Iterator[int]:
    """Documents with a mark; of one value as the index has them, of several sorted, which are few."""
    condition, parameters = mark.condition()
    sql = f"SELECT DISTINCT document FROM marks WHERE {condition} AND document > ? ORDER BY document"  # noqa: S608 - our own words only
    yield from _lazily(store, sql, [*parameters, after])


def _lazily(store: Store, sql: str, parameters: Sequence[object]) -> Iterator[int]:
    with explained(store.path):
        for row in store.connection.execute(sql, parameters):
            yield row[0]


def _with_words(store: Store, wanted: Candidates, lead: Marked | None, after: int) -> Iterator[int]:
    """Documents with the words, among those with a rare mark where there is one, with the other marks in each."""
    condition, parameters = _each_marked(wanted.marks, "w.rowid", but=lead)
    expression = f"({wanted.words}) NOT ({wanted.without})" if wanted.without else wanted.words
    if lead is not None:
        known, values = lead.condition()
        condition += f" AND +w.rowid IN (SELECT document FROM marks WHERE {known})"  # noqa: S608 - marks only
        parameters += values
    sql = (
        "SELECT w.rowid FROM document_words w WHERE document_words MATCH ? AND w.rowid > ? AND w.rowid <= ?"  # noqa: S608 - our own words only
        f"{condition} ORDER BY w.rowid"
    )
    for begin, end in _stretches(after, last_number(store)):
        yield from _lazily(store, sql, [expression, begin, end, *parameters])
        yield -end


def _every(store: Store, wanted: Candidates, after: int) -> Iterator[int]:
    condition, parameters = _each_marked(wanted.marks, "d.number")
    if wanted.without:
        condition += (
            " AND d.number NOT IN (SELECT rowid FROM document_words WHERE document_words MATCH ?"
            " AND rowid > ? AND rowid <= ?)"
        )
    sql = (
        "SELECT d.number FROM documents d WHERE d.number > ? AND d.number <= ? AND NOT d.deleted"  # noqa: S608 - our own words only
        f"{condition} ORDER BY d.number"
    )
    for begin, end in _stretches(after, last_number(store)):
        barred = [wanted.without, begin, end] if wanted.without else []
        yield from _lazily(store, sql, [begin, end, *parameters, *barred])
        yield -end


def _stretches(after: int, last: int) -> Iterator[tuple[int, int]]:
    length = STRETCH
    while after < last:
        yield after, after + length
        after, length = after + length, length * 2


def _each_marked(marks: Iterable[Marked], number: str, *, but: Marked | None = None) -> tuple[str, list[object]]:
    """Conditions on a document's number, one for each mark that can be asked quickly: ranges cannot."""
    sql = ""
    parameters: list[object] = []
    for each in marks:
        if each.values and each is not but:
            condition, values = each.condition()
            sql += f" AND EXISTS (SELECT 1 FROM marks k WHERE {condition} AND k.document = {number})"  # noqa: S608 - our own words only
            parameters += values
    return sql, parameters
