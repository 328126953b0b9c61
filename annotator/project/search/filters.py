"""From ``name:value`` to a filter: names in both languages, values by what they are called, ranges."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

from annotator.core.arabic import fold, mention_key
from annotator.core.errors import UserError
from annotator.core.i18n import N_
from annotator.project.search.query import Filter, Plain, Scope
from annotator.project.search.vocabulary import Vocabulary, field_named, marks, statuses

_PART = re.compile(r"[,،]")
_BOUND = re.compile(r"(>=|<=|>|<)(.+)", re.DOTALL)
_NOT_A_FIELD = N_("there is no field «%(name)s» (character %(place)s); put words with a colon in quotation marks")
_UNKNOWN = N_("«%(value)s» at character %(place)s is no value of «%(name)s»")


def wrong(message: str, place: int, **arguments: object) -> UserError:
    """A refusal that names the place; characters count from 1 for people."""
    return UserError(message, place=place + 1, **arguments)


def filter_of(name: str, value: str, known: Vocabulary, place: int, *, quoted: bool = False) -> Filter:
    """The filter that ``name:value`` asks for; a value without quotation marks may be several with commas between.

    Raises:
        UserError: there is no such field, or it cannot have this value.
    """
    head, _dot, rest = name.partition(".")
    field = field_named(head)
    if field == "meta" and rest:
        return _plain("document", f"meta.{rest}", value, place, quoted=quoted)
    attribute = rest if field == "attribute" and rest else ""
    if not attribute and (not field or (field in {"attribute", "meta"} and not rest)):
        attribute = known.attribute_named(name)
        if not attribute:
            raise wrong(_NOT_A_FIELD, place, name=name)
    if attribute:
        return _attribute(attribute, value, known, place, quoted=quoted, given=field == "attribute")
    parts = [value] if quoted else [each for each in _PART.split(value) if each]
    return _field(field, name, parts, known, place)


def _field(field: str, name: str, parts: list[str], known: Vocabulary, place: int) -> Filter:
    if field == "label":
        return Filter("span", "label", _named(known.labels, parts, name, place), whole=True)
    if field == "by":
        return Filter("layer", "by", _named(known.annotators, parts, name, place), whole=True)
    if field == "status":
        return Filter("layer", "status", _named(statuses(), parts, name, place), whole=True)
    if field == "is":
        found = _named(marks(), parts[:1], name, place)
        return Filter("span", str(found[0]), (1,) if found[0] == "unsure" else ())
    if field == "entity":
        return _entity(name, parts, known, place)
    scope: Scope = "span" if field == "note" else "document"
    stored = {"tag": "meta.tags", "assigned": "meta.assigned"}.get(field, field)
    return _contained(scope, stored, parts, place, name)


def _named(names: Mapping[str, tuple[str, ...]], parts: list[str], name: str, place: int) -> tuple[Plain, ...]:
    if not parts:
        raise wrong(_UNKNOWN, place, value="", name=name)
    found: list[str] = []
    for part in parts:
        known = names.get(mention_key(part.replace("_", " ")))
        if known is None:
            raise wrong(_UNKNOWN, place, value=part, name=name)
        found += known
    return tuple(dict.fromkeys(found))


def _entity(name: str, parts: list[str], known: Vocabulary, place: int) -> Filter:
    if parts == ["*"]:
        return Filter("span", "@entity")
    found: list[str] = []
    for part in parts:
        ids = known.entities(part)
        if not ids:
            raise wrong(N_("nothing in the registry is called «%(value)s» (character %(place)s)"), place, value=part)
        found += ids
    if not found:
        raise wrong(_UNKNOWN, place, value="", name=name)
    return Filter("span", "@entity", tuple(map(fold, dict.fromkeys(found))), whole=True)


def _contained(scope: Scope, field: str, parts: list[str], place: int, name: str) -> Filter:
    if parts == ["*"]:
        return Filter(scope, field)
    if field == "id":
        return Filter(scope, field, tuple(parts), whole=True)
    values = tuple(mention_key(part) for part in parts)
    if not values or not all(values):
        raise wrong(_UNKNOWN, place, value=",".join(parts), name=name)
    return Filter(scope, field, values)


# ---- attributes and metadata -----------------------------------------------------------------------------


def _attribute(name: str, value: str, known: Vocabulary, place: int, *, quoted: bool, given: bool) -> Filter:
    field = f"@{name}"
    if value == "*":
        return Filter("span", field)
    if known.is_number(name):
        return _numbers("span", field, value, place)
    choices = {} if given else known.choices(name)
    if choices and not quoted and _range(value) is None:
        parts = [each for each in _PART.split(value) if each]
        return Filter("span", field, tuple(map(fold, map(str, _named(choices, parts, name, place)))), whole=True)
    if choices and quoted:
        return Filter("span", field, tuple(map(fold, map(str, _named(choices, [value], name, place)))), whole=True)
    return _plain("span", field, value, place, quoted=quoted)


def _number(text: str, place: int) -> float:
    try:
        found = float(fold(text).replace("٫", "."))
    except ValueError:
        found = math.nan
    if math.isnan(found):
        raise wrong(N_("«%(value)s» at character %(place)s is not a number"), place, value=text)
    return found


def _numbers(scope: Scope, field: str, value: str, place: int) -> Filter:
    bounds = _range(value)
    if bounds is None:
        return Filter(scope, field, tuple(_number(each, place) for each in _PART.split(value) if each), whole=True)
    low, high, low_open, high_open = bounds
    return Filter(
        scope, field, low=_number(low, place) if low else None, high=_number(high, place) if high else None,
        low_open=low_open, high_open=high_open,
    )  # fmt: skip


def _range(value: str) -> tuple[str, str, bool, bool] | None:
    """The bounds that a value names, and which of them do not belong to it; ``None`` where it is no range."""
    bound = _BOUND.fullmatch(value)
    if bound is not None:
        sign, text = bound[1], bound[2].strip()
        return (text, "", sign == ">", False) if sign[0] == ">" else ("", text, False, sign == "<")
    low, dots, high = value.partition("..")
    return (low.strip(), high.strip(), False, False) if dots and (low.strip() or high.strip()) else None


def _plain(scope: Scope, field: str, value: str, place: int, *, quoted: bool) -> Filter:
    """A value of unknown type: a number where it reads as one, otherwise words that must stand in it."""
    if value == "*":
        return Filter(scope, field)
    bounds = None if quoted else _range(value)
    if bounds is not None:
        low, high, low_open, high_open = bounds
        return Filter(scope, field, low=_bound(low), high=_bound(high), low_open=low_open, high_open=high_open)
    parts = [value] if quoted else [each for each in _PART.split(value) if each]
    values = tuple(key for each in parts if (key := mention_key(each)))
    if not values:
        raise wrong(_UNKNOWN, place, value=value, name=field.removeprefix("@"))
    return Filter(scope, field, values)


def _bound(text: str) -> float | str | None:
    if not text:
        return None
    folded = fold(text)
    try:
        return float(folded)
    except ValueError:
        return folded
