"""Work off the window's thread: one own process and pipe per worker, so that it can be killed and begun anew.

A pool breaks whole when one of its processes dies and cannot stop a running call; this can do both.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from multiprocessing.util import Finalize
from typing import Any

from annotator.core.errors import UserError

_SPAWN = multiprocessing.get_context("spawn")


class _Own:
    """The pipe of the process that this is, where it is a worker; module state in one place."""

    pipe: Connection | None = None


def tell(done: int, count: int, doing: str = "") -> bool:
    """In a worker: tell how far the call is, for `Job.told`. True, since whoever stops a call ends its process.

    ``doing`` is a gettext id that says what is done now, for `Job.doing`.
    """
    if _Own.pipe is not None:
        _Own.pipe.send((None, ((done, count), doing)))
    return True


@dataclass(slots=True)
class Course:
    """The steps of a call in a worker, each told of before it is taken."""

    count: int
    done: int = 0

    def begin(self, doing: str) -> None:
        """Tell what is done next."""
        tell(self.done, self.count, doing)
        self.done += 1


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _serve(pipe: Connection, helped: bool) -> None:
    """The worker's loop: call what comes, send back what it gave or raised; ends with whoever asks."""
    _Own.pipe = pipe
    if helped and hasattr(os, "setpgid"):
        os.setpgid(0, 0)  # with those that it starts it is a group of its own, which can be ended at once
    with suppress(EOFError, ConnectionError):
        while True:
            function, arguments = pipe.recv()
            answer = _called(function, arguments)
            try:
                pipe.send(answer)
            except ConnectionError:
                return
            except Exception as error:  # noqa: BLE001 - what the call gave cannot be sent
                pipe.send(_broken(error))


def _called(function: Callable[..., Any], arguments: tuple[object, ...]) -> tuple[bool, Any]:
    """What a call gave (true), or what it raised, in words."""
    try:
        return True, function(*arguments)
    except UserError as error:
        return False, _taken_apart(error)
    except Exception as error:  # noqa: BLE001 - whatever it is, the caller hears of it
        return _broken(error)


def _broken(error: Exception) -> tuple[bool, Any]:
    return False, ("%(reason)s", {"reason": f"{type(error).__name__}: {error}"})


def _end(process: BaseProcess, helped: bool) -> None:
    """End a process now, and those that it started; where there are no groups these end with the call at hand."""
    if helped and process.pid is not None and hasattr(os, "killpg"):
        with suppress(ProcessLookupError, PermissionError):  # it has not come to be a group, and started none
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()


def _taken_apart(error: UserError) -> tuple[str, dict[str, object]]:
    """A sentence as words and numbers, so that no class of a heavy library is imported here again."""
    return error.message, {name: _plain(each) for name, each in error.arguments.items()}


def _plain(value: object) -> object:
    if isinstance(value, UserError):
        return _taken_apart(value)
    return value if isinstance(value, str | int | float) else str(value)


def _put_together(parts: tuple[str, dict[str, object]]) -> UserError:
    message, arguments = parts
    return UserError(
        message, **{name: _put_together(each) if isinstance(each, tuple) else each for name, each in arguments.items()}
    )


@dataclass(slots=True)
class Job:
    """One call under way. Ask `done` from a timer; then ``error`` or ``value`` is set.

    ``told`` is how far the call has said that it is: what is done, and what there is; ``doing`` says what it does.
    """

    worker: Worker
    deadline: float
    value: Any = None
    told: tuple[int, int] | None = None
    doing: str = ""
    error: UserError | None = None
    finished: bool = field(default=False)

    def done(self) -> bool:
        """Whether the call has ended; collects its result, and ends it when its time is up."""
        if not self.finished:
            self.worker.look(self)
        return self.finished

    def cancel(self) -> None:
        """End the call now by ending its process."""
        if not self.finished:
            self.fail(UserError("the work was stopped"))
            self.worker.kill()

    def fail(self, error: UserError) -> None:
        """End the job with an error."""
        self.error, self.finished = error, True

    def result(self, patience: float = 60.0) -> Any:  # noqa: ANN401 - whatever the call gives
        """Wait for the call and return what it gave.

        Raises:
            UserError: it failed, was stopped, or took longer than ``patience`` seconds.
        """
        end = time.monotonic() + patience
        while not self.done():
            if time.monotonic() > end:
                self.cancel()
            time.sleep(0.005)
        if self.error is not None:
            raise self.error
        return self.value


class Worker:
    """A killable process that carries out pure top-level functions, one at a time in the order of their calls.

    One that is ``helped`` may start processes of its own, which end when it does. This process ends it at its own
    exit, as `multiprocessing` does with all others.
    """

    def __init__(self, *, helped: bool = False) -> None:
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None
        self._helped = helped
        self._at_exit: Finalize | None = None

    def submit(self, function: Callable[..., Any], *arguments: object, seconds: float = 600.0) -> Job:
        """Start a call; it is ended when it takes longer than ``seconds``.

        One that is under way is carried out first, and its job must be asked first.

        Raises:
            UserError: the process cannot be reached.
        """
        if self._process is None or not self._process.is_alive():
            self._start()
        assert self._pipe is not None
        try:
            self._pipe.send((function, arguments))
        except OSError as error:
            self.kill()
            raise UserError("the worker cannot be reached: %(reason)s", reason=error) from error
        return Job(self, time.monotonic() + seconds)

    def _start(self) -> None:
        self.kill()
        self._pipe, theirs = _SPAWN.Pipe()
        self._process = _SPAWN.Process(target=_serve, args=(theirs, self._helped), daemon=not self._helped)
        self._process.start()
        if self._helped:  # one that is no daemon would be waited for at exit, and it would wait for calls
            self._at_exit = Finalize(None, _end, (self._process, True), exitpriority=1)
        theirs.close()

    def look(self, job: Job) -> None:
        """Collect a job's result if it is there; fail it where the process died or its time is up."""
        if self._pipe is None or self._process is None:
            job.fail(UserError("the work was stopped"))
            return
        try:
            while self._pipe.poll():
                right, value = self._pipe.recv()
                if right is None:
                    job.told, job.doing = value
                    continue
                job.finished = True
                if right:
                    job.value = value
                else:
                    job.error = _put_together(value)
                return
        except (EOFError, OSError):
            self._died(job)
            return
        if not self._process.is_alive():
            self._died(job)
        elif time.monotonic() > job.deadline:
            job.fail(UserError("the work took too long and was stopped"))
            self.kill()

    def _died(self, job: Job) -> None:
        code = None
        if self._process is not None:
            self._process.join(1.0)  # its pipe is gone a moment before its code can be told
            code = self._process.exitcode
        job.fail(UserError("the worker ended unexpectedly (%(code)s); it starts anew", code=code))
        self.kill()

    def kill(self) -> None:
        """End the process, whatever it does; the next call starts a new one."""
        if self._process is not None:
            _end(self._process, self._helped)
            self._process.join()
            self._process = None
        if self._at_exit is not None:
            self._at_exit.cancel()
            self._at_exit = None
        if self._pipe is not None:
            self._pipe.close()
            self._pipe = None
