"""The question before work is left that could not be written."""

from __future__ import annotations

from PySide6.QtWidgets import QMessageBox, QWidget

from annotator.core.i18n import _, counted


def leave_unwritten(count: int, parent: QWidget | None = None) -> bool:
    """Ask whether so many changes that could not be written are given up; staying is the answer of Enter and Esc."""
    box = QMessageBox(QMessageBox.Icon.Warning, _("Raqim"), "", parent=parent)
    box.setText(counted("%(count)s change is not written yet and would be lost.",
                        "%(count)s changes are not written yet and would be lost.", count))  # fmt: skip
    box.setInformativeText(
        _("Make room, put the stick back in or end the other program; then it is written by itself.")
    )
    stay = box.addButton(_("Stay"), QMessageBox.ButtonRole.RejectRole)
    leave = box.addButton(_("Close and lose it"), QMessageBox.ButtonRole.DestructiveRole)
    box.setDefaultButton(stay)
    box.setEscapeButton(stay)
    box.exec()
    return box.clickedButton() is leave
