"""Rows of JSON one by one, however long the file: JSON lines, the elements of one array, objects over many lines.

Only the row at hand is in memory. A row is given with its line, in an array with its place among the elements.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annotator.core.errors import UserError
from annotator.formats.base import Facts
from annotator.formats.errors import why
from annotator.formats.jsontext import DECODER, REFUSED, complaint, load_json, loads
from annotator.formats.source import MAX_BYTES, Lines, head_of, newline_kind, tell_read, unreadable

_CHUNK = 1 << 18
_MOST_READ = 1 << 22
"""Text of a long value is not kept beside the value."""
_CUT = 16
"""A complaint this near to the end of what was read may only mean that more must be read."""
_SPACE = " \t\r\n\ufeff"


def json_rows(path: Path, facts: Facts) -> Iterator[tuple[int, Any]]:
    """The rows of a file; what is found out about the file goes into the facts.

    Raises:
        UserError: it holds no such rows; names file and line.
    """
    facts.encoding, facts.offset_unit = "utf-8", facts.offset_unit or "codepoint"
    head = head_of(path)
    start = head.removeprefix(codecs.BOM_UTF8).lstrip()
    wide = head[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}
    if start[:1] == b"[" and not wide:
        facts.bom, facts.newline = head.startswith(codecs.BOM_UTF8), newline_kind(head.decode("utf-8", "ignore"))
        yield from _Elements(path).values()
    elif wide:
        yield from _whole(path, facts)
    elif _is_over_lines(path):
        facts.bom, facts.newline = head.startswith(codecs.BOM_UTF8), newline_kind(head.decode("utf-8", "ignore"))
        yield from _Elements(path).one_after_the_other()
    else:
        yield from _lines(path, facts)


def _is_over_lines(path: Path) -> bool:
    """Whether the first line that is not blank ends inside a value, so that it and others go over several lines."""
    for _, line in Lines(path):
        if line.strip():
            try:
                loads(line)
            except UserError:
                return True
            return False
    return False


def _whole(path: Path, facts: Facts) -> Iterator[tuple[int, Any]]:
    value, found = load_json(path)
    facts.bom, facts.newline = found.bom, found.newline
    yield from enumerate(value if isinstance(value, list) else [value], 1)


def _lines(path: Path, facts: Facts) -> Iterator[tuple[int, Any]]:
    lines = Lines(path)
    for number, line in lines:
        if line.strip():
            facts.bom, facts.newline = lines.bom, lines.newline
            try:
                value = loads(line)
            except UserError as error:
                raise UserError(
                    "%(file)s, line %(line)d: %(reason)s", file=path, line=number, reason=error
                ) from error
            yield number, value


@dataclass(slots=True)
class _Elements:
    """Values of an array or of none, from a buffer that is filled as they are asked for."""

    path: Path
    buffer: str = ""
    place: int = 0
    line: int = 1
    ended: bool = False
    chunks: Iterator[str] = field(init=False)

    def values(self) -> Iterator[tuple[int, Any]]:
        """Number and value of each element."""
        self.chunks = self._texts()
        self._next()
        self.place += 1  # the bracket
        number = 0
        while (mark := self._next()) != "]":
            if number:
                self._expect(mark, ",")
                self._next()
            number += 1
            yield number, self._value()
        self.place += 1
        if self._next():
            raise self._bad(UserError("something follows the array"))

    def one_after_the_other(self) -> Iterator[tuple[int, Any]]:
        """Number and value of each of several values that no array holds."""
        self.chunks = self._texts()
        number = 0
        while self._next():
            number += 1
            yield number, self._value()

    def _texts(self) -> Iterator[str]:
        decoder = codecs.getincrementaldecoder("utf-8")()
        size = 0
        try:
            with self.path.open("rb") as stream:
                while data := stream.read(_CHUNK):
                    size += len(data)
                    tell_read(len(data))
                    yield decoder.decode(data)
                yield decoder.decode(b"", final=True)
        except UnicodeDecodeError as error:
            raise self._bad(UserError("not UTF-8 text")) from error
        except OSError as error:
            raise unreadable(self.path, error) from error

    def _forget(self) -> None:
        """Drop what was read."""
        self.line += self.buffer.count("\n", 0, self.place)
        self.buffer, self.place = self.buffer[self.place :], 0

    def _fill(self) -> None:
        """Drop what was read, and read at least as much again as is left over."""
        self._forget()
        parts = [self.buffer]
        wanted = max(1, len(parts[0]))
        while wanted > 0 and not self.ended:
            part = next(self.chunks, None)
            self.ended = part is None
            parts.append(part or "")
            wanted -= len(part or "")
        self.buffer = "".join(parts)
        if len(self.buffer) > MAX_BYTES:
            raise UserError("%(file)s is too large to be read whole", file=self.path)

    def _next(self) -> str:
        """The next character that is no white space; nothing at the end."""
        while True:
            while self.place < len(self.buffer) and self.buffer[self.place] in _SPACE:
                self.place += 1
            if self.place < len(self.buffer) or self.ended:
                return self.buffer[self.place : self.place + 1]
            self._fill()

    def _expect(self, found: str, mark: str) -> None:
        if found != mark:
            if not found:
                raise self._bad(UserError("the file ends inside the array"))
            raise self._bad(UserError("“%(mark)s” is expected, not “%(found)s”", mark=mark, found=found))
        self.place += 1

    def _value(self) -> Any:  # noqa: ANN401 - JSON
        while True:
            try:
                value, end = DECODER.raw_decode(self.buffer, self.place)
            except json.JSONDecodeError as error:
                open_string = error.msg.startswith("Unterminated")
                if self.ended or not (open_string or error.pos > len(self.buffer) - _CUT):
                    raise self._bad(complaint(error), error.pos) from error
                self._fill()
                continue
            except REFUSED as error:
                raise self._bad(why(error)) from error
            if end < len(self.buffer) or self.ended:
                self.place = end
                if end > _MOST_READ:
                    self._forget()
                return value
            self._fill()

    def _bad(self, reason: object, place: int | None = None) -> UserError:
        line = self.line + self.buffer.count("\n", 0, self.place if place is None else place)
        return UserError("%(file)s, line %(line)d: not JSON: %(reason)s", file=self.path, line=line, reason=reason)
