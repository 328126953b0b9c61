from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QMessageBox, QTreeWidgetItem

from annotator.core.settings import Settings
from annotator.formats.base import WriteOptions
from annotator.project.project import Project
from annotator.ui.actions import ACTIONS, BY_ID
from annotator.ui.demo import run_demo
from annotator.ui.dialogs.key_sheet import KeySheet
from annotator.ui.dialogs.palette import CommandPalette, match_score
from annotator.ui.dialogs.paste import PasteDialog
from annotator.ui.dialogs.preferences import PreferencesDialog
from annotator.ui.dialogs.who import WhoDialog
from annotator.ui.panels.typed_numbers import read_number, shown_number
from annotator.ui.pressing import key_of
from annotator.ui.studio import Studio
from tests.ui.conftest import TEXT, Desk

Dialog = TypeVar("Dialog", bound=QDialog)


def in_dialog(kind: type[Dialog], act: Callable[[Dialog], object]) -> None:
    """Do something in the next modal dialog."""

    def go() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, kind)
        act(dialog)

    QTimer.singleShot(50, go)


def test_every_action_names_a_handler_that_is_there(desk: Desk) -> None:
    parts = desk.studio.parts()
    for action in ACTIONS:
        part, method = action.handler.split(".")
        assert callable(getattr(parts[part], method)), action.id


def test_the_frame_needs_no_project_formats_or_suggesters() -> None:
    code = "import sys, annotator.__main__, annotator.ui.application; print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    for heavy in ("numpy", "sqlite3", "annotator.project", "annotator.formats", "annotator.suggest"):
        assert heavy not in loaded


def test_the_text_comes_before_dialogs_formats_and_suggesters() -> None:
    code = "import sys, annotator.ui.studio; print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    for late in (
        "annotator.formats",
        "annotator.suggest",
        "annotator.ui.tools",
        "annotator.ui.exchange",
        "scipy",
    ):
        assert late not in loaded


def test_the_language_changes_at_once_and_the_document_stays(desk: Desk) -> None:
    desk.open_text()
    opened = desk.session.desk
    assert opened is not None
    desk.studio.change_setting("language", "ar")
    assert QApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
    assert "تراجع" in desk.studio.menus.entries["undo"].text()
    again = desk.session.desk
    assert again is not None
    assert again.id == opened.id
    assert (
        QApplication.translate("QPlatformTheme", "Cancel") == "ألغ"
        or QApplication.translate("QPlatformTheme", "Cancel") != "Cancel"
    )
    desk.studio.change_setting("language", "en")
    assert "Undo" in desk.studio.menus.entries["undo"].text()


@pytest.mark.parametrize("theme", ["light", "dark", "high_contrast"])
def test_each_theme_dresses_window_and_text(desk: Desk, theme: str) -> None:
    desk.studio.change_setting("theme", theme)
    assert desk.bench.view.look().theme == theme
    assert desk.studio.settings.get("theme") == theme


def test_zoom_by_key_changes_the_text(desk: Desk) -> None:
    desk.open_text()
    before = desk.bench.view.look().size
    desk.press("Ctrl+Equal")
    assert desk.bench.view.look().size > before
    desk.press("Ctrl+0")
    assert desk.bench.view.look().size == before


def test_a_key_can_be_given_to_an_action(desk: Desk) -> None:
    desk.open_text()
    desk.caret_to("دمشق")
    desk.studio.change_keys("label_1", ["Ctrl+J"])
    desk.press("1")
    assert desk.labelled() == []
    desk.press("Ctrl+J")
    assert desk.labelled() == [("دمشق", "ACTOR")]
    assert Settings.load(desk.studio.settings.path).get("keys") == {"label_1": ["Ctrl+J"]}


def test_the_command_palette_does_what_is_typed(desk: Desk) -> None:
    desk.open_text()

    def type_it(dialog: CommandPalette) -> None:
        QTest.keyClicks(dialog.field, "dark nothing")
        dialog.field.clear()
        QTest.keyClicks(dialog.field, "larger")
        QTest.keyClick(dialog.field, Qt.Key.Key_Return)

    before = desk.bench.view.look().size
    in_dialog(CommandPalette, type_it)
    desk.press("Ctrl+K")
    assert desk.bench.view.look().size > before


def test_letters_in_order_fit_a_title_folded() -> None:
    assert match_score("اقبل", "أقبل الكل") is not None
    assert match_score("xyz", "Accept") is None
    whole, scattered = match_score("find", "Find next"), match_score("fnx", "Find next")
    assert whole is not None
    assert scattered is not None
    assert whole < scattered


def test_find_goes_to_folded_words(desk: Desk) -> None:
    desk.open_text()
    desk.press("Ctrl+F")
    desk.tools.find_bar.field.insert("المَرصد")  # QTest types ASCII only
    assert desk.bench.view.selected_text() == "المرصد"
    first = desk.bench.view.selection()
    QTest.keyClick(desk.tools.find_bar.field, Qt.Key.Key_Return)
    assert desk.bench.view.selection() > first
    QTest.keyClick(desk.tools.find_bar.field, Qt.Key.Key_Escape)
    assert desk.tools.find_bar.isHidden()


def test_many_files_are_imported_and_a_bad_one_is_told(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    (tmp_path / "b.txt").write_text("نص آخر عن دمشق.", "utf-8")
    (tmp_path / "c.txt").write_bytes(b"")
    report = desk.studio.files.import_paths([tmp_path / name for name in ("a.txt", "b.txt", "c.txt")])
    assert report is not None
    assert (len(report.added), len(report.problems)) == (2, 1)
    desk.settle()
    for dialog in desk.studio.window.findChildren(QDialog):
        dialog.close()


def test_dropped_files_are_imported(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.txt"))])
    drop = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    desk.studio.window.dropEvent(drop)
    assert desk.session.project.queries.document_count() == 1


def test_a_pasted_text_becomes_a_document(desk: Desk) -> None:
    QApplication.clipboard().setText(TEXT)

    def accept(dialog: PasteDialog) -> None:
        assert dialog.text() == TEXT
        dialog.accept()

    in_dialog(PasteDialog, accept)
    desk.studio.run(BY_ID["paste_text"])
    assert desk.bench.view.text() == TEXT


def test_an_export_to_an_impossible_place_says_why(desk: Desk, tmp_path: Path) -> None:
    desk.open_text()
    assert desk.studio.files.export_to(tmp_path, "jsonl", "", WriteOptions()) is None
    assert "folder" in desk.studio.window.statusBar().currentMessage()


def test_the_name_is_asked_once(studio: Studio, tmp_path: Path) -> None:
    studio.settings.set("annotator", None)

    def answer(dialog: WhoDialog) -> None:
        dialog.box.setEditText("gold")
        assert dialog._warning.text()
        dialog.box.setEditText("نور")
        dialog.accept()

    in_dialog(WhoDialog, answer)
    studio.create_project(tmp_path / "a.raqim")
    assert studio.session is not None
    assert studio.session.annotator == "نور"
    studio.create_project(tmp_path / "b.raqim")
    assert studio.session.annotator == "نور"


def test_what_cannot_be_opened_is_said_in_a_sentence(studio: Studio, tmp_path: Path) -> None:
    (tmp_path / "no.raqim").write_text("nothing of the kind")
    assert not studio.open_project(tmp_path / "no.raqim")
    box = studio.window.findChild(QMessageBox)
    assert box is not None
    assert "no.raqim" in box.text()
    box.close()


def test_preferences_show_at_once(desk: Desk) -> None:
    dialog = PreferencesDialog(desk.studio.settings, desk.studio.window)
    dialog.changed.connect(desk.studio.change_setting)
    dialog.invisible.setChecked(True)
    assert desk.bench.view.look().show_invisible
    dialog.close()


def test_the_key_sheet_changes_a_key_and_names_a_conflict(desk: Desk) -> None:
    sheet = KeySheet(desk.studio.keymap, desk.studio.window)
    changed: list[tuple[str, list[str]]] = []
    sheet.key_changed.connect(lambda name, keys: changed.append((name, keys)))
    sheet.show()

    def undo_line() -> QTreeWidgetItem:
        return sheet.tree.findItems("Undo", Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive)[0]

    sheet._on_activated(undo_line())
    QTest.keyClick(sheet, *key_of("Ctrl+K"))
    assert "Command palette" in sheet._hint.text()
    sheet._on_activated(undo_line())
    QTest.keyClick(sheet, *key_of("Ctrl+J"))
    assert changed == [("undo", ["Ctrl+J"])]
    sheet.close()


def test_attributes_are_changed_in_the_inspector(desk: Desk) -> None:
    desk.open_text()
    desk.caret_to("30")
    desk.press("2")
    value = desk.tools.inspector.form.fields["value"]
    assert isinstance(value, QLineEdit)
    assert value.text() == "30"  # read from the words
    value.setFocus()
    value.selectAll()
    QTest.keyClicks(value, "31")
    QTest.keyClick(value, Qt.Key.Key_Return)
    assert desk.spans()[0].attributes["value"] == 31


@pytest.mark.parametrize(("typed", "number"), [("1,332", 1332), ("٣٫٥", 3.5), ("", None), ("٢٥٬٠٠٠", 25000)])
def test_numbers_are_read_in_both_scripts(typed: str, number: float | None) -> None:
    assert read_number(typed) == number
    assert shown_number(2.0) == "2"


def test_the_list_shows_status_and_counts_and_the_history_who_did_what(desk: Desk) -> None:
    desk.open_text()
    desk.caret_to("دمشق")
    desk.press("1")
    rows = desk.tools.documents.model.rows
    for _ in range(40):
        if rows() and rows()[0].status == "in_progress":
            break
        QTest.qWait(50)
    row = rows()[0]
    assert (row.status, row.spans) == ("in_progress", 1)
    desk.tools.tabs.setCurrentWidget(desk.tools.events)
    desk.settle()
    model = desk.tools.events.model
    assert [model.index(0, column).data() for column in (1, 2)] == ["سلمى", "label"]
    desk.tools.tabs.setCurrentWidget(desk.tools.marks)
    desk.settle()
    assert desk.tools.marks.model.index(0, 0).data() == "دمشق"


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_demo_leaves_project_exports_and_pictures(qapp: QApplication, tmp_path: Path) -> None:
    assert run_demo(tmp_path, offscreen=True) == 0
    names = {path.name for path in tmp_path.iterdir()}
    assert {"sample.raqim", "sample.conll", "sample.json", "sample.jsonl"} <= names
    assert len(list(tmp_path.glob("*.png"))) >= 10
    with Project.open(tmp_path / "sample.raqim") as project:
        assert project.queries.stats().spans > 10
