"""The span matcher: one to one, optimal, symmetric, free of order, nested-safe."""

from __future__ import annotations

from itertools import permutations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.agreement.align import EXTENT, LABEL, OVERLAP, SAME, Pair, align, align_overlapping
from annotator.agreement.columns import Item
from annotator.agreement.matching import match
from tests.conftest import draws

spans = st.builds(
    lambda start, length, label: (start, start + length, label),
    st.integers(0, 14),
    st.integers(1, 8),
    st.sampled_from("XY"),
)
layers: st.SearchStrategy[list[Item]] = st.lists(spans, max_size=5)


def tier(one: Item, other: Item) -> int:
    if min(one[1], other[1]) <= max(one[0], other[0]):
        return 0
    return 1 + 2 * (one[:2] == other[:2]) + (one[2] == other[2])


def counts(pairs: list[Pair]) -> tuple[int, ...]:
    return tuple(sum(pair.tier == each for pair in pairs) for each in (SAME, EXTENT, LABEL, OVERLAP))


def best_by_trying_all(a: list[Item], b: list[Item]) -> tuple[int, ...]:
    """The lexicographically greatest numbers of pairs by tier over all one-to-one pairings."""
    short, long = sorted((a, b), key=len)
    best: tuple[int, ...] = (0, 0, 0, 0)
    for chosen in permutations(range(len(long)), len(short)):
        found = [tier(short[place], long[other]) for place, other in enumerate(chosen)]
        best = max(best, tuple(found.count(each) for each in (SAME, EXTENT, LABEL, OVERLAP)))
    return best


@settings(deadline=None, max_examples=draws(200))
@given(layers, layers)
def test_the_alignment_is_the_best_of_all(a: list[Item], b: list[Item]) -> None:
    assert counts(align(a, b)) == best_by_trying_all(a, b)


@settings(deadline=None)
@given(layers, layers)
def test_the_alignment_is_one_to_one_and_says_how_well_spans_agree(a: list[Item], b: list[Item]) -> None:
    pairs = align(a, b)
    assert len({pair.a for pair in pairs}) == len({pair.b for pair in pairs}) == len(pairs)
    assert all(tier(a[pair.a], b[pair.b]) == pair.tier for pair in pairs)


@settings(deadline=None)
@given(layers, layers)
def test_the_alignment_is_symmetric(a: list[Item], b: list[Item]) -> None:
    assert counts(align(a, b)) == counts(align(b, a))


@settings(deadline=None)
@given(layers, layers)
def test_the_alignment_does_not_depend_on_order(a: list[Item], b: list[Item]) -> None:
    turned = a[::-1]
    assert counts(align(turned, b)) == counts(align(a, b))


@settings(deadline=None)
@given(layers, layers, st.integers(0, 1000))
def test_the_alignment_does_not_depend_on_where_the_text_begins(a: list[Item], b: list[Item], by: int) -> None:
    moved = [[(s + by, e + by, label) for s, e, label, *_ in layer] for layer in (a, b)]
    assert align(a, b) == align(*moved)


@settings(deadline=None, max_examples=draws(200))
@given(layers, layers)
def test_overlap_pairs_are_as_many_as_can_be(a: list[Item], b: list[Item]) -> None:
    short, long = sorted((a, b), key=len)
    most = max(
        sum(tier(short[place], long[other]) in {SAME, LABEL} for place, other in enumerate(chosen))
        for chosen in permutations(range(len(long)), len(short))
    )
    assert len(align_overlapping(a, b)) == most


def test_one_long_span_matches_one_short_span_only() -> None:
    pairs = align_overlapping([(0, 50, "X")], [(0, 5, "X"), (10, 30, "X"), (40, 45, "X")])
    assert pairs == [Pair(0, 1, LABEL)]


def test_nested_spans_find_their_own() -> None:
    nested: list[Item] = [(0, 10, "SOURCE"), (2, 4, "ACTOR")]
    assert align(nested, [(2, 4, "ACTOR")]) == [Pair(1, 0, SAME)]
    assert align([(2, 4, "ACTOR")], nested) == [Pair(0, 1, SAME)]


def test_the_same_words_under_two_labels_are_two_spans() -> None:
    both: list[Item] = [(0, 5, "ACTOR"), (0, 5, "SOURCE")]
    assert [pair.tier for pair in align(both, both[::-1])] == [SAME, SAME]
    assert align(both, [(0, 5, "SOURCE")]) == [Pair(1, 0, SAME)]


def test_broken_spans_are_the_same_only_with_the_same_pieces() -> None:
    broken: Item = (0, 10, "X", ((0, 3), (7, 10)))
    assert align([broken], [broken])[0].tier == SAME
    assert align([broken], [(0, 10, "X")])[0].tier == LABEL
    assert align([broken], [(4, 6, "X")]) == []


def test_large_components_are_matched_as_well_as_small_ones() -> None:
    rng = np.random.default_rng(3)
    a = np.repeat(np.arange(30), 4)
    b = np.clip(a + np.tile(np.arange(-1, 3), 30), 0, 29)
    edges = np.unique(np.column_stack([a, b]), axis=0)
    weights = rng.random(len(edges)) + 0.5
    kept = match(edges[:, 0], edges[:, 1], weights)
    assert len(np.unique(edges[kept, 0])) == kept.sum() == len(np.unique(edges[kept, 1]))
    assert kept.sum() >= 28
