"""The program by which the packaged Raqim reaches camel-tools, spoken to as Raqim does."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.packaging.loading import ROOT, load

PROGRAM = ROOT / "docs" / "examples" / "camel_suggester.py"
TEXT = "قال المرصد السوري"


@pytest.fixture
def program() -> ModuleType:
    return load("../docs/examples/camel_suggester")


def test_each_line_is_answered_and_what_is_missing_is_said(tmp_path: Path) -> None:
    asked = "".join(json.dumps({"id": name, "text": TEXT}) + "\n" for name in ("a", "b"))
    done = subprocess.run(
        [sys.executable, str(PROGRAM)], input=asked, capture_output=True, text=True, check=True, cwd=ROOT,
        env={"CAMELTOOLS_DATA": str(tmp_path), "PYTHONPATH": str(ROOT), "PATH": "", "PYTHONUTF8": "1"},
    )  # fmt: skip
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [each["id"] for each in answers] == ["a", "b"]
    assert all("not installed" in each["error"] for each in answers)


def test_spans_are_told_in_the_words_of_the_protocol(program: ModuleType) -> None:
    from annotator.core.suggestion import Suggested, Suggestion
    from annotator.suggest.outside import Answer

    found = Suggested((Suggestion(4, 17, "ACTOR", {"kind": "organisation"}, 0.9, "camel", "ner"),))
    told = {"id": "d", "spans": program.spans(found)}
    assert told["spans"][0] == {
        "start": 4, "end": 17, "label": "ACTOR", "attributes": {"kind": "organisation"}, "score": 0.9, "why": "ner",
    }  # fmt: skip
    back = Answer("camel", "d", TEXT, told, None)
    assert not back.problems
    assert [(each.start, each.end, each.label, each.why) for each in back.suggested.spans] == [(4, 17, "ACTOR", "ner")]
