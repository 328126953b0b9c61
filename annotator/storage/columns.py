"""The rows of things that were not there, column by column: an import makes a hundred thousand of one kind.

Row by row each would be filled with defaults, written over and taken apart again, which takes three times as long.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import compress
from operator import not_
from typing import Any

from annotator.core.op import Op
from annotator.storage.rows import Table, dump, patched

Json = Any  # a plain JSON value
Columns = dict[str, list[Json]]
"""By the name of a column its values, one for each row."""
LEFT_OUT = frozenset(
    {"attributes", "deleted", "fragments", "note", "origin", "scheme_version", "unsure"}
)  # fmt: skip
"""Columns that the file fills with the same defaults where no row says anything else, in whatever table they are."""
_NOWHERE = ((0, 0),)


def columns_of_new(table: Table, ops: Sequence[Op]) -> Columns:
    """What new rows say, before the words that they cover are known.

    Raises:
        KeyError: the table has no such field.
    """
    fields = [op.fields for op in ops]
    said = set[str]().union(*fields)
    _refuse_unknown(table, said)
    columns: Columns = {"id": [op.id for op in ops]}
    for name, default in table.columns.items():
        if name == "document":
            columns[name] = [op.document for op in ops]
        elif name not in said:
            columns[name] = [table.blank[name]] * len(ops)
        elif name in table.json:
            columns[name] = [dump(each[name]) if name in each else table.blank[name] for each in fields]
        else:
            columns[name] = [each.get(name, default) for each in fields]
    _patch(columns, table, fields, [name for name in said if name[:1] == "@"])
    if table.marks_text:
        _place(columns, table, [each.get("extent", _NOWHERE) for each in fields])
    return columns


def _refuse_unknown(table: Table, said: set[str]) -> None:
    for name in said - table.columns.keys():
        known = table.patched in table.columns if name[:1] == "@" else name == "extent" and table.marks_text
        if not known:
            raise KeyError(name)


def _patch(columns: Columns, table: Table, fields: Sequence[Mapping[str, Json]], entries: Sequence[str]) -> None:
    for place, each in enumerate(fields) if entries else ():
        patch = {name[1:]: each[name] for name in entries if name in each}
        if patch:
            columns[table.patched][place] = patched(columns[table.patched][place], patch)


def _place(columns: Columns, table: Table, extents: Sequence[Json]) -> None:
    columns["start"] = [extent[0][0] for extent in extents]
    columns["end"] = [extent[-1][1] for extent in extents]
    if table.name == "spans":
        columns["fragments"] = [dump(extent) if len(extent) > 1 else None for extent in extents]


def told(columns: Columns, table: Table) -> Columns:
    """The columns that a statement must name."""
    return {name: column for name, column in columns.items() if not _goes_without_saying(name, column, table)}


def _goes_without_saying(name: str, column: list[Json], table: Table) -> bool:
    return name in LEFT_OUT and column.count(table.blank[name]) == len(column)


def standing(columns: Columns, names: Sequence[str]) -> Iterator[tuple[Json, ...]]:
    """Some columns of the rows that are not deleted, row by row."""
    rows = zip(*(columns[name] for name in names), strict=True)
    return compress(rows, map(not_, columns["deleted"])) if any(columns["deleted"]) else rows
