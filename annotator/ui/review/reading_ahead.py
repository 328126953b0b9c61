"""Disagreements read before anybody asks for them, so that the key that opens the worklist only ranks and shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, QTimer

from annotator.core.changes import Changes
from annotator.core.errors import UserError
from annotator.project.disagreements import Compared, Disagreements
from annotator.project.jobs import Job, Worker
from annotator.project.reading_ahead import compared
from annotator.ui.session import Session

QUIET_MS = 5000
"""After a change nothing is read ahead until so long nothing more has changed."""
STEP_MS = 15


class ReadingAhead(QObject):
    """Compares the layers in a worker, then reads gold in small steps of the window's own.

    A change of anything that was read makes it void: it is read anew when it has been quiet for a while.
    ``wanted`` says whether the disagreements would be read anew if somebody asked for them now.
    """

    def __init__(self, session: Session, wanted: Callable[[], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._wanted = wanted
        self._worker = Worker()
        self._job: Job | None = None
        self._state: Disagreements | None = None
        self._steps: Iterator[None] = iter(())
        self._quiet, self._stepping = QTimer(self), QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET_MS)
        self._quiet.timeout.connect(self.begin)
        self._stepping.setInterval(STEP_MS)
        self._stepping.timeout.connect(self._do_step)
        session.bridge.changed.connect(self._on_changed)

    @property
    def ready(self) -> bool:
        """Whether all is read and nothing of it has changed since."""
        return self._state is not None and not self._stepping.isActive()

    def begin(self) -> None:
        """Begin to read, where that is wanted."""
        self._drop()
        if self._wanted():
            self._steps = self._reading()
            self._stepping.start()

    def take(self) -> Disagreements | None:
        """Hand over what was read; ``None`` where it is not all there."""
        state = self._state if self.ready else None
        self._drop()
        return state

    def close(self) -> None:
        """Read nothing more of the project, which is about to close."""
        self._drop()
        self._session.bridge.changed.disconnect(self._on_changed)

    def _reading(self) -> Iterator[None]:
        project = self._session.project
        try:
            self._job = job = self._worker.submit(compared, str(project.path))
        except UserError:  # it is read when it is asked for, and told of then if it cannot be
            return
        while not job.done():
            yield
        self._worker.kill()
        if not isinstance(job.value, Compared):
            return
        yield
        state = Disagreements(project, read=False)
        state.take(job.value)
        for _step in state.settling():
            yield
        self._state = state

    def _do_step(self) -> None:
        if next(self._steps, self) is self:
            self._stepping.stop()

    def _drop(self) -> None:
        self._quiet.stop()
        self._stepping.stop()
        self._steps, self._state, self._job = iter(()), None, None
        self._worker.kill()

    def _on_changed(self, changes: Changes) -> None:
        if Disagreements.concerned(changes):
            self._drop()
            self._quiet.start()
