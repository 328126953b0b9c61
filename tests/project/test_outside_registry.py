"""Programs that the user registers, and the one of the documentation."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.errors import UserError
from annotator.core.scheme import shipped_scheme
from annotator.core.settings import Settings
from annotator.project.outside import outside_suggestions
from annotator.project.outside_registry import (
    Registration,
    joined_command,
    register,
    registrations,
    split_command,
    unregister,
)
from annotator.project.project import Project

DOCS = Path(__file__).parents[2] / "docs"
SCHEME = shipped_scheme()


def test_a_registration_is_there_after_loading_again_and_goes_when_told(tmp_path: Path) -> None:
    place = tmp_path / "settings.json"
    each = Registration("mine", ("python3", "my program.py"), 5.0)
    register(Settings.load(place), each)
    assert registrations(Settings.load(place)) == [each]
    register(Settings.load(place), Registration("mine", ("other",)))
    assert [again.command for again in registrations(Settings.load(place))] == [("other",)]
    unregister(Settings.load(place), "mine")
    assert registrations(Settings.load(place)) == []


@pytest.mark.parametrize(
    "wrong",
    [
        Registration("", ("x",)), Registration("figures", ("x",)), Registration("camel", ("x",)),
        Registration("a\nb", ("x",)), Registration("mine", ()), Registration("mine", ("x",), seconds=0),
    ],
)  # fmt: skip
def test_a_wrong_registration_is_refused(tmp_path: Path, wrong: Registration) -> None:
    with pytest.raises(UserError):
        register(Settings(tmp_path / "settings.json", {}), wrong)


@pytest.mark.parametrize(
    "spoilt",
    ["x", {"a": 1}, [1], [{"name": "x"}], [{"name": "x", "command": "rm -r /"}], [{"name": "x", "command": []}],
     [{"name": "x", "command": ["y"], "seconds": "soon"}]],
)  # fmt: skip
def test_spoilt_settings_register_nothing(tmp_path: Path, spoilt: object) -> None:
    assert registrations(Settings(tmp_path / "settings.json", {"outside_suggesters": spoilt})) == []


@pytest.mark.skipif(os.name == "nt", reason="POSIX's quotation")
@given(st.lists(st.text(min_size=1), min_size=1))
def test_a_command_reads_back_as_it_was_written(words: list[str]) -> None:
    assert split_command(joined_command(tuple(words))) == tuple(words)


@pytest.mark.parametrize("line", ["", "   ", "python 'half"])
def test_a_command_that_is_none_is_refused(line: str) -> None:
    with pytest.raises(UserError):
        split_command(line)


def test_a_project_file_cannot_register_a_program(tmp_path: Path) -> None:
    from annotator.core.command import SetSetting

    project = Project.create(tmp_path / "p.raqim")
    try:
        row = {"name": "evil", "command": [sys.executable, "-c", "1"]}
        project.execute(SetSetting("outside_suggesters", [row]), "ann")
        assert registrations(Settings.load(tmp_path / "settings.json")) == []
    finally:
        project.close()


@pytest.mark.skipif(importlib.util.find_spec("spacy") is None, reason="spaCy is not installed")
def test_the_documented_spacy_program_suggests(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.json", {"camel": False})
    command = (sys.executable, str(DOCS / "examples" / "spacy_suggester.py"))
    register(settings, Registration("spacy", command, 60.0))
    text = "\U0001f600 قال المرصد السوري لحقوق الإنسان إن القوات السورية انسحبت"
    report = outside_suggestions(settings, [("d", text)], SCHEME)
    assert not report.problems
    assert [(text[each.start : each.end], each.label) for each in report.suggested["d"].spans] == [
        ("المرصد السوري لحقوق الإنسان", "SOURCE"),
        ("القوات السورية", "ACTOR"),
    ]
