"""Outside suggesters: any program that reads documents as JSON lines and writes suggestions as JSON lines.

They are registered in the user's settings and nowhere else: a command in a project file would be somebody else's
code. Each runs as its own process, started when it is first needed and anew after a crash or hang.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import TracebackType

from annotator.core.errors import Problem, UserError, problem
from annotator.core.scheme import Scheme
from annotator.core.settings import Settings
from annotator.core.suggestion import Suggested
from annotator.project.outside_camel import CamelSuggester
from annotator.project.outside_program import Program
from annotator.project.outside_registry import Registration, registrations
from annotator.project.outside_rounds import AllRound, Suggester, told, waited
from annotator.suggest.outside import Answer, parsed, question

LONG = 20_000
"""An answer of more bytes is read and checked off the caller's thread."""
FAILURES = 3
"""After so many failures in a row a suggester is left out until the next run."""


@dataclass(slots=True)
class OutsideRound:
    """One document given to an outside program."""

    suggester: OutsideSuggester
    document: str
    text: str
    deadline: float
    seconds: float
    fresh: bool
    """Whether the program was started for this document."""
    value: Suggested | None = None
    error: UserError | None = None
    checking: threading.Thread | None = None

    def done(self) -> bool:
        """Whether the answer is there, or will never come."""
        if self.value is None and self.error is None:
            self.suggester.look(self)
        return self.value is not None or self.error is not None

    def cancel(self) -> None:
        """Give up on it, and end the program that may be at it still."""
        if self.value is None and self.error is None:
            self.error = UserError("the work was stopped")
            self.suggester.close()


class OutsideSuggester:
    """A registered program. ``problems`` collects what was left out of its answers."""

    def __init__(self, registration: Registration, scheme: Scheme | None = None) -> None:
        self.registration = registration
        self.name = registration.name
        self.problems: list[Problem] = []
        self._scheme = scheme
        self._program: Program | None = None
        self._failures = 0

    def begin(self, document: str, text: str) -> OutsideRound:
        """Give the program a document; does not wait for it.

        Raises:
            UserError: it cannot be started, or failed too often.
        """
        if self._failures >= FAILURES:
            raise UserError(
                "the suggester %(name)s failed %(count)s times in a row and is left out",
                name=self.name, count=self._failures,
            )  # fmt: skip
        if self._program is not None and self._program.is_over():
            self.close()
        fresh = self._program is None
        seconds = self.registration.seconds + (self.registration.start_seconds if fresh else 0.0)
        self._started().send(partial(question, document, text))
        return OutsideRound(self, document, text, time.monotonic() + seconds, seconds, fresh)

    def suggest(self, document: str, text: str) -> Suggested:
        """What the program suggests for a text, checked. Offsets are code points, half-open.

        Raises:
            UserError: it could not be started, crashed, took too long, or failed too often; it starts anew next time.
        """
        return waited(self.begin(document, text))

    def _started(self) -> Program:
        if self._program is None:
            try:
                self._program = Program(self.registration.command)
            except (OSError, ValueError) as error:
                self._failures = FAILURES  # it will not start the next time either
                raise UserError(
                    "the suggester %(name)s cannot be started: %(reason)s", name=self.name, reason=error
                ) from error
        return self._program

    def look(self, asked: OutsideRound) -> None:
        """Collect an answer if it is there; fail it where the program ended or its time is up."""
        if asked.checking is not None:
            if asked.checking.is_alive():
                return
            asked.checking = None
        program = self._program
        if program is None:
            asked.error = UserError("the work was stopped")
            return
        try:
            while asked.value is None:
                line = program.received()
                if line is None:
                    self._end(asked, program)
                    return
                if len(line) > LONG:
                    asked.checking = threading.Thread(target=self._take, args=(asked, line), daemon=True)
                    asked.checking.start()
                    return
                self._take(asked, line)
        except queue.Empty:
            if time.monotonic() > asked.deadline:
                late = UserError(
                    "the suggester %(name)s took longer than %(seconds)s seconds and was ended",
                    name=self.name, seconds=f"{asked.seconds:g}",
                )  # fmt: skip
                self._fail(asked, late)

    def _take(self, asked: OutsideRound, line: bytes) -> None:
        """A line of the program: the answer, or something that is told and passed over."""
        where = f"{self.name}: {asked.document}"
        try:
            data = parsed(line)
        except UserError as error:
            self._note(problem(where, error.message, **error.arguments))
            return
        if data.get("id") != asked.document:
            self._note(problem(where, "an answer for another document: %(id)s", id=str(data.get("id"))[:60]))
            return
        if data.get("error"):
            self._note(problem(where, "the suggester says: %(reason)s", reason=str(data["error"])[:300]))
        answer = Answer(self.name, asked.document, asked.text, data, self._scheme)
        for each in answer.problems:
            self._note(each)
        self._failures = 0
        asked.value = answer.suggested

    def _note(self, each: Problem) -> None:
        if len(self.problems) < 1000:
            self.problems.append(each)

    def _end(self, asked: OutsideRound, program: Program) -> None:
        """The program ended without an answer. One that ends well behind each answer is begun anew, once."""
        code = program.ending()
        if code != 0 or asked.fresh:
            self._fail(asked, self._ending(program, code))
            return
        self.close()
        asked.fresh = True
        asked.seconds += self.registration.start_seconds
        asked.deadline += self.registration.start_seconds
        try:
            self._started().send(partial(question, asked.document, asked.text))
        except UserError as error:
            self._fail(asked, error)

    def _ending(self, program: Program, code: int | None) -> UserError:
        if program.flooded:
            return UserError("the suggester %(name)s says too much and was ended", name=self.name)
        last = program.complaint().splitlines()[-3:]
        return UserError(
            "the suggester %(name)s ended (%(code)s): %(reason)s", name=self.name, code=code, reason=" / ".join(last)
        )

    def _fail(self, asked: OutsideRound, error: UserError) -> None:
        asked.error = error
        self._failures += 1
        self.close()

    def close(self) -> None:
        """End the program; the next document starts it anew."""
        if self._program is not None:
            self._program.kill()
            self._program = None


class OutsideSuggesters:
    """All suggesters of the user that run outside this process, with camel-tools where it is installed.

    Used in a ``with`` block, or closed by hand. One that fails is reported; the rest go on.
    """

    def __init__(self, suggesters: Sequence[Suggester]) -> None:
        self.suggesters = list(suggesters)
        self._told: set[str] = set()

    @classmethod
    def of(cls, settings: Settings, scheme: Scheme | None = None, names: Sequence[str] = ()) -> OutsideSuggesters:
        """Those that the settings enable, or just the named ones. Starts no process yet."""
        from annotator.suggest.camel import camel_hindrance

        found: list[Suggester] = [
            OutsideSuggester(each, scheme)
            for each in registrations(settings)
            if (each.name in names if names else each.enabled)
        ]
        wanted = "camel" in names if names else bool(settings.get("camel", True))
        if wanted and not camel_hindrance():
            found.append(CamelSuggester(places=bool(settings.get("camel_places", False))))
        return cls(found)

    def begin(self, document: str, text: str) -> AllRound:
        """Give all of them a document at once; does not wait."""
        asked = AllRound([], document)
        for each in self.suggesters:
            try:
                asked.rounds.append((each, each.begin(document, text)))
            except UserError as error:
                if each.name not in self._told:  # one that does not start says so once
                    asked.problems.append(told(each, document, error))
                self._told.add(each.name)
        return asked

    def suggest(self, document: str, text: str) -> tuple[Suggested, list[Problem]]:
        """What they suggest together for a text, and what went wrong on the way."""
        asked = self.begin(document, text)
        while not asked.done():
            time.sleep(0.002)
        suggested = asked.value
        return suggested, [*asked.problems, *self.take_problems()]

    def take_problems(self) -> list[Problem]:
        """What was left out of their answers since it was last asked."""
        found = [problem for each in self.suggesters for problem in each.problems]
        for each in self.suggesters:
            each.problems.clear()
        return found

    def close(self) -> None:
        """End all processes."""
        for each in self.suggesters:
            each.close()

    def __enter__(self) -> OutsideSuggesters:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


@dataclass(frozen=True, slots=True)
class OutsideReport:
    """What outside suggesters gave for many documents, by document id, and what went wrong."""

    suggested: Mapping[str, Suggested]
    problems: tuple[Problem, ...]


def outside_suggestions(
    settings: Settings, documents: Iterable[tuple[str, str]], scheme: Scheme | None = None, names: Sequence[str] = ()
) -> OutsideReport:
    """What the user's outside suggesters give for documents ``(id, text)``; their processes end with the call.

    A scheme lets their labels, attributes and relations be checked. Nothing that a suggester does raises.
    """
    found: dict[str, Suggested] = {}
    problems: list[Problem] = []
    with OutsideSuggesters.of(settings, scheme, names) as suggesters:
        for document, text in documents if suggesters.suggesters else ():
            found[document], met = suggesters.suggest(document, text)
            problems += met
    return OutsideReport(found, tuple(problems))
