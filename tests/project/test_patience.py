"""A write that another program holds up is tried again, in order, and given up aloud."""

from __future__ import annotations

from annotator.core.errors import UserError
from annotator.project.patience import GIVE_UP_MS, STEPS_MS, Waiting
from annotator.storage.failures import BusyError


class Held:
    """Something that another program writes: busy for that many tries."""

    def __init__(self, busy: int) -> None:
        self.busy = busy
        self.written: list[str] = []

    def write(self, name: str) -> None:
        if self.busy > 0:
            self.busy -= 1
            raise BusyError("%(path)s is being written by another program", path="p")
        self.written.append(name)


def test_a_write_that_nobody_holds_up_is_done_at_once() -> None:
    held, waiting = Held(0), Waiting()
    assert waiting.run(lambda: held.write("a")) == "done"
    assert (held.written, waiting.error, waiting.pause_ms) == (["a"], None, 0)


def test_writes_that_wait_are_done_once_and_in_order() -> None:
    held, waiting = Held(3), Waiting()
    assert waiting.run(lambda: held.write("a")) == "waiting"
    assert waiting.run(lambda: held.write("b")) == "waiting"
    assert waiting.sentence[1] == {"count": 2}
    assert isinstance(waiting.error, BusyError)
    pauses = []
    while True:
        pauses.append(waiting.pause_ms)
        if waiting.again() == "done":
            break
    assert held.written == ["a", "b"]
    assert pauses == list(STEPS_MS[:3])
    assert waiting.error is None


def test_a_refused_write_is_told_of_and_holds_nobody_up() -> None:
    held, waiting = Held(1), Waiting()

    def refused() -> None:
        raise UserError("this is labelled ACTOR already")

    waiting.run(lambda: held.write("a"))
    waiting.run(refused)
    waiting.run(lambda: held.write("c"))
    assert waiting.again() == "refused"
    assert str(waiting.error) == "this is labelled ACTOR already"
    assert waiting.again() == "done"
    assert held.written == ["a", "c"]


def test_after_half_a_minute_the_write_is_given_up_aloud() -> None:
    held, waiting = Held(10**6), Waiting()
    assert waiting.run(lambda: held.write("a")) == "waiting"
    waited = 0
    while waiting.again() == "waiting":
        waited += waiting.pause_ms
    assert waited >= GIVE_UP_MS - 1000
    assert isinstance(waiting.error, BusyError)
    assert not waiting.waits
