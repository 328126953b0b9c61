from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from annotator.core.settings import Settings, settings_folder


def test_a_value_is_there_after_loading_again(tmp_path: Path) -> None:
    place = tmp_path / "deep" / "settings.json"
    Settings.load(place).set("language", "ar")
    assert Settings.load(place).get("language") == "ar"


def test_none_takes_a_value_away(tmp_path: Path) -> None:
    settings = Settings.load(tmp_path / "settings.json")
    settings.set("theme", "dark")
    settings.set("theme", None)
    assert settings.get("theme", "light") == "light"
    assert json.loads((tmp_path / "settings.json").read_text()) == {}


@pytest.mark.parametrize("content", ["", "{", "[1]", "\x00"])
def test_a_damaged_file_counts_as_empty(tmp_path: Path, content: str) -> None:
    place = tmp_path / "settings.json"
    place.write_text(content)
    assert Settings.load(place).get("language") is None


def test_a_place_that_cannot_be_written_keeps_the_value_for_this_run(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    settings = Settings.load(tmp_path / "file" / "settings.json")
    settings.set("theme", "dark")
    assert settings.get("theme") == "dark"


def test_the_environment_chooses_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAQIM_CONFIG", str(tmp_path))
    assert settings_folder() == tmp_path
    assert Settings.load().path == tmp_path / "settings.json"


@pytest.mark.parametrize(
    ("system", "folder"),
    [("win32", "Roaming/Raqim"), ("darwin", "Library/Application Support/Raqim"), ("linux", ".config/raqim")],
)
def test_every_system_has_its_place_for_settings(
    system: str, folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("RAQIM_CONFIG", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("APPDATA", str(tmp_path / "Roaming"))
    monkeypatch.setattr(sys, "platform", system)
    assert settings_folder() == tmp_path / folder


def test_writing_leaves_no_half_file_behind(tmp_path: Path) -> None:
    Settings.load(tmp_path / "settings.json").set("name", "سلمى")
    assert [each.name for each in tmp_path.iterdir()] == ["settings.json"]
    assert "سلمى" in (tmp_path / "settings.json").read_text("utf-8")
