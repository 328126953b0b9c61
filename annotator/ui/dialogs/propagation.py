"""The same mention elsewhere: every place with the words around it, to be ticked before anything is labelled."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from annotator.core.i18n import _, counted
from annotator.project.propagation import MentionPlace

_SIDE = 28
_TICKS = {True: Qt.CheckState.Checked, False: Qt.CheckState.Unchecked}


class PropagationDialog(QDialog):
    """Space ticks, Ctrl+A ticks all or none, Enter labels, Esc leaves. ``chosen`` is what was ticked at Enter."""

    def __init__(
        self, words: str, label: str, places: list[MentionPlace], document: str, parent: QWidget | None = None
    ) -> None:
        """``document``: the open one; places in finished documents of others begin unticked."""
        super().__init__(parent)
        self.setWindowTitle(_("The same words elsewhere"))
        self.chosen: list[MentionPlace] = []
        self._places = places
        self.list = QListWidget()
        self.list.setAccessibleName(_("Places with the same words"))
        for place in places:
            self.list.addItem(_item(place, document))
        self.list.setCurrentRow(0)
        self.list.itemChanged.connect(lambda _item: self._count())
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.accepted.connect(self._take)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        said = QLabel(_("Label «%(words)s» as %(label)s in these places too?") % {"words": words, "label": label})
        said.setWordWrap(True)
        layout.addWidget(said)
        layout.addWidget(self.list)
        layout.addWidget(QLabel(_("Space ticks and unticks, Ctrl+A all of them; one undo takes all back.")))
        layout.addWidget(self.buttons)
        self.resize(760, 460)
        self.list.setFocus()
        self._count()

    def ticked(self) -> list[MentionPlace]:
        """The places that are ticked now."""
        rows = range(self.list.count())
        return [self._places[row] for row in rows if self.list.item(row).checkState() is Qt.CheckState.Checked]

    def _count(self) -> None:
        count = len(self.ticked())
        button = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        button.setText(counted("Label %(count)s place", "Label %(count)s places", count))
        button.setEnabled(count > 0)

    def _take(self) -> None:
        self.chosen = self.ticked()
        self.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter labels what is ticked; Ctrl+A ticks all, or none where all are ticked."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.ticked():
            self._take()
        elif control and event.key() == Qt.Key.Key_A:
            wanted = len(self.ticked()) < len(self._places)
            for row in range(self.list.count()):
                self.list.item(row).setCheckState(_TICKS[wanted])
        else:
            super().keyPressEvent(event)


def _item(place: MentionPlace, document: str) -> QListWidgetItem:
    before = " ".join(place.before.split())[-_SIDE:]
    after = " ".join(place.after.split())[:_SIDE]
    here = place.document == document
    where = "" if here else f"    — {place.name}" + (f" ({_('finished')})" if place.finished else "")
    item = QListWidgetItem(f"\u2067… {before} ⟦{place.text}⟧ {after} …\u2069{where}")
    item.setFlags(Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
    item.setCheckState(_TICKS[here or not place.finished])
    return item
