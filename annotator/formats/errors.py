"""Sentences about values that several formats may find wrong."""

from __future__ import annotations

import sys

from annotator.core.errors import UserError


class WrongValueError(UserError, ValueError):
    """A value of a file that cannot be what it should: caught where malformed values are, said in people's words."""


MALFORMED = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError)
"""What taking apart a value of another shape than expected raises."""
_MOST_REASON = 200


def told(error: BaseException) -> str:
    """What a library says, on one line, with the class of its complaint where that is the better half."""
    said = " ".join(str(error).split())
    if isinstance(error, KeyError) or not said:
        said = f"{type(error).__name__} {said}".strip()
    return said[:_MOST_REASON]


def why(error: BaseException) -> UserError:
    """What is wrong, in people's words, of whatever taking a value apart has raised."""
    if isinstance(error, UserError):
        return error
    if isinstance(error, KeyError):
        return UserError("“%(name)s” is missing", name=str(error.args[0])[:40] if error.args else "")
    if isinstance(error, RecursionError):
        return UserError("values are nested too deeply")
    return UserError("a value is not of the kind that is expected (%(reason)s)", reason=told(error))


def bad_value(name: str, value: object, reason: object) -> UserError:
    """A value that cannot be what it says."""
    return UserError("%(name)s cannot be “%(value)s”: %(reason)s", name=name, value=str(value)[:80], reason=reason)


LIBRARIES = {"spacy": "spaCy", "formats": "pyarrow"}
"""What the extras of formats bring, by their names."""


def missing_extra(extra: str) -> UserError:
    """A library that is not installed, with what brings it; nothing can be installed into a frozen program."""
    library = LIBRARIES.get(extra, extra)
    if getattr(sys, "frozen", False):
        message = (
            "this installation cannot read or write this format: it needs %(library)s. Install Raqim with pip and the "
            "extra “%(extra)s”, or choose another format"
        )
    else:
        message = "this format needs %(library)s: install the extra “%(extra)s” (pip install raqim[%(extra)s])"
    return UserError(message, library=library, extra=extra)
