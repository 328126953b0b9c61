"""Schemes: which labels, attributes and relations a project uses. Every change makes a new version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal, cast

from annotator.core.arabic import latin_digits
from annotator.core.errors import UserError
from annotator.core.resources import resource
from annotator.core.span import Value

AttributeKind = Literal["choice", "text", "number", "flag", "date", "entity"]
ATTRIBUTE_KINDS: tuple[AttributeKind, ...] = ("choice", "text", "number", "flag", "date", "entity")
Titles = Mapping[str, str]
"""A name for people, by language code (``ar``, ``en``)."""


def title_in(titles: Titles, language: str, otherwise: str) -> str:
    """The title in a language, else in any, else the given name."""
    return titles.get(language) or next(iter(titles.values()), "") or otherwise


@dataclass(frozen=True, slots=True)
class AttributeType:
    """A typed property of spans of one label.

    ``required_when`` and ``shown_when`` name another attribute and the values of it that ask for this one.
    """

    name: str
    type: AttributeKind = "text"
    choices: tuple[str, ...] = ()
    required: bool = False
    default: Value = None
    titles: Titles = field(default_factory=dict)
    choice_titles: Mapping[str, Titles] = field(default_factory=dict)
    shown_when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    required_when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Label:
    """What a span may be called, with its look, its key and its guidance."""

    name: str
    titles: Titles = field(default_factory=dict)
    colour: str = "#5b8def"
    key: str = ""
    attributes: tuple[AttributeType, ...] = ()
    guidance: Titles = field(default_factory=dict)
    examples: tuple[str, ...] = ()
    counterexamples: tuple[str, ...] = ()

    def attribute(self, name: str) -> AttributeType | None:
        """The attribute type of this name, if the label has it."""
        return next((each for each in self.attributes if each.name == name), None)


@dataclass(frozen=True, slots=True)
class RelationType:
    """What a relation may be called, and which labels it may join. ``one_tail``: a head has one such at most."""

    name: str
    heads: tuple[str, ...] = ()
    tails: tuple[str, ...] = ()
    titles: Titles = field(default_factory=dict)
    key: str = ""
    one_tail: bool = False
    guidance: Titles = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scheme:
    """The labels, relation types and rules of a project.

    ``renames`` maps former label names to present ones, so that work made under an older version still lands.
    ``document_attributes`` are labels of whole documents. ``rules`` maps a rule's id to ``off|hint|error``.
    """

    name: str = ""
    version: int = 1
    titles: Titles = field(default_factory=dict)
    labels: tuple[Label, ...] = ()
    relations: tuple[RelationType, ...] = ()
    entity_kinds: tuple[str, ...] = ()
    document_attributes: tuple[AttributeType, ...] = ()
    rules: Mapping[str, str] = field(default_factory=dict)
    renames: Mapping[str, str] = field(default_factory=dict)

    def label(self, name: str) -> Label | None:
        """The label of this name, if there is one."""
        return next((each for each in self.labels if each.name == name), None)

    def relation(self, name: str) -> RelationType | None:
        """The relation type of this name, if there is one."""
        return next((each for each in self.relations if each.name == name), None)

    def present_name(self, label: str) -> str:
        """The name that a label has now, following renames; a name that is in use stays."""
        seen: set[str] = set()
        while self.label(label) is None and label in self.renames and label not in seen:
            seen.add(label)
            label = self.renames[label]
        return label


def check_value(attribute: AttributeType, value: Value) -> str:
    """Why a value does not fit its attribute type, as a gettext id, or nothing. ``None`` always fits."""
    if value is None:
        return ""
    return "" if _fits(attribute, value) else "%(value)s does not fit the attribute %(attribute)s"


def _fits(attribute: AttributeType, value: Value) -> bool:
    if attribute.type == "choice":
        return not attribute.choices or value in attribute.choices
    if attribute.type == "number":
        return isinstance(value, int | float) and not isinstance(value, bool)
    if attribute.type == "date":
        return isinstance(value, str) and _is_date(value)
    return isinstance(value, bool if attribute.type == "flag" else str)


def _is_date(text: str) -> bool:
    try:
        return bool(date_read(text))
    except ValueError:
        return False


def date_read(text: str) -> str:
    """A date as ISO 8601 writes it, from what was typed: a year, a month (``2014-03``) or a day, in either digits.

    Days may be parted by ``-``, ``/`` or ``.``; ``5/3/2014`` is the fifth of March. A time of day after it stays.

    Raises:
        ValueError: it is no date.
    """
    typed = latin_digits(text.strip())
    day, time = (typed[:10], typed[10:]) if typed[10:11] in {"T", " "} else (typed, "")
    parts = day.replace("/", "-").replace(".", "-").split("-")
    if len(parts) == 3 and len(parts[2]) == 4:  # day, month, year
        parts.reverse()
    if not all(part.isascii() and part.isdigit() for part in parts) or len(parts[0]) != 4 or len(parts) > 3:
        raise ValueError(text)
    date(*(int(part) for part in (*parts, "1", "1")[:3]))
    if time:
        datetime.fromisoformat(f"2000-01-01{time}")
    return "-".join(part.zfill(2) for part in parts) + time


def default_of(attribute: AttributeType) -> Value:
    """The value that an attribute has from the beginning, as its type wants it; none where it does not fit."""
    value = attribute.default
    if attribute.type == "number" and isinstance(value, str):
        try:
            value = float(latin_digits(value))
        except ValueError:
            return None
    if attribute.type == "flag" and isinstance(value, str):
        value = {"true": True, "false": False}.get(value.strip().lower())
    return None if check_value(attribute, value) else value


def renamed(scheme: Scheme, old: str, new: str) -> Scheme:
    """The scheme with one label renamed everywhere in it, one version on.

    Raises:
        UserError: no such label, or the new name is empty or taken.
    """
    if scheme.label(old) is None:
        raise UserError("the scheme has no label %(label)s", label=old)
    if not new or scheme.label(new) is not None:
        raise UserError("the label name %(label)s is empty or taken", label=new)

    def swap(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(new if name == old else name for name in names)

    renames = {key: value for key, value in scheme.renames.items() if key != new} | {old: new}
    return replace(
        scheme,
        version=scheme.version + 1,
        labels=tuple(replace(each, name=new) if each.name == old else each for each in scheme.labels),
        relations=tuple(replace(r, heads=swap(r.heads), tails=swap(r.tails)) for r in scheme.relations),
        renames=renames,
    )


# ---- plain data in and out -------------------------------------------------------------------------------


def _plain(thing: object) -> Any:  # noqa: ANN401 - JSON
    if hasattr(thing, "__dataclass_fields__"):
        pairs = ((f.name, getattr(thing, f.name), f) for f in fields(thing))  # type: ignore[arg-type]  # hasattr has seen a dataclass
        return {name: _plain(value) for name, value, _ in pairs if value or name in {"name", "version"}}
    if isinstance(thing, Mapping):
        return {str(key): _plain(value) for key, value in thing.items()}
    if isinstance(thing, tuple | list):
        return [_plain(each) for each in thing]
    return thing


def scheme_to_dict(scheme: Scheme) -> dict[str, Any]:
    """The scheme as plain JSON values; empty parts are left out."""
    return cast("dict[str, Any]", _plain(scheme))


def _strings(data: object) -> tuple[str, ...]:
    if isinstance(data, str):
        return (data,)
    return tuple(str(each) for each in cast("list[object]", data or ()))


def _titles(data: object) -> dict[str, str]:
    if isinstance(data, str):
        return {"en": data}
    return {str(k): str(v) for k, v in cast("Mapping[object, object]", data or {}).items()}


def _conditions(data: object) -> dict[str, tuple[str, ...]]:
    return {str(k): _strings(v) for k, v in cast("Mapping[object, object]", data or {}).items()}


def _attribute(data: Mapping[str, Any]) -> AttributeType:
    kind = data.get("type", "text")
    if kind not in ATTRIBUTE_KINDS:
        raise UserError("an attribute has no type %(type)s", type=kind)
    return AttributeType(
        name=str(data["name"]),
        type=kind,
        choices=_strings(data.get("choices")),
        required=bool(data.get("required", False)),
        default=data.get("default"),
        titles=_titles(data.get("titles")),
        choice_titles={str(k): _titles(v) for k, v in data.get("choice_titles", {}).items()},
        shown_when=_conditions(data.get("shown_when")),
        required_when=_conditions(data.get("required_when")),
    )


def _label(data: Mapping[str, Any]) -> Label:
    return Label(
        name=str(data["name"]),
        titles=_titles(data.get("titles")),
        colour=str(data.get("colour", "#5b8def")),
        key=str(data.get("key", "")),
        attributes=tuple(_attribute(each) for each in data.get("attributes", ())),
        guidance=_titles(data.get("guidance")),
        examples=_strings(data.get("examples")),
        counterexamples=_strings(data.get("counterexamples")),
    )


def _relation(data: Mapping[str, Any]) -> RelationType:
    return RelationType(
        name=str(data["name"]),
        heads=_strings(data.get("heads")),
        tails=_strings(data.get("tails")),
        titles=_titles(data.get("titles")),
        key=str(data.get("key", "")),
        one_tail=bool(data.get("one_tail", False)),
        guidance=_titles(data.get("guidance")),
    )


def scheme_from_dict(data: Mapping[str, Any]) -> Scheme:
    """The scheme that plain JSON or TOML values describe.

    Raises:
        UserError: the values do not describe a scheme.
    """
    try:
        return Scheme(
            name=str(data.get("name", "")),
            version=int(data.get("version", 1)),
            titles=_titles(data.get("titles")),
            labels=tuple(_label(each) for each in data.get("labels", ())),
            relations=tuple(_relation(each) for each in data.get("relations", ())),
            entity_kinds=_strings(data.get("entity_kinds")),
            document_attributes=tuple(_attribute(each) for each in data.get("document_attributes", ())),
            rules={str(k): str(v) for k, v in data.get("rules", {}).items()},
            renames={str(k): str(v) for k, v in data.get("renames", {}).items()},
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UserError("not a scheme: %(reason)s", reason=error) from error


def scheme_from_toml(path: Path) -> Scheme:
    """The scheme that a TOML file describes.

    Raises:
        UserError: the file cannot be read or describes no scheme.
    """
    import tomllib  # a project holds its scheme as JSON: the window opens it without this

    try:
        return scheme_from_dict(tomllib.loads(path.read_text("utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UserError("cannot read the scheme %(file)s: %(reason)s", file=path, reason=error) from error


def shipped_scheme(name: str = "news") -> Scheme:
    """A scheme that ships with the application: ``news`` (the default), ``entities`` or ``empty``."""
    return scheme_from_toml(resource("schemes", f"{name}.toml"))


