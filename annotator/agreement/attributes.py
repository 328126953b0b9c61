"""Agreement on attributes of aligned spans. No figure without its coverage: who missed a span has no value."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from annotator.agreement.align import align_overlapping
from annotator.agreement.coding import Coding, coding
from annotator.agreement.f1 import Counts
from annotator.core.span import Span


@dataclass(frozen=True)
class Matched:
    """Values of one attribute on aligned spans, and how many spans had no partner."""

    values: Sequence[tuple[Hashable, Hashable]]
    unmatched_a: int
    unmatched_b: int

    @property
    def coverage(self) -> float | None:
        """The share of spans that the values speak for (null where there are no spans)."""
        spans = 2 * len(self.values) + self.unmatched_a + self.unmatched_b
        return 2 * len(self.values) / spans if spans else None

    @property
    def coding(self) -> Coding:
        """The values as coding data; an absent value is missing, and a pair without any is no unit."""
        return coding([pair for pair in self.values if pair != (None, None)])

    @property
    def joint(self) -> Counts:
        """Spans that are aligned *and* carry the same value."""
        same = sum(one == other for one, other in self.values)
        return Counts(same, len(self.values) + self.unmatched_a, len(self.values) + self.unmatched_b)

    def __add__(self, other: Matched) -> Matched:
        return Matched(
            [*self.values, *other.values],
            self.unmatched_a + other.unmatched_a,
            self.unmatched_b + other.unmatched_b,
        )


def item(span: Span) -> tuple[int, int, str] | tuple[int, int, str, tuple[tuple[int, int], ...]]:
    """A span as the matcher wants it."""
    if span.fragments:
        return span.start, span.end, span.label, span.fragments
    return span.start, span.end, span.label


def matched(a: Sequence[Span], b: Sequence[Span], attribute: str) -> Matched:
    """The values of an attribute on aligned spans (one label, overlapping) that carry it on either side."""
    one = [span for span in a if attribute in span.attributes]
    other = [span for span in b if attribute in span.attributes]
    labels = {span.label for span in one} | {span.label for span in other}
    one = [span for span in a if span.label in labels]
    other = [span for span in b if span.label in labels]
    pairs = align_overlapping([item(span) for span in one], [item(span) for span in other])
    values = [
        (value_of(one[pair.a].attributes.get(attribute)), value_of(other[pair.b].attributes.get(attribute)))
        for pair in pairs
    ]
    return Matched(values, len(one) - len(pairs), len(other) - len(pairs))


def value_of(value: object) -> Hashable:
    """Booleans apart from numbers (in Python ``True == 1``); whole floats as they are (``2.0 == 2``)."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, (str, int, float)) else None
