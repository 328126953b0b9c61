"""Commands: everything that a person can change, as plain data.

A command says what is wished; `annotator.project` turns it into operations on fields, writes them in one
transaction with their inverse, and keeps both as an event. The JSON shape of a command is its fields with
``"command"`` naming it: ``{"command": "add_span", "document": …, "start": …}``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, ClassVar

from annotator.core.document import AnnotatedDocument, Header, Status
from annotator.core.errors import UserError
from annotator.core.span import Extent, Value
from annotator.core.suggestion import Suggested

Json = Any  # a plain JSON value


@dataclass(frozen=True, slots=True)
class Command:
    """The base of all commands."""


@dataclass(frozen=True, slots=True)
class AddDocuments(Command):
    """Take documents in, with their layers, suggestions, entities and (into an empty project) scheme.

    A document that the project has already, by id and text, gets its layers and metadata brought up to date.
    """

    documents: tuple[AnnotatedDocument, ...]
    header: Header = field(default_factory=Header)


@dataclass(frozen=True, slots=True)
class RemoveDocument(Command):
    """Take a document away, with all that lies in it."""

    document: str


@dataclass(frozen=True, slots=True)
class ChangeDocument(Command):
    """Rename a document or change entries of its metadata (``None`` takes an entry away)."""

    document: str
    name: str | None = None
    metadata: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReviseDocument(Command):
    """Give a document a corrected text: a new revision, into which spans, relations and decisions are carried.

    Spans whose place cannot be told surely are left out; ``places`` says for some of them (by id) where they lie in
    the new text (code points, half-open). The old revision stays, and undo brings it back whole.
    """

    document: str
    text: str
    places: Mapping[str, Extent] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RestoreDocument(Command):
    """Bring the layers of a document (or one: an annotator's name, or gold) back to how they stood at a moment.

    ``moment`` is the id of the last event that counts, or a time (ISO 8601, UTC). The text is not touched.
    """

    document: str
    moment: str
    layer: str = ""


@dataclass(frozen=True, slots=True)
class AddAnnotator(Command):
    """Make an annotator known to the project."""

    name: str


@dataclass(frozen=True, slots=True)
class SetStatus(Command):
    """Set how far an annotator is with a document."""

    document: str
    annotator: str
    status: Status


@dataclass(frozen=True, slots=True)
class AddSpan(Command):
    """Label ``[start, end)`` (code points), or several ``fragments`` as one span, in an annotator's layer."""

    document: str
    start: int
    end: int
    label: str
    annotator: str
    attributes: Mapping[str, Value] = field(default_factory=dict)
    fragments: Extent = ()
    note: str = ""
    unsure: bool = False
    origin: Mapping[str, Value] = field(default_factory=dict)
    id: str = ""


@dataclass(frozen=True, slots=True)
class ChangeSpan(Command):
    """Change a span: only what is given changes; an attribute set to ``None`` goes."""

    span: str
    extent: Extent | None = None
    label: str | None = None
    attributes: Mapping[str, Value] = field(default_factory=dict)
    note: str | None = None
    unsure: bool | None = None


@dataclass(frozen=True, slots=True)
class RemoveSpan(Command):
    """Remove a span, and the relations that it is an end of."""

    span: str


@dataclass(frozen=True, slots=True)
class AddRelation(Command):
    """Join two spans of one layer."""

    type: str
    head: str
    tail: str
    attributes: Mapping[str, Value] = field(default_factory=dict)
    id: str = ""


@dataclass(frozen=True, slots=True)
class ChangeRelation(Command):
    """Change a relation's type, ends or attributes."""

    relation: str
    type: str | None = None
    head: str | None = None
    tail: str | None = None
    attributes: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RemoveRelation(Command):
    """Remove a relation."""

    relation: str


@dataclass(frozen=True, slots=True)
class AddEntity(Command):
    """Add an entry to the registry."""

    name: str
    aliases: tuple[str, ...] = ()
    kind: str = ""
    wikidata: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class ChangeEntity(Command):
    """Change a registry entry: only what is given changes."""

    entity: str
    name: str | None = None
    aliases: tuple[str, ...] | None = None
    kind: str | None = None
    wikidata: str | None = None


@dataclass(frozen=True, slots=True)
class RemoveEntity(Command):
    """Remove a registry entry; mentions keep their labels and lose the link."""

    entity: str


@dataclass(frozen=True, slots=True)
class MergeEntities(Command):
    """Make several registry entries one: mentions, names and aliases of ``others`` go to ``entity``."""

    entity: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SplitEntity(Command):
    """Give some mentions (span ids) of an entry to a new one; ``aliases`` go over to it too."""

    entity: str
    name: str
    spans: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    kind: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class SetScheme(Command):
    """Replace the scheme (its plain JSON shape) by another version of it."""

    scheme: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class RenameLabel(Command):
    """Rename a label in the scheme and in every layer."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class RemoveLabel(Command):
    """Take a label out of the scheme; its spans become ``into``, or go where it is empty."""

    label: str
    into: str = ""


@dataclass(frozen=True, slots=True)
class SplitLabel(Command):
    """Split a label by an attribute: spans whose ``attribute`` has a value of ``into`` take the label named there.

    New labels begin as copies of the old one, with its attributes and places in relations.
    """

    label: str
    attribute: str
    into: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SetSetting(Command):
    """Set a setting of the project that travels with it (``None`` takes it away)."""

    name: str
    value: Json


@dataclass(frozen=True, slots=True)
class AddSuggestions(Command):
    """Give a document suggestions; earlier undecided ones of the document go unless ``keep`` is set.

    With ``within`` (code points, half-open) only those go that begin there: a long document gets them in parts.
    """

    document: str
    suggested: Suggested
    keep: bool = False
    within: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class AcceptSuggestion(Command):
    """Make a span of a suggestion, as it is or corrected; where it came from is kept with the span."""

    suggestion: str
    annotator: str
    label: str | None = None
    extent: Extent | None = None
    attributes: Mapping[str, Value] = field(default_factory=dict)
    id: str = ""


@dataclass(frozen=True, slots=True)
class RejectSuggestion(Command):
    """Say no to a suggestion; it does not return to this annotator."""

    suggestion: str
    annotator: str


@dataclass(frozen=True, slots=True)
class Batch(Command):
    """Several commands as one event and one undo step."""

    commands: tuple[Command, ...]
    title: str = ""


_SNAKE = re.compile(r"(?<!^)(?=[A-Z])")


def command_name(kind: type[Command] | Command) -> str:
    """The name of a command in JSON: ``AddSpan`` is ``add_span``."""
    cls = kind if isinstance(kind, type) else type(kind)
    return _SNAKE.sub("_", cls.__name__).lower()


class _Names:
    commands: ClassVar[dict[str, type[Command]]] = {command_name(cls): cls for cls in Command.__subclasses__()}


COMMANDS: Mapping[str, type[Command]] = _Names.commands
"""Every command by its name."""

_BULKY = {"documents", "suggested", "header", "text"}


def command_to_dict(command: Command) -> dict[str, Json]:
    """A command as plain JSON values. Whole documents, texts and suggestions are counted, not written out."""
    plain: dict[str, Json] = {"command": command_name(command)}
    for each in fields(command):
        value = getattr(command, each.name)
        if each.name in _BULKY:
            plain |= _counted(each.name, value)
        elif each.name == "commands":
            plain["commands"] = [command_to_dict(inner) for inner in value]
        elif value not in (None, "", (), {}, False) or each.name in {"value", "unsure", "note"}:
            plain[each.name] = _jsonable(value)
    return plain


def _jsonable(value: Json) -> Json:
    if isinstance(value, tuple | list):
        return [_jsonable(each) for each in value]
    return dict(value) if isinstance(value, Mapping) else value


def _counted(name: str, value: Json) -> dict[str, Json]:
    if name == "documents":
        return {"count": len(value), "names": [each.document.name for each in value[:3]]}
    if name == "text":
        return {"length": len(value)}
    return {"count": len(value.spans)} if name == "suggested" else {}


def command_from_dict(data: Mapping[str, Json]) -> Command:
    """The command that plain JSON values describe.

    Raises:
        UserError: no such command, or its fields are not right.
    """
    inner = data.get("command")
    if isinstance(inner, Mapping):  # a whole event, as `history --json` prints it
        return command_from_dict(inner)
    kind = COMMANDS.get(str(inner))
    if kind is None or kind in {AddDocuments, AddSuggestions}:
        raise UserError("there is no command %(name)s", name=inner)
    given = {key: value for key, value in data.items() if key != "command"}
    unknown = set(given) - {each.name for each in fields(kind)}
    if unknown:
        raise UserError("%(name)s has no field %(field)s", name=inner, field=min(unknown))
    if "commands" in given:
        given["commands"] = tuple(command_from_dict(each) for each in given["commands"])
    try:
        return kind(**_typed(given))
    except TypeError as error:
        raise UserError("%(name)s: %(reason)s", name=inner, reason=error) from error


def _typed(given: Mapping[str, Json]) -> dict[str, Json]:
    """JSON's lists as the tuples that commands hold."""
    typed = dict(given)
    for name in ("extent", "fragments"):
        if typed.get(name):
            typed[name] = _extent(typed[name])
    for name in ("aliases", "others", "spans"):
        if typed.get(name) is not None:
            typed[name] = tuple(typed[name])
    if typed.get("places"):
        typed["places"] = {span: _extent(pieces) for span, pieces in typed["places"].items()}
    return typed


def _extent(pieces: Json) -> Extent:
    return tuple((int(start), int(end)) for start, end in pieces)
