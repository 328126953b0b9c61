from __future__ import annotations

import csv
import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Raqim = Callable[..., subprocess.CompletedProcess[str]]
Told = Callable[..., Any]
TEXT = "قال المرصد السوري إن 211 شخصاً قتلوا، بينهم 129 من المسلحين."


@pytest.fixture
def lead(raqim: Raqim, tmp_path: Path) -> None:
    raqim("new", "lead.raqim")
    for number in range(4):
        (tmp_path / f"d{number}.txt").write_text(TEXT + f" {number}", "utf-8")
    assert raqim("import", "lead.raqim", *(f"d{number}.txt" for number in range(4))).returncode == 0


@pytest.mark.usefixtures("lead")
def test_files_are_handed_out_worked_on_sent_back_and_merged(raqim: Raqim, told: Told) -> None:
    done = raqim("handoff", "lead.raqim", "out", "--annotators", "A,B", "--overlap", "50", "--seed", "3")
    assert done.returncode == 0, done.stderr
    for name in "AB":
        path = f"out/{name}.raqim"
        for document in told("stats", path)["by_status"] or ["d0", "d1", "d2", "d3"]:
            raqim("label", path, document, 4, 17, "SOURCE", "--annotator", name)
        assert raqim("handoff", path, f"{name}-back.raqim", "--return").returncode == 0
    [dry] = told("merge", "lead.raqim", "A-back.raqim", "--dry-run")
    assert dry["spans"]["new"] > 0
    assert told("stats", "lead.raqim")["spans"] == 0
    told("merge", "lead.raqim", "A-back.raqim", "B-back.raqim")
    spans = told("stats", "lead.raqim")["spans"]
    assert spans == 6
    assert told("merge", "lead.raqim", "B-back.raqim", "A-back.raqim")[0]["events"] == 0
    assert raqim("undo", "lead.raqim").returncode == 0
    assert raqim("undo", "lead.raqim").returncode == 0
    assert told("stats", "lead.raqim")["spans"] == 0


@pytest.mark.usefixtures("lead")
def test_agreement_is_one_line_per_measure_with_its_n(raqim: Raqim) -> None:
    for who, end in (("A", 17), ("B", 17), ("C", 10)):
        raqim("label", "lead.raqim", "d0", 4, end, "SOURCE", "--annotator", who)
    done = raqim("agreement", "lead.raqim", "--measure", "f1_exact", "--measure", "f1_overlap", "--json")
    assert done.returncode == 0, done.stderr
    exact, overlap = (json.loads(line) for line in done.stdout.splitlines())
    assert exact["measure"] == "f1_exact"
    assert exact["value"] == pytest.approx(1 / 3)
    assert overlap["value"] == 1.0
    shape = {"ci", "n_units", "n_documents", "excluded", "parameters", "by_label", "by_pair", "by_document"}
    assert shape <= set(exact)


@pytest.mark.usefixtures("lead")
def test_adjudication_by_rule_makes_gold(raqim: Raqim, told: Told) -> None:
    for who in "ABC":
        raqim("label", "lead.raqim", "d0", 4, 17, "SOURCE", "--annotator", who)
    assert told("adjudicate", "lead.raqim", "--rule", "unanimous", "--dry-run")["settled"] == 1
    assert told("adjudicate", "lead.raqim", "--rule", "unanimous")["spans"] == 1
    assert [each["text"] for each in told("spans", "lead.raqim", "--layer", "gold")] == ["المرصد السوري"]


@pytest.mark.usefixtures("lead")
def test_claims_are_a_table_of_figures(raqim: Raqim, told: Told, tmp_path: Path) -> None:
    raqim("label", "lead.raqim", "d0", 21, 30, "FIGURE", "--attribute", "value=211", "--annotator", "A")
    raqim("label", "lead.raqim", "d0", 4, 17, "SOURCE", "--annotator", "A")
    figure, source = sorted(told("spans", "lead.raqim"), key=lambda each: each["label"])
    assert raqim("relate", "lead.raqim", "REPORTED_BY", figure["id"], source["id"], "--annotator", "A").returncode == 0
    assert raqim("claims", "lead.raqim", "c.csv").returncode == 0
    with (tmp_path / "c.csv").open(encoding="utf-8-sig", newline="") as file:
        [row] = csv.DictReader(file)
    assert (row["text"], row["value"], row["reported_by"]) == ("211 شخصاً", "211", "المرصد السوري")
    assert row["sentence"].startswith("قال المرصد")
    assert raqim("claims", "lead.raqim", "c.json", "--format", "json").returncode == 0
    assert json.loads((tmp_path / "c.json").read_text("utf-8"))[0]["value"] == 211


@pytest.mark.usefixtures("lead")
def test_a_scheme_goes_out_comes_in_and_a_label_is_renamed(raqim: Raqim, told: Told, tmp_path: Path) -> None:
    raqim("label", "lead.raqim", "d0", 4, 17, "SOURCE", "--annotator", "A")
    assert raqim("scheme", "lead.raqim", "--export", "s.toml").returncode == 0
    assert raqim("new", "other.raqim", "--scheme", "s.toml").returncode == 0
    assert raqim("scheme", "other.raqim").stdout == raqim("scheme", "lead.raqim").stdout
    assert raqim("scheme", "lead.raqim", "--rename", "SOURCE", "VOICE").returncode == 0
    assert told("stats", "lead.raqim")["by_label"] == {"VOICE": 1}
    assert raqim("scheme", "lead.raqim", "--apply", "s.toml").returncode == 2
    (tmp_path / "bad.toml").write_text("labels = [", "utf-8")
    assert "bad.toml" in raqim("new", "x.raqim", "--scheme", "bad.toml").stderr


@pytest.mark.usefixtures("lead")
def test_a_backup_is_a_project_of_its_own_that_was_checked(raqim: Raqim, told: Told) -> None:
    assert raqim("backup", "lead.raqim", "copy.raqim").returncode == 0
    assert told("stats", "copy.raqim")["documents"] == 4
    assert raqim("backup", "lead.raqim", "copy.raqim").returncode == 2


@pytest.mark.usefixtures("lead")
def test_check_names_clitics_and_marks_at_an_edge(raqim: Raqim, told: Told) -> None:
    raqim("label", "lead.raqim", "d0", 21, 37, "FIGURE", "--annotator", "A")
    problems = told("check", "lead.raqim")["problems"]
    [finding] = [each for each in problems if each["span"]]  # the texts are copies of each other, which is told too
    assert [each["rule"] for each in problems if not each["span"]] == ["duplicate"]
    assert finding["rule"] == "edge"
    assert "،" in finding["message"]
