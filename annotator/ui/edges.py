"""Edges by key: over clitics, by word and by letter. Quick nudges of one span are one undo step."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from annotator.core.command import AcceptSuggestion, ChangeSpan, Command
from annotator.core.i18n import N_
from annotator.core.span import Extent
from annotator.core.suggestion import Suggestion
from annotator.ui.boundaries import Side, Unit, cycled, edge_on, nudged, step_towards
from annotator.ui.open_document import Thing
from annotator.ui.session import Session
from annotator.ui.walking import Walking
from annotator.ui.words import Extent as Stretch

MERGE_SECONDS = 2.0


@dataclass(slots=True)
class _LastNudge:
    """What the last nudge did: the thing as it was before the first one, the span it made, its event, when."""

    before: Thing
    span: str
    event: str
    at: float


class Edges:
    """Moves the edges of the focused mark; a suggestion whose edge is moved is accepted as corrected."""

    def __init__(self, session: Session, walking: Walking) -> None:
        self._session = session
        self._walking = walking
        self._last: _LastNudge | None = None

    def cycle(self) -> None:
        """The next place where the first word can begin: as written, without و ف, without ب ل ك."""
        self._move(cycled)

    def grow(self) -> None:
        """Take the next word into the focused mark, or into the selection."""
        if self._session.focused() is None:
            self._walking.grow_selection()
        else:
            self._move(lambda text, start, end: nudged(text, start, end, "end", 1, "word"))

    def nudge(self, side: Side, direction: int, unit: Unit) -> None:
        """Move the edge on one side for the eye to the left (-1) or right (1), by a letter or a word."""

        def moved(text: str, start: int, end: int) -> Stretch:
            edge = edge_on(text, start, side)
            return nudged(text, start, end, edge, step_towards(text, start, direction), unit)

        self._move(moved)

    def _move(self, change: Callable[[str, int, int], Stretch]) -> None:
        desk, thing = self._session.desk, self._session.focused()
        if desk is None or thing is None:
            self._session.tell(N_("Nothing is singled out: go to a span or suggestion first"))
            return
        extent = change(desk.text, thing.start, thing.end)
        if extent == (thing.start, thing.end):
            self._session.tell(N_("The edge cannot go further"))
            return
        self._write(self._first_state(thing), extent)

    def _first_state(self, thing: Thing) -> Thing:
        """The thing as it was before a series of quick nudges, whose last event is taken back for it."""
        last, self._last = self._last, None
        if last is None or last.span != thing.id or time.monotonic() - last.at > MERGE_SECONDS:
            return thing
        newest = self._session.project.next_undo(self._session.annotator)
        if newest is None or newest.id != last.event:
            return thing
        return last.before if self._session.bridge.undo(self._session.annotator) is not None else thing

    def _write(self, before: Thing, extent: Stretch) -> None:
        changes = self._session.do(_command(before, extent, self._session.annotator))
        desk = self._session.desk
        if changes is None or desk is None:
            return
        made = [each for each in changes.ids.get("span", ()) if each in desk.spans]
        newest = self._session.project.next_undo(self._session.annotator)
        if made:
            self._walking.focus(made[0])
            if newest is not None:
                self._last = _LastNudge(before, made[0], newest.id, time.monotonic())


def _command(before: Thing, extent: Stretch, annotator: str) -> Command:
    if isinstance(before, Suggestion):
        return AcceptSuggestion(before.id, annotator, extent=(extent,))
    return ChangeSpan(before.id, extent=_stretched(before.extent, extent))


def _stretched(pieces: Extent, outer: tuple[int, int]) -> Extent:
    """The pieces of a span between new outer edges; a piece that is passed over goes."""
    start, end = outer
    kept = [(low, high) for low, high in pieces if high > start and low < end]
    if not kept:
        return (outer,)
    kept[0] = (start, kept[0][1])
    kept[-1] = (kept[-1][0], end)
    return tuple(kept)
