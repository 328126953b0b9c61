"""A new project in three questions: what it is called and where it lies, which scheme, who labels."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from annotator.core.document import RESERVED_NAMES
from annotator.core.i18n import N_, _
from annotator.core.scheme import Scheme, shipped_scheme
from annotator.ui.file_dialogs import ask_folder
from annotator.ui.panels.welcome import shown_folder

SUFFIX = ".raqim"
SCHEMES = (
    ("news", N_("News attribution"), N_("Actors, figures and sources, with who reported what.")),
    ("entities", N_("Plain named entities"), N_("Persons, organisations and places.")),
    ("empty", N_("Empty"), N_("You make the labels yourself, under Edit ▸ Scheme.")),
)
_UNFIT = '/\\:*?"<>|'


class NewProjectDialog(QDialog):
    """`place`, `scheme` and `annotator` are what was answered."""

    def __init__(self, folder: Path, annotator: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("New project"))
        self._folder = folder
        self.name = QLineEdit(_("My project"))
        self.name.selectAll()
        self.where = QLabel()
        self.schemes = QComboBox()
        for key, title, _said in SCHEMES:
            self.schemes.addItem(_(title), key)
        self.who = QLineEdit(annotator)
        self.about, self.told = QLabel(), QLabel()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setText(_("Create"))
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._lay_out()
        self.name.textChanged.connect(self._check)
        self.who.textChanged.connect(self._check)
        self.schemes.currentIndexChanged.connect(self._check)
        self._check()

    def _lay_out(self) -> None:
        other = QPushButton(_("Another folder…"))
        other.setAutoDefault(False)
        other.clicked.connect(self._ask_folder)
        row = QHBoxLayout()
        row.addWidget(self.where, 1)
        row.addWidget(other)
        form = QFormLayout()
        for title, widget in ((_("1. What is it called?"), self.name), (_("2. Which scheme?"), self.schemes),
                              (_("3. Who labels?"), self.who)):  # fmt: skip
            widget.setAccessibleName(title)
            form.addRow(title, widget)
            if widget is self.name:
                form.addRow("", row)
            elif widget is self.schemes:
                form.addRow("", self.about)
        for label in (self.where, self.about, self.told):
            label.setObjectName("Faint")
            label.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(self.told)
        layout.addWidget(self.buttons)
        self.setMinimumWidth(560)

    def _ask_folder(self) -> None:
        folder = ask_folder(self, _("Another folder…"), str(self._folder))
        if folder is not None:
            self._folder = folder
            self._check()

    def _check(self) -> None:
        self.where.setText(shown_folder(self.place()))
        self.about.setText(_(SCHEMES[self.schemes.currentIndex()][2]))
        self.told.setText(self._hindrance())
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(not self.told.text())

    def _hindrance(self) -> str:
        """Why this cannot be made yet."""
        name, who = self.name.text().strip(), self.who.text().strip()
        if not name or any(each in name for each in _UNFIT):
            return _("The name is the file's name: it cannot be empty, nor hold / \\ : * ? \" < > |")
        if self.place().exists():
            return _("There is such a project already; give this one another name.")
        if not who:
            return _("Give the name under which you label; it is asked only once.")
        return _("No annotator can have this name.") if who in RESERVED_NAMES else ""

    def place(self) -> Path:
        """The project's file."""
        name = self.name.text().strip()
        return self._folder / (name if name.endswith(SUFFIX) else name + SUFFIX)

    def scheme(self) -> Scheme:
        """The scheme that was chosen."""
        return shipped_scheme(str(self.schemes.currentData()))

    def annotator(self) -> str:
        """The name that was given."""
        return self.who.text().strip()
