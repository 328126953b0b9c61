"""Agreement on relations: strictly, with aligned ends, and on what a head is attached to.

Strict F1 falls to zero after a one-character slip at an end; with aligned ends it does not. The gap between the
two is the boundary problem, so both are needed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from annotator.agreement.align import align_overlapping
from annotator.agreement.coding import Coding, coding
from annotator.agreement.columns import Item
from annotator.agreement.f1 import Counts

Link = tuple[int, int, str]
"""Head and tail as places in the layer's spans, and the relation's type."""
NONE = "none"


@dataclass(frozen=True)
class Linked:
    """One layer's spans and the relations between them."""

    spans: Sequence[Item]
    links: Sequence[Link]


def strict(a: Linked, b: Linked) -> Counts:
    """Relations of one type whose ends have the same extents and labels."""
    return _common(_by_extent(a), _by_extent(b))


def _by_extent(layer: Linked) -> Counter[tuple[object, ...]]:
    return Counter((layer.spans[head], layer.spans[tail], kind) for head, tail, kind in layer.links)


def _common(one: Counter[tuple[object, ...]], other: Counter[tuple[object, ...]]) -> Counts:
    return Counts((one & other).total(), one.total(), other.total())


def partners(a: Linked, b: Linked) -> dict[int, int]:
    """For each aligned span of ``a`` (same label, overlapping, one to one) its partner in ``b``."""
    return {pair.a: pair.b for pair in align_overlapping(a.spans, b.spans)}


def aligned(a: Linked, b: Linked) -> Counts:
    """Relations of one type whose ends are aligned spans."""
    to = partners(a, b)
    moved: Counter[tuple[object, ...]] = Counter(
        (to.get(head, ("a", head)), to.get(tail, ("a", tail)), kind) for head, tail, kind in a.links
    )
    return _common(moved, Counter((head, tail, kind) for head, tail, kind in b.links))


def attachments(a: Linked, b: Linked, kind: str) -> list[tuple[object, object]]:
    """For each aligned head of a relation type: what the two annotators attached it to.

    Heads are aligned spans of the labels that carry the relation as head in either layer. A value is the set of
    aligned tails (a lone tail stands for itself), ``none`` where there is none; a tail without a partner is a
    value of its own.
    """
    to = partners(a, b)
    back = {there: here for here, there in to.items()}
    heads = _labels(a, kind, 0) | _labels(b, kind, 0)
    tails_a, tails_b = _tails(a, kind), _tails(b, kind)
    pairs = []
    for here, there in to.items():
        if a.spans[here][2] in heads:
            one = [("aligned", tail) if tail in to else ("a", tail) for tail in tails_a.get(here, [])]
            other = [("aligned", back[t]) if t in back else ("b", t) for t in tails_b.get(there, [])]
            pairs.append((_value(one), _value(other)))
    return pairs


def attachment_coding(a: Linked, b: Linked, kind: str) -> Coding:
    """`attachments` as coding data of two raters."""
    return coding([(str(one), str(other)) for one, other in attachments(a, b, kind)])


def _labels(layer: Linked, kind: str, end: int) -> set[str]:
    return {layer.spans[link[:2][end]][2] for link in layer.links if link[2] == kind}


def _tails(layer: Linked, kind: str) -> dict[int, list[int]]:
    tails: dict[int, list[int]] = {}
    for head, tail, name in layer.links:
        if name == kind:
            tails.setdefault(head, []).append(tail)
    return tails


def _value(tails: list[tuple[str, int]]) -> object:
    if not tails:
        return NONE
    return tails[0] if len(tails) == 1 else tuple(sorted(set(tails)))


def candidate_coding(a: Linked, b: Linked, kind: str) -> Coding:
    """Yes or no for every pair of an aligned head and an aligned tail: dominated by negatives, so not a headline.

    Heads and tails are aligned spans of the labels that carry the relation at that end in either layer.
    """
    to = partners(a, b)
    heads = _labels(a, kind, 0) | _labels(b, kind, 0)
    tails = _labels(a, kind, 1) | _labels(b, kind, 1)
    linked_a = {link[:2] for link in a.links if link[2] == kind}
    linked_b = {link[:2] for link in b.links if link[2] == kind}
    return coding([
        ((h, t) in linked_a, (to[h], to[t]) in linked_b)
        for h in to if a.spans[h][2] in heads for t in to if a.spans[t][2] in tails and t != h
    ])  # fmt: skip
