"""Two or more ways to do one thing to texts, measured so that none is favoured.

Each side has a process of its own on the same core, so that none pays for what another keeps in memory: Python's
collector looks through all objects of a process whenever enough new ones were made, whoever made the others. What a
side set up is frozen (`gc.freeze`) before it is timed, for every side alike. The sides take turns text by text, so that
a machine that slows down slows all of them and none finds the processor's caches as it left them; of all rounds the
best time of each text counts, for every side alike.
"""

from __future__ import annotations

import gc
import multiprocessing
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

Work = Callable[[str], object]
_READY = "ready"


@dataclass(frozen=True, slots=True)
class Effort:
    """What all texts took at best: seconds of the processor, and by the clock."""

    processor: float
    clock: float


def _side(make: Callable[[], Work], texts: Sequence[str], asked: Connection) -> None:
    """In a side's own process: set up, warm caches, and answer each text's place with the seconds that it took."""
    work = make()
    for text in texts:
        work(text)
    gc.collect()
    gc.freeze()
    asked.send(_READY)
    while (place := asked.recv()) is not None:
        processor, clock = time.process_time(), time.perf_counter()
        work(texts[place])
        asked.send((time.process_time() - processor, time.perf_counter() - clock))


def efforts(makers: Sequence[Callable[[], Work]], texts: Sequence[str], rounds: int) -> list[Effort]:
    """What each side takes for all texts. Makers are functions of a module: each is called in its side's process."""
    context = multiprocessing.get_context("spawn")
    pipes, workers = [], []
    for make in makers:
        ours, theirs = context.Pipe()
        workers.append(context.Process(target=_side, args=(make, texts, theirs), daemon=True))
        workers[-1].start()
        pipes.append(ours)
        _told(ours)
    best = [[(float("inf"), float("inf"))] * len(texts) for _ in makers]
    for _ in range(rounds):
        for place in range(len(texts)):
            for pipe, times in zip(pipes, best, strict=True):
                pipe.send(place)
                processor, clock = _told(pipe)
                times[place] = min(times[place][0], processor), min(times[place][1], clock)
    for pipe, worker in zip(pipes, workers, strict=True):
        pipe.send(None)
        worker.join()
    return [Effort(sum(each for each, _ in times), sum(each for _, each in times)) for times in best]


def _told(pipe: Connection) -> Any:
    return pipe.recv()
