"""One open project file: connection, transactions, and writes of fields with their inverse."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from annotator.core.arabic import fold, span_key
from annotator.core.command import Op
from annotator.core.errors import UserError
from annotator.storage import rows
from annotator.storage.failures import explained
from annotator.storage.migrations import APPLICATION_ID, STEPS, register

_CHUNK = 500


class Store:
    """The file of one project. Only `annotator.project` makes one."""

    def __init__(self, connection: sqlite3.Connection, path: Path, *, read_only: bool) -> None:
        self.connection = connection
        self.path = path
        self.read_only = read_only
        self._texts: dict[str, str] = {}
        self._hashes: dict[str, str] = {}

    # ---- opening and closing -------------------------------------------------------------------------

    @classmethod
    def create(cls, path: Path) -> None:
        """Make an empty project file, whole or not at all.

        Raises:
            UserError: something is there already, or the place cannot be written.
        """
        if path.exists():
            raise UserError("%(path)s is there already; choose another name", path=path)
        if not path.parent.is_dir():
            raise UserError("there is no folder %(path)s", path=path.parent)
        part = path.with_name(f".{path.name}.{os.getpid()}.part")
        try:
            with explained(path):
                _build(part)
                _publish(part, path)
        except FileExistsError:
            raise UserError("%(path)s is there already; choose another name", path=path) from None
        finally:
            for left in part.parent.glob(part.name + "*"):
                left.unlink(missing_ok=True)

    @classmethod
    def open(cls, path: Path, *, patience_ms: int = 30_000) -> Store:
        """Open a project file; one that cannot be written is opened for reading.

        Raises:
            UserError: no such file, a folder, no project, a newer project, or a damaged one.
        """
        _check_is_file(path)
        with explained(path):
            read_only = not _writable(path)
            store = cls(_connect(path, read_only=read_only), path, read_only=read_only)
            try:
                store._prepare(patience_ms)
            except BaseException:
                store.connection.close()
                raise
        return store

    def _prepare(self, patience_ms: int) -> None:
        run = self.connection.execute
        run(f"PRAGMA busy_timeout = {int(patience_ms)}")
        if run("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            raise UserError("%(path)s is not a Raqim project", path=self.path)
        version = run("PRAGMA user_version").fetchone()[0]
        if version > len(STEPS):
            raise UserError(
                "%(path)s was made by a newer Raqim (format %(version)s); update the program to open it",
                path=self.path, version=version,
            )  # fmt: skip
        run("PRAGMA trusted_schema = OFF")
        run("PRAGMA foreign_keys = ON")
        run("PRAGMA synchronous = FULL")
        if version < len(STEPS) and not self.read_only:
            register(_database(self.connection))

    def close(self) -> None:
        """Close the file; a plain copy of it is whole afterwards."""
        if not self.read_only:
            with suppress(sqlite3.Error):
                self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.connection.close()

    # ---- transactions --------------------------------------------------------------------------------

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """One write transaction, begun IMMEDIATE: all or nothing.

        Raises:
            UserError: the file is read-only, full, gone, or held by another program for too long.
        """
        if self.read_only:
            raise UserError("%(path)s can only be read here; nothing was changed", path=self.path)
        with explained(self.path):
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.connection.execute("COMMIT")
            except BaseException:
                self.forget()
                with suppress(sqlite3.Error):
                    self.connection.execute("ROLLBACK")
                raise

    def data_version(self) -> int:
        """A number that changes when another connection wrote."""
        return int(self.connection.execute("PRAGMA data_version").fetchone()[0])

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[Any]:
        """The rows that a query yields, by name and position."""
        with explained(self.path):
            return self.connection.execute(sql, parameters).fetchall()

    def one(self, sql: str, parameters: Sequence[object] = ()) -> Any:  # noqa: ANN401 - a cell of any type
        """The first cell of the first row, or nothing."""
        with explained(self.path):
            row = self.connection.execute(sql, parameters).fetchone()
        return None if row is None else row[0]

    # ---- texts ---------------------------------------------------------------------------------------

    def put_text(self, text: str) -> str:
        """Keep a text and return its hash (SHA-256 of its UTF-8, lone surrogates passed through)."""
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        self.connection.execute(
            "INSERT OR IGNORE INTO texts(hash, text, length) VALUES (?, CAST(? AS TEXT), ?)",
            (digest, rows.bindable(text), len(text)),
        )
        self._texts[digest] = text
        return digest

    def text(self, digest: str) -> str:
        """The text of a hash."""
        if digest not in self._texts:
            if len(self._texts) > 64:
                self._texts.clear()
            self._texts[digest] = str(self.one("SELECT text FROM texts WHERE hash = ?", (digest,)))
        return self._texts[digest]

    def document_text(self, document: str) -> str:
        """The text of a document.

        Raises:
            UserError: there is no such document.
        """
        digest = self._hashes.get(document)
        if digest is None:
            digest = self.one("SELECT text FROM documents WHERE id = ?", (document,))
            if digest is None:
                raise UserError("there is no document %(document)s", document=document)
            self._hashes[document] = digest
        return self.text(digest)

    def forget(self) -> None:
        """Forget which text each document has: another connection, or a rolled-back write, changed it."""
        self._hashes.clear()

    # ---- writes --------------------------------------------------------------------------------------

    def apply(self, ops: Iterable[Op]) -> list[Op]:
        """Write fields, in one go per kind; return the opposite writes, in an order that takes all back.

        Several writes to one thing are folded into one. A thing that was not there gets a row; its opposite is
        ``{"deleted": True}``.
        """
        by_kind: dict[str, dict[str, Op]] = {}
        for op in ops:
            things = by_kind.setdefault(op.kind, {})
            earlier = things.get(op.id)
            merged = op if earlier is None else Op(op.kind, op.id, op.document, {**earlier.fields, **op.fields})
            things[op.id] = merged
        inverse: list[Op] = []
        for kind in sorted(by_kind, key=rows.ORDER.index):
            inverse.extend(self._apply_kind(rows.TABLES[kind], list(by_kind[kind].values())))
        return inverse

    def _apply_kind(self, table: rows.Table, ops: list[Op]) -> list[Op]:
        present = self._present(table, [op.id for op in ops])
        if table.name == "documents":
            self.forget()
        inverse: list[Op] = []
        fresh: list[rows.Row] = []
        for op in ops:
            before = present.get(op.id)
            if before is None:
                inverse.append(Op(op.kind, op.id, op.document, {"deleted": True}))
                fresh.append(self._fresh(table, op))
            else:
                old = {name: rows.field_of(table, before, name) for name in op.fields}
                inverse.append(Op(op.kind, op.id, op.document, old))
                self._update(table, op, before)
        self._insert(table, fresh)
        self._index_words(table, fresh)
        return inverse

    def _present(self, table: rows.Table, ids: list[str]) -> dict[str, rows.Row]:
        found: dict[str, rows.Row] = {}
        for first in range(0, len(ids), _CHUNK):
            part = ids[first : first + _CHUNK]
            marks = ",".join("?" * len(part))
            cursor = self.connection.execute(f"SELECT * FROM {table.name} WHERE id IN ({marks})", part)  # noqa: S608
            names = [each[0] for each in cursor.description]
            found.update((row["id"], dict(zip(names, row, strict=True))) for row in cursor)
        return found

    def _fresh(self, table: rows.Table, op: Op) -> rows.Row:
        row = rows.new_row(table, op.fields) | {"id": op.id}
        if "document" in table.columns:
            row["document"] = op.document
        return self._with_covered_text(table, row) if table.marks_text else row

    def _update(self, table: rows.Table, op: Op, before: rows.Row) -> None:
        row = rows.columns_of(table, op.fields, before.get(table.patched, "{}"))
        if table.marks_text and "extent" in op.fields:
            row = self._with_covered_text(table, {"document": op.document, **before, **row}) if row else row
        if not row:
            return
        names = [name for name in row if name not in {"id", "document", "number"}]
        sets = ", ".join(f'"{name}" = CAST(? AS TEXT)' if name == "text" else f'"{name}" = ?' for name in names)
        values = [_bound(name, row[name]) for name in names]
        self.connection.execute(f"UPDATE {table.name} SET {sets} WHERE id = ?", [*values, op.id])  # noqa: S608
        if table.name == "schemes":
            self._remember_scheme(row)

    def _insert(self, table: rows.Table, fresh: list[rows.Row]) -> None:
        if not fresh:
            return
        names = list(fresh[0])
        columns = ", ".join(f'"{name}"' for name in names)
        marks = ", ".join("CAST(? AS TEXT)" if name == "text" else "?" for name in names)
        self.connection.executemany(
            f"INSERT INTO {table.name} ({columns}) VALUES ({marks})",  # noqa: S608
            [[_bound(name, row[name]) for name in names] for row in fresh],
        )
        if table.name == "schemes":
            self._remember_scheme(fresh[0])

    def _with_covered_text(self, table: rows.Table, row: rows.Row) -> rows.Row:
        text = self.document_text(row["document"])
        start, end = row["start"], row["end"]
        if not 0 <= start < end <= len(text):
            raise UserError(
                "[%(start)s, %(end)s) lies outside the text of %(document)s (%(length)s characters)",
                start=start, end=end, document=row["document"], length=len(text),
            )  # fmt: skip
        row["text"] = text[start:end]
        if table.name == "spans":
            row["mention_key"] = span_key(text, start, end)
        return row

    def _remember_scheme(self, row: rows.Row) -> None:
        if "content" in row:
            self.connection.execute(
                "INSERT OR IGNORE INTO scheme_versions(version, content) VALUES (?, ?)",
                (row.get("version", 1), row["content"]),
            )

    def _index_words(self, table: rows.Table, fresh: list[rows.Row]) -> None:
        if table.name != "documents":
            return
        for row in fresh:
            number = self.one("SELECT number FROM documents WHERE id = ?", (row["id"],))
            self.connection.execute(
                "INSERT INTO document_words(rowid, words) VALUES (?, ?)",
                (number, searchable(self.text(row["text"]))),
            )


def searchable(text: str) -> str:
    """The text as the full-text index keeps it: folded, what cannot be encoded blanked out."""
    return fold(text).encode("utf-8", "replace").decode("utf-8")


def _bound(name: str, value: object) -> object:
    return rows.bindable(value) if name in {"text", "mention_key"} and isinstance(value, str) else value


def _database(connection: sqlite3.Connection) -> Any:  # noqa: ANN401 - sqlite_utils is imported late
    from sqlite_utils import Database

    return Database(connection, execute_plugins=False)


def _build(path: Path) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        register(_database(connection))
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()


def _publish(part: Path, path: Path) -> None:
    try:
        os.link(part, path)  # unlike a rename, fails where somebody was quicker
    except FileExistsError:
        raise
    except OSError:  # a file system without links (a stick)
        part.rename(path)


def _check_is_file(path: Path) -> None:
    if path.is_dir():
        raise UserError("%(path)s is a folder, not a project", path=path)
    if not path.exists():
        raise UserError("there is no project %(path)s", path=path)
    with explained(path), path.open("rb") as file:
        head = file.read(16)
    if head != b"SQLite format 3\x00":
        raise UserError("%(path)s is not a Raqim project", path=path)


def _writable(path: Path) -> bool:
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _connect(path: Path, *, read_only: bool) -> sqlite3.Connection:
    mode = "?mode=ro" if read_only else "?mode=rw"
    if read_only and not path.with_name(path.name + "-wal").exists():
        mode += "&immutable=1"  # a WAL file in a read-only place opens no other way
    connection = sqlite3.connect(
        path.absolute().as_uri() + mode, uri=True, isolation_level=None, check_same_thread=False
    )
    connection.text_factory = rows.read_text
    connection.row_factory = sqlite3.Row
    return connection
