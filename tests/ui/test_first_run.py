"""The first morning: the welcome page, a new project in three questions, a sample that is not lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLabel, QPushButton

from annotator.core.command import AddSuggestions
from annotator.core.suggestion import Suggested, Suggestion
from annotator.ui.actions import BY_ID
from annotator.ui.dialogs.new_project import NewProjectDialog
from annotator.ui.panels.welcome import WelcomePanel
from annotator.ui.studio import Studio
from tests.ui.conftest import TEXT, Desk

OK = QDialogButtonBox.StandardButton.Ok


def button(panel: WelcomePanel, title: str) -> QPushButton:
    return next(each for each in panel.findChildren(QPushButton) if each.text() == title)


def at_home(studio: Studio, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """The user's documents lie in a folder of the test."""
    monkeypatch.setattr(studio.files, "_home", lambda: folder)


def test_three_questions_make_a_project(studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at_home(studio, monkeypatch, tmp_path / "Raqim")
    studio.settings.set("annotator", None)

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, NewProjectDialog)
        assert not dialog.buttons.button(OK).isEnabled()  # nobody labels yet
        QTest.keyClicks(dialog.name, "first")
        dialog.schemes.setCurrentIndex(1)
        QTest.keyClicks(dialog.who, "gold")
        assert not dialog.buttons.button(OK).isEnabled()
        dialog.who.clear()
        QTest.keyClicks(dialog.who, "nour")
        QTest.mouseClick(dialog.buttons.button(OK), Qt.MouseButton.LeftButton)

    QTimer.singleShot(50, answer)
    QTest.mouseClick(button(studio.welcome, "New project…"), Qt.MouseButton.LeftButton)
    session = studio.session
    assert session is not None
    assert session.project.path == tmp_path / "Raqim" / "first.raqim"
    assert session.annotator == "nour"
    assert session.scheme.label("FIGURE") is None


def test_a_taken_or_unfit_name_is_told(qapp: QApplication, tmp_path: Path) -> None:
    (tmp_path / "a.raqim").write_text("")
    dialog = NewProjectDialog(tmp_path, "x")
    for name in ("a", "", "b/c"):
        dialog.name.setText(name)
        assert dialog.told.text()
        assert not dialog.buttons.button(OK).isEnabled()
    dialog.name.setText("b")
    assert dialog.buttons.button(OK).isEnabled()


def test_the_sample_lies_in_a_lasting_place(
    studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_home(studio, monkeypatch, tmp_path / "Raqim")
    QTest.mouseClick(button(studio.welcome, "Try the sample"), Qt.MouseButton.LeftButton)
    assert studio.session is not None
    place, count = studio.session.project.path, studio.session.project.queries.document_count()
    assert (place.parent, count > 0) == (tmp_path / "Raqim", True)
    assert studio.workbench is not None
    assert studio.workbench.touring is not None
    assert studio.workbench.touring.card.isVisibleTo(studio.workbench)  # the first time, the tour begins by itself
    studio.close_project()
    assert button(studio.welcome, place.stem).isEnabled()  # it is a recent project at once
    assert [each.text() for each in studio.menus.menus["recent"].actions()] == [str(place)]
    studio.files.open_sample()
    assert studio.session is not None
    assert (studio.session.project.path, studio.session.project.queries.document_count()) == (place, count)
    assert studio.workbench.touring is None


def test_recent_projects_show_their_folder_and_missing_ones_are_said(qapp: QApplication, tmp_path: Path) -> None:
    there = tmp_path / "there.raqim"
    there.write_text("")
    panel = WelcomePanel([str(there), str(tmp_path / "gone.raqim")])
    said = " ".join(each.text() for each in panel.findChildren(QLabel))
    assert str(tmp_path) in said
    assert "No longer there" in said
    assert button(panel, "there").isEnabled()
    assert not button(panel, "gone").isEnabled()


def test_the_tour_goes_on_when_the_real_thing_happened(desk: Desk) -> None:
    desk.tools.suggesting.close()
    desk.session.document_opened.disconnect(desk.tools.suggesting.begin_soon)
    desk.studio.files.add_pasted("a", TEXT)
    identity = desk.session.project.queries.document_ids()[0]
    places = (TEXT.index("12"), TEXT.index("30"))
    made = [Suggestion(at, at + 2, "FIGURE", suggester="figures", id=f"s{at}") for at in places]
    desk.session.project.execute(AddSuggestions(identity, Suggested(tuple(made))), "figures")
    desk.studio.files.add_pasted("b", TEXT)
    desk.session.open_document(identity)
    desk.settle()
    desk.studio.run(BY_ID["tour"])
    tour = desk.bench.touring
    assert tour is not None
    seen = [tour.step]

    def do(*chords: str) -> None:
        desk.press(*chords)
        seen.append(tour.step)

    desk.tools.walking.focus_first()
    do("Tab", "Shift+Tab")  # looking is not doing
    do("Enter")
    do("Delete")
    desk.caret_to("المرصد")
    do("1")
    do("Equal")
    do("Ctrl+Z")
    do("Ctrl+Enter")
    assert seen == [0, 0, 1, 2, 3, 4, 5, 6]
    assert not tour.card.skip.isVisible()


def test_the_tour_is_taken_up_where_it_was_left(desk: Desk) -> None:
    desk.open_text()
    desk.studio.run(BY_ID["tour"])
    tour = desk.bench.touring
    assert tour is not None
    tour.card.skip.click()
    tour.card.leave.click()
    assert (tour.card.isVisible(), desk.studio.settings.get("tour")) == (False, 1)
    desk.studio.run(BY_ID["tour"])
    assert (tour.card.isVisible(), tour.step) == (True, 1)
