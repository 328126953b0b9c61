"""The keys that the text view answers itself: caret and selection. Labelling keys are the window's."""

from __future__ import annotations

from PySide6.QtCore import Qt

from annotator.ui.text.motion import Motion

_PLAIN = {
    Qt.Key.Key_Left: Motion.LETTER_LEFT,
    Qt.Key.Key_Right: Motion.LETTER_RIGHT,
    Qt.Key.Key_Up: Motion.LINE_UP,
    Qt.Key.Key_Down: Motion.LINE_DOWN,
    Qt.Key.Key_Home: Motion.LINE_START,
    Qt.Key.Key_End: Motion.LINE_END,
    Qt.Key.Key_PageUp: Motion.PAGE_UP,
    Qt.Key.Key_PageDown: Motion.PAGE_DOWN,
}
_CONTROL = {
    Qt.Key.Key_Left: Motion.WORD_LEFT,
    Qt.Key.Key_Right: Motion.WORD_RIGHT,
    Qt.Key.Key_Up: Motion.PARAGRAPH_UP,
    Qt.Key.Key_Down: Motion.PARAGRAPH_DOWN,
    Qt.Key.Key_Home: Motion.DOCUMENT_START,
    Qt.Key.Key_End: Motion.DOCUMENT_END,
}


def motion_of(key: int, *, control: bool) -> Motion | None:
    """The motion that a key stands for, if any."""
    try:
        return (_CONTROL if control else _PLAIN).get(Qt.Key(key))
    except ValueError:
        return None
