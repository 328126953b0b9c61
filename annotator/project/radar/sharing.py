"""The documents of a survey harvested by this process, and where there are many by a second one beside it.

This process asks the second one for a few documents at a time and takes what both made in the documents' order, so
that the survey is what one process would have made of it. It never waits for the other: what comes late it makes
itself. To ask no more is to stop both; the second process ends with its pipe, whatever became of the first.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from annotator.core.errors import UserError
from annotator.project.jobs import Job, Worker, processors
from annotator.project.radar.harvest import Harvest, harvested
from annotator.project.radar.sheet import Ground
from annotator.storage.store import Store, no_rounds

BLOCK = 50
"""So many documents are harvested in one go: what they give fits into a pipe, so that nobody waits to send it."""
LEAST = 5_000
"""Fewer documents are done before a second process has begun."""
ASKED = 4
"""So many blocks are asked of the second process at a time: it goes on while this one is busy."""
AHEAD = 20
"""So many blocks may be made before an earlier one that is asked of the second process."""

Block = Sequence[str]
Made = list[Harvest]
Ready = tuple[Block, Made]
"""Some documents, by their ids, and what those of them that are there gave."""


class Limits:
    """When a second process is worth it; module state in one place."""

    least = LEAST


class _Desk:
    """What the second process works on."""

    store: Store | None = None
    ground = Ground()


def begin(path: Path, ground: Ground) -> None:
    """In the second process: open the file that is surveyed.

    Raises:
        UserError: it cannot be read.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal is for the first, which ends this one
    _Desk.store, _Desk.ground = Store.open(path, reading=True), ground


def go_on(documents: Block) -> Made:
    """In the second process: harvest some documents.

    Raises:
        UserError: they cannot be read.
    """
    assert _Desk.store is not None
    return _made(_Desk.store, _Desk.ground, documents)


def harvests(store: Store, ground: Ground, documents: Sequence[str]) -> Iterator[list[Ready]]:
    """The harvest of documents, block by block in their order; yields after each that was made here.

    Raises:
        UserError: they cannot be read.
    """
    blocks = [documents[first : first + BLOCK] for first in range(0, len(documents), BLOCK)]
    partner = partner_for(store.path, ground) if len(documents) >= Limits.least else None
    try:
        yield from in_order(blocks, partial(_made, store, ground), partner)
    finally:
        if partner is not None:
            partner.close()


def in_order(blocks: Sequence[Block], make: Callable[[Block], Made], partner: Partner | None) -> Iterator[list[Ready]]:
    """What blocks give, in their order, made here and by the partner; yields those that are ready after each step."""
    todo, made, place = deque(range(len(blocks))), dict[int, Made](), 0
    while place < len(blocks):
        if partner is not None:
            partner.ask(todo, blocks)
            made.update((number, found) for number, found in partner.answers() if number >= place)
        if place not in made:
            own = todo.popleft() if todo and len(made) < AHEAD else place
            made[own] = make(blocks[own])
        ready = []
        while place in made:
            ready.append((blocks[place], made.pop(place)))
            place += 1
        yield ready


def _made(store: Store, ground: Ground, documents: Block) -> Made:
    with no_rounds():
        return harvested(store, ground, documents)


def partner_for(path: Path, ground: Ground) -> Partner | None:
    """A second process; nothing where there is one processor only, or none can be started."""
    if processors() < 2 or multiprocessing.current_process().daemon:  # such a process may start none
        return None
    try:
        return Partner(path, ground)
    except (OSError, UserError):
        return None


class Partner:
    """The second process. One that fails is asked no more: this process then meets the same, or does without."""

    def __init__(self, path: Path, ground: Ground) -> None:
        self._worker = Worker()
        self._begun: Job | None = self._worker.submit(begin, path, Ground(ground.scheme, (), ground.versions))
        self._asked: deque[tuple[int, Job]] = deque()
        self._broken = False

    def ask(self, todo: deque[int], blocks: Sequence[Block]) -> None:
        """Ask for the next blocks, as far as the process has begun and has room."""
        if self._begun is not None and self._begun.done():
            self._broken, self._begun = self._begun.error is not None, None
        try:
            while self._begun is None and not self._broken and todo and len(self._asked) < ASKED:
                self._asked.append((todo[0], self._worker.submit(go_on, blocks[todo[0]])))
                todo.popleft()
        except UserError:
            self._broken = True

    def answers(self) -> Iterator[tuple[int, Made]]:
        """What is there by now, each with the number of its block."""
        while self._asked and not self._broken and self._asked[0][1].done():
            number, job = self._asked.popleft()
            self._broken = job.error is not None
            if not self._broken:
                yield number, job.value

    def close(self) -> None:
        """End the process."""
        self._worker.kill()
