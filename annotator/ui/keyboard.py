"""Keys by their place on the keyboard, so that shortcuts work under any active layout.

A chord is written ``Ctrl+Shift+K``: modifiers, then the key's name on a US keyboard. Which key was pressed is
read from the scan code; events without one (synthetic events, some remote desktops) fall back to the key that
Qt names.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

_ROWS = {
    2: "1 2 3 4 5 6 7 8 9 0 Minus Equal Backspace Tab Q W E R T Y U I O P BracketLeft BracketRight Enter",
    30: "A S D F G H J K L Semicolon Quote Backquote",
    43: "Backslash Z X C V B N M Comma Period Slash",
    57: "Space",
    59: "F1 F2 F3 F4 F5 F6 F7 F8 F9 F10",
    87: "F11 F12",
}
_PLACES: dict[int, str] = {start + step: name for start, row in _ROWS.items() for step, name in enumerate(row.split())}
"""Key names by set-1 scan code, which is also the evdev code of the main block."""
XCB_OFFSET = 8

_MAC_ROW = (
    "A S D F H G Z X C V ? B Q W E R Y T 1 2 3 4 6 5 Equal 9 7 Minus 8 0 BracketRight O U BracketLeft I P"
    " Enter L J Quote K Semicolon Backslash Comma Slash N M Period Tab Space Backquote Backspace"
)
_MAC = dict(enumerate(_MAC_ROW.replace("?", "").split(" ")))
"""Key names by macOS virtual key code, which is a place too."""

_SYMBOLS = {
    "Minus": "-", "Equal": "=", "BracketLeft": "[", "BracketRight": "]", "Semicolon": ";", "Quote": "'",
    "Backquote": "`", "Backslash": "\\", "Comma": ",", "Period": ".", "Slash": "/",
}  # fmt: skip
_SHIFTED = {
    "_": "Minus", "+": "Equal", "{": "BracketLeft", "}": "BracketRight", ":": "Semicolon", '"': "Quote",
    "~": "Backquote", "|": "Backslash", "<": "Comma", ">": "Period", "?": "Slash", "!": "1", "@": "2", "#": "3",
    "$": "4", "%": "5", "^": "6", "&": "7", "*": "8", "(": "9", ")": "0",
}  # fmt: skip
_BY_CHARACTER = {symbol: name for name, symbol in _SYMBOLS.items()} | _SHIFTED

_NAMED: dict[int, str] = {
    int(getattr(Qt.Key, f"Key_{qt}")): name
    for qt, name in [
        ("Return", "Enter"), ("Enter", "Enter"), ("Escape", "Escape"), ("Delete", "Delete"), ("Space", "Space"),
        ("Backspace", "Backspace"), ("Tab", "Tab"), ("Backtab", "Tab"), ("Insert", "Insert"), ("Home", "Home"),
        ("End", "End"), ("PageUp", "PageUp"), ("PageDown", "PageDown"), ("Left", "Left"), ("Right", "Right"),
        ("Up", "Up"), ("Down", "Down"), *((f"F{n}", f"F{n}") for n in range(1, 13)),
    ]
}  # fmt: skip
_ARABIC_DIGITS = {ord("٠") + n: str(n) for n in range(10)}
_MODIFIERS = (
    (Qt.KeyboardModifier.ControlModifier, "Ctrl"),
    (Qt.KeyboardModifier.AltModifier, "Alt"),
    (Qt.KeyboardModifier.ShiftModifier, "Shift"),
)

_LETTER_KEYS = (
    "Q W E R T Y U I O P BracketLeft BracketRight A S D F G H J K L Semicolon Quote Backquote"
    " Z X C V N M Comma Period Slash"
)
ARABIC_LAYOUT: Mapping[str, str] = dict(zip(_LETTER_KEYS.split(), "ضصثقفغعهخحجدشسيبلاتنمكطذئءؤرىةوزظ", strict=True))
"""The letters of the usual Arabic layout (101) by key; lam-alef, on B, is two letters and left out."""

_LEARNT: dict[str, str] = {}
"""What keys were seen to type, since Qt does not tell the active layout."""


def _place(event: QKeyEvent) -> str:
    code = event.nativeScanCode()
    if sys.platform == "darwin":
        return _MAC.get(event.nativeVirtualKey(), "") if code else ""
    if not code:
        return ""
    return _PLACES.get(code - (XCB_OFFSET if sys.platform.startswith("linux") else 0), "")


def key_name(event: QKeyEvent) -> str:
    """The name of the key that was pressed, by its place; empty where it has none (modifiers, media keys)."""
    named = _NAMED.get(event.key())
    if named is not None and named not in {"Space", "Tab", "Enter", "Backspace"}:
        return named
    return _place(event) or named or _name_of_code(event.key())


def _name_of_code(code: int) -> str:
    if ord("A") <= code <= ord("Z") or ord("0") <= code <= ord("9"):
        return chr(code)
    if code in _ARABIC_DIGITS:
        return _ARABIC_DIGITS[code]
    if not 0x20 < code < 0x10000:
        return ""
    return _BY_CHARACTER.get(chr(code)) or _ARABIC_KEYS.get(chr(code), "")


_ARABIC_KEYS = {letter: name for name, letter in ARABIC_LAYOUT.items()}


def chord(event: QKeyEvent) -> str:
    """The chord that an event stands for, ``Ctrl+Alt+Shift+Name``; empty where the key has no name."""
    name = key_name(event)
    if not name:
        return ""
    held = event.modifiers()
    shifted = event.key() == int(Qt.Key.Key_Backtab)
    parts = [word for flag, word in _MODIFIERS if held & flag or (word == "Shift" and shifted)]
    return "+".join([*parts, name])


def normal_chord(written: str) -> str:
    """A chord as `chord` writes it, from one written by hand (order and case of modifiers do not matter)."""
    *modifiers, name = written.replace("++", "+Equal").split("+")
    wanted = {each.strip().capitalize() for each in modifiers}
    return "+".join([*(word for _, word in _MODIFIERS if word in wanted), name.strip()])


def learn(event: QKeyEvent) -> None:
    """Remember what a key types in the active layout; another script's letter forgets the former layout."""
    name, text = key_name(event), event.text()
    if not name or len(text) != 1 or not text.isprintable() or event.modifiers() & _CHORD_MODIFIERS:
        return
    if event.modifiers() & Qt.KeyboardModifier.ShiftModifier or not text.isalpha():
        return
    if any(_is_arabic(known) != _is_arabic(text) for known in _LEARNT.values()):
        _LEARNT.clear()
    _LEARNT[name] = text


_CHORD_MODIFIERS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


def _is_arabic(text: str) -> bool:
    return "\u0600" <= text[:1] <= "\u06ff"


def arabic_layout_active() -> bool:
    """Whether the keys that were pressed last typed Arabic."""
    return any(map(_is_arabic, _LEARNT.values()))


def letter(name: str) -> str:
    """What a key types in the active layout, as far as it is known, else its name on a US keyboard."""
    if name in _LEARNT:
        return _LEARNT[name].upper()
    if arabic_layout_active() and name in ARABIC_LAYOUT:
        return ARABIC_LAYOUT[name]
    return _SYMBOLS.get(name, name)


def typed_letter(event: QKeyEvent) -> str:
    """The Arabic letter that a key stands for: the one that it types, else its place on the Arabic layout."""
    text = event.text()
    if len(text) == 1 and _is_arabic(text) and text.isalpha():
        return text
    return ARABIC_LAYOUT.get(key_name(event), "")
