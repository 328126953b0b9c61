"""The lookout: asks the radar's worker, shows how far it is, and can stop it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from annotator.core.errors import UserError
from annotator.project.radar.watching import Progress, Question, ask
from annotator.ui.exchange.work import Work
from annotator.ui.session import Session

SLICE = 0.4
"""How long the worker works before it says how far it is (seconds)."""


class Lookout(QObject):
    """One question at a time; a later one of the same kind takes the place of one that waits.

    ``answered`` carries a question and its answer, ``progressed`` documents looked at and how many there are,
    ``rested`` comes when nothing is asked any more, ``failed`` carries the `UserError`.
    """

    answered = Signal(object, object)
    progressed = Signal(int, int)
    rested = Signal()
    failed = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = session.project.path
        self._waiting: dict[type, Question] = {}
        self._asked: Question | None = None
        self._work = Work(self, helped=True)
        self._work.finished.connect(self._on_answer)
        self._work.failed.connect(self._on_failure)

    @property
    def busy(self) -> bool:
        """Whether something is asked."""
        return self._asked is not None or bool(self._waiting)

    def ask(self, question: Question) -> None:
        """Ask a question as soon as the worker is free."""
        self._waiting[type(question)] = question
        self._next()

    def _next(self) -> None:
        if self._work.busy:
            return
        if self._asked is None and self._waiting:
            self._asked = self._waiting.pop(next(iter(self._waiting)))
        if self._asked is None:
            self.rested.emit()
            return
        self._work.start(ask, self._path, self._asked, SLICE)

    def _on_answer(self, answer: object) -> None:
        if isinstance(answer, Progress):
            self.progressed.emit(answer.done, answer.count)
        elif self._asked is not None:
            question, self._asked = self._asked, None
            self.answered.emit(question, answer)
        self._next()

    def _on_failure(self, error: UserError) -> None:
        self._asked = None
        self._waiting.clear()
        self.failed.emit(error)
        self.rested.emit()

    def stop(self) -> None:
        """Ask no more; what the worker has looked at it keeps."""
        self._waiting.clear()
        self._asked = None
        if not self._work.busy:
            self.rested.emit()

    def close(self) -> None:
        """End the worker."""
        self._waiting.clear()
        self._asked = None
        self._work.close()
