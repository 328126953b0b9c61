"""A second process beside a worker's own, to which a call gives a part of its work."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any

from annotator.core.errors import UserError
from annotator.project.jobs import Job, Worker, processors

PATIENCE = 600.0


class Mate:
    """Takes one call after the other. What it fails in is done here: whoever gives it work need not know of it.

    Give it no large call before the answer to another large one was taken: both sides would wait to send.
    """

    def __init__(self) -> None:
        self._worker = Worker()
        self._asked: deque[Job] = deque()

    def __call__(self, function: Callable[..., Any], *arguments: object) -> Callable[[], Any]:
        """Begin a call in the second process; what comes back waits for it and gives its value."""
        here = partial(function, *arguments)
        while self._asked and self._asked[0].done():
            self._asked.popleft()
        try:
            job = self._worker.submit(function, *arguments)
        except UserError:
            return here
        self._asked.append(job)
        return partial(self._answer, job, here)

    def _answer(self, job: Job, here: Callable[[], Any]) -> Any:  # noqa: ANN401 - whatever the call gives
        while job in self._asked:  # answers come in the order of the calls
            _wait_for(self._asked.popleft())
        return job.value if job.error is None else here()

    def close(self) -> None:
        """End the process; a call after this begins a new one."""
        self._worker.kill()
        self._asked.clear()


def _wait_for(job: Job) -> None:
    try:
        job.result(PATIENCE)
    except UserError:
        return


class _Own:
    """The mate of this process; module state in one place."""

    mate: Mate | None = None


def mate() -> Mate | None:
    """The mate of this process, begun with its first call; none where there is one processor only.

    None either in a process that may start no others, which is any worker that is not ``helped``.
    """
    if _Own.mate is None and processors() > 1 and not multiprocessing.current_process().daemon:
        _Own.mate = Mate()
    return _Own.mate
