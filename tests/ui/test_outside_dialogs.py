"""The pages for outside suggesters and language data, with real processes behind them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from annotator.core.errors import UserError
from annotator.core.i18n import use_language
from annotator.core.scheme import shipped_scheme
from annotator.core.settings import Settings
from annotator.project.language_data import Installation
from annotator.project.outside_registry import Registration, register, registrations
from annotator.ui.dialogs.language_data import LanguageDataDialog
from annotator.ui.dialogs.suggesters import SuggestersDialog
from annotator.ui.outside_suggesting import OutsideSuggesting
from tests.suggest import tiny_camel
from tests.ui.conftest import Desk

PROGRAM = """
import json, sys
for line in sys.stdin:
    asked = json.loads(line)
    at = asked["text"].index("12")
    print(json.dumps({"id": asked["id"], "spans": [{"start": at, "end": at + 2, "label": "FIGURE"}]}), flush=True)
"""


@pytest.fixture
def command(tmp_path: Path) -> tuple[str, ...]:
    file = tmp_path / "my program.py"
    file.write_text(PROGRAM, "utf-8")
    return (sys.executable, str(file))


@pytest.fixture
def dialog(qtbot: QtBot, settings: Settings) -> SuggestersDialog:
    use_language("en")
    made = SuggestersDialog(settings, shipped_scheme())
    qtbot.addWidget(made)
    return made


def fill(dialog: SuggestersDialog, name: str, command: str) -> None:
    dialog.name.setText(name)
    dialog.command.setText(command)


def test_a_program_is_saved_switched_off_and_removed(dialog: SuggestersDialog, settings: Settings) -> None:
    fill(dialog, "mine", "python3 'my program.py'")
    dialog.save_button.click()
    assert registrations(settings) == [Registration("mine", ("python3", "my program.py"))]
    dialog.list.item(0).setCheckState(Qt.CheckState.Unchecked)
    assert [each.enabled for each in registrations(settings)] == [False]
    dialog.remove_button.click()
    assert registrations(settings) == []
    assert dialog.name.text() == ""


@pytest.mark.parametrize(("name", "command"), [("figures", "x"), ("mine", "'x"), ("", "x"), ("mine", "")])
def test_what_cannot_be_saved_is_said(dialog: SuggestersDialog, settings: Settings, name: str, command: str) -> None:
    fill(dialog, name, command)
    dialog.save_button.click()
    assert dialog.told.text()
    assert registrations(settings) == []


def test_a_program_is_tried_on_a_sentence(dialog: SuggestersDialog, qtbot: QtBot, command: tuple[str, ...]) -> None:
    fill(dialog, "mine", f"'{command[0]}' '{command[1]}'")
    dialog.try_button.click()
    qtbot.waitUntil(lambda: "FIGURE: 12" in dialog.told.text(), timeout=60_000)


def test_a_program_that_fails_when_tried_says_why(dialog: SuggestersDialog, qtbot: QtBot) -> None:
    fill(dialog, "mine", f"'{sys.executable}' -c 'raise SystemExit(\"no model\")'")
    dialog.try_button.click()
    qtbot.waitUntil(lambda: "no model" in dialog.told.text(), timeout=60_000)


def test_outside_suggestions_come_to_the_opened_document(
    desk: Desk, qtbot: QtBot, settings: Settings, command: tuple[str, ...]
) -> None:
    register(settings, Registration("mine", command))
    settings.set("camel", False)
    outside = OutsideSuggesting(desk.session)
    desk.session.document_opened.connect(outside.begin_soon)
    desk.open_text()
    try:
        qtbot.waitUntil(lambda: desk.suggested() == ["12"], timeout=60_000)
    finally:
        outside.close()


def test_a_failing_program_is_told_in_the_status_line(desk: Desk, qtbot: QtBot, settings: Settings) -> None:
    register(settings, Registration("mine", (sys.executable, "-c", "raise SystemExit('no model')")))
    settings.set("camel", False)
    outside = OutsideSuggesting(desk.session)
    desk.session.document_opened.connect(outside.begin_soon)
    told: list[str] = []
    desk.session.told.connect(told.append)
    desk.open_text()
    try:
        qtbot.waitUntil(lambda: any("no model" in each for each in told), timeout=60_000)
    finally:
        outside.close()


@pytest.fixture
def page(qtbot: QtBot, tmp_path: Path) -> Iterator[LanguageDataDialog]:
    use_language("en")
    made = LanguageDataDialog(Installation(tmp_path / "camel"))
    qtbot.addWidget(made)
    yield made
    use_language("en")


def test_without_the_list_names_and_sizes_stand_and_nothing_can_be_installed(page: LanguageDataDialog) -> None:
    first = page.tree.topLevelItem(0)
    assert first is not None
    assert first.text(0) == "ner-arabert"
    assert "MB" in first.text(2) or "MiB" in first.text(2)
    assert first.text(3) == "AraBERT"
    assert page.told.text()
    assert not page.install_button.isEnabled()


def test_what_a_package_is_for_stands_in_the_users_language(page: LanguageDataDialog) -> None:
    use_language("ar")
    page.show_packages()
    first = page.tree.topLevelItem(0)
    assert first is not None
    assert "أسماء" in first.text(1)


def test_an_installation_that_fails_says_so_and_the_page_goes_on(
    page: LanguageDataDialog, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = {"package_type": "http", "private": False, "version": "1", "url": "", "destination": "x"}
    tiny_camel.write_catalogue(page.installation.folder, {"a": facts, "b": facts | {"post_install": {"args": []}}})
    page.show_packages()
    monkeypatch.setattr("annotator.project.language_data.camel_is_there", lambda: True)
    page.install_button.click()
    assert page.stop_button.isEnabled()
    qtbot.waitUntil(lambda: not page.stop_button.isEnabled(), timeout=60_000)
    assert page.told.text()
    assert page.install_button.isEnabled()


def test_stopping_ends_it_at_once(page: LanguageDataDialog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotator.project.language_data.camel_is_there", lambda: True)
    page.refresh_button.click()
    page.stop_button.click()
    assert page.installation.done()
    assert isinstance(page.installation.error, UserError)
    assert page.refresh_button.isEnabled()
