"""The window comes back where it stood."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.core.settings import Settings
from annotator.ui.main_window import MainWindow
from annotator.ui.remembered import FRAME, fit_to_screen, keep_geometry, restore_geometry


@pytest.mark.usefixtures("qapp")
def test_a_window_comes_back_with_its_size(tmp_path: Path) -> None:
    settings = Settings.load(tmp_path / "settings.json")
    first = MainWindow()
    first.resize(700, 520)
    keep_geometry(first, settings)
    second = MainWindow()
    restore_geometry(second, Settings.load(tmp_path / "settings.json"))
    assert (second.width(), second.height()) == (700, 520)


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("broken", ["", "nonsense", "AAAA", 5, None, "قديم"])
def test_broken_settings_leave_the_window_as_it_is(broken: object, tmp_path: Path) -> None:
    settings = Settings.load(tmp_path / "settings.json")
    settings.set("geometry", broken)
    window = MainWindow()
    before = window.size()
    restore_geometry(window, settings)
    assert window.size() == before


@pytest.mark.usefixtures("qapp")
def test_the_first_window_is_no_larger_than_the_screen() -> None:
    window = MainWindow()
    room = window.screen().availableSize()
    window.resize(room.width() + 300, room.height() + 300)
    fit_to_screen(window)
    assert (window.width(), window.height()) == (room.width(), room.height() - FRAME)
