"""The scenes of the first run's pictures: welcome page, tour, preferences, new project."""

from __future__ import annotations

import time
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from annotator.ui.actions import BY_ID
from annotator.ui.studio import Studio
from annotator.ui.workbench import Workbench

PATIENCE = 120.0

def show(bench: Workbench, subject: str) -> QWidget:
    """Bring a scene about (``first-welcome``, ``first-tour`` …); what is to be taken."""
    studio = next(each for each in bench.window().findChildren(Studio))
    if subject == "first-welcome":
        studio.close_project()
        return studio.window
    if subject == "first-tour":
        studio.files.add_pasted("غارة", "أعلنت وكالة سانا أن 12 جندياً قتلوا. وقال المرصد إن 30 آخرين أصيبوا.")
        studio.run(BY_ID["tour"])
        end = time.monotonic() + PATIENCE
        while not (bench.session.desk and bench.session.desk.suggestions):  # from a process of their own
            assert time.monotonic() < end, "no suggestions came"
            QTest.qWait(100)
        return studio.window
    if subject == "first-preferences":
        from annotator.ui.dialogs.preferences import PreferencesDialog

        dialog: QWidget = PreferencesDialog(studio.settings, studio.window)
    else:
        from annotator.ui.dialogs.new_project import NewProjectDialog

        dialog = NewProjectDialog(Path.home() / "Documents" / "Raqim", "سلمى", studio.window)
    dialog.show()
    return dialog
