"""Weathering: the rules' suggestions as they might be on a text that nobody read.

The rules were written by people who had read the corpus, so on its texts they look better than they are. While the
learner is taught, some of their spans are therefore lost or end at a wrong word, and it does not come to trust them
blindly.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from annotator.core.suggestion import Suggestion
from annotator.suggest.features import Units

LOST = {"ACTOR": 0.02, "FIGURE": 0.03, "SOURCE": 0.12}
"""The share of the rules' spans that weathering takes away."""
MISDRAWN = {"ACTOR": 0.05, "FIGURE": 0.02, "SOURCE": 0.08}
"""The share of the rules' spans that weathering ends at another word."""


def weathered(units: Units, rules: Sequence[Suggestion], seed: int) -> tuple[Suggestion, ...]:
    """The rules' suggestions, some lost, some misdrawn; the same text and seed lose the same ones."""
    found = []
    for each in rules:
        lost, misdrawn = LOST.get(each.label, 0.0), MISDRAWN.get(each.label, 0.0)
        luck = _chance(seed, units.reading.text, each.start, each.end, each.label)
        if luck >= lost:
            found.append(_misdrawn(units, each, luck) if luck < lost + misdrawn else each)
    return tuple(found)


def _chance(*parts: object) -> float:
    """A number in [0, 1) that depends on the parts alone."""
    digest = hashlib.sha256("\x1f".join(map(str, parts)).encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:6], "big") / 256**6


def _misdrawn(units: Units, suggestion: Suggestion, luck: float) -> Suggestion:
    first, last = units.range_of(suggestion.start, suggestion.end)
    words = units.reading.words
    if last - first > 1 and int(luck * 1e6) % 10 < 6:
        last -= 1
    elif last < len(words) and words[last].letters:
        last += 1
    return replace(suggestion, end=words[last - 1].end)
