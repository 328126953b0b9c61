"""The cases that come with the product, each with its source, and when a value counts as the published one."""

from __future__ import annotations

import json
from typing import Any

import pytest

from annotator.agreement.reference import outcomes
from annotator.agreement.verdicts import within
from annotator.cli.cases import PUBLISHED
from annotator.core.errors import UserError

CASES: list[dict[str, Any]] = [json.loads(line) for line in PUBLISHED.read_text("utf-8").splitlines()]


def test_every_case_that_comes_along_is_met_within_its_tolerance() -> None:
    assert [each.plain() for each in outcomes(CASES) if each.right is not True] == []


def test_every_case_that_comes_along_has_a_name_of_its_own_and_a_source() -> None:
    assert len({case["id"] for case in CASES}) == len(CASES) >= 60
    assert all(case["source"] for case in CASES)


@pytest.mark.parametrize(("case", "value", "met"), [
    ({"expected": 0.5, "tolerance": 0.1}, 0.59, True),
    ({"expected": 0.5, "tolerance": 0.1}, 0.61, False),
    ({"expected": 0.5, "tolerance": 0.1}, None, False),
    ({"expected": -200, "relative_tolerance": 0.01}, -201.9, True),
    ({"expected": -200, "relative_tolerance": 0.01}, -202.1, False),
    ({"expected": 0.001, "tolerance": 0.01, "relative_tolerance": 0.1}, 0.009, True),
    ({"expected": 0.3, "tolerance": 0}, 0.1 + 0.2, True),
    ({"expected": 0.3}, 0.3000009, True),
    ({"expected": 0.3}, 0.300002, False),
    ({"expected": None, "tolerance": 1}, None, True),
    ({"expected": None, "tolerance": 1}, 0.0, False),
    ({"expected": 1, "tolerance": 0}, True, False),
    ({"expected": {"f1": 0.5, "correct": 2}, "tolerance": {"f1": 0.1, "correct": 0}}, {"f1": 0.55, "correct": 2}, True),
    ({"expected": {"f1": 0.5, "correct": 2}, "tolerance": {"f1": 0.1, "correct": 0}}, {"f1": 0.5, "correct": 3}, False),
    ({"expected": {"f1": 0.5}, "tolerance": 0.1}, {"f1": 0.5, "more": 9}, True),
    ({"expected": {"f1": 0.5, "recall": None}, "tolerance": 0.1}, {"f1": 0.5}, False),
    ({"expected": {"f1": 0.5}, "tolerance": 0.1}, 0.5, False),
])  # fmt: skip
def test_a_value_is_held_against_the_tolerance_of_its_own_case(case: dict[str, Any], value: Any, met: bool) -> None:
    assert within(case, value) is met


@pytest.mark.parametrize("tolerance", ["wide", -0.1, float("nan"), [0.1]])
def test_a_tolerance_that_is_no_number_is_told(tolerance: object) -> None:
    with pytest.raises(UserError, match="tolerance"):
        within({"expected": 1.0, "tolerance": tolerance}, 1.0)
