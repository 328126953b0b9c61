"""Events as people read them: when, who, what."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QDateTime, Qt
from PySide6.QtGui import QColor, QPalette

from annotator.core.i18n import N_, _
from annotator.project.undoing import EventRow
from annotator.ui.languages import window_locale
from annotator.ui.models.rows import Index, RowsModel

_HEADINGS = (N_("When"), N_("Who"), N_("What"))
_KINDS = {"undo": N_("undone: %(what)s"), "redo": N_("done again: %(what)s")}


def moment(time: str) -> str:
    """An ISO time in UTC as the user's clock and language show it."""
    local = QDateTime.fromString(time, Qt.DateFormat.ISODateWithMs).toLocalTime()
    return window_locale().toString(local, "d MMM HH:mm:ss")


def what(event: EventRow) -> str:
    """What an event did, in words."""
    title = _(event.title)
    return _(_KINDS[event.kind]) % {"what": title} if event.kind in _KINDS else title


class HistoryModel(RowsModel):
    """One row per event, the newest first."""

    headings = _HEADINGS

    def __init__(self) -> None:
        super().__init__()
        self._events: list[EventRow] = []

    def show_events(self, events: list[EventRow]) -> None:
        """Show other events."""
        self.beginResetModel()
        self._events = events
        self.endResetModel()

    def event_at(self, row: int) -> EventRow | None:
        """The event of a row."""
        return self._events[row] if 0 <= row < len(self._events) else None

    def rows(self) -> Sequence[object]:
        """The rows there are."""
        return self._events

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """What a cell shows."""
        if not index.isValid():
            return None
        event = self._events[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return (moment(event.time), event.actor or _("Raqim"), what(event))[index.column()]
        if role == Qt.ItemDataRole.ForegroundRole and event.undone:
            return QColor(QPalette().color(QPalette.ColorRole.PlaceholderText))
        return None
