"""Active time: every key, click and scroll in the text is a sign of work; pauses do not count."""

from __future__ import annotations

from contextlib import suppress

from PySide6.QtCore import QEvent, QObject

from annotator.core.errors import UserError
from annotator.project.active_time import ActiveTime
from annotator.ui.session import Session
from annotator.ui.text.view import TextView

_SIGNS = frozenset({QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel})


class Stopwatch(QObject):
    """Watches the text view; writes what was counted when a document is left and when the project closes."""

    def __init__(self, session: Session, view: TextView, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.time = ActiveTime(session.project)
        view.installEventFilter(self)
        view.viewport().installEventFilter(self)
        session.document_opened.connect(self.flush)
        session.annotator_changed.connect(lambda _name: self.flush())
        session.bridge.closing.connect(self.flush)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Count, and let the event go on."""
        desk = self._session.desk
        if event.type() in _SIGNS and desk is not None and self._session.annotator:
            with suppress(UserError):  # a disk that is full is told of by the work itself; seconds are no work
                self.time.tick(desk.id, self._session.annotator)
        return False

    def flush(self) -> None:
        """Write what was counted."""
        with suppress(UserError):  # as above
            self.time.flush()
