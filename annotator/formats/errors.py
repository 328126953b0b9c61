"""Sentences about values that several formats may find wrong."""

from __future__ import annotations

from annotator.core.errors import UserError


def bad_value(name: str, value: object, reason: object) -> UserError:
    """A value that cannot be what it says."""
    return UserError("%(name)s cannot be “%(value)s”: %(reason)s", name=name, value=str(value)[:80], reason=reason)


def missing_extra(library: str, extra: str) -> UserError:
    """A library that is not installed, with the extra that brings it."""
    message = "this format needs %(library)s: install the extra “%(extra)s” (pip install raqim[%(extra)s])"
    return UserError(message, library=library, extra=extra)
