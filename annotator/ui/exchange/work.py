"""A call in a worker process, told of by signals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.core.errors import UserError
from annotator.project.jobs import Job, Worker

POLL_MS = 30
DAY = 86_400.0


class Work(QObject):
    """Carries out one pure top-level function at a time; `cancel` ends it at once."""

    finished = Signal(object)
    failed = Signal(object)
    """Carries the `UserError`."""
    told = Signal(int, int)
    """How far the call says that it is: what is done, and what there is."""
    doing = Signal(str)
    """What the call says that it does, before ``told``: a gettext id, or nothing."""

    def __init__(self, parent: QObject | None = None, *, helped: bool = False) -> None:
        """With ``helped`` a call may start processes of its own."""
        super().__init__(parent)
        self._worker = Worker(helped=helped)
        self._job: Job | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self._look)

    @property
    def busy(self) -> bool:
        """Whether a call is under way."""
        return self._job is not None

    def start(self, function: Callable[..., Any], *arguments: object) -> None:
        """Begin a call; none may be under way."""
        try:
            self._job = self._worker.submit(function, *arguments, seconds=DAY)
        except UserError as error:
            self.failed.emit(error)
            return
        self._timer.start()

    def _look(self) -> None:
        job = self._job
        if job is None:
            return
        if not job.done():
            if job.told is not None:
                self.doing.emit(job.doing)
                self.told.emit(*job.told)
            return
        self._end()
        if job.error is not None:
            self.failed.emit(job.error)
        else:
            self.finished.emit(job.value)

    def _end(self) -> None:
        self._timer.stop()
        self._job = None

    def cancel(self) -> None:
        """End the call that is under way, if one is; nothing more is told of it."""
        job = self._job
        self._end()
        if job is not None:
            job.cancel()

    def close(self) -> None:
        """End everything."""
        self.cancel()
        self._worker.kill()
