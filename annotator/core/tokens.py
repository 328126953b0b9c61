"""Tokens with exact offsets: code points, half-open, in text order, never overlapping."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Token:
    """One token. Numbers with their separators and signs (``1,332`` ``3.5%`` ``٥٫٢``) are one token."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The token's text."""
        return text[self.start : self.end]
