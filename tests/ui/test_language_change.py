"""Another language from the menu: nothing is restarted, nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QMenu

from annotator.core.i18n import use_language
from annotator.ui.actions import VIEW
from annotator.ui.dialogs.preferences import PreferencesDialog
from annotator.ui.languages import install_translations
from tests.ui.conftest import Desk


@pytest.fixture(autouse=True)
def left_to_right_again(qapp: QApplication) -> Iterator[None]:
    yield
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def choose(desk: Desk, menu: str, entry: str) -> None:
    """Choose an entry of a menu inside of View, by name."""
    for inner in desk.studio.menus.menus[VIEW].findChildren(QMenu):
        for action in inner.actions():
            if inner.title() == menu and action.text() == entry:
                action.trigger()
                desk.settle()
                return
    raise AssertionError(entry)


def labelled_with_a_half_typed_note(desk: Desk) -> str:
    desk.open_text()
    desk.caret_to("دمشق")
    desk.press("1")
    desk.press("Alt+N")
    note = desk.tools.inspector.note
    note.setFocus()
    QTest.keyClicks(note, "half ty")
    return desk.session.focus


def test_the_focused_mark_and_a_half_typed_note_stay(desk: Desk) -> None:
    focus = labelled_with_a_half_typed_note(desk)
    former = desk.bench
    choose(desk, "Language", "العربية")
    assert desk.bench is not former
    assert desk.studio.menus.menus[VIEW].title() == "عرض"
    assert desk.session.focus == focus
    note = desk.tools.inspector.note
    assert (note.text(), note.cursorPosition()) == ("half ty", 7)
    assert desk.spans()[0].note == ""  # it was not finished for anybody
    assert QApplication.focusWidget() is note
    QTest.keyClicks(note, "ped")
    QTest.keyClick(note, Qt.Key.Key_Return)
    assert desk.spans()[0].note == "half typed"


def test_what_was_done_can_be_undone_in_the_other_language(desk: Desk) -> None:
    labelled_with_a_half_typed_note(desk)
    choose(desk, "Language", "العربية")
    desk.press("Ctrl+Z")
    assert desk.spans() == []
    desk.press("Ctrl+Shift+Z")
    assert desk.labelled() == [("دمشق", "ACTOR")]


def test_tab_find_bar_and_selection_stay(desk: Desk) -> None:
    desk.open_text()
    desk.tools.tabs.setCurrentIndex(1)
    desk.press("Ctrl+F")
    desk.tools.find_bar.field.insert("المرصد")
    found = desk.bench.view.selection()
    choose(desk, "Language", "العربية")
    assert desk.tools.tabs.currentIndex() == 1
    assert desk.tools.find_bar.field.text() == "المرصد"
    assert desk.bench.view.selection() == found


@pytest.mark.parametrize("page", ["adjudicate", "findings"])
def test_the_open_page_stays(desk: Desk, page: str) -> None:
    desk.open_text()
    (desk.tools.radar.findings if page == "findings" else desk.tools.reviewing.adjudicate)()
    desk.settle()
    choose(desk, "Language", "العربية")
    shown = desk.studio.pages.currentWidget()
    assert shown is (desk.tools.radar.page if page == "findings" else desk.tools.reviewing.adjudication_page)
    assert shown is not None


def test_the_theme_changes_under_a_half_typed_note(desk: Desk) -> None:
    focus = labelled_with_a_half_typed_note(desk)
    note = desk.tools.inspector.note
    choose(desk, "Theme", "Dark")
    assert desk.bench.view.look().theme == "dark"
    assert (desk.session.focus, note.text()) == (focus, "half ty")


def test_preferences_go_on_in_the_other_language(desk: Desk) -> None:
    titles: list[str] = []

    def read() -> None:
        again = QApplication.activeModalWidget()
        assert isinstance(again, PreferencesDialog)
        titles.append(again.windowTitle())
        again.reject()

    def change() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, PreferencesDialog)
        titles.append(dialog.windowTitle())
        QTimer.singleShot(50, read)
        dialog.language.setFocus()
        dialog.language.setCurrentIndex(1)
        dialog.language.activated.emit(dialog.language.currentIndex())

    desk.studio.settings.set("language", "")
    QTimer.singleShot(50, change)
    desk.studio.commands.preferences()
    assert titles[0] == "Preferences" != titles[1]


def test_qts_own_file_dialog_speaks_arabic_whole(qapp: QApplication) -> None:
    use_language("ar")
    try:
        assert install_translations(qapp)
        dialog = QFileDialog()
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.show()
        said = [label.text() for label in dialog.findChildren(QLabel) if label.text()]
        assert said
        assert not [text for text in said if any("a" <= letter <= "z" for letter in text.lower())]
        dialog.close()
    finally:
        use_language("en")
        install_translations(qapp)
