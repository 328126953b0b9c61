"""What SQLite and the file system say, in words for people."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from annotator.core.errors import UserError


class HeldUpError(UserError):
    """The file takes no writes now (no room, the stick is out); the same call may go through later."""


class BusyError(HeldUpError):
    """Another program holds the file."""


_SENTENCES = (
    ("database is locked", "%(path)s is being written by another program; nothing was changed, try again"),
    ("disk is full", "there is no room left where %(path)s lies; nothing was changed"),
    ("readonly database", "%(path)s can only be read here; nothing was changed"),
    ("unable to open", "%(path)s cannot be opened or written here"),
    ("disk i/o error", "reading or writing %(path)s failed; is the disk or stick still there?"),
    ("malformed", "%(path)s is damaged: %(reason)s"),
    ("not a database", "%(path)s is damaged or not a Raqim project"),
    ("no such table", "%(path)s is damaged: %(reason)s"),
    ("no such column", "%(path)s is damaged: %(reason)s"),
)
_HELD_UP = {"disk is full", "disk i/o error", "unable to open"}
_ROOM = 100_000
SENSELESS = (
    TypeError, ValueError, KeyError, IndexError, AttributeError, RecursionError, OverflowError, sqlite3.Error,
)  # fmt: skip
"""What reading values that damage made senseless raises."""


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what SQLite or the system raises into one sentence that names the file.

    Raises:
        UserError: whatever went wrong with the file; `BusyError` where waiting may help.
    """
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise _sentence(path, error) from error
    except UnicodeDecodeError as error:
        raise UserError("%(path)s is damaged: %(reason)s", path=path, reason="bytes that are no text") from error
    except FileExistsError:
        raise
    except OSError as error:
        raise UserError(
            "%(path)s cannot be read or written: %(reason)s", path=path, reason=error.strerror or error
        ) from error


def _sentence(path: Path, error: sqlite3.DatabaseError) -> Exception:
    reason = str(error)
    said = "disk is full" if _no_room(path, reason) else reason.lower()
    for part, sentence in _SENTENCES:
        if part in said:
            return _kind(part)(sentence, path=path, reason=reason)
    if isinstance(error, sqlite3.OperationalError):
        return UserError("%(path)s cannot be read or written: %(reason)s", path=path, reason=reason)
    return error


def _kind(part: str) -> type[UserError]:
    return BusyError if part == "database is locked" else HeldUpError if part in _HELD_UP else UserError


def _no_room(path: Path, reason: str) -> bool:
    """Whether what SQLite calls an I/O error is a disk without room for the files that it works beside the project."""
    try:
        return "disk I/O error" in reason and shutil.disk_usage(path.parent).free < _ROOM
    except OSError:
        return False
