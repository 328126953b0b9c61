"""The dialog of the project's own names, on a real window and project."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from annotator.core.command import AddSpan, SetSetting
from annotator.project.visibility import LEADS
from annotator.ui.dialogs.own_names import OwnNamesDialog
from tests.ui.conftest import Desk

TEXT = "اجتمع تجمع السنابل أمس. وغادر تجمع السنابل القاعة."
NAME = "تجمع السنابل"


@pytest.fixture
def dialog(desk: Desk, qtbot: QtBot) -> Iterator[OwnNamesDialog]:
    desk.open_text(TEXT)
    opened = desk.session.desk
    assert opened is not None
    for start in (TEXT.index(NAME), TEXT.rindex(NAME)):
        command = AddSpan(opened.id, start, start + len(NAME), "ACTOR", desk.session.annotator)
        desk.session.project.execute(command, desk.session.annotator)
    made = OwnNamesDialog(desk.session)
    qtbot.addWidget(made)
    _read(made, qtbot)
    yield made
    made.reject()


def _read(dialog: OwnNamesDialog, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: dialog._job is None, timeout=60_000)


def _uses(dialog: OwnNamesDialog) -> list[tuple[str, str, int, bool]]:
    return [(each.name, each.use, each.times, each.ruled) for each in dialog.model.rows()]


def test_a_name_that_was_labelled_twice_is_listed_and_the_lead_vetoes_it_and_takes_that_back(
    desk: Desk, dialog: OwnNamesDialog, qtbot: QtBot
) -> None:
    assert _uses(dialog) == [(NAME, "name", 2, False)]
    dialog.table.selectRow(0)
    assert dialog.name.text() == NAME
    assert not dialog.forget_button.isEnabled()
    dialog.veto_button.click()
    _read(dialog, qtbot)
    assert _uses(dialog) == [(NAME, "veto", 2, True)]
    dialog.table.selectRow(0)
    dialog.forget_button.click()
    _read(dialog, qtbot)
    assert _uses(dialog) == [(NAME, "name", 2, False)]
    desk.session.bridge.undo(desk.session.annotator)
    _read(dialog, qtbot)
    assert _uses(dialog) == [(NAME, "veto", 2, True)]


def test_a_name_is_added_by_hand(dialog: OwnNamesDialog, qtbot: QtBot) -> None:
    dialog.name.setText("لجنة الحصاد")
    dialog.suggest_button.click()
    _read(dialog, qtbot)
    assert ("لجنة الحصاد", "name", 0, True) in _uses(dialog)


def test_only_a_lead_has_a_word(desk: Desk, dialog: OwnNamesDialog, qtbot: QtBot) -> None:
    desk.session.bridge.execute(SetSetting(LEADS, ["somebody else"]), desk.session.annotator)
    _read(dialog, qtbot)
    dialog.table.selectRow(0)
    assert not dialog.veto_button.isEnabled()
    assert dialog.told.text()
