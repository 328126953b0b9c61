"""Schemes written as TOML, their versions and what differs between two, and changing them off the window's thread."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotator.core.command import Command, RenameLabel, SetScheme
from annotator.core.errors import UserError
from annotator.core.i18n import N_
from annotator.core.scheme import Scheme, scheme_from_dict, scheme_to_dict
from annotator.project.project import Project


def scheme_to_toml(scheme: Scheme, path: Path) -> None:
    """Write a scheme as TOML that reads back as the same scheme.

    Raises:
        UserError: the place cannot be written.
    """
    text = "".join(f"{_key(name)} = {_value(value)}\n" for name, value in scheme_to_dict(scheme).items())
    try:
        path.write_text(text, "utf-8")
    except OSError as error:
        raise UserError("%(path)s cannot be written: %(reason)s", path=path, reason=error.strerror) from error


def _key(name: str) -> str:
    return _string(name)


def _value(value: Any) -> str:  # noqa: ANN401 - a JSON value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, Mapping):
        pairs = (f"{_key(name)} = {_value(each)}" for name, each in value.items() if each is not None)
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    return _string(str(value))


_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def _string(text: str) -> str:
    return '"' + "".join(_escaped(each) for each in text) + '"'


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    return f"\\u{ord(character):04x}" if ord(character) < 0x20 or ord(character) == 0x7F else character


# ---- versions --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Version:
    """One version of the scheme, with when (ISO 8601, UTC) and by whom it came."""

    scheme: Scheme
    time: str
    actor: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that another version has otherwise: a gettext id with its arguments."""

    message: str
    arguments: Mapping[str, str]


def versions(project: Project) -> list[Version]:
    """The versions of the scheme that stand, the first one first."""
    found: dict[int, Version] = {}
    for event, content in project.queries.scheme_events():
        scheme = scheme_from_dict(content)
        found[scheme.version] = Version(scheme, event.time, event.actor)
    return [found[version] for version in sorted(found)]


def differences(old: Scheme, new: Scheme) -> Iterator[Difference]:
    """What a version has otherwise than an older one."""
    came_from = {new.present_name(each.name): each for each in old.labels}
    for label in new.labels:
        before = came_from.get(label.name)
        if before is None:
            yield Difference(N_("the label %(name)s is new"), {"name": label.name})
        elif before.name != label.name:
            yield Difference(N_("the label %(old)s is called %(new)s now"), {"old": before.name, "new": label.name})
        elif before != label:
            yield Difference(N_("the label %(name)s was changed"), {"name": label.name})
    present = {label.name for label in new.labels}
    for name, label in came_from.items():
        if name not in present:
            yield Difference(N_("the label %(name)s is gone"), {"name": label.name})
    for message, these, those in (
        (N_("the relation %(name)s is new"), new, old), (N_("the relation %(name)s is gone"), old, new),
    ):  # fmt: skip
        for relation in these.relations:
            if those.relation(relation.name) is None:
                yield Difference(message, {"name": relation.name})


def back_to(present: Scheme, wished: Scheme) -> list[Command]:
    """What makes an older version the newest one: labels take the names that they had, then the scheme itself.

    Labels that came since are removed by it; where they have spans, carrying it out is refused with the reason.
    """
    names = {each.name: present.present_name(each.name) for each in wished.labels}
    renames = [RenameLabel(now, was) for was, now in names.items() if was != now and present.label(now) is not None]
    return [*renames, SetScheme(scheme_to_dict(wished))]


# ---- off the window's thread -----------------------------------------------------------------------------


def carry_out(path: Path, command: Command | None, actor: str) -> None:
    """Carry out a long command through a connection of one's own (none: take the actor's newest change back).

    Raises:
        UserError: why it cannot be done; nothing was changed.
    """
    with Project.open(path) as project:
        if command is None:
            project.undo(actor)
        else:
            project.execute(command, actor)
