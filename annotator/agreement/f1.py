"""F1 and its relatives from aligned spans: counts of true positives, SemEval-2013 kinds of error.

F1 is ``2 tp / (n_a + n_b)``: symmetric, needs no true negatives, and is what kappa tends to as they grow
(Hripcsak & Rothschild 2005, JAMIA 12:296-298).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from annotator.agreement.align import EXTENT, LABEL, SAME, Pair, align, align_overlapping
from annotator.agreement.columns import Item
from annotator.agreement.undefined import NO_COMMON_DOCUMENT, NOTHING_MARKED, UndefinedError, ratio


@dataclass(frozen=True)
class Counts:
    """True positives and the numbers of spans on both sides; they add up over documents."""

    tp: float
    a: float
    b: float

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.tp + other.tp, self.a + other.a, self.b + other.b)

    @property
    def f1(self) -> float:
        """``2 tp / (a + b)``; undefined where nobody marked anything."""
        return ratio(2 * self.tp, self.a + self.b, NOTHING_MARKED)


def exact(a: Sequence[Item], b: Sequence[Item], *, labelled: bool = True) -> Counts:
    """Spans with the same extent (and label); of spans that a layer has twice, each counts once."""
    cut = (lambda item: item) if labelled else (lambda item: (*item[:2], *item[3:]))
    one, other = Counter(map(cut, a)), Counter(map(cut, b))
    return Counts((one & other).total(), len(a), len(b))


def overlapping(a: Sequence[Item], b: Sequence[Item], *, labelled: bool = True) -> Counts:
    """The greatest number of one-to-one pairs that share a character (and the label)."""
    return Counts(len(align_overlapping(a, b, labelled=labelled)), len(a), len(b))


@dataclass(frozen=True)
class SemEval:
    """Counts of SemEval-2013 task 9.1 under one of its four schemas; ``a`` is the key, ``b`` the response."""

    correct: int
    incorrect: int
    partial: int
    missed: int
    spurious: int

    def __add__(self, other: SemEval) -> SemEval:
        return SemEval(
            self.correct + other.correct,
            self.incorrect + other.incorrect,
            self.partial + other.partial,
            self.missed + other.missed,
            self.spurious + other.spurious,
        )

    @property
    def score(self) -> float:
        """Correct ones, and half of the partial ones."""
        return self.correct + self.partial / 2

    @property
    def possible(self) -> int:
        """Spans of the key."""
        return self.correct + self.incorrect + self.partial + self.missed

    @property
    def actual(self) -> int:
        """Spans of the response."""
        return self.correct + self.incorrect + self.partial + self.spurious

    def figures(self) -> dict[str, float | int | None]:
        """The counts with precision, recall and F1: null where nobody marked anything, else zero for 0 / 0."""
        total = self.possible + self.actual
        empty = 0.0 if total else None
        return {
            "correct": self.correct,
            "incorrect": self.incorrect,
            "partial": self.partial,
            "missed": self.missed,
            "spurious": self.spurious,
            "precision": self.score / self.actual if self.actual else empty,
            "recall": self.score / self.possible if self.possible else empty,
            "f1": 2 * self.score / total if total else None,
        }


RIGHT: Mapping[str, frozenset[int]] = {
    "strict": frozenset({SAME}),
    "exact": frozenset({SAME, EXTENT}),
    "partial": frozenset({SAME, EXTENT}),
    "ent_type": frozenset({SAME, LABEL}),
}
"""Which tiers of aligned pairs each schema calls correct; the others are partial under ``partial``, else wrong."""


def semeval_of(pairs: Sequence[Pair], a: int, b: int, schema: str) -> SemEval:
    """The counts of one schema from aligned pairs and the numbers of spans on both sides."""
    correct = sum(pair.tier in RIGHT[schema] for pair in pairs)
    wrong = len(pairs) - correct
    partial = schema == "partial"
    return SemEval(correct, 0 if partial else wrong, wrong if partial else 0, a - len(pairs), b - len(pairs))


def semeval(a: Sequence[Item], b: Sequence[Item], schema: str) -> SemEval:
    """The counts of ``strict``, ``exact``, ``partial`` or ``ent_type`` for two layers of one document."""
    return semeval_of(align(a, b), len(a), len(b), schema)


Counter2 = Callable[[Sequence[Item], Sequence[Item]], Counts]


def pairwise(layers: Mapping[str, Sequence[Item]], count: Counter2) -> dict[tuple[str, str], Counts]:
    """Counts for every pair of annotators of one document."""
    return {(i, j): count(layers[i], layers[j]) for i, j in combinations(layers, 2)}


def mean_f1(counts: Sequence[Counts]) -> float:
    """The mean of F1 over those pairs of annotators that marked anything."""
    if not counts:
        raise UndefinedError(NO_COMMON_DOCUMENT)
    values = [each.f1 for each in counts if each.a + each.b]
    return ratio(sum(values), len(values), NOTHING_MARKED)
