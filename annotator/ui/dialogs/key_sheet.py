"""The sheet of keys: every action with the letters of the active layout; keys can be changed here."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.core.i18n import N_, _
from annotator.ui.actions import ACTIONS, MENUS, Action
from annotator.ui.keyboard import chord, learn
from annotator.ui.keymap import Keymap, shown_chord
from annotator.ui.review.keys import KEYS as REVIEW_KEYS
from annotator.ui.review.keys import chords_of, key_id, key_title

CARET_KEYS = (
    ("← → ↑ ↓", N_("Caret by letter and line; Ctrl by word and paragraph; Shift selects")),
    ("ا … ي", N_("Caret to the next word with this letter; Shift selects as far as its end")),
    ("Home End", N_("Start and end of the line; Ctrl of the document")),
)


def action_title(action: Action) -> str:
    """An action's title with its number filled in."""
    number = action.arguments[0] if action.arguments else ""
    return _(action.title) % {"number": number} if "%(number)s" in action.title else _(action.title)


class KeySheet(QDialog):
    """``key_changed`` carries an action's id and its new chords; empty ones mean the default again."""

    key_changed = Signal(str, object)

    def __init__(self, keymap: Keymap, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Keys"))
        self._keymap = keymap
        self._waiting = ""
        self._hint = QLabel(_("Enter on a line, then a key: gives the line that key. Delete: back to the usual key."))
        self._hint.setWordWrap(True)
        self._hint.setObjectName("Faint")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.tree = QTreeWidget()
        self._set_up()
        self._fill()

    def _set_up(self) -> None:
        self.tree.setColumnCount(2)
        self.tree.setHeaderLabels([_("What"), _("Key")])
        self.tree.setAccessibleName(_("Keys"))
        self.tree.setRootIsDecorated(False)
        self.tree.setIndentation(14)
        self.tree.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = self.tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.tree.itemActivated.connect(self._on_activated)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (self._hint, self.tree, buttons):
            layout.addWidget(widget)
        self.resize(640, 620)

    def _fill(self) -> None:
        self.tree.clear()
        for menu in MENUS:
            top = QTreeWidgetItem(self.tree, [_(menu), ""])
            top.setFirstColumnSpanned(True)
            top.setFlags(Qt.ItemFlag.ItemIsEnabled)
            for action in ACTIONS:
                if action.menu == menu or (not action.menu and menu == MENUS[2]):
                    self._add(top, action)
            top.setExpanded(True)
        top = QTreeWidgetItem(self.tree, [_("Adjudicate"), ""])
        top.setFlags(Qt.ItemFlag.ItemIsEnabled)
        for each in REVIEW_KEYS:
            keys = "   ".join(shown_chord(chord) for chord in chords_of(each, self._keymap.changed))
            item = QTreeWidgetItem(top, [key_title(each), keys])
            item.setData(0, Qt.ItemDataRole.UserRole, key_id(each))
        top.setExpanded(True)
        top = QTreeWidgetItem(self.tree, [_("Caret and selection"), ""])
        top.setFlags(Qt.ItemFlag.ItemIsEnabled)
        for keys, said in CARET_KEYS:
            QTreeWidgetItem(top, [_(said), keys])
        top.setExpanded(True)

    def _add(self, top: QTreeWidgetItem, action: Action) -> None:
        keys = "   ".join(shown_chord(each) for each in self._keymap.chords(action.id))
        item = QTreeWidgetItem(top, [action_title(action), keys])
        item.setData(0, Qt.ItemDataRole.UserRole, action.id)

    # ---- changing ------------------------------------------------------------------------------------

    def _on_activated(self, item: QTreeWidgetItem) -> None:
        self._waiting = item.data(0, Qt.ItemDataRole.UserRole) or ""
        if self._waiting:
            item.setText(1, _("press a key…"))
            self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The key that was waited for; else Delete takes a line's own key away."""
        learn(event)
        pressed = chord(event)
        if self._waiting and pressed:
            self._take("" if pressed == "Escape" else pressed)
        elif pressed == "Delete" and (item := self.tree.currentItem()) is not None:
            name = item.data(0, Qt.ItemDataRole.UserRole)
            if name:
                self._change(name, [])
        else:
            super().keyPressEvent(event)

    def _take(self, pressed: str) -> None:
        name, self._waiting = self._waiting, ""
        taken, other = self._taken(pressed, name)
        if pressed and taken and taken != name:
            self._hint.setText(_("%(key)s is taken by: %(action)s") % {"key": shown_chord(pressed), "action": other})
            self._fill()
        elif pressed:
            self._change(name, [pressed])
        else:
            self._fill()

    def _taken(self, pressed: str, name: str) -> tuple[str, str]:
        """Id and title of what a chord does already, on the same page: adjudication has keys of its own."""
        if any(key_id(each) == name for each in REVIEW_KEYS):
            keys = (each for each in REVIEW_KEYS if pressed in chords_of(each, self._keymap.changed))
            return next(((key_id(each), key_title(each)) for each in keys), ("", ""))
        taken = self._keymap.action(pressed)
        return taken, next((action_title(each) for each in ACTIONS if each.id == taken), "")

    def _change(self, name: str, chords: list[str]) -> None:
        self.key_changed.emit(name, chords)

    def show_keymap(self, keymap: Keymap) -> None:
        """Show the keys after a change."""
        self._keymap = keymap
        self._fill()
