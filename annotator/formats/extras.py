"""What a typed format cannot say of a span goes into one text feature, ``raqim``, as JSON, and comes back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from annotator.core.errors import UserError
from annotator.core.span import Span, Value, extent_of
from annotator.formats.errors import MALFORMED, WrongValueError, bad_value, why
from annotator.formats.jsontext import loads

FEATURE = "raqim"


def extra_of(span: Span, attributes: bool = True, name: bool = True) -> str:
    """The JSON of what a feature of text cannot say, or nothing where all was said.

    ``attributes``: values that are no text go along; ``name``: the format keeps attribute names.
    """
    extra: dict[str, object] = {}
    if span.note:
        extra["note"] = span.note
    if span.unsure:
        extra["unsure"] = True
    if span.fragments:
        extra["fragments"] = span.fragments
    if origin := {key: value for key, value in span.origin.items() if key not in {"type", "value"}}:
        extra["origin"] = origin
    if attributes and not all(sayable(key, value, name) for key, value in span.attributes.items()):
        extra["attributes"] = dict(span.attributes)
    return json.dumps(extra, ensure_ascii=not extra_plain(extra)) if extra else ""


def extra_plain(extra: Mapping[str, object]) -> bool:
    """Whether no half of a character is in it, so that Arabic can stay unescaped."""
    try:
        json.dumps(extra, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def sayable(key: str, value: Value, name: bool = True) -> bool:
    """Whether an attribute survives as a feature of text."""
    return isinstance(value, str) and bool(value) and (not name or (key.isidentifier() and key.isascii())) and (
        key not in {"value", FEATURE, "begin", "end", "sofa", "id", "type", "self"} and value not in {"*", "_"}
    )


def merged(span: Span, length: int) -> Span:
    """The span with what its ``raqim`` attribute says put back.

    Raises:
        UserError: it says what cannot be.
    """
    text = span.attributes.get(FEATURE)
    if not isinstance(text, str):
        return span
    rest = {key: value for key, value in span.attributes.items() if key != FEATURE}
    try:
        return _put_back(replace(span, attributes=rest), loads(text), length)
    except (UserError, *MALFORMED) as error:
        raise bad_value(FEATURE, text, why(error)) from error


def _put_back(span: Span, extra: Mapping[str, Any], length: int) -> Span:
    start, end, fragments = span.start, span.end, span.fragments
    if "fragments" in extra:
        start, end, fragments = extent_of(tuple((int(a), int(b)) for a, b in extra["fragments"]))
        if end > length:
            raise WrongValueError("pieces outside the text")
    return replace(
        span,
        start=start,
        end=end,
        fragments=fragments,
        attributes={**span.attributes, **dict(extra.get("attributes", {}))},
        note=str(extra.get("note", "")),
        unsure=bool(extra.get("unsure")),
        origin={**span.origin, **dict(extra.get("origin", {}))},
    )
