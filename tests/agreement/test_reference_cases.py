"""Published cases, each within its own tolerance; kept outside the tree, so absent ones are skipped."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from annotator.agreement.reference import compute_reference, reference_results
from annotator.core.errors import UserError

CASES = Path(__file__).parents[2] / "../shared/agreement-reference.jsonl"
LEFT_OUT = {"gamma_cat_stochastic", "gamma_k"}
"""Gamma by category: two published programs differ from the paper."""


def cases() -> list[dict[str, Any]]:
    if not CASES.exists():
        return []
    lines = CASES.read_text(encoding="utf-8").splitlines()
    return [case for case in map(json.loads, lines) if case["measure"] not in LEFT_OUT]


def within(expected: object, value: object, tolerance: float) -> bool:
    if isinstance(expected, Mapping):
        assert isinstance(value, Mapping)
        same = set(expected) == set(value)
        return same and all(within(expected[key], value[key], tolerance) for key in expected)
    if isinstance(expected, (int, float)) and isinstance(value, (int, float)):
        return abs(expected - value) <= tolerance
    return expected is None and value is None


@pytest.mark.skipif(not CASES.exists(), reason="the published cases lie beside the project")
def test_every_published_case_is_within_its_tolerance() -> None:
    wrong = [
        (case["id"], case["expected"], value)
        for case in cases()
        if not within(case["expected"], value := compute_reference(case), case["tolerance"])
    ]
    assert wrong == []


CODING = {"kind": "coding", "raters": 2}


def case(measure: str, rows: list[Any], **more: object) -> dict[str, Any]:
    return {"id": "case", "measure": measure, "input": {**CODING, "rows": rows, **more}}


def test_an_undefined_case_has_no_value_and_says_why() -> None:
    [result] = reference_results([case("krippendorff_alpha_nominal", [[[1, 1], 5]])])
    assert result["value"] is None
    assert "only one category" in str(result["explanation"])


def test_an_unknown_measure_has_no_value_and_does_not_stop_the_others() -> None:
    unknown, known = reference_results([case("vibes", [[[1, 1], 5]]), case("percent_agreement", [[[1, 1], 5]])])
    assert unknown["value"] is None
    assert "vibes" in str(unknown["explanation"])
    assert known["value"] == 1.0


def test_an_input_of_the_wrong_shape_is_told_with_the_case() -> None:
    with pytest.raises(UserError, match="case broken"):
        compute_reference({"id": "broken", "measure": "span_f1_exact_labelled", "input": {"a": []}})


def test_a_distance_in_words_is_read() -> None:
    rows = [[["a", "a"], 4], [["a", "b"], 1], [["b", "c"], 2], [["c", "c"], 3]]
    words = compute_reference(case("krippendorff_alpha_custom_distance", rows, distance="equal 0; a-b 0.5; else 1"))
    matrix = [[0, 0.5, 1], [0.5, 0, 1], [1, 1, 0]]
    table = compute_reference(
        case("krippendorff_alpha_custom_distance", rows, distance=matrix, labels=["a", "b", "c"])
    )
    assert words == pytest.approx(table)


def test_tags_that_start_inside_begin_a_span() -> None:
    given = {"kind": "bio", "a": [["I-X", "I-X", "B-X", "O"]], "b": [["B-X", "I-X", "I-Y", "O"]]}
    assert compute_reference({"measure": "span_f1_exact_labelled", "input": given}) == pytest.approx(0.5)


def test_more_than_two_raters_have_a_unitizing_alpha_and_pairwise_ones() -> None:
    raters = [[[0, 5, "X"], [8, 9, "Y"]], [[0, 5, "X"], [8, 9, "Y"]], [[1, 5, "X"], [8, 9, "Y"]]]
    given = {"kind": "unitizing", "begin": 0, "length": 20, "raters": raters}
    for measure in ("u_alpha_2016", "bar_u_alpha_2016", "cu_alpha_2016"):
        value = compute_reference({"measure": measure, "input": given})
        assert isinstance(value, float)
        assert 0.5 < value <= 1


def test_overlapping_units_have_no_unitizing_alpha() -> None:
    given = {"kind": "unitizing", "begin": 0, "length": 20, "raters": [[[0, 5, "X"], [3, 9, "Y"]], []]}
    assert compute_reference({"measure": "u_alpha_2016", "input": given}) is None
