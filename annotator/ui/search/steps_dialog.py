"""What an action would do, step by step, to be ticked before anything is done."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidgetItem, QWidget

from annotator.core.i18n import _, counted
from annotator.project.search.bulk import Step
from annotator.ui.dialogs.ticks import TicksDialog, tickable

_SIDE = 28


class StepsDialog(TicksDialog[Step]):
    """Every step with its place; what cannot be done says why and has no box. Enter does those that are ticked."""

    def __init__(self, said: str, steps: Sequence[Step], parent: QWidget | None = None) -> None:
        super().__init__(said, steps, [_item(each) for each in steps], parent)
        self.setWindowTitle(_("For these results"))
        self.list.setAccessibleName(_("What would be done"))

    def _words(self, count: int) -> str:
        return counted("Do %(count)s step", "Do %(count)s steps", count)


def _item(step: Step) -> QListWidgetItem:
    hit = step.hit
    before = " ".join(hit.before.split())[-_SIDE:]
    after = " ".join(hit.after.split())[:_SIDE]
    place = f"\u2067… {before} ⟦{hit.text}⟧ {after} …\u2069    — " if hit.end > hit.start else ""
    text = f"{place}{hit.name}" + (f"  ({_(step.why)})" if step.why else "")
    if step.command is not None:
        return tickable(text)
    item = QListWidgetItem(text)
    item.setFlags(Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled)
    return item
