"""The suggesters in a process of their own: warmed first, then one piece of a text after the other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.core.errors import UserError
from annotator.core.suggestion import Suggested
from annotator.suggest.own_names import OwnNames

if TYPE_CHECKING:
    from annotator.project.jobs import Job, Worker

POLL_MS = 20
PIECE_SECONDS = 60.0
"""A piece that takes longer is given up: something hangs."""


class SuggestingWork(QObject):
    """Suggests for one text at a time. ``found`` carries a piece's place and its `Suggested`, offsets of the piece."""

    found = Signal(object, object)
    failed = Signal(object)
    """Carries the `UserError`."""

    def __init__(self, model: Path, project: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model, self._project = model, project
        self._own: OwnNames | None = None
        self._decided = False
        self._worker: Worker | None = None
        self._job: Job | None = None
        self._warm = -1
        self._text = ""
        self._pieces: list[tuple[int, int]] = []
        self._poll = QTimer(self)
        self._poll.setInterval(POLL_MS)
        self._poll.timeout.connect(self._look)

    @property
    def stamp(self) -> int:
        """When the project's model was written, in nanoseconds; 0 where there is none."""
        try:
            return self._model.stat().st_mtime_ns
        except OSError:
            return 0

    def begin(self, text: str, pieces: list[tuple[int, int]]) -> None:
        """Suggest for the pieces of a text; what was under way is given up."""
        self.stop()
        self._text, self._pieces = text, list(pieces)
        if self._decided:
            self._own, self._decided = None, False
        self.go_on()

    def go_on(self) -> None:
        """Take the next piece; before the first, and when there is a newer model, have the process read what it needs.

        A text is sent only to a process that listens, or sending would wait for it.
        """
        if self._job is not None:
            return
        from annotator.project.names import own_names_in
        from annotator.project.suggestions import suggestions_for, warmed

        if self._warm != self.stamp:
            self._warm = self.stamp
            self._submit(warmed, self._model)
        elif self._pieces and self._own is None:
            self._submit(own_names_in, self._project)
        elif self._pieces:
            start, end = self._pieces[0]
            self._submit(suggestions_for, self._text[start:end], (), self._model, self._own)

    def _submit(self, function: Callable[..., object], *arguments: object) -> None:
        from annotator.project.jobs import Worker

        self._worker = self._worker or Worker()
        try:
            self._job = self._worker.submit(function, *arguments, seconds=PIECE_SECONDS)
        except UserError as error:
            self._fail(error)
            return
        self._poll.start()

    def _look(self) -> None:
        if self._job is None or not self._job.done():
            return
        job, self._job = self._job, None
        self._poll.stop()
        if job.error is not None:
            self._fail(job.error)
            return
        if isinstance(job.value, OwnNames):
            self._own = job.value
        if isinstance(job.value, Suggested) and self._pieces:
            self.found.emit(self._pieces.pop(0), job.value)
        self.go_on()

    def _fail(self, error: UserError) -> None:
        self._pieces, self._warm = [], -1
        self.failed.emit(error)

    def forget_names(self) -> None:
        """Ask for the project's own names anew before the next document: something was decided since."""
        self._decided = True

    def stop(self) -> None:
        """Give up what is under way; a text is given up by ending the process, which takes its time to begin anew."""
        if self._job is not None and self._pieces:
            self.close()
        self._pieces = []

    def close(self) -> None:
        """End the process."""
        self._poll.stop()
        self._pieces, self._job, self._warm = [], None, -1
        if self._worker is not None:
            self._worker.kill()
