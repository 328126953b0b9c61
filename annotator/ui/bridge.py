"""The bridge between the project and the window: commands go in, one signal comes out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from annotator.core.changes import Changes
from annotator.core.errors import UserError
from annotator.core.i18n import N_, speak
from annotator.project.patience import Outcome, Waiting
from annotator.project.place import identity
from annotator.project.project import Project

if TYPE_CHECKING:
    from annotator.core.command import Command

REFRESH_MS = 1500


class Bridge(QObject):
    """Turns what the project tells into Qt signals, and carries out commands without raising.

    ``changed`` carries `Changes`; ``refused`` a sentence in the user's language; ``saved`` comes after each write.
    """

    changed = Signal(object)
    refused = Signal(str)
    saved = Signal()
    waiting = Signal(str)
    """A sentence: writes are held up, are kept, and are tried again."""
    gone = Signal(str)
    """A sentence: the file is no longer where it was opened, so that nothing written now will be found there."""
    closing = Signal()
    """The project is about to be closed: nothing may ask it any more."""

    def __init__(self, project: Project, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.project = project
        self._unsubscribe = project.subscribe(self.changed.emit)
        self._timer = QTimer(self)
        self._timer.setInterval(REFRESH_MS)
        self._timer.timeout.connect(self.refresh)
        self._timer.start()
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.connect(self._hold_on)
        self._place = identity(project.path)
        self._patience = Waiting()
        self._again_soon = QTimer(self)
        self._again_soon.setSingleShot(True)
        self._again_soon.timeout.connect(self._try_again)

    def execute(self, command: Command, actor: str) -> Changes | None:
        """Carry out a command; ``None`` where it was refused or is held up, which `refused` or `waiting` has told."""
        return self._write(lambda: self.project.execute(command, actor))

    def undo(self, actor: str) -> Changes | None:
        """Take back the actor's newest change."""
        return self._write(lambda: self.project.undo(actor))

    def redo(self, actor: str) -> Changes | None:
        """Bring back what the actor took back last."""
        return self._write(lambda: self.project.redo(actor))

    def refresh(self) -> None:
        """See what another program wrote into the project, and whether the file is still there."""
        if self.is_gone():
            self._tell_gone()
            return
        try:
            self.project.refresh()
        except UserError as error:
            self.refused.emit(speak(error.message, error.arguments))

    def _hold_on(self) -> None:
        """Take the file's locks again at once: a dialog that looked into the folder's files has just been closed."""
        self.project.holds()

    # ---- writes that are held up ---------------------------------------------------------------------

    @property
    def held_up(self) -> int:
        """How many writes wait."""
        return len(self._patience.waits)

    def _write(self, act: Callable[[], Changes]) -> Changes | None:
        done: list[Changes] = []
        try:
            outcome = self._patience.run(lambda: done.append(act()))
        except BaseException:  # a fault of ours: it is told of, and not tried again
            self._patience.waits.popleft()
            raise
        self._after(outcome)
        return done[0] if done else None

    def _after(self, outcome: Outcome) -> None:
        """Say how it went, and go on with what waits."""
        if outcome == "refused" and self._patience.error is not None:
            self.refused.emit(speak(self._patience.error.message, self._patience.error.arguments))
        elif outcome == "waiting":
            self.waiting.emit(speak(*self._patience.sentence))
        elif outcome == "done":
            self._tell_gone() if self.is_gone() else self.saved.emit()
        if self._patience.waits and not self._again_soon.isActive():
            self._again_soon.start(max(1, self._patience.pause_ms))

    def try_now(self) -> int:
        """Try what waits at once; how many writes still wait."""
        if self._patience.waits:
            self._again_soon.stop()
            self._try_again()
        return self.held_up

    def _try_again(self) -> None:
        self._after(self._patience.again())

    # ---- a file that went away -----------------------------------------------------------------------

    def is_gone(self) -> bool:
        """Whether another file, or none, lies where the project was opened, or its log was taken away."""
        return identity(self.project.path) != self._place or not self.project.holds()

    def _tell_gone(self) -> None:
        message = N_("%(path)s is no longer there; save a whole copy elsewhere (File menu) before you close")
        self.gone.emit(speak(message, {"path": self.project.path}))

    def close(self) -> None:
        """End the subscription and close the project; what is held up gets a last try."""
        self._timer.stop()
        self._again_soon.stop()
        if self.held_up and self._patience.again() == "done":
            self.saved.emit()
        self.closing.emit()
        self._unsubscribe()
        self.project.close()
