"""What has no figure says why: single measures, and published cases that ask for what is not there."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from annotator.agreement import comparison as comparing
from annotator.agreement.additive import Additive, Figure, evaluate_all, sparse_figure
from annotator.agreement.alpha import alpha
from annotator.agreement.attributes import matched
from annotator.agreement.coding import coding, coding_of_arrays
from annotator.agreement.coefficients import gwet_ac
from annotator.agreement.comparison import Comparison
from annotator.agreement.f1 import mean_f1
from annotator.agreement.figures import slips
from annotator.agreement.gamma import Dissimilarity, given_samples
from annotator.agreement.reference import compute_reference, reference_results
from annotator.agreement.relations import Linked, attachments
from annotator.agreement.report import measure_comparison
from annotator.agreement.undefined import UndefinedError
from annotator.agreement.unitizing_1995 import alpha_u, alpha_u_category
from annotator.core.errors import UserError
from annotator.core.span import Span
from tests.agreement.corpora import corpus

ONE_LAYER = [[(0, 5, "X")]]
UNDEFINED: dict[str, Callable[[], object]] = {
    "alpha of no known metric": lambda: alpha(coding([[1, 2], [2, 2]]), "cubic"),
    "AC of units without a weight": lambda: gwet_ac(coding([[1, 2]], [0])),
    "mean F1 of no pair": lambda: mean_f1([]),
    "gamma without random continua": lambda: given_samples([[(0, 5, "X")]] * 2, [], Dissimilarity()),
    "alpha_U of nothing": lambda: alpha_u([[], []], 0, 10),
    "alpha_U of one observer": lambda: alpha_u(ONE_LAYER, 0, 10),
    "alpha_U of a category that nobody used": lambda: alpha_u_category(ONE_LAYER * 2, 0, 10, "Y"),
}


@pytest.mark.parametrize("name", UNDEFINED)
def test_a_figure_that_is_not_there_is_refused_with_a_reason(name: str) -> None:
    with pytest.raises(UndefinedError) as refusal:
        UNDEFINED[name]()
    assert str(refusal.value)


@pytest.mark.parametrize(
    ("measure", "given", "said"),
    [
        ("no_such_measure", {}, "no measure"),
        ("cohen_kappa_weighted_cubic", {"rows": [[[1, 2], 1]]}, "no weighting"),
        ("span_f1_exact_labelled", {"a_rule": "many spans", "b_rule": "same"}, "no rule for spans"),
        ("gamma_best_alignment_disorder", {"a": [], "b": [], "dcat": "cubic"}, "no dissimilarity"),
    ],
)
def test_a_case_that_asks_for_what_is_unknown_is_refused(measure: str, given: dict[str, Any], said: str) -> None:
    with pytest.raises(UserError, match=said):
        compute_reference({"id": "edge", "measure": measure, "input": given})


@pytest.mark.parametrize(
    ("measure", "given", "value"),
    [
        ("span_f1_exact_labelled", {"a_rule": "4 X spans [9i,9i+5)", "b_rule": "2 X spans [9i,9i+5)"}, 2 / 3),
        ("token_cohen_kappa", {"kind": "bio", "a": [["B-X", "O"]], "b": [["B-X", "O"]]}, 1.0),
    ],
)
def test_cases_by_rules_and_by_tags_are_read(measure: str, given: dict[str, Any], value: float) -> None:
    assert compute_reference({"id": "edge", "measure": measure, "input": given}) == pytest.approx(value)


def test_a_pair_that_no_clause_names_is_as_far_as_it_differs() -> None:
    case = {"id": "edge", "measure": "krippendorff_alpha_custom_distance"}
    rows = [[["a", "a"], 4], [["a", "b"], 1], [["b", "c"], 2], [["c", "c"], 3]]
    short = compute_reference(case | {"input": {"rows": rows, "distance": "a-b 0.5"}})
    whole = compute_reference(case | {"input": {"rows": rows, "distance": "equal 0; a-b 0.5; else 1"}})
    assert short == whole


def test_an_undefined_case_of_units_says_what_nobody_used() -> None:
    given = {"annotators": {"A": [[0, 5, "X"]], "B": [[0, 5, "X"]]}, "length": 9, "category": "Y"}
    for measure in ("ku_alpha", "alpha_u_1995_category"):
        [result] = reference_results([{"id": "edge", "measure": measure, "input": given}])
        assert result["value"] is None
        assert "nobody used" in str(result["explanation"])


def test_a_measure_of_nothing_has_no_figure_and_no_interval() -> None:
    nothing = Additive({}, lambda rows: rows[:, 0])
    assert same(sparse_figure(nothing, None), Figure(np.nan, None, 0, {}, np.zeros(0)))
    counted = Additive({(0, 1): np.ones((3, 1))}, lambda rows: rows[:, 0])
    whole, [part] = evaluate_all(counted, [nothing], np.ones((5, 3)))
    assert whole.value == 3
    assert np.isnan(part.value)
    assert part.ci is None


def same(one: Figure, other: Figure) -> bool:
    return repr(dataclasses.astuple(one)) == repr(dataclasses.astuple(other))


def test_pieces_and_truths_are_matched_as_they_are() -> None:
    broken = Span("a", 0, 9, "X", {"sure": True}, fragments=((0, 3), (6, 9)))
    found = matched([broken], [Span("b", 0, 9, "X", {"sure": False})], "sure")
    assert found.values == [("true", "false")]


def test_columns_of_words_are_coded_as_numbers_are() -> None:
    words = coding_of_arrays([np.array(["a", "b", "a"]), np.array(["a", "c", "c"])])
    numbers = coding_of_arrays([np.array([1, 2, 1]), np.array([1, 3, 3])])
    assert words.categories == ("a", "b", "c")
    assert words.codes.tolist() == numbers.codes.tolist()


def test_a_slip_across_zero_has_no_power_of_ten() -> None:
    [slip] = slips([(-3.0, 3.0), (2.0, 2.0)])
    assert (slip.low, slip.high, slip.ratio, slip.power) == (-3.0, 3.0, float("inf"), None)


def test_relations_of_another_type_attach_nothing() -> None:
    spans = [(0, 5, "X"), (9, 12, "X"), (15, 19, "Y")]
    one, other = Linked(spans, [(0, 1, "OTHER"), (0, 2, "R")]), Linked(spans, [(0, 2, "R"), (1, 2, "OTHER")])
    assert attachments(one, other, "R") == [(("aligned", 2), ("aligned", 2)), ("none", "none")]


def test_pairs_that_are_compared_beside_each_other_give_the_same_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    columns = corpus(3, 4, 20)
    alone = measure_comparison(Comparison(columns), ["f1_exact"], bootstrap=0)
    monkeypatch.setattr(comparing, "_WORTH_THREADS", 0)
    assert measure_comparison(Comparison(columns), ["f1_exact"], bootstrap=0) == alone


def test_documents_that_one_annotator_had_are_never_drawn() -> None:
    columns = corpus(2, 6, 20)
    present = columns.present.copy()
    present[4:, 1] = False
    comparison = Comparison(dataclasses.replace(columns, present=present))
    [result] = measure_comparison(comparison, ["f1_exact"], bootstrap=20)
    assert result["n_documents"] == 4
    assert result["ci"] is not None
