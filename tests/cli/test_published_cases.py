"""``raqim agreement --reference``: what it prints, which cases are not met, and its exit codes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.cli.conftest import Raqim

GOOD = {"id": "good", "measure": "percent_agreement", "input": {"rows": [[["س", "س"], 3], [["س", "ص"], 1]]}}


def write(tmp_path: Path, *cases: Any) -> Path:
    file = tmp_path / "cases.jsonl"
    file.write_text("\n".join(each if isinstance(each, str) else json.dumps(each) for each in cases), "utf-8")
    return file


def test_without_a_file_the_cases_that_come_along_are_computed(raqim: Raqim) -> None:
    done = raqim("agreement", "--reference", "--json")
    assert done.returncode == 0, done.stderr
    assert all(json.loads(line)["within"] for line in done.stdout.splitlines())


def test_a_case_without_an_expected_value_is_computed_and_not_judged(raqim: Raqim, tmp_path: Path) -> None:
    done = raqim("agreement", "--reference", write(tmp_path, GOOD), "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout) == {"id": "good", "measure": "percent_agreement", "value": 0.75}


def test_a_case_that_is_not_met_is_named_and_the_exit_code_says_so(raqim: Raqim, tmp_path: Path) -> None:
    file = write(tmp_path, {**GOOD, "expected": 0.74, "tolerance": 0.02}, {**GOOD, "id": "bad", "expected": 0.9})
    done = raqim("agreement", "--reference", file, "--json")
    assert done.returncode == 1
    assert [json.loads(line)["within"] for line in done.stdout.splitlines()] == [True, False]
    spoken = raqim("agreement", "--reference", file)
    assert spoken.returncode == 1
    assert "bad  percent_agreement  0.75  not as published  (0.9)" in spoken.stdout
    assert "1 of 2 as published" in spoken.stdout


def test_an_unknown_measure_is_a_problem_and_one_left_out_by_name_is_none(raqim: Raqim, tmp_path: Path) -> None:
    unknown = raqim("agreement", "--reference", write(tmp_path, {**GOOD, "measure": "vibes"}, GOOD))
    assert unknown.returncode == 1
    assert "no measure is called “vibes”" in unknown.stdout
    left_out = raqim("agreement", "--reference", write(tmp_path, {**GOOD, "measure": "gamma_k", "expected": 1}, GOOD))
    assert left_out.returncode == 0
    assert "left out" in left_out.stdout


def test_a_file_that_cannot_be_read_is_refused_with_its_line(raqim: Raqim, tmp_path: Path) -> None:
    done = raqim("agreement", "--reference", write(tmp_path, "\ufeff" + json.dumps(GOOD), "", '{"id": '))
    assert done.returncode == 2
    assert "cases.jsonl:3" in done.stderr
    assert done.stdout == ""
    assert raqim("agreement", "--reference", tmp_path / "none.jsonl").returncode == 2
