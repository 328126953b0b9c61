"""Automatic backups while a project is open: soon after opening, then daily; made in the worker."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from annotator.core.errors import UserError
from annotator.core.i18n import N_, speak
from annotator.project.backup import Reason, keep
from annotator.ui.exchange.work import Work
from annotator.ui.session import Session

SOON_MS = 10_000
"""After opening, so that the copy does not stand in the way of the first keys."""
HOUR_MS = 3_600_000


class Keeping(QObject):
    """Says only what went wrong."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._work = Work(self)
        self._soon, self._hourly = QTimer(self), QTimer(self)
        self._work.failed.connect(self._on_failed)
        session.bridge.closing.connect(self.close)
        if session.project.read_only:
            return
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(lambda: self.keep("open"))
        self._hourly.timeout.connect(lambda: self.keep("daily"))
        self._soon.start(SOON_MS)
        self._hourly.start(HOUR_MS)

    @property
    def busy(self) -> bool:
        """Whether a backup is being made."""
        return self._work.busy

    def keep(self, reason: Reason) -> None:
        """Make a backup in the worker, where one is due."""
        if not self._work.busy:
            self._work.start(keep, self._session.project.path, reason)

    def _on_failed(self, error: UserError) -> None:
        said = speak(error.message, error.arguments)
        self._session.tell(N_("No backup was made: %(reason)s"), reason=said)

    def close(self) -> None:
        """The project is about to close."""
        self._soon.stop()
        self._hourly.stop()
        self._work.close()
