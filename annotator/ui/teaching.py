"""The learner is taught behind the window whenever a document was finished."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.core.changes import Changes
from annotator.core.i18n import counted
from annotator.project.training import FINISHED, Teacher
from annotator.ui.session import Session

POLL_MS = 200
SOON_MS = 500
_FEW = 10
"""Where more documents changed at once the lesson itself sees whether one was finished."""


class Teaching(QObject):
    """Teaches in a process of its own. ``taught``: there is a newer model, for documents opened from now on."""

    taught = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.teacher: Teacher | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._consider)
        self._poll = QTimer(self)
        self._poll.setInterval(POLL_MS)
        self._poll.timeout.connect(self._look)
        session.bridge.changed.connect(self._on_changed)

    def _on_changed(self, changes: Changes) -> None:
        documents = changes.documents
        if changes.touches("layer") and (len(documents) > _FEW or any(map(self._is_finished, documents))):
            self._soon.start(SOON_MS)

    def _is_finished(self, document: str) -> bool:
        queries = self._session.project.queries
        return any(row.status in FINISHED for row in queries.layers(document))

    def _consider(self) -> None:
        self.teacher = self.teacher or Teacher(self._session.project)
        self.teacher.consider()
        self._poll.start()

    def _look(self) -> None:
        if self.teacher is None or not self.teacher.look():
            return
        if not self.teacher.busy:
            self._poll.stop()
        error = self.teacher.error
        if error is not None:
            self._session.tell(error.message, **error.arguments)
        elif self.teacher.book is not None:
            self.taught.emit()
            self._session.told.emit(
                counted("The learner was taught by %(count)s document", "The learner was taught by %(count)s documents",
                        len(self.teacher.book.documents))
            )  # fmt: skip

    def close(self) -> None:
        """End the process; a lesson that is under way is lost, and given again when the next document is finished."""
        self._soon.stop()
        self._poll.stop()
        if self.teacher is not None:
            self.teacher.close()
