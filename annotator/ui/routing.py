"""From key events to actions: the window's keys everywhere, the labelling keys in the text only."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

from annotator.ui.actions import BY_ID, Action
from annotator.ui.keyboard import chord, learn, typed_letter
from annotator.ui.keymap import Keymap

Run = Callable[[Action], None]
Jump = Callable[[str, bool], None]
_HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class Routing(QObject):
    """An event filter for the text view; `window_key` serves the rest of the window."""

    def __init__(self, keymap: Keymap, run: Run, jump: Jump, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.keymap = keymap
        self._run = run
        self._jump = jump

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take the keys that are bound; letters jump to words; the rest is the text view's own."""
        return event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self.text_key(event)

    def text_key(self, event: QKeyEvent) -> bool:
        """Act on a key pressed in the text; whether it meant anything."""
        learn(event)
        if self._act(event, text=True):
            return True
        letters = typed_letter(event)
        if not letters or event.modifiers() & _HELD:
            return False
        self._jump(letters, bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        return True

    def window_key(self, event: QKeyEvent) -> bool:
        """Act on a key pressed elsewhere in the window; whether it meant anything."""
        return self._act(event, text=False)

    def _act(self, event: QKeyEvent, *, text: bool) -> bool:
        action = BY_ID.get(self.keymap.action(chord(event)))
        if action is None or not (text or action.scope == "window"):
            return False
        self._run(action)
        return True
