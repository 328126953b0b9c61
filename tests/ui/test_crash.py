"""An error that nobody expected leaves a report and the window."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPlainTextEdit

from annotator.ui.crash import KEPT, CrashHook, keep, report
from annotator.ui.dialogs.crash import CrashDialog


def raised(message: str = "boom") -> ValueError:
    try:
        raise ValueError(message)
    except ValueError as error:
        return error


def test_a_report_names_versions_and_the_way_to_the_error() -> None:
    text = report(raised())
    assert "Raqim 0" in text
    assert "ValueError: boom" in text
    assert "test_crash.py" in text


def test_a_report_does_not_tell_whose_home_it_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert str(tmp_path) not in report(raised(f"no such file: {tmp_path}/texts"))


def test_reports_are_kept_and_the_oldest_go(tmp_path: Path) -> None:
    places = [keep(f"report {number}", tmp_path) for number in range(KEPT + 3)]
    left = sorted((tmp_path / "crashes").glob("*.txt"))
    assert len(left) == KEPT
    assert left[-1] == places[-1]


def test_a_place_that_cannot_be_written_is_no_second_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert keep("report", tmp_path / "file") is None


def test_the_same_error_is_told_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: object) -> None:
    del capsys
    monkeypatch.setenv("RAQIM_CONFIG", str(tmp_path))
    told: list[str] = []
    hook = CrashHook(lambda text, _kept: told.append(text))
    for _ in range(3):
        error = raised()
        hook(ValueError, error, error.__traceback__)
    assert len(told) == 1
    assert len(list((tmp_path / "crashes").glob("*.txt"))) == 3


def test_an_error_while_telling_does_not_tell_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("RAQIM_CONFIG", str(tmp_path))
    told: list[str] = []

    def tell(text: str, _kept: Path | None) -> None:
        told.append(text)
        error = KeyError("another")
        hook(KeyError, error, None)

    hook = CrashHook(tell)
    error = raised()
    hook(ValueError, error, error.__traceback__)
    assert len(told) == 1


def test_the_hook_stands_where_python_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    hook = CrashHook(lambda _text, _kept: None)
    hook.install()
    assert sys.excepthook is hook


@pytest.mark.usefixtures("qapp")
def test_the_report_is_shown_and_saved(tmp_path: Path) -> None:
    dialog = CrashDialog("the report", tmp_path / "kept.txt")
    shown = dialog.findChild(QPlainTextEdit)
    assert shown is not None
    assert shown.toPlainText() == "the report"
    dialog.save_to(tmp_path / "saved.txt")
    assert (tmp_path / "saved.txt").read_text("utf-8") == "the report"
    dialog.save_to(tmp_path / "nowhere" / "saved.txt")
    assert "nowhere" in dialog.windowTitle()
