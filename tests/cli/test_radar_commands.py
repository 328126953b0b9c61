"""``raqim check`` and ``raqim conflicts``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from annotator.cli.parser import run

TEXT = "قال المرصد، إن 12 قتلوا. وقالت الوزارة إن 30 قتلوا."


@pytest.fixture
def checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a comma in a span and two sources that differ."""
    kinds = {"kind": "killed", "bound": "exact"}
    spans = [
        ("المرصد،", "SOURCE", {}), ("12", "FIGURE", {"value": 12, **kinds}), ("الوزارة", "SOURCE", {}),
        ("30", "FIGURE", {"value": 30, **kinds}),
    ]  # fmt: skip
    line = {
        "id": "a", "text": TEXT,
        "spans": [
            {"start": TEXT.index(words), "end": TEXT.index(words) + len(words), "label": label, "attributes": more}
            for words, label, more in spans
        ],
        "relations": [{"type": "REPORTED_BY", "head": 1, "tail": 0}, {"type": "REPORTED_BY", "head": 3, "tail": 2}],
    }  # fmt: skip
    (tmp_path / "a.jsonl").write_text(json.dumps(line, ensure_ascii=False), "utf-8")
    monkeypatch.chdir(tmp_path)
    assert run(["new", "p.raqim"]) == 0
    assert run(["import", "p.raqim", "a.jsonl", "--annotator", "A"]) == 0
    return tmp_path


def told(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> Any:
    """What a command prints as JSON."""
    capsys.readouterr()
    assert run([*arguments, "--json"]) == code
    return json.loads(capsys.readouterr().out)


def test_check_tells_hints_with_their_words_and_errors_by_the_exit_code(
    checked: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    [finding] = told(capsys, "check", "p.raqim")["problems"]
    assert (finding["rule"], finding["severity"], finding["words"], finding["fix"]) == ("edge", "hint", "المرصد،", True)
    assert told(capsys, "check", "p.raqim", "--no-lints")["problems"] == []
    figure = next(each for each in told(capsys, "spans", "p.raqim") if each["text"] == "30")
    change = {"command": "change_span", "span": figure["id"], "attributes": {"value": 31}}
    (checked / "c.jsonl").write_text(json.dumps(change), "utf-8")
    assert run(["do", "p.raqim", "c.jsonl", "--annotator", "A"]) == 0
    problems = told(capsys, "check", "p.raqim", code=1)["problems"]
    assert {each["rule"] for each in problems} == {"edge", "value"}


@pytest.mark.usefixtures("checked")
def test_conflicts_tell_who_said_how_many(capsys: pytest.CaptureFixture[str]) -> None:
    [topic] = told(capsys, "conflicts", "p.raqim")
    assert [(each["who"], each["value"]) for each in topic["reports"]] == [("المرصد،", 12), ("الوزارة", 30)]
    assert told(capsys, "conflicts", "p.raqim", "--layer", "gold") == []
    assert run(["conflicts", "p.raqim"]) == 0
    assert "12" in capsys.readouterr().out
