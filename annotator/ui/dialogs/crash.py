"""What is said when something went wrong that should not have."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from annotator.core.i18n import _
from annotator.ui.file_dialogs import ask_save


class CrashDialog(QDialog):
    """The report, as it was kept; it can be saved elsewhere, and nothing is sent."""

    def __init__(self, report: str, kept: Path | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Something went wrong"))
        self._report = report
        said = QLabel(
            _("This is a mistake of the program, not yours. Your work is saved, and you can go on. The report below "
              "stays on this machine; nothing is sent anywhere.")
        )  # fmt: skip
        said.setWordWrap(True)
        self.text = QPlainTextEdit(report)
        self.text.setReadOnly(True)
        self.text.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setAccessibleName(_("Report"))
        place = QLabel(_("Kept in %(file)s") % {"file": f"\u2066{kept}\u2069"} if kept else "")
        place.setObjectName("Faint")
        place.setWordWrap(True)
        self.save = QPushButton(_("Save the report…"))
        self.save.clicked.connect(self._on_save)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.addButton(self.save, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (said, self.text, place, buttons):
            layout.addWidget(widget)
        self.resize(640, 420)

    def _on_save(self) -> None:
        place = ask_save(self, _("Save the report"), "raqim-report.txt")
        if place is not None:
            self.save_to(place)

    def save_to(self, place: Path) -> None:
        """Write the report."""
        try:
            place.write_text(self._report, "utf-8")
        except OSError as error:
            self.setWindowTitle(str(error))
