"""An X screen in memory whose pixels can be read while programs draw on it: Xvfb with its picture in a file."""

from __future__ import annotations

import mmap
import os
import struct
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Self

WIDTH, HEIGHT = 1400, 900


class Screen:
    """A context: within it the screen is on. ``display`` is what DISPLAY has to be."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self.display = ""

    def __enter__(self) -> Self:
        reading, writing = os.pipe()
        self._server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-fbdir", self._folder.name,
             "-nolisten", "tcp", "-noreset"],
            pass_fds=(writing,), stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(writing)
        with os.fdopen(reading) as answer:
            self.display = ":" + answer.readline().strip()
        with (Path(self._folder.name) / "Xvfb_screen0").open("rb") as file:
            self._memory = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        head = struct.unpack(">25I", self._memory[:100])
        self._line, colours = head[12], head[19]
        self._start = head[0] + 12 * colours
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._memory.close()
        self._server.terminate()
        self._server.wait()
        self._folder.cleanup()

    def pixel(self, x: int, y: int) -> bytes:
        """The colour of a pixel: blue, green, red."""
        place = self._start + y * self._line + 4 * x
        return self._memory[place : place + 3]

    def clear(self, x: int, y: int, seconds: float = 20.0) -> None:
        """Wait until nothing is drawn at a place.

        Raises:
            TimeoutError: it stays.
        """
        end = time.monotonic() + seconds
        while self.pixel(x, y) != b"\0\0\0":
            if time.monotonic() > end:
                raise TimeoutError("the screen does not become empty")
            time.sleep(0.01)

    def painted(self, x: int, y: int, seconds: float = 60.0) -> int:
        """Wait until something is drawn at a place; the moment (`time.monotonic_ns`).

        Raises:
            TimeoutError: nothing is.
        """
        end = time.monotonic() + seconds
        while self.pixel(x, y) == b"\0\0\0":
            if time.monotonic() > end:
                raise TimeoutError("nothing was painted")
            time.sleep(0.0005)
        return time.monotonic_ns()

    def picture(self, place: Path) -> None:
        """Write what is on the screen as PNG."""
        from PySide6.QtGui import QImage

        pixels = self._memory[self._start : self._start + self._line * HEIGHT]
        place.parent.mkdir(parents=True, exist_ok=True)
        assert QImage(pixels, WIDTH, HEIGHT, self._line, QImage.Format.Format_RGB32).save(str(place))
