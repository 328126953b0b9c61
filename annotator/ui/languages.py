"""Qt's own words (dialogs, buttons, context menus) in the language in use."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QLocale, Qt, QTranslator
from PySide6.QtWidgets import QApplication

from annotator.core.i18n import N_, _, language, right_to_left

LACKING = {
    ("QFileDialog", "&Look in:"): N_("Look in:"), ("QFileDialog", "Files of &type:"): N_("Files of type:"),
    ("QAbstractFileIconProvider", "Folder"): N_("Folder"), ("QAbstractFileIconProvider", "Drive"): N_("Drive"),
}  # fmt: skip
"""What Qt's own dialogs say and its catalogue of Arabic lacks."""


def window_locale() -> QLocale:
    """How the window writes dates, times, sizes and numbers: in Arabic too with the digits 0–9.

    They are the digits of keys, scores, offsets and figures (``docs/decisions/0005-digits.md``); ``ar`` alone
    would be Egypt's, with ٠–٩.
    """
    return QLocale("ar_001" if language() == "ar" else "en")


class _QtWords(QTranslator):
    """Qt's catalogue, and ours for what it lacks."""

    def translate(
        self, context: str, sourceText: str, disambiguation: str | None = None, n: int = -1  # noqa: N803 - Qt's names
    ) -> str:
        """Qt's own translation, else ours; empty where there is none."""
        found = super().translate(context, sourceText, disambiguation, n)
        lacking = "" if found else LACKING.get((context, sourceText), "")
        return _(lacking) if lacking else found or ""


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
