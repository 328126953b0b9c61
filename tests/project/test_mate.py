"""A worker's mate: a second process that takes a part of a call's work, and ends when the worker is ended."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from annotator.project import mate as mates
from annotator.project.jobs import Worker, processors
from annotator.project.mate import Mate, mate


@pytest.fixture
def beside() -> Iterator[Mate]:
    made = Mate()
    yield made
    made.close()


def doubled(number: int) -> tuple[int, int]:
    return number * 2, os.getpid()


def fail_elsewhere(here: int) -> str:
    if os.getpid() != here:
        os._exit(3)
    return "done here"


def refuse() -> None:
    raise ValueError("odd")


def begin_and_sleep() -> tuple[int, int]:
    """In a worker: give its mate work for a minute."""
    found = mate()
    assert found is not None
    _, theirs = found(doubled, 1)()
    found(time.sleep, 60)
    return os.getpid(), theirs


def test_a_call_is_made_in_another_process(beside: Mate) -> None:
    value, process = beside(doubled, 4)()
    assert (value, process != os.getpid()) == (8, True)


def test_answers_may_be_left_or_asked_for_late(beside: Mate) -> None:
    beside(doubled, 1)
    late = beside(doubled, 2)
    assert beside(doubled, 3)()[0] == 6
    assert late()[0] == 4


def test_what_the_mate_dies_of_is_done_here(beside: Mate) -> None:
    assert beside(fail_elsewhere, os.getpid())() == "done here"
    assert beside(doubled, 1)()[0] == 2


def test_what_the_mate_refuses_is_refused_here_too(beside: Mate) -> None:
    with pytest.raises(ValueError, match="odd"):
        beside(refuse)()


def test_with_one_processor_there_is_no_mate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mates, "processors", lambda: 1)
    assert mate() is None
    assert partial(doubled, 2)()[0] == 4


@pytest.mark.skipif(not Path("/proc/self/stat").is_file(), reason="it cannot be told here which processes run")
@pytest.mark.skipif(processors() < 2, reason="with one processor there is no mate")
def test_to_end_a_worker_is_to_end_its_mate() -> None:
    worker = Worker(helped=True)
    own, theirs = worker.submit(begin_and_sleep).result(120.0)
    worker.kill()
    assert own not in {each.pid for each in multiprocessing.active_children()}
    end = time.monotonic() + 60
    while _runs(theirs) and time.monotonic() < end:
        time.sleep(0.01)
    assert not _runs(theirs)


def _runs(process: int) -> bool:
    """Whether a process runs; one that has ended may still be listed by its number."""
    try:
        told = Path(f"/proc/{process}/stat").read_text("ascii")
    except OSError:
        return False
    return told.rpartition(")")[2].split()[0] not in "ZX"
