"""Patience: a write that is held up is tried again by a timer, and says what it waits for.

Another program's writing is waited for half a minute; a full disk or a stick that is out as long as the window is open.

Pure: it knows no clock and no window. The caller's timer calls `Waiting.again`; ``STEPS_MS`` says when.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from annotator.core.errors import UserError
from annotator.core.i18n import N_, speak
from annotator.storage.failures import BusyError, HeldUpError

STEPS_MS = (10, 20, 40, 80, 160, 250)
"""How long the timer waits before each further try; the last holds from then on."""
GIVE_UP_MS = 30_000

Outcome = Literal["done", "waiting", "refused"]


@dataclass(slots=True)
class Waiting:
    """Writes in the order in which they were asked for: none overtakes another, none is done twice.

    ``error`` is what the last write met: a `HeldUpError` while it waits, another one where it was refused.
    """

    waits: deque[Callable[[], object]] = field(default_factory=deque)
    error: UserError | None = None
    tries: int = 0
    waited_ms: int = 0

    def run(self, write: Callable[[], object]) -> Outcome:
        """Carry a write out now, or put it behind those that wait."""
        self.waits.append(write)
        return self.again() if len(self.waits) == 1 else "waiting"

    def again(self) -> Outcome:
        """Try what waits, oldest first, until one has to wait longer. Called by a timer after `pause_ms`."""
        self.waited_ms += self.pause_ms if self.tries else 0
        while self.waits:
            try:
                self.waits[0]()
            except HeldUpError as error:
                self.tries += 1
                self.error = error
                if isinstance(error, BusyError) and self.waited_ms >= GIVE_UP_MS:
                    return self._refuse(error)
                return "waiting"
            except UserError as error:
                return self._refuse(error)
            self._next()
        self.error = None
        return "done"

    def _next(self) -> None:
        self.waits.popleft()
        self.tries = self.waited_ms = 0

    def _refuse(self, error: UserError) -> Outcome:
        """The write is given up and told of; those behind it stay, for `again`."""
        self._next()
        self.error = error
        return "refused"

    @property
    def pause_ms(self) -> int:
        """How long to wait before the next try."""
        return STEPS_MS[min(self.tries, len(STEPS_MS)) - 1] if self.tries else 0

    @property
    def sentence(self) -> tuple[str, dict[str, object]]:
        """What is waited for, as a gettext id with its arguments."""
        if self.error is not None and not isinstance(self.error, BusyError):
            return N_("not saved yet (%(count)s changes wait): %(reason)s"), {
                "count": len(self.waits), "reason": speak(self.error.message, self.error.arguments)
            }  # fmt: skip
        return N_("waiting for another program that writes this project (%(count)s changes wait)"), {
            "count": len(self.waits)
        }
