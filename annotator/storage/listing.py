"""The document list as the file answers it: which documents are wished, in order, by their numbers; lines of some.

A list of 100,000 documents is an array of numbers; what a line shows is read for the lines that are looked at.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from annotator.core.arabic import fold
from annotator.storage.marking import LONG
from annotator.storage.store import CHUNK, Store

_SUGGESTED = (
    "(SELECT count(*) FROM suggestions g WHERE g.document = d.id AND NOT g.deleted AND NOT EXISTS"
    " (SELECT 1 FROM decisions c WHERE c.suggestion = g.id AND c.annotator = :annotator AND NOT c.deleted))"
)
_SPANS = "(SELECT count(*) FROM spans s WHERE s.layer = l.id AND NOT s.deleted)"
_DOUBTS = "(SELECT count(*) FROM spans s WHERE s.layer = l.id AND NOT s.deleted AND (s.unsure OR s.note <> ''))"
_LAYER = "LEFT JOIN layers l ON l.id = d.id || '/' || :annotator AND NOT l.deleted"
_LINE = (
    "SELECT d.number, d.id, d.name, t.length, coalesce(l.status, 'new') AS status,"  # noqa: S608 - our own words only
    f" {_SPANS} AS spans, {_SUGGESTED} AS suggestions, {_DOUBTS} AS doubts, d.metadata"
    f" FROM documents d JOIN texts t ON t.hash = d.text {_LAYER}"
)
_PRIORITY = "coalesce(d.metadata ->> '$.priority', '')"
_KEYS = {
    "name": "folded(d.name)", "length": "(SELECT length FROM texts t WHERE t.hash = d.text)", "spans": _SPANS,
    "status": "CASE coalesce(l.status, 'new') WHEN 'new' THEN 0 WHEN 'in_progress' THEN 1 WHEN 'needs_review' THEN 2"
              " WHEN 'done' THEN 3 ELSE 4 END",
    "suggestions": _SUGGESTED, "doubts": _DOUBTS, "tags": "coalesce(d.metadata ->> '$.tags', '')",
    "assigned": "coalesce(d.metadata ->> '$.assigned', '')",
    "priority": f"CASE {_PRIORITY} WHEN 'low' THEN -1 WHEN 'high' THEN 1000000 ELSE CAST({_PRIORITY} AS REAL) END",
}  # fmt: skip
"""What the list can be sorted by."""
SORTS = tuple(_KEYS)


@dataclass(frozen=True, slots=True)
class Wish:
    """Which documents, and in which order: what is empty asks nothing; ``sort`` is one of `SORTS` or the project's own.

    ``annotator`` is whose status, spans and decisions count. ``priority`` is a value of the metadata, or ``normal`` for
    documents that have none. ``doubts``: with spans that are unsure or have a note.
    """

    annotator: str = ""
    contains: str = ""
    status: str = ""
    assigned: str = ""
    tag: str = ""
    priority: str = ""
    suggestions: bool = False
    doubts: bool = False
    begun: bool = False
    sort: str = ""
    descending: bool = False

    @property
    def plain(self) -> bool:
        """Whether it is every document in the project's own order."""
        return self == Wish(self.annotator)


def numbers(store: Store, wish: Wish) -> array[int]:
    """The numbers of the documents that are wished, in order."""
    if wish.plain:
        joined = store.one(
            "SELECT group_concat(number) FROM (SELECT number FROM documents INDEXED BY documents_in_order"
            " WHERE NOT deleted ORDER BY position, id)"
        )
        return array("q", map(int, joined.split(",")) if joined else ())
    store.connection.create_function("folded", 1, fold, deterministic=True)
    conditions, parameters = _conditions(wish)
    key = f"{_KEYS[wish.sort]} {'DESC' if wish.descending else 'ASC'}, " if wish.sort in _KEYS else ""
    layer = _LAYER if any("l." in each for each in (key, *conditions)) else ""
    found = store.rows(
        f"SELECT d.number FROM documents d {layer} WHERE {' AND '.join(('NOT d.deleted', *conditions))}"  # noqa: S608 - our own words only
        f" ORDER BY {key}d.position, d.id",
        parameters,  # type: ignore[arg-type]  # named ones
    )
    return array("q", (row[0] for row in found))


def _conditions(wish: Wish) -> tuple[list[str], dict[str, object]]:
    given: dict[str, object] = {"annotator": wish.annotator, "long": LONG}
    found: list[str] = []
    if wish.contains:
        given |= {"like": fold(wish.contains), "raw": wish.contains.lower()}
        marked = "SELECT document FROM marks WHERE name = 'name' AND (instr(value, :like) OR value = :long)"
        found.append(f"((d.number IN ({marked}) AND instr(folded(d.name), :like)) OR instr(lower(d.id), :raw))")
    if wish.status:
        given["status"] = wish.status
        found.append("coalesce(l.status, 'new') = :status")
    for name, value in (("assigned", wish.assigned), ("tags", wish.tag)):
        if value:
            given |= {name: value, f"{name}_folded": fold(value)}
            found.append(
                f"d.number IN (SELECT document FROM marks WHERE name = 'meta.{name}'"  # noqa: S608 - our own words only, one of two
                f" AND value IN (:{name}_folded, :long))"
                f" AND EXISTS (SELECT 1 FROM json_each(d.metadata, '$.{name}') j WHERE j.value = :{name})"
            )
    if wish.priority:
        given["priority"] = "" if wish.priority == "normal" else wish.priority
        found.append(f"{_PRIORITY} = :priority")
    if wish.suggestions:
        found.append(f"{_SUGGESTED} > 0")
    if wish.doubts:
        found.append(
            "d.number IN (SELECT document FROM marks WHERE name IN ('unsure', 'note') AND value = 1)"  # noqa: S608 - our own words only, one of two
            f" AND {_DOUBTS} > 0"
        )
    if wish.begun:
        found.append("l.id IS NOT NULL")
    return found, given


def lines(store: Store, wanted: Sequence[int], annotator: str) -> list[Any]:
    """The lines of some documents, by number, in no order; those that are gone are not among them."""
    found: list[Any] = []
    for begin in range(0, len(wanted), CHUNK):
        some = ",".join(str(int(each)) for each in wanted[begin : begin + CHUNK])
        found += store.rows(
            f"{_LINE} WHERE d.number IN ({some}) AND NOT d.deleted", {"annotator": annotator}  # type: ignore[arg-type]  # named ones
        )
    return found


def number_of(store: Store, document: str) -> int:
    """The number of a document; 0 where there is none."""
    return int(store.one("SELECT number FROM documents WHERE id = ?", (document,)) or 0)


def finished(store: Store, annotator: str) -> int:
    """How many documents an annotator has finished."""
    of_any = "annotator = :annotator AND status IN ('done', 'locked') AND NOT deleted"
    return int(store.one(  # documents that are gone are few: those are taken off, and no others are looked up
        f"SELECT (SELECT count(*) FROM layers WHERE {of_any}) - (SELECT count(*) FROM documents d WHERE d.deleted"  # noqa: S608 - our own words only
        f" AND EXISTS (SELECT 1 FROM layers WHERE id = d.id || '/' || :annotator AND {of_any}))",
        {"annotator": annotator},  # type: ignore[arg-type]  # named ones
    ))  # fmt: skip


def words_in(store: Store, entry: str) -> list[str]:
    """The words that an entry of the documents' metadata holds as a list (tags, annotators), sorted."""
    found = store.rows(
        "SELECT DISTINCT j.value FROM documents d, json_each(d.metadata, '$.' || ?) j WHERE NOT d.deleted"
        " AND d.number IN (SELECT document FROM marks WHERE name = 'meta.' || ?)", (entry, entry),
    )  # fmt: skip
    return sorted(str(row[0]) for row in found if row[0] is not None)
