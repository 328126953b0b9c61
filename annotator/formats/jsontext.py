"""JSON in: strict, with a depth limit, and errors that name the line."""

from __future__ import annotations

import json
import re
from math import isinf
from pathlib import Path
from typing import Any

from annotator.core.errors import UserError
from annotator.core.i18n import N_
from annotator.formats.base import Facts
from annotator.formats.errors import why
from annotator.formats.source import decode_utf8, newline_kind, read_bytes


def _constant(name: str) -> float:
    raise UserError("not JSON: %(name)s is no JSON value", name=name)


def _finite(text: str) -> float:
    value = float(text)
    if isinf(value):
        raise UserError("not JSON: %(name)s is too large for a number", name=text[:40])
    return value


TITLES = {
    "Expecting value": N_("a value is expected"),
    "Expecting property name enclosed in double quotes": N_("a name in double quotes is expected"),
    "Expecting ':' delimiter": N_("a colon is expected"),
    "Expecting ',' delimiter": N_("a comma is expected"),
    "Unterminated string starting at": N_("a text in quotes does not end"),
    "Invalid control character at": N_("a text in quotes holds a control character"),
    "Invalid \\escape": N_("a backslash stands before what it cannot stand before"),
    "Invalid \\uXXXX escape": N_("four hexadecimal digits are expected after \\u"),
    "Extra data": N_("something follows the value"),
    "Illegal trailing comma before end of object": N_("nothing follows a comma"),
    "Illegal trailing comma before end of array": N_("nothing follows a comma"),
}
"""What Python's JSON reader complains of, in people's words."""


def complaint(error: json.JSONDecodeError) -> object:
    """What is wrong with a text that is no JSON."""
    said = next((title for known, title in TITLES.items() if error.msg.startswith(known)), "")
    return UserError(said) if said else error.msg


DECODER = json.JSONDecoder(parse_constant=_constant, parse_float=_finite)
"""Strict: no NaN, no Infinity, no number that would be one."""
REFUSED = (RecursionError, MemoryError, ValueError, UserError)
"""What it raises: nesting too deep, an integer of thousands of digits, and the above."""


def loads(text: str) -> Any:  # noqa: ANN401 - JSON
    """The value of a JSON text.

    Raises:
        UserError: it is no JSON, nests too deeply, or holds NaN or Infinity.
    """
    try:
        return DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise UserError(
            "not JSON: %(reason)s (column %(column)d)", reason=complaint(error), column=error.colno
        ) from error
    except (RecursionError, MemoryError) as error:
        raise UserError("the JSON is nested too deeply") from error
    except ValueError as error:  # an integer of thousands of digits
        raise UserError("not JSON: %(reason)s", reason=why(error)) from error


def load_json(path: Path) -> tuple[Any, Facts]:
    """The value of a JSON file, and what was found out about the file.

    Raises:
        UserError: it cannot be read or is no JSON; names file and line.
    """
    text, bom = decode_utf8(path, read_bytes(path))
    facts = Facts(encoding="utf-8", newline=newline_kind(text), bom=bom, offset_unit="codepoint")
    try:
        return DECODER.decode(text), facts
    except json.JSONDecodeError as error:
        raise UserError(
            "%(file)s, line %(line)d: not JSON: %(reason)s", file=path, line=error.lineno, reason=complaint(error)
        ) from error
    except (RecursionError, MemoryError, ValueError) as error:
        raise UserError("%(file)s: not JSON: %(reason)s", file=path, reason=why(error)) from error
    except UserError as error:
        raise UserError("%(file)s: %(reason)s", file=path, reason=error) from error


def first_objects(head: bytes, most: int = 5) -> list[dict[str, Any]]:
    """The first objects of JSON lines or of an array, as far as a file's head reaches."""
    text = head.decode("utf-8", "ignore").removeprefix("\ufeff").lstrip()
    array = text.startswith("[")
    place = 1 if array else 0
    found: list[dict[str, Any]] = []
    while len(found) < most:
        while place < len(text) and text[place] in " \t\r\n,":
            place += 1
        try:
            value, place = DECODER.raw_decode(text, place)
        except REFUSED:
            break
        if not isinstance(value, dict):
            break
        found.append(value)
    return found


_STRING_OR_BRACE = re.compile(r'"((?:[^"\\]|\\.)*)"\s*(:?)|[{}\[\]]')


def first_keys(head: bytes) -> set[str]:
    """The keys of the first objects; where the head ends inside the first, those that it shows."""
    found = {key for each in first_objects(head) for key in each}
    if found:
        return found
    text = head.decode("utf-8", "ignore").removeprefix("\ufeff").lstrip().removeprefix("[")
    depth = 0
    for match in _STRING_OR_BRACE.finditer(text):
        if match[0] in {"{", "["}:
            depth += 1
        elif match[0] in {"}", "]"}:
            depth -= 1
        elif depth == 1 and match[2]:
            found.add(match[1])
    return found
