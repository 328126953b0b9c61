"""How far one is with the open document, in the status line; that it is locked, says so plainly."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget

from annotator.core.changes import Changes
from annotator.core.i18n import N_, _
from annotator.ui.models.documents import status_title
from annotator.ui.session import Session

SIGNS = {"locked": "🔒 "}


class StatusBadge(QLabel):
    """Follows a session from `follow` on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("Faint")
        self.setAccessibleName(_("Status"))
        self._session: Session | None = None
        self.status = ""

    def follow(self, session: Session) -> None:
        """Show the documents of another session."""
        self._session = session
        session.document_opened.connect(self._on_opened)
        session.document_closed.connect(self.show_status)
        session.bridge.changed.connect(self._on_changed)
        session.bridge.closing.connect(self.leave)
        self._on_opened()

    def leave(self) -> None:
        """The session is about to end."""
        self._session = None
        self.setText("")

    def _on_opened(self) -> None:
        self.show_status()
        if self.status == "locked" and self._session is not None:
            self._session.tell(N_("This document is locked: set another status to change it"))

    def _on_changed(self, changes: Changes) -> None:
        if changes.touches("layer") or changes.touches("document"):
            self.show_status()

    def show_status(self) -> None:
        """Read the status anew."""
        session = self._session
        desk = session.desk if session is not None else None
        self.status = ""
        if session is not None and desk is not None:
            layers = session.project.queries.layers(desk.id)
            self.status = next((row.status for row in layers if row.annotator == session.annotator), "new")
        self.setText(SIGNS.get(self.status, "") + status_title(self.status) if self.status else "")
