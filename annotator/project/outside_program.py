"""A running outside program: lines in, lines out, and none of it makes the caller wait.

Three threads move bytes; a text longer than a pipe holds and a program that does not read block nobody.
"""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from typing import IO

ROOM = 64 * 1024 * 1024
"""How many bytes a program may say between two questions."""
COMPLAINT = 2000
"""How many bytes of what a program wrote to its standard error are kept."""


def _surroundings() -> Mapping[str, str]:
    """The environment of a program: as ours, but UTF-8 in Python, and without a frozen application's libraries."""
    found = dict(os.environ, PYTHONIOENCODING="utf-8", PYTHONUNBUFFERED="1")
    if "LD_LIBRARY_PATH_ORIG" in found:
        found["LD_LIBRARY_PATH"] = found.pop("LD_LIBRARY_PATH_ORIG")
    elif getattr(sys, "frozen", False):  # what the frozen application set for itself and its workers alone
        found.pop("LD_LIBRARY_PATH", None)
    return found


class Program:
    """One process of an outside program. `kill` it when done."""

    def __init__(self, command: Sequence[str]) -> None:
        """Start it.

        Raises:
            OSError: it cannot be started.
        """
        # The user registered this command in the own settings; no shell reads it.
        self._process = subprocess.Popen(  # noqa: S603 - see above
            list(command), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env=_surroundings(), start_new_session=True,
        )  # fmt: skip
        self._said: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._asked: queue.SimpleQueue[Callable[[], bytes] | None] = queue.SimpleQueue()
        self._complaint: deque[int] = deque(maxlen=COMPLAINT)
        self._room = ROOM
        self.flooded = False
        works = (self._read, self._write, self._listen)
        self._threads = [threading.Thread(target=each, daemon=True) for each in works]
        for each in self._threads:
            each.start()

    # ---- threads -------------------------------------------------------------------------------------

    def _read(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            while line := self._stream(self._process.stdout).readline(ROOM):
                self._room -= len(line)
                if self._room < 0:
                    self.flooded = True
                    break
                self._said.put(line)
        self._said.put(None)

    def _write(self) -> None:
        stream = self._stream(self._process.stdin)
        with contextlib.suppress(OSError, ValueError):
            while (line := self._asked.get()) is not None:
                stream.write(line())
                stream.flush()
        with contextlib.suppress(OSError, ValueError):
            stream.close()

    def _listen(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            while piece := os.read(self._stream(self._process.stderr).fileno(), 4096):
                self._complaint.extend(piece)

    @staticmethod
    def _stream(stream: IO[bytes] | None) -> IO[bytes]:
        assert stream is not None
        return stream

    # ---- for the caller ------------------------------------------------------------------------------

    def send(self, line: Callable[[], bytes]) -> None:
        """Give the program a line, in its own time; a long one is made off the caller's thread, too."""
        self._room = ROOM
        self._asked.put(line)

    def received(self) -> bytes | None:
        """The next line that it said.

        Raises:
            queue.Empty: it said nothing yet.

        Returns:
            The line, or ``None`` where no more will come.
        """
        return self._said.get_nowait()

    def is_over(self) -> bool:
        """Whether it has ended."""
        return self._process.poll() is not None

    def complaint(self) -> str:
        """The end of what it wrote to its standard error."""
        return bytes(list(self._complaint)).decode("utf-8", "replace").strip()

    def ending(self, patience: float = 0.5) -> int | None:
        """Its exit code once it has ended; waits a moment for it, and for its last words."""
        try:
            code = self._process.wait(patience)
        except subprocess.TimeoutExpired:
            return None
        self._threads[2].join(patience)
        return code

    def kill(self) -> None:
        """End it and whatever it started, now."""
        self._asked.put(None)
        if hasattr(os, "killpg"):
            with contextlib.suppress(OSError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()
        self._process.wait()
        for each in self._threads:
            each.join(1.0)
        for stream, thread in ((self._process.stdout, 0), (self._process.stderr, 2)):
            if not self._threads[thread].is_alive():  # else a child of the program still holds the pipe
                self._stream(stream).close()
