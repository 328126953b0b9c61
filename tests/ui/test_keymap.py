from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from annotator.ui import keyboard
from annotator.ui.actions import ACTIONS
from annotator.ui.keymap import Keymap, conflicts, shown_chord

NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier


def event(key: int, scan: int = 0, text: str = "", held: Qt.KeyboardModifier = NONE) -> QKeyEvent:
    return QKeyEvent(QKeyEvent.Type.KeyPress, key, held, scan, 0, 0, text)


def test_no_two_actions_share_a_key() -> None:
    assert conflicts(Keymap()) == []


def test_no_action_takes_a_letter_without_a_modifier() -> None:
    """Bare letters jump to words."""
    assert [each.id for each in ACTIONS for key in each.key.split() if key in keyboard.ARABIC_LAYOUT] == []


def test_every_action_has_its_own_id() -> None:
    assert len({each.id for each in ACTIONS}) == len(ACTIONS)


@pytest.mark.parametrize(
    ("pressed", "name"),
    [
        (event(0x634, 8 + 30, "ش"), "A"),
        (event(Qt.Key.Key_A.value, 8 + 30, "a"), "A"),
        (event(0x634, 0, "ش"), "A"),
        (event(Qt.Key.Key_A.value), "A"),
        (event(0x661, 8 + 2, "١"), "1"),
        (event(0x661, 0, "١"), "1"),
        (event(Qt.Key.Key_Ampersand.value, 8 + 2, "&"), "1"),
        (event(Qt.Key.Key_Exclam.value, 0, "!"), "1"),
        (event(Qt.Key.Key_Return.value, 36, "\r"), "Enter"),
        (event(Qt.Key.Key_Enter.value, 104, "\r"), "Enter"),
        (event(Qt.Key.Key_Left.value, 113), "Left"),
        (event(Qt.Key.Key_F6.value, 72), "F6"),
        (event(Qt.Key.Key_Shift.value, 50), ""),
    ],
)
def test_a_key_is_known_by_its_place_else_by_its_name(qapp: QApplication, pressed: QKeyEvent, name: str) -> None:
    assert keyboard.key_name(pressed) == name


def test_a_chord_names_its_modifiers_in_one_order() -> None:
    held = Qt.KeyboardModifier.ShiftModifier | CTRL
    assert keyboard.chord(event(Qt.Key.Key_Z.value, 8 + 44, held=held)) == "Ctrl+Shift+Z"
    assert keyboard.normal_chord("shift+CTRL+Z") == "Ctrl+Shift+Z"


def test_back_tab_is_shift_and_tab() -> None:
    assert keyboard.chord(event(Qt.Key.Key_Backtab.value, 23, held=Qt.KeyboardModifier.ShiftModifier)) == "Shift+Tab"


def test_the_users_keys_replace_the_usual_ones() -> None:
    keymap = Keymap({"accept": ["Ctrl+J"]})
    assert keymap.action("Ctrl+J") == "accept"
    assert keymap.action("Enter") == ""
    assert keymap.action("Delete") == "reject"


def test_the_sheet_shows_the_letters_of_the_active_layout(qapp: QApplication) -> None:
    keyboard.learn(event(Qt.Key.Key_A.value, 8 + 30, "a"))
    assert shown_chord("Ctrl+Z") == "Ctrl+Z"
    keyboard.learn(event(0x634, 8 + 30, "ش"))
    assert keyboard.arabic_layout_active()
    assert shown_chord("Ctrl+Z") == "Ctrl+ئ"
    keyboard.learn(event(Qt.Key.Key_A.value, 8 + 30, "a"))
    assert shown_chord("Ctrl+Z") == "Ctrl+Z"


def test_a_latin_layout_still_jumps_to_arabic_letters() -> None:
    assert keyboard.typed_letter(event(Qt.Key.Key_L.value, 8 + 38, "l")) == "م"
    assert keyboard.typed_letter(event(0x645, 8 + 38, "م")) == "م"
