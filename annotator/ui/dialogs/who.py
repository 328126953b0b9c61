"""Who am I: asked once, kept in the settings."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from annotator.core.document import RESERVED_NAMES
from annotator.core.i18n import _


class WhoDialog(QDialog):
    """Asks for the annotator's name; offers those that the project knows."""

    def __init__(
        self, known: list[str], present: str, parent: QWidget | None = None, *, handed_to: str = ""
    ) -> None:
        """``handed_to``: whom the open file was handed to; empty for a project of one's own."""
        super().__init__(parent)
        self.setWindowTitle(_("Who am I"))
        self.box = QComboBox()
        self.box.setEditable(True)
        self.box.addItems(list(dict.fromkeys([*([present] if present else []), *known])))
        self.box.setEditText(present)
        self.box.setAccessibleName(_("Your name"))
        self._warning = QLabel()
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        question = QLabel(_("Under which name do you label? Your spans are kept apart from those of others."))
        question.setWordWrap(True)
        if handed_to:
            question.setText(
                _("This file was handed to %(name)s: work in it under that name, so that it comes back as one's own.")
                % {"name": handed_to}
            )
        layout = QVBoxLayout(self)
        for widget in (question, self.box, self._warning, self._buttons):
            layout.addWidget(widget)
        self.setMinimumWidth(380)
        self.box.editTextChanged.connect(self._check)
        self._check(present)

    def _check(self, text: str) -> None:
        reserved = text.strip() in RESERVED_NAMES
        self._warning.setText(_("No annotator can have this name.") if reserved else "")
        self._buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(bool(text.strip()) and not reserved)

    def name(self) -> str:
        """The name that was given."""
        return self.box.currentText().strip()
