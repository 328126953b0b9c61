"""Find in the document: folded, so that marks, hamza forms and digits of both scripts match."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from annotator.core.i18n import _


class FindBar(QFrame):
    """A field, a count and three buttons. ``wanted`` carries the words; ``stepped`` 1 or -1; ``closed``."""

    wanted = Signal(str)
    stepped = Signal(int)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("Panel")
        self.field = QLineEdit()
        self._count = QLabel()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 6, 12, 6)
        self.field.setPlaceholderText(_("Find in the document…"))
        self.field.setAccessibleName(_("Find in the document…"))
        self.field.textChanged.connect(self.wanted)
        self.field.returnPressed.connect(lambda: self.stepped.emit(1))
        self._count.setObjectName("Faint")
        layout.addWidget(self.field, 1)
        layout.addWidget(self._count)
        for title, said, act in (
            ("↑", _("Find previous"), lambda: self.stepped.emit(-1)),
            ("↓", _("Find next"), lambda: self.stepped.emit(1)),
            ("×", _("Close"), self.closed.emit),
        ):
            button = QToolButton()
            button.setText(title)
            button.setToolTip(said)
            button.setAccessibleName(said)
            button.clicked.connect(act)
            layout.addWidget(button)

    def show_count(self, place: int, count: int) -> None:
        """Say which hit is shown, of how many; nothing while nothing is asked for."""
        if not self.field.text():
            self._count.clear()
        elif not count:
            self._count.setText(_("not found"))
        else:
            self._count.setText(_("%(place)s of %(count)s") % {"place": place + 1, "count": count})

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
