"""Schemes written as TOML."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from annotator.core.errors import UserError
from annotator.core.scheme import Scheme, scheme_to_dict


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
