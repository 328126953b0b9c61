"""Bytes out: a file appears whole or not at all."""

from __future__ import annotations

import io
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TextIO

from annotator.core.errors import UserError


def _unwritable(path: Path, error: OSError) -> UserError:
    return UserError("cannot write %(file)s: %(reason)s", file=path, reason=error.strerror or error)


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """A binary file beside the wanted one, put in its place once everything is on the disk.

    Raises:
        UserError: the place cannot be written; an earlier file there is untouched.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:100]}.", suffix=".part", dir=path.parent)
    except OSError as error:
        raise _unwritable(path, error) from error
    try:
        with os.fdopen(handle, "wb", buffering=1 << 20) as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(path)
    except OSError as error:
        raise _unwritable(path, error) from error
    finally:
        Path(name).unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


@contextmanager
def whole_text(path: Path) -> Iterator[TextIO]:
    r"""`whole_file` for UTF-8 text with line feeds as they are given.

    A lone surrogate comes out as ``\udXXX``, which is what JSON wants; other formats keep it from here.
    """
    with whole_file(path) as raw:
        stream = io.TextIOWrapper(
            raw, encoding="utf-8", errors="backslashreplace", newline="", write_through=False
        )
        yield stream
        stream.flush()
        stream.detach()


def write_text(path: Path, text: str) -> None:
    """Write one small UTF-8 file, whole or not at all."""
    with whole_text(path) as stream:
        stream.write(text)


@contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """A fresh folder beside the wanted one, put in its place at the end. The wanted one must not hold files.

    Raises:
        UserError: the place cannot be written, or a folder with files (or a file) is already there.
    """
    try:
        if path.exists() and (not path.is_dir() or any(path.iterdir())):
            raise UserError("%(file)s is already there and is not an empty folder", file=path)
        name = Path(tempfile.mkdtemp(prefix=f".{path.name[:100]}.", suffix=".part", dir=path.parent))
    except OSError as error:
        raise _unwritable(path, error) from error
    try:
        yield name
        name.chmod(0o777 & ~_umask())
        if path.exists():
            path.rmdir()
        name.replace(path)
    except OSError as error:
        raise _unwritable(path, error) from error
    finally:
        shutil.rmtree(name, ignore_errors=True)
