"""Coefficients on coding data: definitions, degenerate data, large numbers."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.agreement import coefficients
from annotator.agreement.alpha import alpha, category_alpha, ratio_distance
from annotator.agreement.coding import Coding, coding, coding_of_arrays
from annotator.agreement.tables import table_statistic
from annotator.agreement.undefined import UndefinedError

CHANCE_CORRECTED: list[Callable[[Coding], float]] = [
    coefficients.cohen_kappa, coefficients.scott_pi, coefficients.fleiss_kappa, coefficients.bennett_s,
    coefficients.free_kappa, coefficients.multi_kappa, coefficients.light_kappa, coefficients.gwet_ac, alpha,
]  # fmt: skip
values = st.sampled_from(["a", "b", "c"])
pairs = st.lists(st.tuples(values, values), min_size=2, max_size=25)


@pytest.mark.parametrize("coefficient", CHANCE_CORRECTED)
def test_one_category_only_is_undefined_not_one(coefficient: Callable[[Coding], float]) -> None:
    with pytest.raises(UndefinedError, match="only one category"):
        coefficient(coding([("x", "x")] * 5))


@pytest.mark.parametrize("coefficient", [*CHANCE_CORRECTED, coefficients.percent])
def test_nothing_to_compare_is_undefined(coefficient: Callable[[Coding], float]) -> None:
    for empty in (coding([]), coding([("x", None), (None, "y")])):
        with pytest.raises(UndefinedError):
            coefficient(empty)


@pytest.mark.parametrize("coefficient", CHANCE_CORRECTED)
def test_full_agreement_on_several_categories_is_one(coefficient: Callable[[Coding], float]) -> None:
    assert coefficient(coding([("x", "x"), ("y", "y"), ("z", "z")])) == pytest.approx(1)


@settings(deadline=None)
@given(pairs)
def test_raters_may_change_places(rows: list[tuple[str, str]]) -> None:
    turned = [(b, a) for a, b in rows]
    for coefficient in CHANCE_CORRECTED:
        try:
            value = coefficient(coding(rows))
        except UndefinedError:
            continue
        assert coefficient(coding(turned)) == pytest.approx(value)


@settings(deadline=None)
@given(pairs, st.integers(2, 5))
def test_weights_are_repeated_rows(rows: list[tuple[str, str]], times: int) -> None:
    for coefficient in CHANCE_CORRECTED:
        try:
            value = coefficient(coding(rows * times))
        except UndefinedError:
            continue
        assert coefficient(coding(rows, [times] * len(rows))) == pytest.approx(value)


@settings(deadline=None)
@given(pairs)
def test_tables_that_add_up_give_the_same_coefficients(rows: list[tuple[str, str]]) -> None:
    data = coding(rows)
    named: dict[str, Callable[[Coding], float]] = {
        "percent": coefficients.percent, "kappa": coefficients.cohen_kappa, "pi": coefficients.scott_pi,
        "s": coefficients.bennett_s, "ac1": coefficients.gwet_ac, "alpha": alpha,
    }  # fmt: skip
    for name, coefficient in named.items():
        [value] = table_statistic(name, len(data.categories))(data.table().reshape(1, -1))
        try:
            assert value == pytest.approx(coefficient(data))
        except UndefinedError:
            assert np.isnan(value)


def test_one_disagreement_in_an_otherwise_constant_set_is_zero_by_definition() -> None:
    data = coding([(3, 3, 3), (3, 3, None), (3, 1, 3)])
    assert alpha(data) == pytest.approx(0)
    assert coefficients.percent(data) > 0.7


def test_interval_alpha_does_not_drown_in_large_numbers() -> None:
    small = [(1, 1), (2, 2), (3, 4), (5, 5), (7, 6), (9, 9)]
    large = [(a + 10**12, b + 10**12) for a, b in small]
    assert alpha(coding(large), "interval") == pytest.approx(alpha(coding(small), "interval"), abs=1e-6)


def test_many_distinct_values_need_no_matrix() -> None:
    rng = np.random.default_rng(1)
    one = rng.normal(size=100_000)
    data = coding_of_arrays([one, one + rng.normal(scale=0.1, size=100_000)])
    for metric in ("interval", "ordinal"):
        assert 0.98 < alpha(data, metric) < 1


def test_ratio_alpha_refuses_negative_values_and_takes_zeros() -> None:
    with pytest.raises(UndefinedError, match="negative"):
        alpha(coding([(0, 0), (1, 2), (-5, 5)]), "ratio")
    assert alpha(coding([(0, 0), (1, 1), (4, 4)]), "ratio") == 1
    assert ratio_distance(np.array([0.0, 0.0]), np.array([0.0, 5.0])).tolist() == [0, 1]


def test_numbers_are_asked_for_where_the_metric_needs_them() -> None:
    with pytest.raises(UndefinedError, match="needs numbers"):
        alpha(coding([("a", "b"), ("b", "b")]), "interval")
    with pytest.raises(UndefinedError, match="no metric"):
        alpha(coding([(1, 2), (2, 2)]), "vibes")


def test_a_category_that_nobody_used_has_no_alpha() -> None:
    with pytest.raises(UndefinedError, match="nobody used z"):
        category_alpha(coding([("x", "y"), ("x", "x")]), "z")


def test_kappa_falls_towards_f1_as_negatives_grow() -> None:
    found = [coefficients.cohen_kappa(coding([(1, 1), (1, 0), (0, 1), (0, 0)], [20, 5, 10, d])) for d in (10, 10**6)]
    assert found[0] < found[1] == pytest.approx(coefficients.positive_agreement(20, 5, 10), abs=1e-4)
