"""What stands where the text would be while no document is open."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from annotator.core.i18n import _


class EmptyPanel(QFrame):
    """Says how texts come in."""

    import_wanted = Signal()
    paste_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("Panel")
        layout = QVBoxLayout(self)
        layout.setSpacing(14)
        layout.addStretch(1)
        for text, name in (
            (_("No document is open"), "Heading"),
            (_("Import texts, drop files here, or paste a text."), "Faint"),
        ):
            label = QLabel(text)
            label.setObjectName(name)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            layout.addWidget(label)
        row = QHBoxLayout()
        row.addStretch(1)
        for title, signal, name in (
            (_("Import texts…"), self.import_wanted, "Primary"),
            (_("Add a pasted text…"), self.paste_wanted, ""),
        ):
            button = QPushButton(title)
            button.setObjectName(name)
            button.clicked.connect(signal)
            row.addWidget(button)
        row.addStretch(1)
        layout.addLayout(row)
        layout.addStretch(1)
