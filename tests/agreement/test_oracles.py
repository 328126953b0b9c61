"""The same figures as other people's programs give, on data where those are right."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from annotator.agreement import coefficients
from annotator.agreement.alpha import alpha
from annotator.agreement.coding import coding, coding_of_arrays
from annotator.agreement.columns import Item
from annotator.agreement.f1 import exact, overlapping, semeval
from tests.agreement.oracles import oracle

SEEDS = range(6)


@pytest.fixture(autouse=True)
def quiet_oracles() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def ratings(seed: int, raters: int = 2, units: int = 60, categories: int = 4) -> np.ndarray[Any, Any]:
    rng = np.random.default_rng(seed)
    truth = rng.integers(1, categories + 1, units)
    noise = rng.integers(1, categories + 1, (units, raters))
    return np.where(rng.random((units, raters)) < 0.7, truth[:, None], noise)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("weighting", [None, "linear", "quadratic"])
def test_cohens_kappa_is_scikit_learns(seed: int, weighting: str | None) -> None:
    metrics = oracle("sklearn.metrics")
    table = ratings(seed)
    theirs = metrics.cohen_kappa_score(table[:, 0], table[:, 1], weights=weighting)
    assert coefficients.weighted_kappa(coding_of_arrays(list(table.T)), weighting or "nominal") == pytest.approx(theirs)


@pytest.mark.parametrize("seed", SEEDS)
def test_fleiss_and_randolph_are_statsmodels(seed: int) -> None:
    rater = oracle("statsmodels.stats.inter_rater")
    table = ratings(seed, raters=5)
    counts, _ = rater.aggregate_raters(table)
    data = coding_of_arrays(list(table.T))
    assert coefficients.fleiss_kappa(data) == pytest.approx(rater.fleiss_kappa(counts))
    assert coefficients.free_kappa(data) == pytest.approx(rater.fleiss_kappa(counts, method="randolph"))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_standard_error_of_kappa_is_statsmodels(seed: int) -> None:
    rater = oracle("statsmodels.stats.inter_rater")
    data = coding_of_arrays(list(ratings(seed).T))
    theirs = rater.cohens_kappa(data.table())
    assert coefficients.cohen_kappa(data) == pytest.approx(theirs.kappa)
    assert coefficients.kappa_standard_error(data) == pytest.approx(theirs.std_kappa)


@pytest.mark.parametrize("seed", SEEDS)
def test_pi_s_multi_kappa_and_alpha_are_nltks(seed: int) -> None:
    agreement = oracle("nltk.metrics.agreement")
    table = ratings(seed, raters=3)
    triples = [
        (f"r{rater}", f"u{unit}", str(value)) for unit, row in enumerate(table) for rater, value in enumerate(row)
    ]
    task = agreement.AnnotationTask(data=triples)
    data = coding_of_arrays(list(table.T))
    assert alpha(data) == pytest.approx(task.alpha())
    assert coefficients.light_kappa(data) == pytest.approx(task.kappa())
    assert coefficients.multi_kappa(data) == pytest.approx(task.multi_kappa())
    two = agreement.AnnotationTask(data=[each for each in triples if each[0] != "r2"])
    assert coefficients.scott_pi(data.pair(0, 1)) == pytest.approx(two.pi())
    assert coefficients.bennett_s(data.pair(0, 1)) == pytest.approx(two.S())


@pytest.mark.parametrize("seed", SEEDS)
def test_alpha_with_masi_is_nltks(seed: int) -> None:
    agreement, distance = oracle("nltk.metrics.agreement"), oracle("nltk.metrics.distance")
    rng = np.random.default_rng(seed)
    rows = [[frozenset(np.array(list("ABC"))[rng.random(3) < 0.6].tolist()) or frozenset("A") for _ in range(2)]
            for _ in range(30)]  # fmt: skip
    triples = [(rater, unit, value) for unit, row in enumerate(rows) for rater, value in enumerate(row)]
    theirs = agreement.AnnotationTask(data=triples, distance=distance.masi_distance).alpha()
    assert alpha(coding(rows), "masi") == pytest.approx(theirs)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("metric", ["nominal", "ordinal", "interval", "ratio"])
def test_alpha_with_missing_values_is_krippendorffs(seed: int, metric: str) -> None:
    krippendorff = oracle("krippendorff")
    table = ratings(seed, raters=4).astype(float)
    table[np.random.default_rng(seed + 100).random(table.shape) < 0.25] = np.nan
    theirs = krippendorff.alpha(reliability_data=table.T, level_of_measurement=metric)
    assert alpha(coding_of_arrays(list(table.T)), metric) == pytest.approx(theirs)


def flat_layer(rng: np.random.Generator) -> list[Item]:
    starts = np.flatnonzero(rng.random(12) < 0.6) * 10
    return [(int(s + rng.integers(0, 2)), int(s + 5 + rng.integers(0, 3)), "XY"[rng.integers(2)]) for s in starts]


@pytest.mark.parametrize("seed", range(12))
def test_semeval_counts_of_flat_layers_are_nervaluates(seed: int) -> None:
    nervaluate = oracle("nervaluate")
    rng = np.random.default_rng(seed)
    a, b = flat_layer(rng), flat_layer(rng)
    if not a or not b:
        pytest.skip("an empty layer says nothing here")
    inclusive = [[{"start": s, "end": e - 1, "label": label} for s, e, label, *_ in layer] for layer in (a, b)]
    evaluator = nervaluate.Evaluator([inclusive[0]], [inclusive[1]], tags=["X", "Y"], loader="dict")
    theirs = evaluator.evaluate()["overall"]
    for schema in ("strict", "exact", "partial", "ent_type"):
        ours = semeval(a, b, schema)
        assert (ours.correct, ours.incorrect, ours.partial, ours.missed, ours.spurious) == tuple(
            getattr(theirs[schema], name) for name in ("correct", "incorrect", "partial", "missed", "spurious")
        )


def test_nested_layers_are_where_nervaluate_depends_on_order_and_we_do_not() -> None:
    nested: list[Item] = [(0, 10, "X"), (2, 4, "Y")]
    inner: list[Item] = [(2, 4, "Y")]
    assert exact(nested, inner).f1 == exact(inner, nested).f1 == pytest.approx(2 / 3)
    assert overlapping(nested[::-1], inner) == overlapping(nested, inner)
    assert semeval(inner, nested, "strict").correct == 1
