"""Documents given to suggesters that run outside this process: asked without waiting, looked at from a timer."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Protocol

from annotator.core.errors import Problem, UserError, problem
from annotator.core.suggestion import Suggested
from annotator.suggest.outside import together


class Round(Protocol):
    """One document under way: ask `done` from a timer; then ``error`` or ``value`` is set."""

    error: UserError | None

    @property
    def value(self) -> Suggested | None:
        """What was suggested."""

    def done(self) -> bool:
        """Whether it has ended."""

    def cancel(self) -> None:
        """End it now."""


class Suggester(Protocol):
    """What can be asked for the suggestions for a document without waiting."""

    name: str
    problems: list[Problem]

    def begin(self, document: str, text: str) -> Round:
        """Ask."""

    def close(self) -> None:
        """End its process."""


def waited(asked: Round) -> Suggested:
    """The suggestions of a round, once they are there.

    Raises:
        UserError: it failed.
    """
    while not asked.done():
        time.sleep(0.002)
    if asked.error is not None:
        raise asked.error
    return asked.value or Suggested()


@dataclass(slots=True)
class AllRound:
    """One document given to several suggesters at once.

    ``value`` holds what came, also where one failed; ``problems`` says who failed and why.
    """

    rounds: list[tuple[Suggester, Round]]
    document: str
    problems: list[Problem] = field(default_factory=list)
    error: UserError | None = None

    def done(self) -> bool:
        """Whether all have ended."""
        ended = [asked.done() for _, asked in self.rounds]  # each is looked at
        return all(ended)

    @property
    def value(self) -> Suggested:
        """What the suggesters gave together; call it once `done`."""
        for suggester, asked in self.rounds:
            if asked.error is not None:
                self.problems.append(told(suggester, self.document, asked.error))
        self.rounds = [(suggester, asked) for suggester, asked in self.rounds if asked.error is None]
        return together([asked.value for _, asked in self.rounds if asked.value is not None])

    def cancel(self) -> None:
        """End all."""
        for _, asked in self.rounds:
            asked.cancel()


def told(suggester: Suggester, document: str, error: UserError) -> Problem:
    """A suggester's failure as a problem that names it and the document."""
    return problem(f"{suggester.name}: {document}", error.message, **error.arguments)
