"""What an action would do, step by step, to be ticked before anything is done."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from annotator.core.i18n import _, counted
from annotator.project.search.bulk import Step

_SIDE = 28
_TICKS = {True: Qt.CheckState.Checked, False: Qt.CheckState.Unchecked}


class StepsDialog(QDialog):
    """Space ticks, Ctrl+A ticks all or none, Enter does it, Esc leaves. ``chosen``: the steps that were ticked."""

    def __init__(self, said: str, steps: Sequence[Step], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("For these results"))
        self.chosen: list[Step] = []
        self._steps = steps
        self.list = QListWidget()
        self.list.setAccessibleName(_("What would be done"))
        self.list.setUniformItemSizes(True)
        for step in steps:
            self.list.addItem(_item(step))
        self.list.setCurrentRow(0)
        self.list.itemChanged.connect(lambda _item: self._count())
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.accepted.connect(self._take)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        heading = QLabel(said)
        heading.setWordWrap(True)
        layout.addWidget(heading)
        layout.addWidget(self.list)
        layout.addWidget(QLabel(_("Space ticks and unticks, Ctrl+A all of them; one undo takes all back.")))
        layout.addWidget(self.buttons)
        self.resize(820, 480)
        self.list.setFocus()
        self._count()

    def ticked(self) -> list[Step]:
        """The steps that are ticked now."""
        rows = range(self.list.count())
        return [self._steps[row] for row in rows if self.list.item(row).checkState() is Qt.CheckState.Checked]

    def _count(self) -> None:
        count = len(self.ticked())
        button = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        button.setText(counted("Do %(count)s step", "Do %(count)s steps", count))
        button.setEnabled(count > 0)

    def _take(self) -> None:
        self.chosen = self.ticked()
        self.accept()

    def _turn_all(self) -> None:
        open_rows = [row for row, step in enumerate(self._steps) if step.command is not None]
        wanted = len(self.ticked()) < len(open_rows)
        self.list.blockSignals(True)  # counted once below
        for row in open_rows:
            self.list.item(row).setCheckState(_TICKS[wanted])
        self.list.blockSignals(False)
        self.list.viewport().update()
        self._count()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter does what is ticked; Ctrl+A ticks all, or none where all are ticked."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.ticked():
            self._take()
        elif control and event.key() == Qt.Key.Key_A:
            self._turn_all()
        else:
            super().keyPressEvent(event)


def _item(step: Step) -> QListWidgetItem:
    hit = step.hit
    before = " ".join(hit.before.split())[-_SIDE:]
    after = " ".join(hit.after.split())[:_SIDE]
    place = f"\u2067… {before} ⟦{hit.text}⟧ {after} …\u2069    — " if hit.end > hit.start else ""
    item = QListWidgetItem(f"{place}{hit.name}" + (f"  ({_(step.why)})" if step.why else ""))
    item.setFlags(Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled)
    if step.command is not None:
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked)
    return item
