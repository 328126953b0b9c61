"""Starting the window: its frame first, everything else after the first paint."""

from __future__ import annotations

import builtins
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from annotator.core.i18n import use_language
from annotator.core.settings import Settings
from annotator.ui import PLAIN_IMPORT
from annotator.ui.main_window import GROUNDS, MainWindow
from annotator.ui.remembered import fit_to_screen, keep_geometry, restore_geometry

TYPE_CHECKING = False
if TYPE_CHECKING:
    from annotator.ui.studio import Studio

Milestone = Callable[[str], None]
"""Told when ``frame`` and ``text`` are on the screen."""


def make_application(settings: Settings) -> QApplication:
    """The Qt application in the user's language."""
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication([*sys.argv[:1], "-style", "fusion"])
    application.setApplicationName("raqim")
    use_language(settings.get("language", ""))
    return application


def furnish(window: MainWindow, settings: Settings, project: Path | None = None, *, starting: bool = False) -> Studio:
    """Fill the window, and open a project where one is named; ``starting`` shows its text before all else."""
    from PySide6.QtGui import QIcon

    from annotator.core.resources import resource
    from annotator.ui.file_kinds import teach_file_kinds
    from annotator.ui.languages import install_translations, set_direction
    from annotator.ui.studio import Studio
    from annotator.ui.theme import colours, palette_of

    application = QApplication.instance()
    if isinstance(application, QApplication):
        install_translations(application)
        set_direction(application)
        application.setPalette(palette_of(colours(settings.get("theme", "light"))))
    teach_file_kinds()
    window.setWindowIcon(QIcon(str(resource("icons", "raqim.svg"))))
    studio = Studio(window, settings, starting=starting)
    if project is not None:
        studio.open_project(project)
    if studio.workbench is None:
        studio.complete()
    return studio


def run_application(project: Path | None = None, milestone: Milestone | None = None) -> int:
    """Open the window, and a project in it; returns when the window closes."""
    builtins.__import__ = PLAIN_IMPORT
    settings = Settings.load()
    application = make_application(settings)
    window = MainWindow(GROUNDS.get(settings.get("theme", "light"), GROUNDS["light"]))
    fit_to_screen(window)
    restore_geometry(window, settings)
    window.closing.connect(lambda: keep_geometry(window, settings))
    kept: list[object] = []

    def after_frame() -> None:
        if kept:
            return
        kept.append(window)
        if milestone is not None:
            milestone("frame")
        QTimer.singleShot(0, fill)

    def fill() -> None:
        studio = furnish(window, settings, project, starting=True)
        kept.append(studio)
        _watch_errors(window)
        if milestone is not None:
            _watch_text(studio, milestone)

    window.painted.connect(after_frame)
    window.show()
    return application.exec()


def _watch_errors(window: MainWindow) -> None:
    """Tell of errors that nobody expected, and let the work go on."""
    from annotator.ui.crash import CrashHook

    def tell(report: str, kept: Path | None) -> None:
        from annotator.ui.dialogs.crash import CrashDialog

        CrashDialog(report, kept, window).exec()

    CrashHook(tell).install()


def _watch_text(studio: Studio, milestone: Milestone) -> None:
    """Tell when the document's text has been painted."""
    from annotator.ui.painted import FirstPaint

    bench = studio.workbench
    if bench is not None:
        FirstPaint(bench.view.viewport(), lambda: milestone("text"))
