"""Failures that a person is told about, and problems that an import or export collects."""

from __future__ import annotations

from dataclasses import dataclass


class UserError(Exception):
    """Something that the user did or has, said in one sentence that names what and where.

    The message is a gettext id with ``%(name)s`` places; ``arguments`` fill them once `ui` or `cli` speaks.
    """

    def __init__(self, message: str, **arguments: object) -> None:
        super().__init__(message % arguments if arguments else message)
        self.message = message
        self.arguments = arguments


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that an import or export met and went on from.

    ``where`` names file and place (``article.ann:12``); ``message`` is a gettext id with ``%(name)s`` places.
    """

    where: str
    message: str
    arguments: tuple[tuple[str, object], ...] = ()

    def __str__(self) -> str:
        text = self.message % dict(self.arguments) if self.arguments else self.message
        return f"{self.where}: {text}" if self.where else text


def problem(where: str, message: str, **arguments: object) -> Problem:
    """A `Problem` with its arguments given by name."""
    return Problem(where, message, tuple(arguments.items()))
