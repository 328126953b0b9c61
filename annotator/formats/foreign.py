"""Where other people's code runs and other people's values are taken apart: what goes wrong there is one sentence.

Other libraries raise whatever they like at a broken file: classes of their own, struct's, zlib's, `KeyError`,
`RecursionError`, `AssertionError`. Their calls stand directly under `foreign`; a failure inside a function of ours
that they call back is a bug of ours and passes through as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import TypeVar

from annotator.core.errors import UserError
from annotator.formats.errors import told

T = TypeVar("T")
_MOST_DIGITS = 18
"""No number of a file has more: it fits 64 bits, and Python refuses to read one of thousands."""
_OURS = "annotator"


@contextmanager
def foreign(message: str, **arguments: object) -> Iterator[None]:
    """Whatever a library raises here becomes the sentence, with its own words as ``reason``.

    Raises:
        UserError: the sentence. Ones that pass through stay as they are.
    """
    try:
        yield
    except UserError:
        raise
    except Exception as error:
        if _is_ours(error.__traceback__):
            raise
        reason = error.strerror if isinstance(error, OSError) and error.strerror else told(error)
        raise UserError(message, **arguments, reason=reason) from error


def _is_ours(trace: TracebackType | None) -> bool:
    """Whether a failure came from a function of ours further in than the block itself (whose frame is the second)."""
    depth = 0
    name = ""
    while trace is not None:
        depth, name, trace = depth + 1, str(trace.tb_frame.f_globals.get("__name__")), trace.tb_next
    return depth > 2 and name.split(".")[0] == _OURS


def drawn(values: Iterable[T], message: str, **arguments: object) -> Iterator[T]:
    """What a library's iterator yields; ``count`` in the sentence is the number of the one that fails, from 1.

    Raises:
        UserError: the sentence, at the value that cannot be had.
    """
    rest = iter(values)
    count = 0
    while True:
        count += 1
        with foreign(message, **arguments, count=count):
            try:
                value = next(rest)
            except StopIteration:
                return
        yield value


def natural(text: str) -> int | None:
    """The number that decimal digits say; None where they are no digits or far too many."""
    return int(text) if text.isdecimal() and len(text) <= _MOST_DIGITS else None
