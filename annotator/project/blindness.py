"""Letters in place of names: who adjudicates blind does not know whose answer is whose."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence


def blind_names(document: str, annotators: Sequence[str], seed: str = "") -> dict[str, str]:
    """Letters for annotators, in an order that is another one in each document and the same after a restart."""
    shuffled = sorted(annotators, key=lambda who: hashlib.sha256(f"{seed}\n{document}\n{who}".encode()).digest())
    return {who: letter_of(place) for place, who in enumerate(shuffled)}


def letter_of(place: int) -> str:
    """A, B, C … Z, then numbers."""
    return chr(ord("A") + place) if place < 26 else str(place + 1)
