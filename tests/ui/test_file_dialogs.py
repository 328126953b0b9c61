"""Asking for files, in Qt's own dialog, with real keys."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QTreeView
from pytestqt.qtbot import QtBot

from annotator.ui.file_dialogs import ask_folder, ask_open, ask_open_many, ask_save

GIVE_UP_MS = 5000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("خبر.txt", "other.txt"):
        (tmp_path / name).write_text("نص", "utf-8")
    return tmp_path


def answer(act: Callable[[QFileDialog], None]) -> None:
    """Do something in the dialog once it is there."""

    def do() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QFileDialog)
        try:
            act(dialog)
        finally:
            QTimer.singleShot(GIVE_UP_MS, dialog, dialog.reject)  # what nobody took is answered with nothing

    QTimer.singleShot(50, do)


def type_name(name: str) -> Callable[[QFileDialog], None]:
    def act(dialog: QFileDialog) -> None:
        line = dialog.findChild(QLineEdit, "fileNameEdit")
        assert isinstance(line, QLineEdit)
        line.setText(name)
        QTest.keyClick(line, Qt.Key.Key_Return)

    return act


def test_a_file_is_opened_by_its_name(qtbot: QtBot, folder: Path) -> None:
    answer(type_name("خبر.txt"))
    assert ask_open(None, "Open", str(folder), "Texts (*.txt)") == folder / "خبر.txt"
    answer(type_name('"خبر.txt" "other.txt"'))
    assert set(ask_open_many(None, "Open", str(folder))) == {folder / "خبر.txt", folder / "other.txt"}


def test_nothing_chosen_is_nothing(qtbot: QtBot, folder: Path) -> None:
    for ask in (ask_open, ask_save, ask_folder):
        answer(QFileDialog.reject)
        assert ask(None, "Which?", str(folder)) is None
    answer(QFileDialog.reject)
    assert ask_open_many(None, "Which?", str(folder)) == []


def test_what_is_proposed_for_writing_is_taken_by_enter(qtbot: QtBot, folder: Path) -> None:
    def enter(dialog: QFileDialog) -> None:
        line = dialog.findChild(QLineEdit, "fileNameEdit")
        assert isinstance(line, QLineEdit)
        assert line.text() == "مشروعي.conll"
        QTest.keyClick(line, Qt.Key.Key_Return)

    answer(enter)
    assert ask_save(None, "Export", str(folder / "مشروعي.conll")) == folder / "مشروعي.conll"
    answer(type_name("other.txt"))  # is there already, and nobody asks
    assert ask_save(None, "Send back", str(folder / "x"), warn=False) == folder / "other.txt"


def test_no_column_is_cut_off(qtbot: QtBot, folder: Path) -> None:
    seen: list[bool] = []

    def look(dialog: QFileDialog) -> None:
        table = dialog.findChild(QTreeView, "treeView")
        assert isinstance(table, QTreeView)
        qtbot.waitUntil(lambda: table.model().rowCount(table.rootIndex()) == 2)
        seen.extend(table.columnWidth(each) >= table.sizeHintForColumn(each) for each in range(1, 4))
        dialog.reject()

    answer(look)
    ask_open(None, "Open", str(folder))
    assert seen == [True, True, True]
