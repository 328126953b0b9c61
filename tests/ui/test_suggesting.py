"""Suggestions in the window: from a process of their own, once for each model, never changed under the eye."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.core.command import AddSuggestions, RejectSuggestion, SetStatus
from annotator.core.suggestion import Suggested, Suggestion
from annotator.project import suggestions
from annotator.project.exchange import add_text
from annotator.project.holding_out import hold_out
from annotator.project.suggestions import PIECE
from annotator.project.training import book_of, model_path
from annotator.suggest.learner_model import read_model, shipped_path, write_model
from tests.ui.conftest import TEXT, Desk

PATIENCE_MS = 120_000
OLD = Suggested((Suggestion(0, 5, "ACTOR", suggester="actors", why="old"),))


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAQIM_CACHE", str(tmp_path / "cache"))


def add(desk: Desk, text: str, name: str = "text") -> str:
    return add_text(desk.session.project, name, text, "سلمى")


def why_of(desk: Desk) -> set[str]:
    assert desk.session.desk is not None
    return {each.why for each in desk.session.desk.suggestions.values()}


def settled(desk: Desk, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not desk.tools.suggesting.busy, timeout=PATIENCE_MS)


def project_model(desk: Desk) -> None:
    write_model(read_model(shipped_path()), model_path(desk.session.project.path))


def test_the_first_document_of_a_project_gets_suggestions_too(desk: Desk, qtbot: QtBot) -> None:
    add(desk, TEXT)
    path = desk.session.project.path
    desk.studio.close_project()
    assert desk.studio.open_project(path)
    qtbot.waitUntil(lambda: "12 جندياً" in desk.suggested(), timeout=PATIENCE_MS)


def test_suggestions_stay_as_long_as_there_is_no_newer_model(desk: Desk, qtbot: QtBot) -> None:
    document = add(desk, TEXT)
    desk.session.project.execute(AddSuggestions(document, OLD), "")
    desk.session.open_document(document)
    settled(desk, qtbot)
    assert why_of(desk) == {"old"}


@pytest.mark.slow
def test_a_newer_model_speaks_when_the_document_is_next_opened(desk: Desk, qtbot: QtBot) -> None:
    document, other = add(desk, TEXT), add(desk, "لا شيء هنا.", "other")
    project = desk.session.project
    project.execute(AddSuggestions(document, OLD), "")
    project_model(desk)
    desk.session.open_document(document)
    qtbot.waitUntil(lambda: desk.tools.suggesting.complete or "old" not in why_of(desk), timeout=PATIENCE_MS)
    desk.session.open_document(other)
    settled(desk, qtbot)
    assert "old" not in {each.why for each in project.queries.suggestions(document, "سلمى")}
    desk.session.open_document(document)
    assert "12 جندياً" in desk.suggested()


def test_what_is_looked_at_does_not_change_under_the_eye(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotator.ui.suggesting.UNSEEN_MS", 0)
    document = add(desk, TEXT)
    desk.session.project.execute(AddSuggestions(document, OLD), "")
    project_model(desk)
    desk.session.open_document(document)
    qtbot.waitUntil(lambda: desk.tools.suggesting.complete, timeout=PATIENCE_MS)
    qtbot.wait(50)
    assert why_of(desk) == {"old"}


@pytest.mark.slow
def test_decisions_outlive_newer_suggestions(desk: Desk, qtbot: QtBot) -> None:
    document, other = add(desk, TEXT), add(desk, "لا شيء هنا.", "other")
    project = desk.session.project
    project.execute(AddSuggestions(document, OLD), "")
    (old,) = project.queries.suggestions(document, "سلمى")
    project.execute(RejectSuggestion(old.id, "سلمى"), "سلمى")
    project_model(desk)
    desk.session.open_document(document)
    qtbot.waitUntil(lambda: desk.tools.suggesting.complete or bool(desk.suggested()), timeout=PATIENCE_MS)
    desk.session.open_document(other)
    settled(desk, qtbot)
    every = project.queries.suggestions(document, "سلمى", undecided_only=False)
    assert [each.decision for each in every if each.id == old.id] == ["rejected"]


def test_a_document_that_is_held_out_gets_none(desk: Desk, qtbot: QtBot) -> None:
    document = add(desk, TEXT)
    hold_out(desk.session.project, [document], "سلمى")
    desk.session.open_document(document)
    settled(desk, qtbot)
    assert desk.suggested() == []
    hold_out(desk.session.project, [document], "سلمى", held=False)
    desk.session.open_document(document)
    qtbot.waitUntil(lambda: bool(desk.suggested()), timeout=PATIENCE_MS)


def _crash(text: str, *_: object) -> Suggested:
    raise SystemExit(3)


def _hang(text: str, *_: object) -> Suggested:
    time.sleep(600)
    raise AssertionError(text)


@pytest.mark.slow
@pytest.mark.parametrize("fault", [_crash, _hang])
def test_a_suggester_that_crashes_or_hangs_is_said_and_the_next_document_is_suggested_for(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, fault: Callable[..., Suggested]
) -> None:
    bad, good = add(desk, "سطر.", "bad"), add(desk, TEXT, "good")
    refused: list[str] = []
    desk.session.refused.connect(refused.append)
    with monkeypatch.context() as patch:
        patch.setattr(suggestions, "suggestions_for", fault)
        patch.setattr("annotator.ui.suggesting_work.PIECE_SECONDS", 6.0)
        desk.session.open_document(bad)
        qtbot.waitUntil(lambda: bool(refused), timeout=PATIENCE_MS)
    desk.session.open_document(good)
    qtbot.waitUntil(lambda: "12 جندياً" in desk.suggested(), timeout=PATIENCE_MS)


@pytest.mark.slow
def test_a_long_text_is_suggested_for_piece_by_piece_and_can_be_stopped(desk: Desk, qtbot: QtBot) -> None:
    document = add(desk, (TEXT + "\n") * (5 * PIECE // len(TEXT)))
    desk.session.open_document(document)
    qtbot.waitUntil(lambda: bool(desk.suggested()), timeout=PATIENCE_MS)
    assert desk.tools.suggesting.busy
    desk.tools.suggesting.stop()
    few = len(desk.suggested())
    qtbot.wait(100)
    assert 0 < len(desk.suggested()) == few
    assert not desk.tools.suggesting.busy


@pytest.mark.slow
def test_the_window_goes_on_while_a_long_text_is_suggested_for(desk: Desk, qtbot: QtBot) -> None:
    ticks: list[float] = []
    timer = QTimer()
    timer.setInterval(5)
    timer.timeout.connect(lambda: ticks.append(time.perf_counter()))
    document = add(desk, (TEXT + "\n") * (3 * PIECE // len(TEXT)))
    desk.session.open_document(document)
    QApplication.processEvents()
    timer.start()
    settled(desk, qtbot)
    assert len(ticks) > 20
    assert len(desk.suggested()) > 600


@pytest.mark.slow
def test_finishing_a_document_teaches_behind_the_window(desk: Desk, qtbot: QtBot) -> None:
    document = add(desk, TEXT)
    desk.session.open_document(document)
    with qtbot.waitSignal(desk.tools.teaching.taught, timeout=PATIENCE_MS):
        desk.session.do(SetStatus(document, "سلمى", "done"))
    assert list(book_of(model_path(desk.session.project.path)).documents) == [document]
