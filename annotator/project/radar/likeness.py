"""How alike two texts are, and which of their passages are nearly the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.core.arabic import fold
from annotator.core.sentences import sentences
from annotator.project.splits import shingles

NEAR = 0.8
"""The share of the shorter text's shingles from which on two documents are near duplicates (as for splits)."""
ALIKE = 85.0
"""The share of letters (rapidfuzz's ratio, 0 to 100) from which on two passages are nearly the same."""
LEAST_WORDS = 5

Passage = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two texts: the share of the shorter one's shingles that both have; pairs of passages (code points)."""

    share: float
    passages: tuple[tuple[Passage, Passage], ...]

    @property
    def near(self) -> bool:
        """Whether the documents are near duplicates."""
        return self.share >= NEAR


def likeness(first: str, second: str) -> Likeness:
    """Compare two texts."""
    one, other = shingles(first), shingles(second)
    share = len(one & other) / max(1, min(len(one), len(other)))
    return Likeness(share, tuple(_passages(first, second)))


def _passages(first: str, second: str) -> list[tuple[Passage, Passage]]:
    """Sentences that are nearly the same, each with the one that is most like it."""
    from rapidfuzz import fuzz, process

    theirs = _sentences(second)
    if not theirs:
        return []
    words = [each for _, each in theirs]
    found = []
    for place, mine in _sentences(first):
        best = process.extractOne(mine, words, scorer=fuzz.ratio, score_cutoff=ALIKE)
        if best is not None:
            found.append((place, theirs[best[2]][0]))
    return found


def _sentences(text: str) -> Sequence[tuple[Passage, str]]:
    every = (((start, end), fold(text[start:end])) for start, end in sentences(text))
    return [(place, folded) for place, folded in every if folded.count(" ") >= LEAST_WORDS - 1]
