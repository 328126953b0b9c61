"""The card of the tour beside the text: which step, what to do, and the way out."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from annotator.core.i18n import _


class TourCard(QFrame):
    """``skipped``: go on without doing it. ``left``: enough for now."""

    skipped = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("Panel")
        self.number, self.said = QLabel(), QLabel()
        self.number.setObjectName("Faint")
        self.said.setObjectName("Heading")
        self.said.setWordWrap(True)
        self.skip, self.leave = QPushButton(_("Skip this")), QPushButton(_("Leave the tour"))
        self.skip.clicked.connect(self.skipped)
        self.leave.clicked.connect(self.left)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 16, 10)
        row.setSpacing(14)
        row.addWidget(self.number)
        row.addWidget(self.said, 1)
        for each in (self.skip, self.leave):
            each.setAutoDefault(False)
            row.addWidget(each)

    def show_step(self, number: int, count: int, said: str) -> None:
        """Show a step; ``said`` is a gettext id."""
        self.number.setText(_("Tour: %(number)s of %(count)s") % {"number": number, "count": count})
        self.said.setText(_(said))
        self.setAccessibleName(self.said.text())
        self.skip.show()
        self.leave.setText(_("Leave the tour"))

    def show_end(self) -> None:
        """Say that this was it."""
        self.number.setText("")
        self.said.setText(_("That is all there is to labelling. ? shows every key; Help ▸ Tour begins anew."))
        self.skip.hide()
        self.leave.setText(_("Close"))
