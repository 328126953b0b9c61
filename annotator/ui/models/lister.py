"""The lister: asks for the numbers of the documents that a list wishes, at once or in a process of its own."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from annotator.core.errors import UserError
from annotator.core.i18n import speak
from annotator.project.listing import Wish, listed_in_file
from annotator.ui.exchange.work import Work
from annotator.ui.session import Session

SMALL = 2000
"""Up to so many documents every question is answered at once."""


class Lister(QObject):
    """``answered`` carries the wish and its numbers; of wishes that wait, only the last one is asked."""

    answered = Signal(object, object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._asked: Wish | None = None
        self._waiting: Wish | None = None
        self._work = Work(self)
        self._work.finished.connect(self._on_numbers)
        self._work.failed.connect(self._on_failure)
        session.bridge.closing.connect(self.close)

    @property
    def busy(self) -> bool:
        """Whether an answer is still to come."""
        return self._asked is not None

    def ask(self, wish: Wish) -> None:
        """Ask for documents; the answer may come before this returns."""
        queries = self._session.project.queries
        if wish.plain or queries.document_count() <= SMALL:
            self._waiting = None
            try:
                numbers = queries.listed(wish)
            except UserError as error:
                self._on_failure(error)
                return
            self.answered.emit(wish, numbers)
        else:
            self._waiting = wish
            self._next()

    def _next(self) -> None:
        if self._asked is None and self._waiting is not None:
            self._asked, self._waiting = self._waiting, None
            self._work.start(listed_in_file, self._session.project.path, self._asked)

    def _on_numbers(self, numbers: object) -> None:
        wish, self._asked = self._asked, None
        if self._waiting is None:
            self.answered.emit(wish, numbers)
        self._next()

    def _on_failure(self, error: UserError) -> None:
        self._asked = None
        self._session.refused.emit(speak(error.message, error.arguments))
        self._next()

    def close(self) -> None:
        """End the worker: the project is about to close."""
        self._asked = self._waiting = None
        self._work.close()
