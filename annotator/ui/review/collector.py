"""Questions to the review's worker process, one at a time; a newer one of the same kind replaces it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.core.i18n import speak
from annotator.project.jobs import Job, Worker

POLL_MS = 20
FIRST = "instances"
"""Whoever clicks waits for the list, not for the rest."""
Then = Callable[[Any], None]


class Collector(QObject):
    """Asks and hands answers over. ``told`` carries a sentence where an answer cannot be had."""

    told = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = Worker()
        self._job: tuple[Job, Then] | None = None
        self._waiting: dict[str, tuple[Callable[..., Any], tuple[Any, ...], Then]] = {}
        self._poll = QTimer(self)
        self._poll.setInterval(POLL_MS)
        self._poll.timeout.connect(self._look)

    def ask(self, what: str, function: Callable[..., Any], arguments: tuple[Any, ...], then: Then) -> None:
        """Queue a call of a pure function; ``then`` gets its answer."""
        self._waiting[what] = (function, arguments, then)
        if what == FIRST:
            self._waiting = {what: self._waiting.pop(what), **self._waiting}
        self._poll.start()
        self._look()

    def busy(self) -> bool:
        """Whether something is being collected."""
        return self._job is not None or bool(self._waiting)

    def _look(self) -> None:
        if self._job is not None:
            job, then = self._job
            if not job.done():
                return
            self._job = None
            if job.error is not None:
                self.told.emit(speak(job.error.message, job.error.arguments))
            else:
                then(job.value)
        if self._job is None and self._waiting:
            what = next(iter(self._waiting))
            function, arguments, then = self._waiting.pop(what)
            self._job = self._worker.submit(function, *arguments), then
        elif self._job is None:
            self._poll.stop()

    def close(self) -> None:
        """End the worker."""
        self._poll.stop()
        self._waiting.clear()
        self._job = None
        self._worker.kill()
