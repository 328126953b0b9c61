"""JSON in: strict, with a depth limit, and errors that name the line."""

from __future__ import annotations

import json
import re
from math import isinf
from pathlib import Path
from typing import Any

from annotator.core.errors import UserError
from annotator.formats.base import Facts
from annotator.formats.source import decode_utf8, newline_kind, read_bytes


def _constant(name: str) -> float:
    raise UserError("not JSON: %(name)s is no JSON value", name=name)


def _finite(text: str) -> float:
    value = float(text)
    if isinf(value):
        raise UserError("not JSON: %(name)s is too large for a number", name=text[:40])
    return value


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
            "not JSON: %(reason)s (column %(column)d)", reason=error.msg, column=error.colno
        ) from error
    except (RecursionError, MemoryError) as error:
        raise UserError("the JSON is nested too deeply") from error
    except ValueError as error:  # an integer of thousands of digits
        raise UserError("not JSON: %(reason)s", reason=error) from error


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
            "%(file)s, line %(line)d: not JSON: %(reason)s", file=path, line=error.lineno, reason=error.msg
        ) from error
    except (RecursionError, MemoryError, ValueError) as error:
        raise UserError("%(file)s: not JSON: %(reason)s", file=path, reason=error) from error
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
