"""The edges of the answer that is being edited, moved by arrow keys."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeyEvent

from annotator.core.i18n import _
from annotator.ui.boundaries import nudged, step_towards
from annotator.ui.keyboard import key_name
from annotator.ui.review.case_desk import NOTHING_TO_EDIT, CaseDesk
from annotator.ui.text.view import TextView

_ARROWS = {"Left": -1, "Right": 1}


class CaseEdges(QObject):
    """While it is ``active``, arrows are its own; another case ends that."""

    def __init__(self, desk: CaseDesk, view: TextView, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._view = desk, view
        self.active = False
        desk.case_changed.connect(self._stop)

    def begin(self) -> None:
        """Begin to move the edges."""
        if self._desk.start_draft() is None:
            self._desk.tell(NOTHING_TO_EDIT)
            return
        self.active = True
        self._desk.draft_changed.emit()
        said = _("Arrows move the end, with Shift the start, with Ctrl by words; Enter accepts, Esc gives up")
        self._desk.told.emit(said)

    def leave(self) -> None:
        """Give up what is being edited."""
        self._stop()
        self._desk.drop_draft()
        self._view.setFocus()

    def press(self, event: QKeyEvent) -> bool:
        """Act on a key; whether it moved an edge."""
        return self.active and self._move(event)

    def _stop(self) -> None:
        self.active = False

    def _move(self, event: QKeyEvent) -> bool:
        """Arrows move the end, with Shift the start, with Ctrl by words; the way that the eye sees."""
        direction, draft = _ARROWS.get(key_name(event)), self._desk.draft
        if direction is None or draft is None or len(draft.extent) > 1:
            return False
        (start, end), = draft.extent  # fmt: skip
        text, held = self._desk.text, event.modifiers()
        edge = "start" if held & Qt.KeyboardModifier.ShiftModifier else "end"
        unit = "word" if held & Qt.KeyboardModifier.ControlModifier else "letter"
        step = step_towards(text, start, direction)
        moved = nudged(text, start, end, edge, step, unit)  # type: ignore[arg-type]  # both are the literals wanted
        if moved != (start, end):
            self._desk.change_draft(extent=(moved,))
            self._view.reveal(*moved)
        return True
