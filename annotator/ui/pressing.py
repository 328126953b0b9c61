"""Chords as Qt's test events want them."""

from __future__ import annotations

from PySide6.QtCore import Qt

_MODIFIERS = {
    "Ctrl": Qt.KeyboardModifier.ControlModifier,
    "Alt": Qt.KeyboardModifier.AltModifier,
    "Shift": Qt.KeyboardModifier.ShiftModifier,
}
_KEYS = {"Enter": "Return", "Quote": "Apostrophe", "Backquote": "QuoteLeft"}


def key_of(chord: str) -> tuple[Qt.Key, Qt.KeyboardModifier]:
    """The key and the modifiers of a chord such as ``Ctrl+Shift+Z``."""
    *held, name = chord.split("+")
    modifiers = Qt.KeyboardModifier.NoModifier
    for each in held:
        modifiers |= _MODIFIERS[each]
    return getattr(Qt.Key, f"Key_{_KEYS.get(name, name)}"), modifiers
