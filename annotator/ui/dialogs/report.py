"""What an import met and went on from: one line each."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QListWidget, QVBoxLayout, QWidget

from annotator.core.errors import Problem
from annotator.core.i18n import _, speak


def spoken(problem: Problem) -> str:
    """A problem in the language in use, with where it lies."""
    said = speak(problem.message, dict(problem.arguments))
    return f"\u2068{problem.where}\u2069: {said}" if problem.where else said  # a file's name keeps its direction


class ReportDialog(QDialog):
    """A heading over a list."""

    def __init__(self, heading: str, problems: list[Problem], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Report"))
        title = QLabel(heading)
        title.setWordWrap(True)
        self.list = QListWidget()
        self.list.setWordWrap(True)
        self.list.addItems([spoken(each) for each in problems])
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (title, self.list, buttons):
            layout.addWidget(widget)
        self.resize(560, 320)
