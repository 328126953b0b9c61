"""Project files: made whole or not at all, and looked at before they are opened."""

from __future__ import annotations

import os
import sqlite3
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from annotator.core.errors import UserError
from annotator.storage.failures import explained
from annotator.storage.migrations import register
from annotator.storage.rows import read_text


def create(path: Path) -> None:
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


STAMP = "%Y%m%d-%H%M%S"


def backups_folder(path: Path) -> Path:
    """Where the automatic backups of a project lie."""
    return path.with_name(f"{path.stem}.backups")


def backup_place(path: Path, reason: str, time: datetime) -> Path:
    """Where an automatic backup of a project goes: a place that is free, a second later where two fall together."""
    place = backups_folder(path) / f"{path.stem}.{time.strftime(STAMP)}.{reason}{path.suffix}"
    return backup_place(path, reason, time + timedelta(seconds=1)) if place.exists() else place


def database(connection: sqlite3.Connection) -> Any:  # noqa: ANN401 - sqlite_utils is imported late
    """The connection as sqlite-utils' database, for the shape of the file; no plugins run."""
    from sqlite_utils import Database

    return Database(connection, execute_plugins=False)


def _build(path: Path) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        register(database(connection))
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()


def _publish(part: Path, path: Path) -> None:
    for stale in ("-wal", "-shm"):  # of a project that lay here and was deleted without them
        path.with_name(path.name + stale).unlink(missing_ok=True)
    try:
        os.link(part, path)  # unlike a rename, fails where somebody was quicker
    except FileExistsError:
        raise
    except OSError:  # a file system without links (a stick)
        part.rename(path)


def check_is_file(path: Path) -> None:
    """Refuse what is plainly no project.

    Raises:
        UserError: nothing there, a folder, or no SQLite file.
    """
    if path.is_dir():
        raise UserError("%(path)s is a folder, not a project", path=path)
    if not path.exists():
        raise UserError("there is no project %(path)s", path=path)
    with explained(path), path.open("rb") as file:
        head = file.read(16)
    if head != b"SQLite format 3\x00":
        raise UserError("%(path)s is not a Raqim project", path=path)


def cut_short(path: Path) -> list[str]:
    """What is wrong with the file's length: SQLite itself takes a last page that was cut off for an empty one."""
    with path.open("rb") as file:
        head = file.read(32)
    page = int.from_bytes(head[16:18], "big")
    said = int.from_bytes(head[28:32], "big") * (65536 if page == 1 else page)
    size = path.stat().st_size
    return [f"the file was cut: {size} of {said} bytes are there"] if size < said else []


def writable(path: Path) -> bool:
    """Whether a project can be written: the file, and the folder that its WAL goes into."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def connect(path: Path, *, read_only: bool) -> sqlite3.Connection:
    """A connection that begins no transaction of its own and reads lone surrogates."""
    mode = "?mode=ro" if read_only else "?mode=rw"
    if read_only and not writable(path) and not path.with_name(path.name + "-wal").exists():
        mode += "&immutable=1"  # a WAL file in a read-only place opens no other way
    connection = sqlite3.connect(
        path.absolute().as_uri() + mode, uri=True, isolation_level=None, check_same_thread=False
    )
    connection.text_factory = read_text
    connection.row_factory = sqlite3.Row
    return connection
