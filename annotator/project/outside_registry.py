"""Which outside programs the user has registered as suggesters: in the user's settings, never in a project."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from annotator.core.errors import UserError
from annotator.core.settings import Settings

SETTING = "outside_suggesters"
OUR_OWN = frozenset(
    {"figures", "sources", "actors", "gazetteer", "relations", "learner", "camel", "rules", "ensemble", "imported"}
)
"""Names by which suggestions of our own suggesters are known."""


@dataclass(frozen=True, slots=True)
class Registration:
    """A program: its name, its command (no shell reads it), its time limits in seconds.

    ``seconds`` are for one document; ``start_seconds`` come on top where it has just been started.
    """

    name: str
    command: tuple[str, ...]
    seconds: float = 20.0
    start_seconds: float = 60.0
    enabled: bool = True


def split_command(line: str) -> tuple[str, ...]:
    """A command as a person writes it, as its words; quotation marks hold a word with spaces together.

    Raises:
        UserError: a quotation mark is left open, or nothing is there.
    """
    try:
        words = tuple(shlex.split(line, posix=os.name != "nt"))
    except ValueError as error:
        raise UserError("the command %(command)s cannot be read: %(reason)s", command=line, reason=error) from error
    if not words:
        raise UserError("a suggester needs a command")
    return tuple(word.strip('"') for word in words) if os.name == "nt" else words


def joined_command(command: tuple[str, ...]) -> str:
    """The words of a command as a person writes them; `split_command` reads it back."""
    if os.name == "nt":
        return " ".join(f'"{word}"' if " " in word else word for word in command)
    return shlex.join(command)


def registrations(settings: Settings) -> list[Registration]:
    """The registered programs; an entry that a hand has spoilt is passed over."""
    rows = settings.get(SETTING, [])
    return list(_sound(rows)) if isinstance(rows, list) else []


def _sound(rows: list[Any]) -> Iterator[Registration]:
    seen: set[str] = set()
    for row in rows:
        try:
            each = Registration(
                str(row["name"]), tuple(map(str, row["command"])), float(row.get("seconds", 20.0)),
                float(row.get("start_seconds", 60.0)), bool(row.get("enabled", True)),
            )  # fmt: skip
        except (TypeError, KeyError, ValueError, AttributeError):
            continue
        if isinstance(row["command"], list) and each.command and _is_free(each.name) and each.name not in seen:
            seen.add(each.name)
            yield each


def _is_free(name: str) -> bool:
    return bool(name.strip()) and name.isprintable() and name not in OUR_OWN


def _row(registration: Registration) -> dict[str, Any]:
    return asdict(registration) | {"command": list(registration.command)}


def register(settings: Settings, registration: Registration) -> None:
    """Register a program, in place of one of the same name.

    Raises:
        UserError: its name is empty or one of our own suggesters', it has no command, or a limit is not above 0.
    """
    if not _is_free(registration.name):
        raise UserError("a suggester cannot have the name %(name)s", name=registration.name)
    if not registration.command or not registration.command[0]:
        raise UserError("a suggester needs a command")
    if not (0 < registration.seconds < 1e6 and 0 <= registration.start_seconds < 1e6):
        raise UserError("a time limit lies above 0 seconds")
    known = registrations(settings)
    kept = {each.name: each for each in known} | {registration.name: registration}
    settings.set(SETTING, [_row(each) for each in kept.values()])


def unregister(settings: Settings, name: str) -> None:
    """Forget a program; nothing happens where there is none of this name."""
    kept = [_row(each) for each in registrations(settings) if each.name != name]
    settings.set(SETTING, kept or None)
