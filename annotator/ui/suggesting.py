"""Suggestions for the document that was opened, where it has none yet: soon after, never under the eye."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from annotator.core.command import AddSuggestions
from annotator.core.errors import UserError
from annotator.core.i18n import N_, speak
from annotator.core.suggestion import Suggested
from annotator.ui.session import Session

if TYPE_CHECKING:
    from annotator.project.jobs import Job, Worker

SHORT = 20_000
"""Texts up to this length (code points) are suggested for in the window's own idle time."""
POLL_MS = 50


class Suggesting(QObject):
    """Runs the suggesters for the open document; long texts in a worker that can be killed."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._worker: Worker | None = None
        self._job: tuple[str, Job] | None = None
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.timeout.connect(self._begin)
        self._poll = QTimer(self)
        self._poll.setInterval(POLL_MS)
        self._poll.timeout.connect(self._look)
        session.document_opened.connect(self.begin_soon)

    def begin_soon(self) -> None:
        """Look for suggestions as soon as the window has nothing else to do."""
        self._idle.start(0)

    def _begin(self) -> None:
        desk, project = self._session.desk, self._session.project
        if desk is None or project.read_only or not desk.text.strip() or self._job is not None:
            return
        if project.queries.has_suggestions(desk.id):
            return
        from annotator.project.suggestions import suggestions_for

        if len(desk.text) <= SHORT:
            self._write(desk.id, suggestions_for(desk.text))
            return
        self._session.tell(N_("Looking for suggestions…"))
        from annotator.project.jobs import Worker

        self._worker = self._worker or Worker()
        try:
            self._job = (desk.id, self._worker.submit(suggestions_for, desk.text))
        except UserError as error:
            self._session.refused.emit(speak(error.message, error.arguments))
            return
        self._poll.start()

    def _look(self) -> None:
        if self._job is None or not self._job[1].done():
            return
        document, job = self._job
        self._job = None
        self._poll.stop()
        if job.error is not None:
            self._session.refused.emit(speak(job.error.message, job.error.arguments))
        else:
            self._write(document, job.value)
        if self._session.desk is not None and self._session.desk.id != document:
            self._idle.start(0)

    def _write(self, document: str, suggested: Suggested) -> None:
        if suggested.spans:
            self._session.bridge.execute(AddSuggestions(document, suggested), "")

    def close(self) -> None:
        """End the worker."""
        self._poll.stop()
        self._idle.stop()
        if self._worker is not None:
            self._worker.kill()
