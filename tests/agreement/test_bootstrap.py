"""Intervals by resampling documents, against every resample written out."""

from __future__ import annotations

import numpy as np
import pytest

from annotator.agreement.additive import Additive, evaluate, f1_statistic
from annotator.agreement.bootstrap import enumerated, interval, resamples

DOCUMENTS = np.array([[8.0, 19], [2, 9], [6, 14], [0, 4]])


def test_the_bootstrap_converges_to_the_exact_distribution() -> None:
    exact = enumerated(DOCUMENTS, f1_statistic)
    drawn = f1_statistic(resamples(4, 20_000, seed=1) @ DOCUMENTS)
    found = interval(drawn)
    assert found == pytest.approx((exact.percentile(2.5), exact.percentile(97.5)), abs=0.01)
    assert drawn.mean() == pytest.approx(exact.mean, abs=0.005)
    assert drawn.std() == pytest.approx(exact.standard_error, abs=0.005)


def test_every_resample_draws_as_many_documents_as_there_are() -> None:
    draws = resamples(7, 50, seed=0)
    assert (draws.sum(axis=1) == 7).all()
    assert (draws == resamples(7, 50, seed=0)).all()


def test_an_interval_is_not_made_up_from_a_few_defined_resamples() -> None:
    assert interval(np.array([0.5, np.nan, np.nan])) is None
    assert interval(np.array([0.5, 0.6, np.nan])) is not None


def test_a_pair_without_a_figure_is_no_part_of_the_mean() -> None:
    parts = {(0, 1): np.array([[4.0, 8.0]]), (0, 2): np.array([[0.0, 0.0]])}
    figure = evaluate(Additive(parts, f1_statistic), resamples(1, 10, seed=0))
    assert figure.value == 1.0
    assert np.isnan(figure.pairs[0, 2][0])
    assert figure.pairs[0, 2][1] is None


def test_no_pairs_at_all_have_no_figure() -> None:
    assert np.isnan(evaluate(Additive({}, f1_statistic), None).value)
