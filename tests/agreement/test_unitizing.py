"""The unitizing families against their definitions, position by position."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.agreement import unitizing
from annotator.agreement.columns import Item, columns_of
from annotator.agreement.overlap import overlaps
from annotator.agreement.undefined import UndefinedError
from annotator.agreement.unitizing import UnitStatistics, partition, unit_statistics
from annotator.agreement.unitizing_1995 import alpha_u, alpha_u_category
from tests.conftest import draws

LENGTH = 30


def statistics(a: Sequence[Item], b: Sequence[Item]) -> tuple[UnitStatistics, tuple[str, ...]]:
    columns = columns_of([("d", "a", a), ("d", "b", b)], {"d": LENGTH})
    one, other = (partition(rows, columns.pieces)[0] for rows in columns.by_annotator())
    found = unit_statistics(one, other, overlaps(one, other), columns.lengths, len(columns.labels))
    return found, columns.labels


@st.composite
def layers(draw: st.DrawFn) -> list[Item]:
    cuts = draw(st.lists(st.integers(0, LENGTH), unique=True, max_size=8).map(sorted))
    return [(s, e, draw(st.sampled_from("XYZ"))) for s, e in zip(cuts[::2], cuts[1::2], strict=False)]


def by_definition(a: Sequence[Item], b: Sequence[Item]) -> float | None:
    """u-alpha character by character: coincidences, and pairs of characters that are not of one unit."""
    lines = []
    for layer in (a, b):
        line = [("", -place) for place in range(LENGTH)]
        for unit, (start, end, label, *_) in enumerate(layer):
            line[start:end] = [(label, unit + 1)] * (end - start)
        lines.append(line)
    same = sum(one[0] == other[0] for one, other in zip(*lines, strict=True)) / LENGTH
    everything = [(side, unit) for side, line in enumerate(lines) for unit in line]
    unlike = whole = 0
    for side, (label, unit) in everything:
        for other_side, (other, other_unit) in everything:
            if side == other_side and label == other and unit == other_unit:
                continue
            whole += 1
            unlike += label != other
    return None if not unlike else 1 - (1 - same) / (unlike / whole)


@settings(deadline=None, max_examples=draws(60))
@given(layers(), layers())
def test_u_alpha_is_its_definition_character_by_character(a: list[Item], b: list[Item]) -> None:
    expected = by_definition(a, b)
    found, _ = statistics(a, b)
    if expected is None:
        with pytest.raises(UndefinedError):
            unitizing.u_alpha(found)
    else:
        assert unitizing.u_alpha(found) == pytest.approx(expected)


@settings(deadline=None, max_examples=draws(60))
@given(layers(), layers())
def test_annotators_may_change_places(a: list[Item], b: list[Item]) -> None:
    for measure in (unitizing.u_alpha, unitizing.bar_u_alpha, unitizing.cu_alpha):
        try:
            value = measure(statistics(a, b)[0])
        except UndefinedError:
            continue
        assert measure(statistics(b, a)[0]) == pytest.approx(value)


def test_the_same_text_split_in_two_is_seen_by_1995_and_not_by_2016() -> None:
    whole: list[Item] = [(0, 12, "SOURCE")]
    split: list[Item] = [(0, 6, "SOURCE"), (6, 12, "SOURCE")]
    assert unitizing.u_alpha(statistics(whole, split)[0]) == pytest.approx(1)
    assert alpha_u([[(0, 12, "S")], [(0, 6, "S"), (6, 12, "S")]], 0, 24) < 0.2


def test_labels_agree_where_both_marked_even_if_boundaries_do_not() -> None:
    found, labels = statistics([(0, 8, "X"), (10, 16, "Y")], [(2, 9, "X"), (11, 15, "Y")])
    assert unitizing.cu_alpha(found) == pytest.approx(1)
    assert unitizing.ku_alpha(found, labels.index("X")) == pytest.approx(1)
    assert unitizing.bar_u_alpha(found) < 1


def test_no_marked_text_in_common_has_no_cu_alpha() -> None:
    with pytest.raises(UndefinedError, match="no marked text in common"):
        unitizing.cu_alpha(statistics([(0, 5, "X")], [(10, 15, "X")])[0])


def test_nobody_marked_anything_is_undefined() -> None:
    with pytest.raises(UndefinedError):
        unitizing.u_alpha(statistics([], [])[0])


def test_a_partition_keeps_the_earliest_longest_and_counts_the_rest() -> None:
    items: list[Item] = [(0, 10, "X"), (2, 4, "Y"), (8, 14, "Y"), (12, 16, "X"), (20, 22, "X")]
    columns = columns_of([("d", "a", items)], {"d": LENGTH})
    kept, left_out = partition(columns.of(0), columns.pieces)
    assert list(zip(kept.start, kept.end, strict=True)) == [(0, 10), (12, 16), (20, 22)]
    assert left_out == 2


def test_pieces_of_a_broken_span_are_units() -> None:
    broken: Item = (0, 10, "X", ((0, 3), (7, 10)))
    found, _ = statistics([broken], [(0, 3, "X"), (7, 10, "X")])
    assert unitizing.u_alpha(found) == pytest.approx(1)


def test_documents_add_up() -> None:
    one: list[Item] = [(0, 5, "X"), (8, 12, "Y")]
    other: list[Item] = [(1, 5, "X"), (8, 12, "X")]
    columns = columns_of([(d, who, items) for d in "de" for who, items in (("a", one), ("b", other))],
                         {"d": LENGTH, "e": LENGTH})  # fmt: skip
    a, b = columns.by_annotator()
    found = unit_statistics(a, b, overlaps(a, b), columns.lengths, 2)
    single, _ = statistics(one, other)
    assert unitizing.features(found).sum(axis=0).tolist() == (2 * unitizing.features(single)[0]).tolist()


def test_1995_refuses_units_that_overlap() -> None:
    with pytest.raises(UndefinedError, match="overlap"):
        alpha_u_category([[(0, 5, "X"), (3, 8, "X")], []], 0, 20, "X")


def test_1995_is_symmetric_and_free_of_order() -> None:
    rng = np.random.default_rng(2)
    for _ in range(20):
        cuts = [sorted(rng.choice(LENGTH, 6, replace=False).tolist()) for _ in range(3)]
        layers_ = [[(s, e, "X") for s, e in zip(c[::2], c[1::2], strict=True)] for c in cuts]
        value = alpha_u(layers_, 0, LENGTH)
        assert alpha_u([layer[::-1] for layer in layers_[::-1]], 0, LENGTH) == pytest.approx(value)
