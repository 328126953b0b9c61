"""Questions to the review's worker process, one at a time; a newer one of the same kind replaces it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from annotator.core.errors import UserError
from annotator.core.i18n import speak
from annotator.ui.exchange.work import Work

FIRST = "instances"
"""Whoever clicks waits for the list, not for the rest."""
Then = Callable[[Any], None]


class Collector(QObject):
    """Asks and hands answers over. ``told`` carries a sentence where an answer cannot be had.

    ``began`` comes when something is asked after a rest, ``progressed`` with what is being done (a gettext id), how
    many steps are done and how many there are, ``rested`` when nothing is asked any more.
    """

    told = Signal(str)
    began = Signal()
    progressed = Signal(str, int, int)
    rested = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = Work(self)
        self._doing = ""
        self._then: Then | None = None
        self._waiting: dict[str, tuple[Callable[..., Any], tuple[Any, ...], Then]] = {}
        self._work.finished.connect(self._on_answer)
        self._work.failed.connect(self._on_failure)
        self._work.doing.connect(self._on_doing)
        self._work.told.connect(lambda done, count: self.progressed.emit(self._doing, done, count))

    def ask(self, what: str, function: Callable[..., Any], arguments: tuple[Any, ...], then: Then) -> None:
        """Queue a call of a pure function; ``then`` gets its answer."""
        if not self.busy():
            self.began.emit()
        self._waiting[what] = (function, arguments, then)
        if what == FIRST:
            self._waiting = {what: self._waiting.pop(what), **self._waiting}
        self._next()

    def busy(self) -> bool:
        """Whether something is being collected."""
        return self._work.busy or bool(self._waiting)

    def _next(self) -> None:
        if self._work.busy:
            return
        if not self._waiting:
            self.rested.emit()
            return
        function, arguments, self._then = self._waiting.pop(next(iter(self._waiting)))
        self._work.start(function, *arguments)

    def _on_doing(self, doing: str) -> None:
        self._doing = doing

    def _on_answer(self, answer: object) -> None:
        then, self._then = self._then, None
        if then is not None:
            then(answer)
        self._next()

    def _on_failure(self, error: UserError) -> None:
        self._then = None
        self.told.emit(speak(error.message, error.arguments))
        self._next()

    def stop(self) -> None:
        """End what is being collected at once, and ask no more; the next question begins with a new worker."""
        self._waiting.clear()
        self._then = None
        self._work.cancel()
        self.rested.emit()

    def close(self) -> None:
        """End the worker."""
        self._waiting.clear()
        self._work.close()
