from __future__ import annotations

import os
import time

import pytest

from annotator.core.errors import UserError
from annotator.project.jobs import Worker, tell


def double(number: int) -> int:
    return number * 2


def refuse() -> None:
    raise UserError("there is no %(thing)s", thing="moon")


def refuse_with_a_reason() -> None:
    raise UserError("%(what)s: %(reason)s", what="night", reason=UserError("there is no %(thing)s", thing="moon"))


def go_on() -> str:
    assert tell(1, 4)
    assert tell(3, 4)
    return "done"


def break_down() -> None:
    raise ValueError("odd")


def vanish() -> None:
    os._exit(3)


def test_a_worker_gives_back_what_its_function_gave() -> None:
    worker = Worker()
    assert worker.submit(double, 21).result() == 42
    assert worker.submit(double, 4).result() == 8
    worker.kill()


def test_what_a_function_refuses_or_breaks_on_is_raised_here() -> None:
    worker = Worker()
    with pytest.raises(UserError, match="no moon"):
        worker.submit(refuse).result()
    with pytest.raises(UserError, match="ValueError: odd"):
        worker.submit(break_down).result()
    assert worker.submit(double, 1).result() == 2
    worker.kill()


def test_a_reason_that_is_a_sentence_comes_as_one() -> None:
    worker = Worker()
    job = worker.submit(refuse_with_a_reason)
    with pytest.raises(UserError, match="night: there is no moon"):
        job.result()
    worker.kill()
    assert job.error is not None
    reason = job.error.arguments["reason"]
    assert isinstance(reason, UserError)
    assert (reason.message, reason.arguments) == ("there is no %(thing)s", {"thing": "moon"})


def test_a_call_tells_how_far_it_is() -> None:
    worker = Worker()
    job = worker.submit(go_on)
    assert job.result() == "done"
    assert job.told == (3, 4)
    worker.kill()


def test_a_worker_that_dies_is_told_of_and_starts_anew() -> None:
    worker = Worker()
    with pytest.raises(UserError, match=r"ended unexpectedly \(3\)"):
        worker.submit(vanish).result()
    assert worker.submit(double, 5).result() == 10
    worker.kill()


def test_a_call_that_takes_too_long_is_stopped() -> None:
    worker = Worker()
    with pytest.raises(UserError, match="too long"):
        worker.submit(time.sleep, 60, seconds=0.2).result()
    assert worker.submit(double, 5).result() == 10
    worker.kill()


def test_a_cancelled_call_ends_at_once() -> None:
    worker = Worker()
    job = worker.submit(time.sleep, 60)
    job.cancel()
    assert job.done()
    with pytest.raises(UserError, match="stopped"):
        job.result()
    worker.kill()
