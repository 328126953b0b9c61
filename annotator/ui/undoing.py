"""Undo and redo by key: the annotator's own changes, across restarts."""

from __future__ import annotations

from annotator.core.changes import Changes
from annotator.core.i18n import N_, _
from annotator.project.undoing import EventRow
from annotator.ui.session import Session
from annotator.ui.walking import Walking


class Undoing:
    """Takes back and brings back, and shows what it did."""

    def __init__(self, session: Session, walking: Walking) -> None:
        self._session = session
        self._walking = walking

    def undo(self) -> None:
        """Take back the annotator's newest change."""
        who = self._session.annotator
        row = self._session.project.next_undo(who)
        self._after(self._session.bridge.undo(who), row, N_("Undone: %(what)s"))

    def redo(self) -> None:
        """Bring back what was taken back last."""
        who = self._session.annotator
        row = self._session.project.next_redo(who)
        self._after(self._session.bridge.redo(who), row, N_("Done again: %(what)s"))

    def _after(self, changes: Changes | None, row: EventRow | None, said: str) -> None:
        if changes is None or row is None:
            return
        self._session.tell(said, what=_(row.title))
        self._show(changes)

    def _show(self, changes: Changes) -> None:
        desk = self._session.desk
        touched = (*changes.ids.get("span", ()), *changes.ids.get("suggestion", ()))
        marks = (*touched, *_suggestions_of(changes))
        here = [thing for each in marks if desk and (thing := desk.thing(each)) is not None]
        if here:
            self._walking.focus(min(here, key=lambda each: each.start).id)


def _suggestions_of(changes: Changes) -> list[str]:
    """The suggestions whose decisions changed: a decision's id begins with its suggestion's."""
    return [each.split(":")[0] for each in changes.ids.get("decision", ())]
