"""Cases like the published ones where programs differ: empty, tied, nested, missing, of one category, very large.

Each value is held against the definition written out (`by_definition`), or against what must hold of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from math import log10
from typing import Any

import numpy as np
import pytest

from annotator.agreement.reference import compute_reference
from tests.agreement import by_definition as plain

Rows = list[tuple[list[Any], int]]


def value(measure: str, **given: Any) -> Any:
    return compute_reference({"id": "edge", "measure": measure, "input": given})


CODED: dict[str, Rows] = {
    "one unit": [([1, 2], 1)],
    "two units": [([1, 1], 1), ([2, 1], 1)],
    "perfect": [([1, 1], 3), ([2, 2], 2), ([9, 9], 1)],
    "swapped": [([1, 2], 4), ([2, 1], 4)],
    "one disagreement": [([1, 1], 40), ([1, 2], 1)],
    "gaps in the scale": [([1, 1], 5), ([1, 5], 2), ([5, 100], 3), ([100, 100], 4), ([2, 1], 1)],
    "fractions": [([0.1, 0.2], 3), ([0.3, 0.3], 3), ([0.2, 0.1], 2), ([0.1, 0.1], 4)],
    "powers of ten": [([1e3, 1e3], 2), ([1e3, 1e6], 1), ([1e9, 1e9], 1), ([2.5, 25], 1), ([7, 7], 3)],
    "a category of the second alone": [([1, 1], 6), ([2, 2], 3), ([1, 3], 2)],
    "missing here and there": [([1, None], 4), ([1, 1], 3), ([None, 2], 2), ([2, 3], 2), ([3, 3], 2), ([None] * 2, 1)],
    "a category seen once, unpaired": [([1, 1], 3), ([2, 1], 2), ([9, None], 1), ([2, 2], 2)],
}
SEVERAL: dict[str, Rows] = {
    "three, full": [([1, 1, 2], 3), ([2, 2, 2], 2), ([3, 1, 2], 1), ([3, 3, 3], 2)],
    "three, missing": [([1, 1, None], 3), ([2, None, 2], 2), ([3, 1, 2], 1), ([None, None, 3], 4), ([3, 3, 3], 1)],
    "four, ties": [([1, 1, 2, 2], 3), ([2, 2, 1, 1], 3), ([1, 2, 1, 2], 2)],
    "five, powers of ten": [([10, 10, 10, 100, None], 2), ([1000, 1000, 10000, 1000, 1000], 2), ([1, 1, 1, 1, 1], 3)],
}
METRICS: dict[str, Callable[[Sequence[Any]], plain.Distance]] = {
    "nominal": lambda _rows: lambda a, b: float(a != b),
    "interval": lambda _rows: lambda a, b: float((a - b) ** 2),
    "ratio": lambda _rows: lambda a, b: float(((a - b) / (a + b)) ** 2),
    "log10_interval": lambda _rows: lambda a, b: (log10(a) - log10(b)) ** 2,
    "ordinal": plain.ordinal,
}


@pytest.mark.parametrize("name", [*CODED, *SEVERAL])
def test_alpha_is_what_its_definition_gives(name: str) -> None:
    rows = (CODED | SEVERAL)[name]
    found = {metric: value(f"krippendorff_alpha_{metric}", rows=rows) for metric in METRICS}
    theirs = {metric: plain.alpha(rows, distance(rows)) for metric, distance in METRICS.items()}
    assert found == pytest.approx(theirs, abs=1e-9)


@pytest.mark.parametrize("name", CODED)
def test_kappa_pi_and_weighted_kappa_are_what_their_definitions_give(name: str) -> None:
    rows = CODED[name]
    used = [each for values, _ in rows for each in values if each is not None]
    reach = max(used) - min(used)
    assert value("cohen_kappa", rows=rows) == pytest.approx(plain.weighted_kappa(rows, lambda a, b: float(a != b)))
    assert value("scott_pi", rows=rows) == pytest.approx(plain.scott_pi(rows))
    linear = plain.weighted_kappa(rows, lambda a, b: float(abs(a - b) / reach))
    quadratic = plain.weighted_kappa(rows, lambda a, b: float((abs(a - b) / reach) ** 2))
    assert value("cohen_kappa_linear", rows=rows) == pytest.approx(linear)
    assert value("cohen_kappa_quadratic", rows=rows) == pytest.approx(quadratic)


@pytest.mark.parametrize("name", [*CODED, *SEVERAL])
def test_coefficients_of_any_number_of_raters_are_what_their_definitions_give(name: str) -> None:
    rows = (CODED | SEVERAL)[name]
    assert value("percent_agreement", rows=rows) == pytest.approx(plain.percent(rows))
    assert value("fleiss_kappa", rows=rows) == pytest.approx(plain.fleiss_kappa(rows))
    assert value("randolph_kappa", rows=rows) == pytest.approx(plain.free_kappa(rows))
    assert value("gwet_ac1", rows=rows) == pytest.approx(plain.gwet_ac1(rows))


COEFFICIENTS = (
    "bennett_s", "randolph_kappa", "scott_pi", "cohen_kappa", "cohen_kappa_linear", "cohen_kappa_quadratic",
    "fleiss_kappa", "multi_kappa", "light_kappa", "gwet_ac1", "gwet_ac2_linear", "gwet_ac2_quadratic",
    *(f"krippendorff_alpha_{metric}" for metric in METRICS),
)  # fmt: skip


@pytest.mark.parametrize("only", [0.1, 1 / 3, 3, 1e9, 1e-9])
def test_one_category_alone_has_no_coefficient_and_never_one(only: float) -> None:
    rows = [([only, only], 7)]
    assert {measure: value(measure, rows=rows) for measure in COEFFICIENTS} == dict.fromkeys(COEFFICIENTS)
    assert value("percent_agreement", rows=rows) == 1.0


@pytest.mark.parametrize("rows", [[], [([None, None], 3)], [([1, None], 3), ([None, 2], 2)], [([1], 2), ([2], 3)]])
def test_nothing_to_compare_has_no_coefficient(rows: Rows) -> None:
    every = ("percent_agreement", *COEFFICIENTS)
    assert {measure: value(measure, rows=rows) for measure in every} == dict.fromkeys(every)


def test_the_order_of_rows_and_raters_does_not_matter_where_it_must_not() -> None:
    rows = SEVERAL["three, missing"]
    turned = [(values[::-1], count) for values, count in rows[::-1]]
    for measure in ("krippendorff_alpha_ordinal", "krippendorff_alpha_interval", "fleiss_kappa", "gwet_ac1"):
        assert value(measure, rows=rows) == pytest.approx(value(measure, rows=turned))


def test_large_numbers_keep_their_digits() -> None:
    rows = CODED["gaps in the scale"]
    moved = [([each + 1e9 for each in values], count) for values, count in rows]
    measure = "krippendorff_alpha_interval"
    assert value(measure, rows=moved) == pytest.approx(value(measure, rows=rows), abs=1e-6)
    assert value("krippendorff_alpha_ordinal", rows=moved) == pytest.approx(
        value("krippendorff_alpha_ordinal", rows=rows)
    )


def test_a_distance_of_ones_own_is_taken_as_it_is() -> None:
    labels = ["ACTOR", "FIGURE", "SOURCE"]
    table = [[0, 0.2, 1], [0.2, 0, 0.5], [1, 0.5, 0]]
    rows: Rows = [(["SOURCE", "ACTOR"], 2), (["FIGURE", "ACTOR"], 3), (["SOURCE", "SOURCE"], 4), (["FIGURE"] * 2, 1)]

    def distance(a: str, b: str) -> float:
        return table[labels.index(a)][labels.index(b)]

    given = {"rows": rows, "labels": labels, "distance": table}
    assert value("krippendorff_alpha_custom_distance", **given) == pytest.approx(plain.alpha(rows, distance))
    assert value("cohen_kappa_custom_distance", **given) == pytest.approx(plain.weighted_kappa(rows, distance))


LAYERS: dict[str, tuple[list[Any], list[Any]]] = {
    "nested": ([[0, 20, "S"], [3, 8, "A"], [10, 14, "F"]], [[3, 8, "A"], [0, 19, "S"]]),
    "two labels on one extent": ([[0, 5, "A"], [0, 5, "S"]], [[0, 5, "S"]]),
    "two labels on one extent, both sides": ([[0, 5, "A"], [0, 5, "S"]], [[0, 5, "S"], [0, 5, "F"]]),
    "the same span twice": ([[0, 5, "A"], [0, 5, "A"]], [[0, 5, "A"]]),
    "one over three": ([[0, 30, "A"]], [[0, 5, "A"], [6, 12, "A"], [14, 30, "A"]]),
    "touching is no overlap": ([[0, 5, "A"], [5, 9, "A"]], [[5, 9, "A"], [9, 12, "A"]]),
    "a chain": ([[0, 6, "A"], [5, 11, "A"], [10, 16, "A"]], [[3, 8, "A"], [7, 13, "A"], [12, 18, "F"]]),
    "greed would lose": ([[0, 10, "A"], [8, 20, "A"]], [[7, 12, "A"], [0, 3, "A"]]),
    "one side empty": ([], [[0, 5, "A"], [7, 9, "S"]]),
    "labels crossed": ([[0, 10, "A"], [4, 10, "S"]], [[0, 10, "S"], [4, 10, "A"]]),
    "everything at once": (
        [[0, 10, "A"], [2, 5, "F"], [2, 5, "S"], [12, 14, "A"]],
        [[0, 9, "A"], [2, 5, "S"], [11, 15, "F"], [12, 14, "F"]],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LAYERS)
@pytest.mark.parametrize("turned", [False, True])
def test_spans_are_matched_as_trying_every_matching_finds(name: str, turned: bool) -> None:
    a, b = LAYERS[name][::-1] if turned else LAYERS[name]
    given = {"kind": "spans", "a": a, "b": b}
    assert value("span_f1_exact_labelled", **given) == pytest.approx(plain.exact_f1(a, b))
    assert value("span_f1_overlap_labelled", **given) == pytest.approx(plain.overlap_f1(a, b))
    for schema in ("strict", "exact", "partial", "ent_type"):
        found = value(f"span_semeval_{schema}", **given)
        told = tuple(found[kind] for kind in ("correct", "incorrect", "partial", "missed", "spurious"))
        assert told == plain.semeval(a, b, schema)


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_spans_does_not_matter(seed: int) -> None:
    rng = np.random.default_rng(seed)
    a, b = LAYERS["everything at once"]
    shuffled = {"a": [a[at] for at in rng.permutation(len(a))], "b": [b[at] for at in rng.permutation(len(b))]}
    for measure in ("span_semeval_strict", "span_semeval_ent_type", "span_semeval_partial"):
        assert value(measure, kind="spans", **shuffled) == value(measure, kind="spans", a=a, b=b)


def test_layers_without_spans_have_no_figure() -> None:
    assert value("span_f1_exact_labelled", kind="spans", a=[], b=[]) is None
    assert value("span_f1_overlap_labelled", kind="spans", a=[], b=[]) is None
    assert value("span_semeval_strict", kind="spans", a=[], b=[])["f1"] is None
    assert value("mean_pairwise_span_f1", kind="spans-multi", annotators={"A": [], "B": []}) is None


UNITS: dict[str, list[Any]] = {
    "a split": [[[0, 12, "A"]], [[0, 6, "A"], [6, 12, "A"]]],
    "nothing in common": [[[0, 5, "A"]], [[10, 20, "S"]]],
    "all marked": [[[0, 30, "A"]], [[0, 30, "S"]]],
    "one silent": [[[0, 5, "A"], [9, 12, "S"]], []],
    "one character each": [[[0, 1, "A"]], [[29, 30, "A"]]],
    "three raters": [[[0, 5, "A"], [7, 9, "S"]], [[0, 5, "A"], [7, 10, "F"]], [[1, 5, "A"]]],
    "four raters, one silent": [[[0, 5, "A"]], [[0, 6, "A"]], [[2, 5, "S"]], []],
    "to the very end": [[[25, 30, "A"], [0, 3, "S"]], [[24, 30, "A"], [0, 3, "S"]]],
}


@pytest.mark.parametrize("name", UNITS)
@pytest.mark.parametrize("bar", [False, True])
def test_unitizing_alpha_is_what_single_characters_give(name: str, bar: bool) -> None:
    measure = "bar_u_alpha_2016" if bar else "u_alpha_2016"
    found = value(measure, kind="unitizing", begin=0, length=30, raters=UNITS[name])
    theirs = plain.u_alpha(UNITS[name], 30, bar=bar)
    assert found is None if theirs != theirs else found == pytest.approx(theirs)  # noqa: PLR0124 - not a number


def test_unitizing_alpha_does_not_depend_on_where_the_text_begins() -> None:
    raters = UNITS["three raters"]
    moved = [[[start + 100, end + 100, label] for start, end, label in units] for units in raters]
    for measure in ("u_alpha_2016", "bar_u_alpha_2016", "cu_alpha_2016", "alpha_u_1995"):
        here = value(measure, kind="unitizing", begin=0, length=30, raters=raters)
        assert value(measure, kind="unitizing", begin=100, length=30, raters=moved) == pytest.approx(here)


@pytest.mark.parametrize("layers", [
    [[[1, 5, "a"], [6, 10, "b"], [11, 15, "a"]], [[2, 6, "a"], [7, 11, "b"]]],
    [[[1, 5, "a"], [1, 5, "b"]], [[1, 5, "b"]]],
    [[[0, 20, "a"], [3, 6, "b"], [15, 18, "b"]], [[3, 6, "b"], [0, 19, "a"]]],
    [[[0, 2, "a"]], [[50, 52, "a"]]],
    [[[0, 2, "a"], [4, 6, "b"]], []],
])  # fmt: skip
@pytest.mark.parametrize("weights", [(1, 1, 1), (3, 2, 1), (1, 0, 0.5), (0, 1, 2)])
def test_the_disorder_is_that_of_the_best_of_all_alignments(layers: list[Any], weights: tuple[float, ...]) -> None:
    how = dict(zip(("alpha", "beta", "delta_empty"), weights, strict=True))
    found = value("gamma_best_alignment_disorder", kind="continuum", annotators=layers, **how)
    assert found == pytest.approx(plain.disorder(layers, *weights))


def test_a_bootstrap_of_two_documents_is_the_four_draws() -> None:
    documents = [[8, 10, 9], [0, 3, 1]]
    draws = [[sum(column) for column in zip(one, other, strict=True)] for one in documents for other in documents]
    figures = [2 * tp / (a + b) for tp, a, b in draws]
    given = {"docs_tp_nA_nB": documents}
    assert value("bootstrap_exact_mean", **given) == pytest.approx(np.mean(figures))
    assert value("bootstrap_exact_se", **given) == pytest.approx(np.std(figures))
    for percent in (2.5, 50, 97.5):
        assert value(f"bootstrap_exact_p{percent}", **given) == pytest.approx(np.percentile(figures, percent))


def test_a_document_without_spans_is_drawn_and_changes_nothing_but_the_spread() -> None:
    given = {"docs_tp_nA_nB": [[8, 10, 9], [2, 5, 4], [0, 0, 0]]}
    assert value("bootstrap_exact_point", **given) == pytest.approx(20 / 28)
    assert 0 < value("bootstrap_exact_se", **given) < 1


def test_sets_are_as_near_as_jaccard_and_masi_say() -> None:
    pairs = [("", ""), ("", ""), ("A", ""), ("AB", "BA"), ("AB", "BA"), ("AB", "A"), ("C", "A")]
    rows: Rows = [([list(one), list(other)], 1) for one, other in pairs]

    def near(a: list[str], b: list[str], inner: float, crossed: float) -> float:
        one, other = set(a), set(b)
        if one == other:
            return 0.0
        factor = inner if one < other or other < one else crossed
        return 1 - factor * len(one & other) / len(one | other)

    assert value("krippendorff_alpha_jaccard", rows=rows) == pytest.approx(
        plain.alpha(rows, lambda a, b: near(a, b, 1, 1))
    )
    assert value("krippendorff_alpha_masi", rows=rows) == pytest.approx(
        plain.alpha(rows, lambda a, b: near(a, b, 2 / 3, 1 / 3))
    )


def test_pairs_of_annotators_are_all_told_and_averaged() -> None:
    layers = {"A": LAYERS["a chain"][0], "B": LAYERS["a chain"][1], "C": []}
    pairs = {one + other: plain.exact_f1(layers[one], layers[other]) for one, other in combinations("ABC", 2)}
    assert value("pairwise_span_f1_matrix", kind="spans-multi", annotators=layers) == pytest.approx(pairs)
    assert value("mean_pairwise_span_f1", kind="spans-multi", annotators=layers) == pytest.approx(
        sum(pairs.values()) / 3
    )
