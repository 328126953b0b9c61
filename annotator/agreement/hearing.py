"""Who wants to hear how far a long computation is."""

from __future__ import annotations

from collections.abc import Callable

Heard = Callable[[str], object]
"""Called with what is done next (a gettext id)."""


def unheard(_doing: str) -> None:
    """Nobody wants to hear it."""
