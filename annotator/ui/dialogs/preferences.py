"""Language, theme and font: seen at once."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QDialogButtonBox, QFormLayout, QVBoxLayout, QWidget

from annotator.core.i18n import _
from annotator.core.settings import Settings
from annotator.ui.choices import FONT, LANGUAGES, THEMES


class PreferencesDialog(QDialog):
    """``changed`` carries a setting's name and its new value."""

    changed = Signal(str, object)

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Preferences"))
        self._settings = settings
        self._form = QFormLayout()
        self.language = self._box(_("Language"), "language", [(code, _(title)) for code, title in LANGUAGES])
        self.theme = self._box(_("Theme"), "theme", [(code, _(title)) for code, title in THEMES])
        families = QFontDatabase.families(QFontDatabase.WritingSystem.Arabic)
        self.font_box = self._box(_("Font of the text"), "font", [(each, each) for each in families], FONT)
        self.spacing = self._box(_("Line spacing"), "line_spacing", [(1.0, "1"), (1.25, "1.25"), (1.5, "1.5")], 1.0)
        self.invisible = QCheckBox(_("Show invisible characters"))
        self.invisible.setChecked(bool(settings.get("show_invisible")))
        self.invisible.toggled.connect(lambda on: self.changed.emit("show_invisible", on))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addLayout(self._form)
        layout.addWidget(self.invisible)
        layout.addWidget(buttons)
        self.setMinimumWidth(400)

    def _box(self, title: str, name: str, options: list[tuple[object, str]], usual: object = "") -> QComboBox:
        box = QComboBox()
        for value, shown in options:
            box.addItem(shown, value)
        box.setCurrentIndex(max(0, box.findData(self._settings.get(name, usual))))
        box.setAccessibleName(title)
        box.activated.connect(lambda _index: self.changed.emit(name, box.currentData()))
        self._form.addRow(title, box)
        return box
