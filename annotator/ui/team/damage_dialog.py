"""What to do with a project that is damaged: a backup, or what can still be read of it."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from annotator.core.i18n import _


class DamageDialog(QDialog):
    """Accepted, `wish` says what is wanted: ``backups`` or ``salvage``."""

    def __init__(self, sentence: str, *, backups: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("The project is damaged"))
        self.wish = ""
        said = QLabel(sentence)
        said.setObjectName("Heading")
        hint = QLabel(
            _("A backup brings back all that was there when it was made. What can still be read of the damaged file "
              "goes into a new one; the damaged file is left as it is.")
            if backups else
            _("There is no backup of it here. What can still be read goes into a new file; the damaged one is left as "
              "it is.")
        )  # fmt: skip
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.restore = self.buttons.addButton(_("Backups…"), QDialogButtonBox.ButtonRole.ActionRole)
        self.salvage = self.buttons.addButton(_("Salvage…"), QDialogButtonBox.ButtonRole.ActionRole)
        self.restore.setVisible(backups)
        self.restore.clicked.connect(lambda: self._take("backups"))
        self.salvage.clicked.connect(lambda: self._take("salvage"))
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for label in (said, hint):
            label.setWordWrap(True)
            layout.addWidget(label)
        layout.addWidget(self.buttons)
        (self.restore if backups else self.salvage).setDefault(True)
        self.setMinimumWidth(520)

    def _take(self, wish: str) -> None:
        self.wish = wish
        self.accept()
