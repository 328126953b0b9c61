"""Writing fields and finding the opposite writes: the one place where a thing's row changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from annotator.core.arabic import fold, span_key
from annotator.core.errors import UserError
from annotator.core.op import Op
from annotator.storage.bulk import insert
from annotator.storage.columns import Columns, columns_of_new, standing, told
from annotator.storage.marking import MARKED, remember
from annotator.storage.numbering import mix_order, numbers_for, own_order
from annotator.storage.payload import GONE
from annotator.storage.rows import ORDER, TABLES, Row, Table, bindable, columns_of, encodable, field_of
from annotator.storage.store import Store

_COVERED = frozenset({"text", "mention_key"})


def apply(store: Store, ops: Iterable[Op], *, opposite: bool = True, whole: bool = False) -> list[Op]:
    """Write fields, in one go per kind; return the opposite writes, in an order that takes all back.

    Several writes to one thing are folded into one. A thing that was not there gets a row; its opposite is
    ``{"deleted": True}``. Without ``opposite`` nothing is returned, which is cheaper. ``whole``: what
    is written to a thing is all that it says, so the rest of a row that is there goes back to the defaults.
    """
    by_kind: dict[str, dict[str, Op]] = {}
    for op in ops:
        things = by_kind.setdefault(op.kind, {})
        earlier = things.get(op.id)
        things[op.id] = op if earlier is None else Op(op.kind, op.id, op.document, {**earlier.fields, **op.fields})
    inverse: list[Op] = []
    for kind in sorted(by_kind, key=ORDER.index):
        inverse.extend(_apply_kind(store, TABLES[kind], list(by_kind[kind].values()), opposite, whole))
    return inverse


def _apply_kind(store: Store, table: Table, ops: list[Op], opposite: bool, whole: bool) -> list[Op]:
    present = _present(store, table, [op.id for op in ops])
    if table.name == "documents":
        store.forget()
    elif table.marks_text and len(ops) > 1:
        store.look_at({op.document for op in ops})
    inverse: list[Op] = []
    for op in ops:
        before = present.get(op.id)
        if opposite:
            fields = GONE if before is None else {name: field_of(table, before, name) for name in op.fields}
            inverse.append(Op(op.kind, op.id, op.document, fields))
        if before is not None:
            _update(store, table, op, before, whole=whole and op.fields != GONE)
    fresh = [op for op in ops if op.id not in present] if present else ops
    if fresh:
        _make(store, table, fresh)
    return inverse


def _make(store: Store, table: Table, ops: Sequence[Op]) -> None:
    """Write the rows of things that were not there."""
    columns = columns_of_new(table, ops)
    if table.marks_text:
        _cover(store, table, columns)
    if table.name == "documents":
        columns["number"] = numbers_for(store, columns["position"])
    _insert(store, table, columns)
    if table.name in MARKED:
        remember(store, table.name, standing(columns, MARKED[table.name]))
    if table.name == "documents":
        _index_words(store, columns["number"], columns["text"])
    elif table.name == "schemes":
        _remember_scheme(store, columns["version"][0], columns["content"][0])


def _present(store: Store, table: Table, ids: list[str]) -> dict[str, Row]:
    return {row["id"]: dict(row) for row in store.present(table.name, "*", ids)}


def _update(store: Store, table: Table, op: Op, before: Row, *, whole: bool) -> None:
    if whole:
        row = {**table.blank, **columns_of(table, op.fields)}
    else:
        row = columns_of(table, op.fields, before.get(table.patched, "{}"))
    if "document" in table.columns:
        row["document"] = op.document  # two documents of two files may have been found to be one
    row = {name: value for name, value in row.items() if name != "id" and before[name] != value}
    if table.marks_text and _covers_anew(op, before, row):
        row |= _covered_by(store, table, {**before, **row})
    if table.name == "documents" and "position" in row and own_order(store):
        del row["position"]
    if not row:
        return
    sets = ", ".join(f'"{name}" = CAST(? AS TEXT)' if name == "text" else f'"{name}" = ?' for name in row)
    values = [_bound(name, value) for name, value in row.items()]
    store.connection.execute(f"UPDATE {table.name} SET {sets} WHERE id = ?", [*values, op.id])  # noqa: S608 - our own names
    if table.name == "schemes":
        now = {**before, **row}
        _remember_scheme(store, now["version"], now["content"])
    elif table.name == "documents" and "text" in row:
        _index_anew(store, before, row["text"])
    if table.name in MARKED:
        now = {**before, **row}
        remember(store, table.name, [] if now["deleted"] else [tuple(now[name] for name in MARKED[table.name])])
    if table.name == "documents" and "position" in row:
        mix_order(store)


def _covers_anew(op: Op, before: Row, row: Row) -> bool:
    """Whether the covered text must be read again: the place, or the text under it, may be another one.

    What is gone keeps the words that it covered; it may lie on an earlier revision of the text.
    """
    if row.get("deleted", before["deleted"]):
        return False
    return "extent" in op.fields or bool(row.keys() & {"document", "deleted"})


def _insert(store: Store, table: Table, columns: Columns) -> None:
    said = told(columns, table)
    if "text" in said and not encodable("".join([text or "" for text in said["text"]])):
        said |= {name: [_bound(name, value) for value in said[name]] for name in _COVERED & said.keys()}
    names = ", ".join(f'"{name}"' for name in said)
    marks = ", ".join("CAST(? AS TEXT)" if name == "text" else "?" for name in said)
    insert(store.connection, f"INTO {table.name} ({names})", f"({marks})", list(zip(*said.values(), strict=True)))


def _cover(store: Store, table: Table, columns: Columns) -> None:
    """Note the words that new rows cover; most lie in the document of the row before."""
    words = columns["text"] = [""] * len(columns["id"])
    keys = words.copy() if table.name == "spans" else []
    if keys:
        columns["mention_key"] = keys
    document, text = None, ""
    places = zip(columns["document"], columns["start"], columns["end"], columns["deleted"], strict=True)
    for row, (here, start, end, gone) in enumerate(places):
        if gone:
            continue
        if here != document:
            document, text = here, store.document_text(here)
        words[row] = _covered(here, text, start, end)
        if keys:
            keys[row] = span_key(text, start, end)


def _covered_by(store: Store, table: Table, row: Row) -> Row:
    """The words that one row covers."""
    columns = {name: [row[name]] for name in ("id", "document", "start", "end", "deleted")}
    _cover(store, table, columns)
    return {name: columns[name][0] for name in _COVERED & columns.keys()}


def _covered(document: str, text: str, start: int, end: int) -> str:
    if not 0 <= start < end <= len(text):
        raise UserError(
            "[%(start)s, %(end)s) lies outside the text of %(document)s (%(length)s characters)",
            start=start, end=end, document=document, length=len(text),
        )  # fmt: skip
    return text[start:end]


def _remember_scheme(store: Store, version: int, content: str) -> None:
    sql = "INSERT OR IGNORE INTO scheme_versions(version, content) VALUES (?, ?)"
    store.connection.execute(sql, (version, content))


def _index_words(store: Store, numbers: Iterable[int], digests: Iterable[str]) -> None:
    store.connection.executemany(
        "INSERT INTO document_words(rowid, words) VALUES (?, ?)",
        ((number, searchable(store.text(digest))) for number, digest in zip(numbers, digests, strict=True)),
    )


def _index_anew(store: Store, before: Row, digest: str) -> None:
    """Let the full-text index forget the words of an earlier revision and learn those of the present one."""
    store.connection.execute(
        "INSERT INTO document_words(document_words, rowid, words) VALUES ('delete', ?, ?)",
        (before["number"], searchable(store.text(before["text"]))),
    )
    _index_words(store, [before["number"]], [digest])


def searchable(text: str) -> str:
    """The text as the full-text index keeps it: folded, what cannot be encoded blanked out."""
    return fold(text).encode("utf-8", "replace").decode("utf-8")


def _bound(name: str, value: object) -> object:
    return bindable(value) if name in _COVERED and isinstance(value, str) else value


def folded_state(store: Store, ops: Iterable[Op]) -> list[str]:
    """Where the tables differ from what a log of writes, replayed in order, says; empty when they agree.

    The state is a pure function of the events: this is the check of it, and the ground that merging stands on.
    """
    things: dict[tuple[str, str], Op] = {}
    for op in ops:
        earlier = things.get((op.kind, op.id))
        fields = _folded(TABLES[op.kind].patched, {} if earlier is None else earlier.fields, op.fields)
        things[op.kind, op.id] = Op(op.kind, op.id, op.document, fields)
    by_kind: dict[str, list[str]] = {}
    for kind, identity in things:
        by_kind.setdefault(kind, []).append(identity)
    present = {kind: _present(store, TABLES[kind], ids) for kind, ids in by_kind.items()}
    elsewhere = {("document", "position")} if own_order(store) else set()
    return [
        f"{kind} {identity} {name}"
        for (kind, identity), op in things.items()
        for name, value in op.fields.items()
        if (kind, name) not in elsewhere and _differs(TABLES[kind], present[kind].get(identity), op, name, value)
    ]


def _differs(table: Table, row: Row | None, op: Op, name: str, value: object) -> bool:
    if row is None:
        return op.fields.get("deleted") is not True  # what is gone needs no row
    kept = field_of(table, row, name)
    if name == table.patched and isinstance(kept, dict):
        kept = {entry: each for entry, each in kept.items() if each is not None}  # as `_folded` leaves them out
    return bool(kept != value)


def _folded(patched: str, before: Mapping[str, Any], fields: Mapping[str, Any]) -> dict[str, Any]:
    """Later fields over earlier ones; single entries go into the JSON object that they belong to, where it is known."""
    merged = {**before, **fields}
    if patched in merged:
        entries = {**merged.pop(patched), **{name[1:]: merged.pop(name) for name in list(merged) if name[0] == "@"}}
        merged[patched] = {name: value for name, value in entries.items() if value is not None}
    return merged
