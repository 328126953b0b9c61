"""One open project file: its connection, transactions, questions and texts."""

from __future__ import annotations

import gc
import hashlib
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from annotator.core.errors import UserError
from annotator.storage.failures import explained
from annotator.storage.files import backup_place, check_is_file, connect, database, writable
from annotator.storage.holding import Hold
from annotator.storage.migrations import APPLICATION_ID, STEPS, register
from annotator.storage.trust import limit, refuse_foreign, refuse_triggers, within

ROOM = 8_000_000
"""How many characters of text are kept at hand."""
MANY = 20_000
CHUNK = 500
FEW = 20
"""So few ids are looked up without asking first whether any can be there."""
CACHE_KIB = 32_768
"""SQLite's page cache: its own 2 MiB are too small for the keys of a large import. No ``mmap``: a stick that is
pulled out would end the program with a signal instead of an error."""


@contextmanager
def no_rounds() -> Iterator[None]:
    """Hold the rounds for cyclic garbage back: much work makes a million small things and no cycles."""
    held = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if held:
            gc.enable()


class Store:
    """The file of one project. Only `annotator.project` makes one."""

    def __init__(self, connection: sqlite3.Connection, path: Path, *, read_only: bool) -> None:
        self.connection = connection
        self.path = path
        self.read_only = read_only
        self._texts: dict[str, str] = {}
        self._hashes: dict[str, str] = {}
        self._room = ROOM
        self._patience_ms = 0
        self._hold: Hold | None = None

    # ---- opening and closing -------------------------------------------------------------------------

    @classmethod
    def open(cls, path: Path, *, patience_ms: int = 30_000, reading: bool = False) -> Store:
        """Open a project file; one that cannot be written, or is only to be read, is opened for reading.

        Raises:
            UserError: no such file, a folder, no project, a newer project, or a damaged one.
        """
        check_is_file(path)
        with explained(path):
            read_only = reading or not writable(path)
            store = cls(connect(path, read_only=read_only), path, read_only=read_only)
            try:
                limit(store.connection)
                with within(store.connection):
                    store._prepare(patience_ms)
                store._hold = Hold(path)
            except BaseException:
                store.connection.close()
                raise
        return store

    def _prepare(self, patience_ms: int) -> None:
        run = self.connection.execute
        self._patience_ms = int(patience_ms)
        run(f"PRAGMA busy_timeout = {self._patience_ms}")
        if run("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            raise UserError("%(path)s is not a Raqim project", path=self.path)
        version = run("PRAGMA user_version").fetchone()[0]
        if version > len(STEPS):
            raise UserError(
                "%(path)s was made by a newer Raqim (format %(version)s); update the program to open it",
                path=self.path, version=version,
            )  # fmt: skip
        if not self.read_only:
            run("PRAGMA journal_mode = WAL")
        run("PRAGMA foreign_keys = ON")
        run("PRAGMA synchronous = FULL")
        run(f"PRAGMA cache_size = -{CACHE_KIB}")
        if version < len(STEPS) and not self.read_only:
            self._migrate()
        refuse_foreign(self.connection, self.path)

    def _migrate(self) -> None:
        """Bring the file to the newest shape; a copy of it as it was is kept before."""
        refuse_triggers(self.connection, self.path)
        place = backup_place(self.path, "migration", datetime.now(UTC))
        place.parent.mkdir(exist_ok=True)
        self.copy_to(place)
        register(database(self.connection))

    def close(self) -> None:
        """Close the file; a plain copy of it is whole afterwards."""
        if not self.read_only:
            with suppress(sqlite3.Error):
                self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.connection.close()
        if self._hold is not None:
            self._hold.end()
            self._hold = None

    def holds(self) -> bool:
        """Take the file's locks anew; whether what is written still goes into the file that others read."""
        return self._hold is None or self._hold.renew()

    def copy_to(self, path: Path) -> None:
        """Write a whole copy of the file as it stands, through SQLite's own backup.

        Raises:
            UserError: the place cannot be written.
        """
        with explained(path):
            copy = sqlite3.connect(path, isolation_level=None)
            try:
                self.connection.backup(copy)
                copy.execute("PRAGMA journal_mode = DELETE")  # no second file beside the copy
            finally:
                copy.close()

    # ---- transactions --------------------------------------------------------------------------------

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """One write transaction, begun IMMEDIATE: all or nothing.

        Raises:
            UserError: the file is read-only, full, gone, or held by another program for too long.
        """
        if self.read_only:
            raise UserError("%(path)s can only be read here; nothing was changed", path=self.path)
        with explained(self.path), no_rounds():
            self._begin()
            try:
                yield
                self.connection.execute("COMMIT")
            except BaseException:
                self.forget()
                with suppress(sqlite3.Error):
                    self.connection.execute("ROLLBACK")
                raise

    def _begin(self) -> None:
        """Ask for the lock every 2 ms: SQLite's own waiting sleeps up to 100 ms and starves beside a busy writer."""
        end = time.monotonic() + self._patience_ms / 1000
        self.connection.execute("PRAGMA busy_timeout = 0")
        try:
            while True:
                try:
                    self.connection.execute("BEGIN IMMEDIATE")
                    return
                except sqlite3.OperationalError as error:
                    if "locked" not in str(error) or time.monotonic() >= end:
                        raise
                time.sleep(0.002)
        finally:
            self.connection.execute(f"PRAGMA busy_timeout = {self._patience_ms}")

    def data_version(self) -> int:
        """A number that changes when another connection wrote."""
        return int(self.connection.execute("PRAGMA data_version").fetchone()[0])

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[Any]:
        """The rows that a query yields, by name and position."""
        with explained(self.path):
            return self.connection.execute(sql, parameters).fetchall()

    def many_rows(self, sql: str, parameters: Sequence[object] = ()) -> list[Any]:
        """As `rows`, where much text is read: SQLite's own decoder reads it, as long as it holds no lone surrogates."""
        usual = self.connection.text_factory
        self.connection.text_factory = str
        try:
            with suppress(sqlite3.OperationalError):  # what it was is said when ours reads the same
                return self.connection.execute(sql, parameters).fetchall()
        finally:
            self.connection.text_factory = usual
        return self.rows(sql, parameters)

    def stream(self, sql: str, parameters: Sequence[object] = ()) -> Iterator[Any]:
        """The rows that a query yields, one after the other, for what does not fit into memory."""
        with explained(self.path):
            cursor = self.connection.execute(sql, parameters)
            some = cursor.fetchmany(CHUNK)
        while some:
            yield from some
            with explained(self.path):
                some = cursor.fetchmany(CHUNK)

    def one(self, sql: str, parameters: Sequence[object] = ()) -> Any:  # noqa: ANN401 - a cell of any type
        """The first cell of the first row, or nothing."""
        with explained(self.path):
            row = self.connection.execute(sql, parameters).fetchone()
        return None if row is None else row[0]

    def present(self, table: str, columns: str, ids: Iterable[str], condition: str = "TRUE") -> Iterator[Any]:
        """The rows of a table with one of these ids; many ids cost few questions, and new ones almost none."""
        wanted = sorted(ids)
        left = iter(wanted if len(wanted) < FEW or self._between(table, wanted[0], wanted[-1]) else ())
        while part := tuple(islice(left, CHUNK)):
            marks = ",".join("?" * len(part))
            yield from self.rows(f"SELECT {columns} FROM {table} WHERE id IN ({marks}) AND {condition}", part)  # noqa: S608 - our own names

    def _between(self, table: str, first: str, last: str) -> bool:
        """Whether any of a table's ids lies between two: those of a batch that is taken in often lie together."""
        return self.one(f"SELECT 1 FROM {table} WHERE id BETWEEN ? AND ? LIMIT 1", (first, last)) is not None  # noqa: S608 - our own names

    # ---- texts ---------------------------------------------------------------------------------------

    def put_text(self, text: str) -> str:
        """Keep a text and return its hash."""
        return self.put_texts((text,))[0]

    def put_texts(self, texts: Iterable[str]) -> list[str]:
        """Keep texts and return their hashes (SHA-256 of UTF-8, lone surrogates passed through)."""
        rows = []
        for text in texts:
            raw = text.encode("utf-8", "surrogatepass")
            digest = hashlib.sha256(raw).hexdigest()
            rows.append((digest, raw, len(text)))
            self._keep_text(digest, text)
        self.connection.executemany(
            "INSERT OR IGNORE INTO texts(hash, text, length) VALUES (?, CAST(? AS TEXT), ?)", rows
        )
        return [row[0] for row in rows]

    def _keep_text(self, digest: str, text: str) -> str:
        self._room -= len(text)
        if self._room < 0:
            self._texts.clear()
            self._room = ROOM - len(text)
        self._texts[digest] = text
        return digest

    def text(self, digest: str) -> str:
        """The text of a hash."""
        if digest not in self._texts:
            self._keep_text(digest, str(self.one("SELECT text FROM texts WHERE hash = ?", (digest,))))
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
            if len(self._hashes) > MANY:
                self._hashes.clear()
            self._hashes[document] = digest
        return self._texts.get(digest) or self.text(digest)

    def look_at(self, documents: Iterable[str]) -> None:
        """Fetch the texts of many documents, which are asked for next, in few questions."""
        wanted = {each for each in documents if each not in self._hashes}
        for row in self.present("documents", "id, text", wanted):
            self._hashes[row["id"]] = row["text"]
        left = iter({self._hashes[each] for each in wanted if each in self._hashes} - self._texts.keys())
        while part := tuple(islice(left, CHUNK)):
            marks = ",".join("?" * len(part))
            for row in self.many_rows(f"SELECT hash, text FROM texts WHERE hash IN ({marks})", part):  # noqa: S608 - our own names
                self._keep_text(row["hash"], row["text"])

    def forget(self) -> None:
        """Forget which text each document has: another connection, or a rolled-back write, changed it."""
        self._hashes.clear()
