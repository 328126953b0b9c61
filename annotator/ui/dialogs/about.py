"""What this program is."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from annotator.core.i18n import _
from annotator.core.resources import notices


def own_version() -> str:
    """The version that is installed; nothing in a bare tree."""
    try:
        return version("raqim")
    except PackageNotFoundError:
        return ""


class AboutDialog(QDialog):
    """Name, version, licence."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("About Raqim"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(30, 24, 30, 20)
        layout.setSpacing(10)
        for text, name in (
            ("رقيم", "Title"),
            (_("Label actors, figures and sources in Arabic news text, offline."), ""),
            (_("Version %(version)s · Qt %(qt)s") % {"version": own_version(), "qt": qVersion()}, "Faint"),
            (_("Licence: Apache 2.0. The font is Amiri (SIL Open Font Licence)."), "Faint"),
            (_("Qt is used under the LGPL, version 3; its libraries can be replaced."), "Faint"),
            (_("All licences: %(file)s") % {"file": f"\u2066{notices()}\u2069"} if notices() else "", "Faint"),
        ):
            if not text:
                continue
            label = QLabel(text)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label.setObjectName(name)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            layout.addWidget(label)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
