"""The bridge between the project and the window: commands go in, one signal comes out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.core.changes import Changes
from annotator.core.errors import UserError
from annotator.core.i18n import speak
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

    def execute(self, command: Command, actor: str) -> Changes | None:
        """Carry out a command; ``None`` where it was refused, which `refused` has told."""
        return self._attempt(lambda: self.project.execute(command, actor))

    def undo(self, actor: str) -> Changes | None:
        """Take back the actor's newest change."""
        return self._attempt(lambda: self.project.undo(actor))

    def redo(self, actor: str) -> Changes | None:
        """Bring back what the actor took back last."""
        return self._attempt(lambda: self.project.redo(actor))

    def refresh(self) -> None:
        """See what another program wrote into the project."""
        self._attempt(self.project.refresh, writes=False)

    def _attempt(self, act: Callable[[], Changes], *, writes: bool = True) -> Changes | None:
        try:
            changes = act()
        except UserError as error:
            self.refused.emit(speak(error.message, error.arguments))
            return None
        if writes:
            self.saved.emit()
        return changes

    def close(self) -> None:
        """End the subscription and close the project."""
        self._timer.stop()
        self.closing.emit()
        self._unsubscribe()
        self.project.close()
