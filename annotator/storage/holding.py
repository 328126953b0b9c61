"""The locks of an open project file, taken anew.

On POSIX systems a process loses every lock that it has on a file as soon as it closes any descriptor of that file, and
a file dialog that looks into the files of a folder does just that. SQLite does not notice. The next program that closes
the project then takes itself for the last one and removes the write-ahead log, and what is written from then on goes
into a file without a name. So the locks that SQLite holds as long as a connection is open are asked for again, which
costs nothing where they were kept.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

SHARED = (0x40000002, 510)
"""Where in the database file SQLite's shared lock lies, and how long it is (os.h: SHARED_FIRST, SHARED_SIZE)."""
ALIVE = (128, 1)
"""Where in the -shm file the lock lies that says that somebody uses it (os_unix.c: UNIX_SHM_DMS)."""
_descriptors: dict[Path, tuple[int, int]] = {}
"""By file: our own descriptor and how many holds share it. Closing it would drop the locks, so the last one does."""


class Hold:
    """Keeps the locks of one open connection; made right after the file was opened, ended right after it is closed."""

    def __init__(self, path: Path) -> None:
        self._log = path.with_name(path.name + "-wal")
        self._log_then = _identity(self._log)
        self._files = [
            (place, span) for place, span in ((path, SHARED), (path.with_name(path.name + "-shm"), ALIVE))
            if sys.platform != "win32" and _share(place)
        ]  # fmt: skip

    def renew(self) -> bool:
        """Take the locks again; whether the write-ahead log is still the one that this connection writes into."""
        if sys.platform != "win32":
            import fcntl

            for place, (start, length) in self._files:
                with suppress(OSError):  # another program is just removing the log, which is seen below
                    fcntl.lockf(_descriptors[place][0], fcntl.LOCK_SH | fcntl.LOCK_NB, length, start)
        return self._log_then is None or _identity(self._log) == self._log_then

    def end(self) -> None:
        """Give the descriptors back."""
        for place, _span in self._files:
            descriptor, sharing = _descriptors.pop(place)
            if sharing > 1:
                _descriptors[place] = (descriptor, sharing - 1)
            else:
                os.close(descriptor)
        self._files = []


def _share(place: Path) -> bool:
    """Have a descriptor of a file at hand; whether there is one."""
    descriptor, sharing = _descriptors.get(place, (-1, 0))
    if descriptor < 0:
        try:
            descriptor = os.open(place, os.O_RDONLY)
        except OSError:
            return False
    _descriptors[place] = (descriptor, sharing + 1)
    return True


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = os.stat(path)  # noqa: PTH116 - asked at each write; a Path's own stat takes longer
    except OSError:
        return None
    return found.st_dev, found.st_ino
