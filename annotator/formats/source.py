"""Bytes in: files read whole or by line with a size limit, decoded strictly, never with changed line ends."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from annotator.core.errors import UserError

MAX_BYTES = 1 << 30
"""Largest file that is read whole (1 GiB); formats read by line have no limit but the line's."""
MAX_LINE = 1 << 28
_BOM = b"\xef\xbb\xbf"
_WIDE = frozenset({codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE})
_CHUNK = 1 << 19


_LISTENER: ContextVar[Callable[[int], None] | None] = ContextVar("listener", default=None)


@contextmanager
def told_of_reading(listener: Callable[[int], None]) -> Iterator[None]:
    """Tell a function of the bytes that are read here, piece by piece. What it raises ends the reading."""
    before = _LISTENER.set(listener)
    try:
        yield
    finally:
        _LISTENER.reset(before)


def tell_read(count: int) -> None:
    """Say that so many more bytes of a file were read."""
    listener = _LISTENER.get()
    if listener is not None:
        listener(count)


def unreadable(path: Path, error: OSError) -> UserError:
    """The sentence for a file that the system does not let us read."""
    return UserError("cannot read %(file)s: %(reason)s", file=path, reason=error.strerror or error)


def read_bytes(path: Path, limit: int = MAX_BYTES) -> bytes:
    """The whole file.

    Raises:
        UserError: it cannot be read, or is larger than the limit.
    """
    try:
        if path.stat().st_size > limit:
            raise UserError("%(file)s is too large to be read whole", file=path)
        data = path.read_bytes()
    except OSError as error:
        raise unreadable(path, error) from error
    tell_read(len(data))
    return data


def head_of(path: Path, size: int = 65536) -> bytes:
    """The first bytes of a file.

    Raises:
        UserError: it cannot be read.
    """
    try:
        with path.open("rb") as stream:
            return stream.read(size)
    except OSError as error:
        raise unreadable(path, error) from error


def as_utf8(head: bytes, encoding: str = "") -> bytes:
    """A file's first bytes as UTF-8, where they begin with UTF-16's BOM or are in a given encoding; else as they are.

    What is cut at the end of the head, or is wrong, becomes U+FFFD: a head only shows what a file is.
    """
    name = encoding or ("utf-16" if head[:2] in _WIDE else "")
    try:
        return head.decode(name, "replace").encode("utf-8", "replace") if name else head
    except LookupError as error:
        raise no_encoding(name) from error


def no_encoding(name: str) -> UserError:
    """The sentence for an encoding that nobody knows."""
    return UserError("there is no encoding %(encoding)s", encoding=name)


def not_utf8(path: Path, data: bytes, error: UnicodeDecodeError) -> UserError:
    """The sentence for a file that is not UTF-8, with the line of the first bad byte."""
    line = data.count(b"\n", 0, error.start) + 1
    return UserError("%(file)s, line %(line)d: not UTF-8 text", file=path, line=line)


def decode_utf8(path: Path, data: bytes) -> tuple[str, bool]:
    """The text of UTF-8 bytes without a leading BOM, and whether there was one. Line ends stay.

    UTF-16 with a BOM is read too.

    Raises:
        UserError: the bytes are not UTF-8; names the line.
    """
    if data[:2] in _WIDE:
        try:
            return data.decode("utf-16"), True
        except UnicodeDecodeError as error:
            raise UserError("%(file)s: not UTF-16 text", file=path) from error
    bom = data.startswith(_BOM)
    try:
        return data.decode("utf-8-sig"), bom
    except UnicodeDecodeError as error:
        raise not_utf8(path, data, error) from error


def newline_kind(text: str) -> str | None:
    """Which line ends a text has: ``lf``, ``crlf``, ``cr``, ``mixed``, or None where it has none."""
    crlf = text.count("\r\n")
    cr = text.count("\r") - crlf
    lf = text.count("\n") - crlf
    kinds = [name for name, count in (("lf", lf), ("crlf", crlf), ("cr", cr)) if count]
    return None if not kinds else kinds[0] if len(kinds) == 1 else "mixed"


class Lines:
    """The lines of a file, one by one, torn at line feeds only; a CR before the line feed goes.

    UTF-8, UTF-16 with a BOM, or the encoding that is given. Iterating yields ``(line number from 1, line)``.
    ``bom`` and ``newline`` are known once lines were read.
    """

    def __init__(self, path: Path, encoding: str = "") -> None:
        self.path = path
        self.encoding = encoding
        self.bom = False
        self.newline: str | None = None

    def __iter__(self) -> Iterator[tuple[int, str]]:
        try:
            with self.path.open("rb") as stream:
                yield from self._lines(stream)
        except OSError as error:
            raise unreadable(self.path, error) from error

    def _lines(self, stream: io.BufferedReader) -> Iterator[tuple[int, str]]:
        number = 0
        for block in self._blocks(stream):
            text = self._decoded(block, number)
            lines = text.split("\n")
            if not lines[-1]:
                lines.pop()
            if "\r" in text:
                lines = [line.removesuffix("\r") for line in lines]
            for number, line in enumerate(lines, number + 1):  # noqa: B020 - goes on counting
                yield number, line

    def _blocks(self, stream: io.BufferedReader) -> Iterator[bytes]:
        """The file in pieces that end with a line, without its BOM."""
        rest: list[bytes] = []
        length, first = 0, True
        for chunk in self._chunks(stream):
            own = self._first(chunk) if first else chunk
            first = False
            cut = own.rfind(b"\n") + 1
            if cut:
                rest.append(own[:cut])
                yield b"".join(rest)
                rest, length = [], 0
            rest.append(own[cut:])
            length += len(own) - cut
            if length > MAX_LINE:
                raise UserError("%(file)s has a line that is too long", file=self.path)
        if length:
            yield b"".join(rest)

    def _chunks(self, stream: io.BufferedReader) -> Iterator[bytes]:
        """The file's bytes, in UTF-8 whatever it is in."""
        chunk = stream.read(_CHUNK)
        name = self.encoding or ("utf-16" if chunk[:2] in _WIDE else "utf-8")
        self.bom = chunk[:2] in _WIDE
        plain = name.lower().replace("_", "-") in {"utf-8", "utf8", "utf-8-sig"}
        try:
            decoder = codecs.getincrementaldecoder(name)()
        except LookupError as error:
            raise no_encoding(name) from error
        while chunk:
            tell_read(len(chunk))
            try:
                yield chunk if plain else decoder.decode(chunk).encode("utf-8")
            except UnicodeError as error:
                message = "%(file)s is not text in the encoding %(encoding)s"
                raise UserError(message, file=self.path, encoding=name) from error
            chunk = stream.read(_CHUNK)

    def _first(self, chunk: bytes) -> bytes:
        self.bom = self.bom or chunk.startswith(_BOM)
        place = chunk.find(b"\n")
        if place >= 0:
            self.newline = "crlf" if chunk[:place].endswith(b"\r") else "lf"
        return chunk.removeprefix(_BOM)

    def _decoded(self, block: bytes, before: int) -> str:
        try:
            return block.decode("utf-8")
        except UnicodeDecodeError as error:
            line = before + block.count(b"\n", 0, error.start) + 1
            raise UserError("%(file)s, line %(line)d: not UTF-8 text", file=self.path, line=line) from error


_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def looks_binary(data: bytes) -> bool:
    """Whether bytes are no text in any encoding of one byte per character or UTF-8."""
    return b"\x00" in data or len(_CONTROLS.findall(data)) > max(2, len(data) // 200)
