"""Typing Arabic: QTest's keyClicks knows Latin letters only."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget


def type_words(widget: QWidget, words: str) -> None:
    """Send one key press per letter, with the letter that the layout gives it."""
    for letter in words:
        event = QKeyEvent(QEvent.Type.KeyPress, int(Qt.Key.Key_unknown), Qt.KeyboardModifier.NoModifier, letter)
        QApplication.sendEvent(widget, event)
