"""What one user prefers, seen at once; a line under each says what it does."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from annotator.core.document import RESERVED_NAMES
from annotator.core.i18n import N_, _
from annotator.core.settings import Settings
from annotator.ui.choices import FONT, LANGUAGES, THEMES

SPOKEN_ANEW = 2
"""How the dialog ends when another language was chosen: it is to be opened again, in that one."""
ZOOMS = range(-6, 13)
SPACINGS = ((1.0, N_("Usual")), (1.25, N_("Wide")), (1.5, N_("Very wide")))
EXPLAINED: dict[str, str] = {
    "language": N_("Of menus, messages and reports. It changes at once; the open document stays as it is."),
    "theme": N_("High contrast is for tired or weak eyes and for projectors."),
    "font": N_("Only of the text that you label. Amiri is shipped and shows every vowel sign."),
    "line_spacing": N_("More room between the lines for labels and relations."),
    "zoom": N_("Steps larger or smaller than usual; Ctrl with + and − does the same."),
    "show_invisible": N_("Direction marks, joiners, tatweel and hard spaces get a sign of their own."),
    "annotator": N_("Your spans are kept under it, apart from those of others, in every project on this machine."),
    "backups": N_("Made by themselves, dated, beside each project; File ▸ Backups brings one back."),
}
"""The line under each setting, by its name."""


class PreferencesDialog(QDialog):
    """``changed`` carries a setting's name and its new value."""

    changed = Signal(str, object)

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Preferences"))
        self._settings = settings
        self._form = QFormLayout()
        self._form.setVerticalSpacing(4)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.language = self._box(_("Language"), "language", [(code, _(title)) for code, title in LANGUAGES])
        self.language.activated.connect(lambda _index: self.done(SPOKEN_ANEW))
        self.theme = self._box(_("Theme"), "theme", [(code, _(title)) for code, title in THEMES])
        families = QFontDatabase.families(QFontDatabase.WritingSystem.Arabic)
        self.font_box = self._box(_("Font of the text"), "font", [(each, each) for each in families], FONT)
        self.spacing = self._box(
            _("Line spacing"), "line_spacing", [(value, _(title)) for value, title in SPACINGS], 1.0
        )
        sizes: list[tuple[object, str]] = [(step, f"{round(100 * 1.1**step)}%") for step in ZOOMS]
        self.zoom = self._box(_("Size of the text"), "zoom", sizes, 0)
        self.invisible = QCheckBox(_("Show invisible characters"))
        self.invisible.setChecked(bool(settings.get("show_invisible")))
        self.invisible.toggled.connect(lambda on: self.changed.emit("show_invisible", on))
        self._add("", "show_invisible", self.invisible)
        self.name = QLineEdit(str(settings.get("annotator", "") or ""))
        self.name.editingFinished.connect(self._on_name)
        self._add(_("Your name"), "annotator", self.name)
        self._add(_("Backups"), "backups", None)
        self._lay_out()

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setLayout(self._form)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inside)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(area)
        layout.addWidget(buttons)
        self.resize(560, 640)

    def _add(self, title: str, name: str, widget: QWidget | None) -> None:
        """A setting with its line below it."""
        told = QLabel(_(EXPLAINED[name]))
        told.setObjectName("Faint")
        told.setWordWrap(True)
        told.setContentsMargins(0, 0, 0, 10)
        if widget is None:
            self._form.addRow(title, told)
            return
        widget.setAccessibleName(title or _("Show invisible characters"))
        widget.setAccessibleDescription(told.text())
        self._form.addRow(title, widget)
        self._form.addRow("", told)

    def _box(self, title: str, name: str, options: list[tuple[object, str]], usual: object = "") -> QComboBox:
        box = QComboBox()
        for value, shown in options:
            box.addItem(shown, value)
        box.setCurrentIndex(max(0, box.findData(self._settings.get(name, usual))))
        box.activated.connect(lambda _index: self.changed.emit(name, box.currentData()))
        self._add(title, name, box)
        return box

    def _on_name(self) -> None:
        name, before = self.name.text().strip(), str(self._settings.get("annotator", "") or "")
        if not name or name in RESERVED_NAMES:
            self.name.setText(before)
        elif name != before:
            self.changed.emit("annotator", name)
