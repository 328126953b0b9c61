"""Errors that nobody expected: a report that stays on this machine, shown once and saved where the user wants it."""

from __future__ import annotations

import contextlib
import platform
import sys
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from annotator.core.settings import settings_folder

KEPT = 20
"""Reports that are kept; the oldest go."""


def report(error: BaseException) -> str:
    """What an engineer needs to know: versions and the way to the error, no text of any document, no one's home."""
    from PySide6.QtCore import qVersion

    from annotator.ui.dialogs.about import own_version

    lines = "".join(traceback.format_exception(error))
    head = (
        f"Raqim {own_version()}, Python {platform.python_version()}, Qt {qVersion()}, {platform.platform()}\n"
        f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC\n\n"
    )
    return head + lines.replace(str(Path.home()), "~")


def keep(text: str, folder: Path | None = None) -> Path | None:
    """Write a report beside the settings; where, or nothing where that cannot be."""
    place = (folder or settings_folder()) / "crashes"
    file = place / f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}.txt"
    with contextlib.suppress(OSError):
        place.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
        for old in sorted(place.glob("*.txt"))[:-KEPT]:
            old.unlink()
        return file
    return None


class CrashHook:
    """Takes the place of `sys.excepthook`: keeps the report, tells of the first one, and lets the work go on.

    Every change was saved when it was made, so there is nothing to rescue. One message at a time: an error that comes
    with each repaint must not bury the window under boxes.
    """

    def __init__(self, tell: Callable[[str, Path | None], None]) -> None:
        self._tell = tell
        self._telling = False
        self._told: set[str] = set()

    def install(self) -> None:
        """From now on."""
        sys.excepthook = self

    def __call__(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Keep the report of an error, and tell of it where it is new."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        text = report(error)
        sys.stderr.write(text)
        file = keep(text)
        place = "".join(traceback.format_tb(trace)[-1:]) + kind.__name__
        if self._telling or place in self._told:
            return
        self._told.add(place)
        self._telling = True
        try:
            self._tell(text, file)
        finally:
            self._telling = False
