"""The case after the one in front, got ready while that one is looked at."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from annotator.ui.review.case_desk import CaseDesk
from annotator.ui.text.view import TextView


class NextCase(QObject):
    """Reads what the next case shows and lays its text out, once the case in front was painted; nothing is shown."""

    def __init__(self, desk: CaseDesk, view: TextView, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._view = desk, view
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._prepare)
        desk.case_changed.connect(self._soon.start)

    def close(self) -> None:
        """Read nothing more of the project, which is about to close."""
        self._soon.stop()

    def _prepare(self) -> None:
        case, state = self._desk.case, self._desk.state
        following = self._desk.following() if case is not None and self._desk.in_view else None
        if case is None or following is None or following.document == case.document:
            return
        self._view.prepare_document(state.texts[following.document], following.start)
        for number in state.in_document(following.document):
            if state.is_open(number):  # the marks around the case
                _ = state.found[number].variants
