"""Marks: for each fact (a label, an attribute's value, a status …) the documents that have, or once had, it.

Rows are added to ``marks`` and never taken away, so that writing is cheap; whoever asks (`annotator.storage.search`)
looks at the documents themselves afterwards.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any

from annotator.core.arabic import fold
from annotator.storage.bulk import insert
from annotator.storage.store import CHUNK, Store

LONG = "\U0010fffe"
"""What stands for the words of a long value, of which only this is kept."""
LONGEST, MOST_WORDS = 60, 12
"""Longer values are not kept by their words."""
WORD = re.compile(r"[^\W_]+")
Value = str | int | float
Mark = tuple[str, Value]
Found = dict[str, dict[Value, set[int]]]
"""By the name of a mark its values, each with the number of a document that has it."""


# ---- what a value comes to -------------------------------------------------------------------------------


def plain_values(value: object) -> Iterator[Value]:
    """A value as marks keep it: numbers as they are, strings folded, whole and word by word."""
    if isinstance(value, bool):
        yield int(value)
    elif isinstance(value, int | float):
        yield value if abs(value) < 2**63 else float(value)
    elif isinstance(value, str):
        yield from _string_values(value)
    elif isinstance(value, list):
        for each in value:
            yield from plain_values(each)


@lru_cache(maxsize=10_000)
def _string_values(value: str) -> tuple[str, ...]:
    """A long merge comes back to the same strings again and again."""
    folded = fold(value).encode("utf-8", "replace").decode("utf-8")
    words = WORD.findall(folded)
    return (LONG,) if len(folded) > LONGEST or len(words) > MOST_WORDS else (folded, *words)


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


# ---- what rows come to -----------------------------------------------------------------------------------


def _of_spans(rows: Iterable[tuple[Any, ...]], numbers: Mapping[str, int], found: Found) -> None:
    labels = found["label"]
    of_label: dict[str, dict[Value, set[int]]] = {}
    for label, key, attributes, note, unsure, document in rows:
        number = numbers[document]
        labels[label].add(number)
        words = of_label.get(label)
        if words is None:
            words = of_label[label] = found[words_mark(label)]
        for word in _words_of(key):
            words[word].add(number)
        if note:
            found["note"][1].add(number)
        if unsure:
            found["unsure"][1].add(number)
        if attributes != "{}":
            for name, value in _attribute_marks(label, attributes):
                found[name][value].add(number)


def _words_of(key: str) -> Sequence[str]:
    if len(key) > LONGEST:
        return (LONG,)
    return (key.replace("_", " ") if "_" in key else key).split()


@lru_cache(maxsize=10_000)
def _attribute_marks(label: str, attributes: str) -> tuple[Mark, ...]:
    """The marks of a span's attributes, which are as often the same."""
    return tuple(
        (attribute_mark(label, attribute), each)
        for attribute, value in json.loads(attributes).items()
        for each in plain_values(value)
    )


def _of_layers(rows: Iterable[tuple[Any, ...]], numbers: Mapping[str, int], found: Found) -> None:
    for annotator, status, document in rows:
        found["by"][annotator].add(numbers[document])
        found["status"][status].add(numbers[document])


def _of_documents(rows: Iterable[tuple[Any, ...]], numbers: Mapping[str, int], found: Found) -> None:
    for name, metadata, document in rows:
        number = numbers[document]
        for each in plain_values(name):
            found["name"][each].add(number)
        if metadata != "{}":
            for entry, value in metadata_fields(json.loads(metadata)):
                for each in plain_values(value):
                    found[f"meta.{entry}"][each].add(number)


@dataclass(frozen=True, slots=True)
class _Marking:
    """How rows of a table leave marks: the columns that say them (the document's id last), and what finds them."""

    columns: tuple[str, ...]
    find: Callable[[Iterable[tuple[Any, ...]], Mapping[str, int], Found], None]


_MARKING = {
    "spans": _Marking(("label", "mention_key", "attributes", "note", "unsure", "document"), _of_spans),
    "layers": _Marking(("annotator", "status", "document"), _of_layers),
    "documents": _Marking(("name", "metadata", "id"), _of_documents),
}
MARKED: Mapping[str, tuple[str, ...]] = {table: each.columns for table, each in _MARKING.items()}
"""The tables whose rows leave marks, and the columns that say them."""


# ---- keeping ---------------------------------------------------------------------------------------------


def remember(store: Store, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
    """Keep the marks of rows that stand, told by the columns in `MARKED`; those that are known stay as they are."""
    marking = _MARKING[table]
    told = list(rows)
    documents = {each[-1] for each in told}
    numbers = dict(map(tuple, store.present("documents", "id, number", documents)))
    found: Found = defaultdict(lambda: defaultdict(set))
    marking.find(told, numbers, found)
    _put(store, found)
    if table == "layers":
        _note_several(store, documents)


def _put(store: Store, found: Found) -> None:
    """Write marks in the order of their index."""
    rows = [
        (name, value, number)
        for name in sorted(found) for value in _in_order(found[name]) for number in sorted(found[name][value])
    ]  # fmt: skip
    insert(store.connection, "OR IGNORE INTO marks(name, value, document)", "(?, ?, ?)", rows)


def _in_order(values: Iterable[Value]) -> list[Value]:
    """As the index has them: numbers come before words."""
    try:
        return sorted(values)
    except TypeError:
        return sorted(values, key=lambda value: (isinstance(value, str), value))


def _note_several(store: Store, documents: Iterable[str]) -> None:
    """Mark documents that several annotators have layers of."""
    left = iter(documents)
    while part := tuple(islice(left, CHUNK)):
        store.connection.execute(
            "INSERT OR IGNORE INTO marks(name, value, document) SELECT 'several', 1, d.number FROM documents d"  # noqa: S608 - only marks
            f" WHERE d.id IN ({','.join('?' * len(part))}) AND (SELECT count(*) FROM layers"
            " WHERE document = d.id AND kind = 'annotation' AND NOT deleted) > 1",
            part,
        )


def mark_anew(store: Store) -> None:
    """Forget all marks and find those of what is there."""
    store.connection.execute("DELETE FROM marks")
    for table in ("documents", "layers", "spans"):
        rows = store.stream(f"SELECT {', '.join(MARKED[table])} FROM {table} WHERE NOT deleted ORDER BY rowid")  # noqa: S608 - our own names
        while some := list(map(tuple, islice(rows, 20 * CHUNK))):
            remember(store, table, some)
