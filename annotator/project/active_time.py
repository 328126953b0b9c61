"""Active seconds per document and annotator: what labelling costs, never who is how quick.

A pause longer than `IDLE_S` counts as none of it. Times are no events: they stay in the file that they were measured
in, a merge takes them over, a hand-off leaves them out, and in one nothing is counted unless the project asks for it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from annotator.project.project import Project
from annotator.storage.failures import BusyError

IDLE_S = 60.0
"""A longer pause between two signs of work is idleness; none of it counts."""
WRITE_S = 15.0
"""How many seconds are gathered before they are written."""
SETTING = "active_time"
"""The project's setting: true or false; where it is not set, times are counted except in hand-offs."""
IN_HAND_OFFS = "active_time_in_hand_offs"
"""The project's setting that has times counted in hand-offs too."""


def counted(project: Project) -> bool:
    """Whether times are counted in this file."""
    if project.handed_to:
        return bool(project.queries.setting(IN_HAND_OFFS, default=False))
    return bool(project.queries.setting(SETTING, default=True))


@dataclass(slots=True)
class ActiveTime:
    """The stopwatch of one open window. `tick` is called at every sign of work (a key, a click, a scroll)."""

    project: Project
    clock: Callable[[], float] = time.monotonic
    _last: float | None = None
    _where: tuple[str, str] = ("", "")
    _gathered: dict[tuple[str, str], float] = field(default_factory=dict)

    def tick(self, document: str, annotator: str) -> None:
        """Somebody works on a document now. Costs microseconds; every `WRITE_S` one short write."""
        now = self.clock()
        if self._last is not None and self._where == (document, annotator):
            pause = now - self._last
            if 0 < pause <= IDLE_S:
                self._gathered[self._where] = self._gathered.get(self._where, 0.0) + pause
        self._last, self._where = now, (document, annotator)
        if sum(self._gathered.values()) >= WRITE_S:
            self.flush()

    def flush(self) -> None:
        """Write what was gathered: on leaving a document, and on closing. A busy file is tried again later."""
        if not self._gathered or self.project.read_only:
            return
        if not counted(self.project):
            self._gathered.clear()
            return
        with suppress(BusyError):
            self.project.add_active_time(self._gathered)
            self._gathered.clear()


__all__ = ["IDLE_S", "IN_HAND_OFFS", "SETTING", "WRITE_S", "ActiveTime", "counted"]
