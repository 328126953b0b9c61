"""A text from the clipboard as a document."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QTextOption
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from annotator.core.i18n import _


class PasteDialog(QDialog):
    """Name and text of a new document; the text begins as what lies on the clipboard."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Add a pasted text"))
        self.name_field = QLineEdit()
        self.name_field.setPlaceholderText(_("Name of the document"))
        self.text_field = QPlainTextEdit(QGuiApplication.clipboard().text())
        option = QTextOption(Qt.AlignmentFlag.AlignRight)
        option.setTextDirection(Qt.LayoutDirection.RightToLeft)
        self.text_field.document().setDefaultTextOption(option)
        self.text_field.setPlaceholderText(_("Paste the text here"))
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (self.name_field, self.text_field, self._buttons):
            layout.addWidget(widget)
        self.resize(620, 460)
        self.text_field.textChanged.connect(self._check)
        self._check()

    def _check(self) -> None:
        filled = bool(self.text_field.toPlainText().strip())
        self._buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(filled)

    def name(self) -> str:
        """The document's name: what was given, else the first words."""
        return self.name_field.text().strip() or " ".join(self.text().split()[:6])

    def text(self) -> str:
        """The text."""
        return self.text_field.toPlainText()
