"""Qt's own words (dialogs, buttons, context menus) in the language in use."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QLocale, Qt, QTranslator
from PySide6.QtWidgets import QApplication

from annotator.core.i18n import N_, _, language, right_to_left

OURS = {
    ("QPlatformTheme", "OK"): N_("OK"), ("QPlatformTheme", "Cancel"): N_("Cancel"),
    ("QPlatformTheme", "Close"): N_("Close"), ("QPlatformTheme", "Apply"): N_("Apply"),
    ("QPlatformTheme", "Save"): N_("Save"), ("QPlatformTheme", "Open"): N_("Open"),
    ("QFileDialog", "&Open"): N_("Open"), ("QFileDialog", "&Save"): N_("Save"),
    ("QFileDialog", "&Look in:"): N_("Look in:"), ("QFileDialog", "Files of &type:"): N_("Files of type:"),
    ("QAbstractFileIconProvider", "Folder"): N_("Folder"), ("QAbstractFileIconProvider", "Drive"): N_("Drive"),
}  # fmt: skip
"""What Qt's dialogs say and its Arabic lacks, or names otherwise than our own buttons do (ألغِ beside إغلاق)."""


def window_locale() -> QLocale:
    """How the window writes dates, times, sizes and numbers: in Arabic too with the digits 0–9.

    They are the digits of keys, scores, offsets and figures (``docs/decisions/0005-digits.md``); ``ar`` alone
    would be Egypt's, with ٠–٩.
    """
    return QLocale("ar_001" if language() == "ar" else "en")


def shown_size(size: int) -> str:
    """So many bytes as people read them, isolated: in an Arabic line the unit would go before its number."""
    return f"\u2066{window_locale().formattedDataSize(size)}\u2069"


class _QtWords(QTranslator):
    """Our catalogue for what is in `OURS`, else Qt's."""

    def translate(
        self, context: str, sourceText: str, disambiguation: str | None = None, n: int = -1  # noqa: N803 - Qt's names
    ) -> str:
        """Our word, else Qt's own; empty where there is none."""
        ours = OURS.get((context, sourceText), "")
        return _(ours) if ours else super().translate(context, sourceText, disambiguation, n) or ""


class _Installed:
    """The translator in use; Qt keeps no reference of its own."""

    translator: QTranslator | None = None


def install_translations(application: QApplication) -> bool:
    """Let Qt speak the language in use; whether it can."""
    if _Installed.translator is not None:
        application.removeTranslator(_Installed.translator)
        _Installed.translator = None
    code = language()
    QLocale.setDefault(window_locale())
    if code == "en":
        return True
    translator = _QtWords(application)
    found = translator.load(f"qtbase_{code}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    if found:
        application.installTranslator(translator)
        _Installed.translator = translator
    return found


def set_direction(application: QApplication) -> None:
    """Lay widgets out as the language in use is written."""
    application.setLayoutDirection(
        Qt.LayoutDirection.RightToLeft if right_to_left() else Qt.LayoutDirection.LeftToRight
    )
