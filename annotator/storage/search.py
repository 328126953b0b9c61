"""What search asks of the file: documents whose words and marks may fit, one after the other in document order.

``marks`` holds for each fact (a label, an attribute's value, a status, an entry of the metadata …) the documents that
have, or once had, it: rows are added and never taken away, so that writing is cheap; whoever asks looks at the
documents themselves afterwards. Documents are known by their numbers, which grow in document order until a project
takes documents in between (`in_order`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from operator import itemgetter
from typing import Any, NamedTuple

from annotator.core.arabic import fold
from annotator.storage.failures import explained
from annotator.storage.rows import Row
from annotator.storage.store import CHUNK, Store

LONG = "\U0010fffe"
"""What stands for the words of a long value, of which only this is kept."""
LONGEST, MOST_WORDS = 60, 12
"""Longer values are not kept by their words."""
WORD = re.compile(r"[^\W_]+")
FEW, MANY = 150, 4096
"""Up to ``FEW`` documents are looked at one by one; ``MANY`` and more are not counted."""
STRETCH = 2000
"""So many documents are looked through before the time is asked for, twice as many in each next stretch."""
Value = str | int | float


# ---- keeping -----------------------------------------------------------------------------------------------


def plain_values(value: object) -> Iterator[Value]:
    """A value as marks keep it: numbers as they are, strings folded, whole and word by word."""
    if isinstance(value, bool):
        yield int(value)
    elif isinstance(value, int | float):
        yield value if abs(value) < 2**63 else float(value)
    elif isinstance(value, str):
        yield from _string_values(fold(value).encode("utf-8", "replace").decode("utf-8"))
    elif isinstance(value, list):
        for each in value:
            yield from plain_values(each)


def _string_values(folded: str) -> Iterator[str]:
    words = WORD.findall(folded)
    if len(folded) > LONGEST or len(words) > MOST_WORDS:
        yield LONG
        return
    yield folded
    yield from words


def metadata_fields(metadata: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    """The entries of a document's metadata by their names, those of an inner object behind a dot."""
    for name, value in metadata.items():
        if isinstance(value, Mapping):
            yield from ((f"{name}.{inner}", each) for inner, each in value.items())
        else:
            yield name, value


def attribute_mark(label: str, attribute: str) -> str:
    """The name of the marks of an attribute on spans of a label."""
    return f"{label}@{attribute}"


def words_mark(label: str) -> str:
    """The name of the marks of the words in spans of a label."""
    return f"{label}~"


Mark = tuple[str, Value]


def _span_marks(label: str, key: str, attributes: str, note: str, unsure: int) -> Iterator[Mark]:
    yield "label", label
    if len(key) > LONGEST:
        yield words_mark(label), LONG
    elif key:
        name = words_mark(label)
        for word in (key.replace("_", " ") if "_" in key else key).split():
            yield name, word
    if note:
        yield "note", 1
    if unsure:
        yield "unsure", 1
    if attributes != "{}":
        for attribute, value in json.loads(attributes).items():
            name = attribute_mark(label, attribute)
            for each in plain_values(value):
                yield name, each


def _layer_marks(annotator: str, status: str) -> Iterator[Mark]:
    yield "by", annotator
    yield "status", status


def _document_marks(name: str, metadata: str) -> Iterator[Mark]:
    yield from (("name", each) for each in plain_values(name))
    if metadata != "{}":
        for entry, value in metadata_fields(json.loads(metadata)):
            yield from ((f"meta.{entry}", each) for each in plain_values(value))


@dataclass(frozen=True, slots=True)
class _Marking:
    """How rows of a table leave marks: the columns that say them (the document's id last), and what those come to."""

    columns: tuple[str, ...]
    marks: Callable[..., Iterator[Mark]]


_MARKING = {
    "spans": _Marking(("label", "mention_key", "attributes", "note", "unsure", "document"), _span_marks),
    "layers": _Marking(("annotator", "status", "document"), _layer_marks),
    "documents": _Marking(("name", "metadata", "id"), _document_marks),
}
MARKED = frozenset(_MARKING)
"""The tables whose rows leave marks."""


def remember(store: Store, table: str, rows: Sequence[Row]) -> None:
    """Keep the marks of rows that were written; those that are known already stay as they are."""
    marking = _MARKING[table]
    owners: dict[tuple[Any, ...], list[str]] = {}  # the same is said in many documents, and looked at once
    for *said, owner in set(map(itemgetter(*marking.columns), (row for row in rows if not row["deleted"]))):
        owners.setdefault(tuple(said), []).append(owner)
    documents = {each for some in owners.values() for each in some}
    numbers = dict(map(tuple, store.present("documents", "id, number", documents)))
    found: dict[Mark, set[int]] = {}
    for told, some in owners.items():
        where = {numbers[each] for each in some}
        for mark in _marks(table, told):
            found.setdefault(mark, set()).update(where)
    _put(store, found)
    if table == "layers":
        _note_several(store, documents)


@lru_cache(maxsize=10_000)
def _marks(table: str, told: tuple[Any, ...]) -> tuple[Mark, ...]:
    """The marks of what a row says: a long merge comes back to the same again and again."""
    return tuple(_MARKING[table].marks(*told))


def _put(store: Store, found: Mapping[Mark, Iterable[int]]) -> None:
    """Write marks in the order of their index, in which numbers come before words."""
    ordered = sorted(found, key=lambda mark: (mark[0], isinstance(mark[1], str), mark[1]))
    store.connection.executemany(
        "INSERT OR IGNORE INTO marks(name, value, document) VALUES (?, ?, ?)",
        ((*mark, number) for mark in ordered for number in sorted(found[mark])),
    )


def _note_several(store: Store, documents: Iterable[str]) -> None:
    """Mark documents that several annotators have layers of."""
    left = iter(documents)
    while part := tuple(islice(left, CHUNK)):
        store.connection.execute(
            "INSERT OR IGNORE INTO marks(name, value, document) SELECT 'several', 1, d.number FROM documents d"  # noqa: S608
            f" WHERE d.id IN ({','.join('?' * len(part))}) AND (SELECT count(*) FROM layers"
            " WHERE document = d.id AND kind = 'annotation' AND NOT deleted) > 1",
            part,
        )


def mark_anew(store: Store) -> None:
    """Forget all marks and find those of what is there."""
    store.connection.execute("DELETE FROM marks")
    for table, columns in (
        ("documents", "id, name, metadata, deleted"), ("layers", "document, annotator, status, deleted"),
        ("spans", "document, mention_key, label, attributes, note, unsure, deleted"),
    ):  # fmt: skip
        rows = store.stream(f"SELECT {columns} FROM {table} WHERE NOT deleted ORDER BY rowid")  # noqa: S608
        while some := list(islice(rows, 20 * CHUNK)):
            remember(store, table, some)


def note_order(store: Store, fresh: Iterable[Row]) -> None:
    """Note that numbers no longer grow in document order where new documents go in between; ask before they go in."""
    last = store.one("SELECT max(position) FROM documents WHERE NOT deleted")
    for row in fresh:
        if last is not None and row["position"] <= last:
            mix_order(store)
            return
        last = row["position"]


def mix_order(store: Store) -> None:
    """Note that numbers do not grow in document order."""
    store.connection.execute("INSERT OR REPLACE INTO facts(name, value) VALUES ('documents_mixed', '1')")


def in_order(store: Store) -> bool:
    """Whether the numbers of documents grow in document order."""
    return store.one("SELECT 1 FROM facts WHERE name = 'documents_mixed'") is None


def in_document_order(store: Store) -> list[int]:
    """The numbers of all documents in their order, for a project in which numbers do not grow in it."""
    return [
        row[0] for row in store.rows(
            "SELECT number FROM documents INDEXED BY documents_in_order WHERE NOT deleted ORDER BY position, id"
        )
    ]  # fmt: skip


# ---- asking ------------------------------------------------------------------------------------------------


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


def last_number(store: Store) -> int:
    """The greatest number of a document; 0 where there is none."""
    return int(store.one("SELECT coalesce(max(number), 0) FROM documents"))


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
        store.one(f"SELECT count(*) FROM (SELECT 1 FROM marks WHERE {condition} LIMIT {MANY})", parameters)  # noqa: S608
    )


def _marked(store: Store, mark: Marked, after: int) -> Iterator[int]:
    """Documents with a mark; of one value as the index has them, of several sorted, which are few."""
    condition, parameters = mark.condition()
    sql = f"SELECT DISTINCT document FROM marks WHERE {condition} AND document > ? ORDER BY document"  # noqa: S608
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
        "SELECT w.rowid FROM document_words w WHERE document_words MATCH ? AND w.rowid > ? AND w.rowid <= ?"  # noqa: S608
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
        "SELECT d.number FROM documents d WHERE d.number > ? AND d.number <= ? AND NOT d.deleted"  # noqa: S608
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
            sql += f" AND EXISTS (SELECT 1 FROM marks k WHERE {condition} AND k.document = {number})"  # noqa: S608
            parameters += values
    return sql, parameters
