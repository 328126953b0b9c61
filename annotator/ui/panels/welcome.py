"""What stands in the window while no project is open."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from annotator.core.i18n import _


def _label(text: str, name: str = "") -> QLabel:
    label = QLabel(text)
    label.setObjectName(name)
    label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    label.setWordWrap(True)
    return label


class WelcomePanel(QFrame):
    """Begin, open, try the sample, or go on with a recent project."""

    new_wanted = Signal()
    open_wanted = Signal()
    sample_wanted = Signal()
    recent_chosen = Signal(str)

    def __init__(self, recent: list[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("Panel")
        column = QVBoxLayout()
        column.setSpacing(14)
        column.addWidget(_label("رقيم", "Title"))
        column.addWidget(_label(_("Label actors, figures and sources in Arabic news text"), "Faint"))
        column.addSpacing(12)
        column.addLayout(self._buttons())
        if recent:
            column.addSpacing(18)
            column.addWidget(_label(_("Recent projects"), "Faint"))
            for path in recent[:5]:
                column.addWidget(self._recent(path))
        column.addSpacing(12)
        column.addWidget(_label(_("Or drop a project or text files here"), "Faint"))
        layout = QHBoxLayout(self)
        layout.addStretch(1)
        middle = QVBoxLayout()
        middle.addStretch(1)
        middle.addLayout(column)
        middle.addStretch(1)
        layout.addLayout(middle, 2)
        layout.addStretch(1)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch(1)
        for title, signal, name in (
            (_("New project…"), self.new_wanted, "Primary"),
            (_("Open project…"), self.open_wanted, ""),
            (_("Try the sample"), self.sample_wanted, ""),
        ):
            button = QPushButton(title)
            button.setObjectName(name)
            button.clicked.connect(signal)
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _recent(self, path: str) -> QPushButton:
        button = QPushButton(Path(path).name)
        button.setToolTip(path)
        button.clicked.connect(lambda: self.recent_chosen.emit(path))
        return button
