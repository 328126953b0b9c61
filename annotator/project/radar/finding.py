"""What a lint says: one thing that is, or may be, wrong, where it is, and what would mend it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any, Literal

from annotator.core.command import Command

Severity = Literal["error", "hint"]
DISMISSED = "radar/"
"""Settings of the project whose names begin so say what is not a problem."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something lies: code points, half-open. ``said`` is what stands there, ``span`` empty where nothing."""

    document: str
    layer: str
    start: int
    end: int
    span: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is, or may be, wrong. ``message`` is a gettext id with ``%(name)s`` places.

    ``key`` stays the same while the fault does: it is what "not a problem" is remembered by. ``places`` are all
    places that it speaks of where there are several; ``fix`` is what mends it, empty where a person must say.
    """

    severity: Severity
    rule: str
    where: str
    message: str
    arguments: tuple[tuple[str, object], ...] = ()
    span: str = ""
    document: str = ""
    layer: str = ""
    start: int = 0
    end: int = 0
    words: str = ""
    key: str = ""
    places: tuple[Place, ...] = ()
    fix: tuple[Command, ...] = field(default=(), compare=False)

    @property
    def mark(self) -> int:
        """The finding's name as a number of 64 bits, the same on every machine."""
        return mark_of(self.rule, self.key)


def mark_of(rule: str, key: str) -> int:
    """A finding's name, from its rule and key, as 64 bits."""
    return int.from_bytes(hashlib.blake2b(f"{rule}\x1f{key}".encode("utf-8", "surrogatepass"), digest_size=8).digest())


def dismissal(finding: Finding) -> tuple[str, dict[str, Any]]:
    """The setting, name and value, that remembers that a finding is no problem: one of its own, so merges keep all."""
    value = {"rule": finding.rule, "words": finding.words, "document": finding.document, "where": finding.where}
    return f"{DISMISSED}{finding.rule}/{finding.mark:016x}", value
