"""Inputs of published cases that no measure was made for: a right number or a sentence, never a traceback."""

from __future__ import annotations

import warnings
from typing import Any

import pytest

from annotator.agreement.reference import compute_reference, reference_results

NAN, INF = float("nan"), float("inf")


def explained(measure: str, **given: Any) -> str:
    """Why the case has no value."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        [result] = reference_results([{"id": "strange", "measure": measure, "input": given}])
    assert result["value"] is None
    return str(result["explanation"])


def value(measure: str, **given: Any) -> Any:
    return compute_reference({"id": "strange", "measure": measure, "input": given})


def units(*layers: list[Any], **more: Any) -> dict[str, Any]:
    return {"kind": "unitizing", "begin": 0, "length": 20, "raters": list(layers), **more}


UNITIZING = ("u_alpha_2016", "bar_u_alpha_2016", "cu_alpha_2016", "alpha_u_1995")


@pytest.mark.parametrize("measure", UNITIZING)
@pytest.mark.parametrize(("wrong", "why"), [
    ([15, 21, "A"], "lies outside of the text"), ([-1, 4, "A"], "lies outside of the text"),
    ([0.5, 4, "A"], "no whole characters"), ([6, 4, "A"], "no whole characters"), ([4, 4, "A"], "no length"),
])  # fmt: skip
def test_a_unit_that_is_no_part_of_the_text_is_told_and_not_cut(measure: str, wrong: list[Any], why: str) -> None:
    assert why in explained(measure, **units([wrong], [[2, 4, "A"], [6, 8, "B"]]))


@pytest.mark.parametrize("measure", [*UNITIZING, "gamma_best_alignment_disorder", "gamma_stochastic"])
def test_one_annotator_alone_has_nobody_to_agree_with(measure: str) -> None:
    assert "two values" in explained(measure, **units([[2, 4, "A"], [6, 8, "B"]]))


def test_a_pair_without_a_figure_takes_none_from_the_mean_over_pairs() -> None:
    same = [[0, 5, "A"], [6, 9, "B"]]
    assert value("cu_alpha_2016", **units(same, same, [])) == 1.0
    assert value("ku_alpha_2016", **units(same, same, [], category="B")) == 1.0
    assert "in common" in explained("cu_alpha_2016", **units(same, [], []))


@pytest.mark.parametrize("measure", ["span_semeval_partial", "span_f1_overlap_labelled"])
@pytest.mark.parametrize(
    ("wrong", "why"), [([5, 5, "A"], "no length"), ([5, 2, "A"], "no whole"), ([1.5, 4, "A"], "no whole")]
)
def test_a_span_without_characters_overlaps_nothing(measure: str, wrong: list[Any], why: str) -> None:
    assert why in explained(measure, kind="spans", a=[wrong], b=[[1, 8, "A"]])


def test_offsets_that_include_the_last_character_are_not_taken_for_half_open_ones() -> None:
    assert "half-open" in explained("span_f1_exact_labelled", kind="spans", a=[[0, 2, "A"]], b=[], offsets="inclusive")


def test_two_silent_annotators_stand_in_the_matrix_without_a_figure() -> None:
    layers = {"A": [], "B": [], "C": [[0, 1, "X"]]}
    assert value("pairwise_span_f1_matrix", annotators=layers) == {"AB": None, "AC": 0.0, "BC": 0.0}


def test_tags_that_tell_ends_and_single_tokens_are_read() -> None:
    ends = [["B-X", "I-X", "E-X", "E-X", "S-Y", "O", "I-X", "L-X", "U-X"]]
    plain = [["B-X", "I-X", "I-X", "B-X", "B-Y", "O", "B-X", "I-X", "B-X"]]
    assert value("span_f1_exact_labelled", kind="bio", a=ends, b=plain) == 1.0


def rows(*pairs: list[Any]) -> list[Any]:
    return [[list(pair), 1] for pair in pairs]


def test_what_is_not_a_number_is_missing_and_what_has_no_end_is_refused() -> None:
    given, measure = rows([1, 2], [2, 2], [3, 3]), "krippendorff_alpha_interval"
    assert value(measure, rows=[*given, [[NAN, 3], 4]]) == value(measure, rows=given)
    assert "finite" in explained(measure, rows=rows([INF, 1], [2, 2]))
    assert "too large" in explained(measure, rows=rows([1e308, -1e308], [2, 2]))
    assert "numbers as values" in explained(measure, rows=rows(["nan", "1"], ["2", "2"]))


def test_a_row_occurs_no_fewer_times_than_never() -> None:
    assert "from zero up" in explained("cohen_kappa", rows=[[[1, 1], -5], [[1, 2], 1]])


def test_numbers_written_as_text_are_ranked_as_numbers() -> None:
    numbers = rows([9, 10], [10, 11], [9, 9], [11, 11])
    text = [[list(map(str, pair)), count] for pair, count in numbers]
    for measure in ("krippendorff_alpha_ordinal", "cohen_kappa_quadratic", "gwet_ac2_ordinal"):
        assert value(measure, rows=text) == pytest.approx(value(measure, rows=numbers))


def test_declared_categories_count_and_keep_their_order() -> None:
    same = rows(["A", "A"], ["A", "A"])
    assert value("bennett_s", rows=same) is None
    assert value("bennett_s", rows=same, categories=["A", "B"]) == 1.0
    assert value("cohen_kappa", rows=same, categories=["A", "B"]) is None
    named = rows(["low", "high"], ["mid", "mid"], ["high", "mid"], ["low", "low"])
    scores = {"low": 1, "mid": 2, "high": 3}
    ranked = [[[scores[each] for each in pair], count] for pair, count in named]
    for measure in ("krippendorff_alpha_ordinal", "cohen_kappa_linear"):
        assert value(measure, rows=named, categories=list(scores)) == pytest.approx(value(measure, rows=ranked))


def test_logarithms_can_be_asked_for() -> None:
    given = rows([10, 100], [1000, 1000], [5, 5])
    asked = value("krippendorff_alpha_interval", rows=given, transform="log10")
    assert asked == pytest.approx(value("krippendorff_alpha_log_interval", rows=given))
    assert "logarithm" in explained("krippendorff_alpha_interval", rows=rows([0, 1], [1, 1]), transform="log10")
    assert "no transform" in explained("krippendorff_alpha_interval", rows=given, transform="root")


def test_a_distance_that_cannot_be_read_is_told() -> None:
    given = {"rows": rows(["a", "b"], ["a", "a"])}
    measure = "krippendorff_alpha_custom_distance"
    assert "case gives none" in explained(measure, **given)
    assert "ends with no number" in explained(measure, **given, distance="equal 0; else far")
    assert "no row for “b”" in explained(measure, **given, labels=["a"], distance=[[0]])


def test_a_relation_that_names_no_span_is_told() -> None:
    given = {"spans_a": [[0, 1, "F"]], "spans_b": [[0, 1, "F"]], "relations_b": []}
    for place in (5, -1):
        why = explained("relation_f1_strict_endpoints", relations_a=[[0, place]], **given)
        assert f"names span {place} of 1" in why


def test_a_bootstrap_of_no_spans_of_many_documents_or_of_another_statistic_is_told() -> None:
    assert "nobody marked" in explained("bootstrap_exact_mean", docs_tp_nA_nB=[[0, 0, 0]])
    assert "no document" in explained("bootstrap_exact_p2.5", docs_tp_nA_nB=[])
    assert "11 documents" in explained("bootstrap_exact_se", docs_tp_nA_nB=[[1, 2, 3]] * 50)
    assert "no statistic" in explained("bootstrap_exact_se", docs_tp_nA_nB=[[1, 2, 3]], statistic="alpha")


def test_the_mean_of_documents_is_not_the_pooled_figure() -> None:
    documents = [[1, 1, 1], [0, 10, 10], [0, 0, 0]]
    assert value("bootstrap_exact_point", docs_tp_nA_nB=documents) == pytest.approx(2 / 22)
    assert value("bootstrap_exact_point", docs_tp_nA_nB=documents, statistic="mean of documents") == pytest.approx(0.5)


@pytest.mark.parametrize(
    "case", [{}, 7, None, [1], {"id": 1, "measure": "cohen_kappa"}, {"measure": "x", "input": []}]
)
def test_what_is_no_case_is_told_and_stops_no_other(case: object) -> None:
    good = {"id": "good", "measure": "percent_agreement", "input": {"rows": rows([1, 1])}}
    told, known = reference_results([case, good])
    assert "a measure and an input" in str(told["explanation"])
    assert known["value"] == 1.0
