"""The scenes of the small dialogs' pictures: keys, palette, suggesters, language data, crash, about, in and out."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QWidget

from annotator.core.errors import Problem
from annotator.core.i18n import N_
from annotator.ui.actions import ACTIONS
from annotator.ui.exchange.export_dialog import ExportDialog
from annotator.ui.exchange.import_dialog import ImportDialog
from annotator.ui.studio import Studio
from annotator.ui.workbench import Workbench

CORPUS = Path(__file__).resolve().parents[1] / "corpus" / "articles.jsonl"
TEXT = "أعلنت وكالة سانا أن 12 جندياً قتلوا. وقال المرصد إن 30 آخرين أصيبوا."
REPORT = (
    "Traceback (most recent call last):\n"
    '  File "annotator/ui/labelling.py", line 61, in accept\n'
    "    self._take(mark)\n"
    "KeyError: 'KIND'\n"
)
PATIENCE = 120.0
SAVE = QDialogButtonBox.StandardButton.Save


def show(bench: Workbench, subject: str) -> QWidget:
    """Bring a dialog about (``dialog-keys``, ``dialog-palette`` …)."""
    studio = next(each for each in bench.window().findChildren(Studio))
    studio.files.add_pasted("1", TEXT)
    dialog = _made(studio, bench, subject.removeprefix("dialog-"))
    dialog.show()
    end = time.monotonic() + PATIENCE
    while not _ready(dialog):  # a worker looks into the file, or counts the losses
        assert time.monotonic() < end, "the worker said nothing"
        QTest.qWait(50)
    QTest.qWait(300)
    return dialog


def _ready(dialog: QDialog) -> bool:
    if isinstance(dialog, ImportDialog):
        return dialog.found is not None
    return not isinstance(dialog, ExportDialog) or dialog.buttons.button(SAVE).isEnabled()


def _made(studio: Studio, bench: Workbench, name: str) -> QDialog:
    from annotator.ui.dialogs.about import AboutDialog
    from annotator.ui.dialogs.crash import CrashDialog
    from annotator.ui.dialogs.key_sheet import KeySheet, action_title
    from annotator.ui.dialogs.language_data import LanguageDataDialog
    from annotator.ui.dialogs.own_names import OwnNamesDialog
    from annotator.ui.dialogs.palette import CommandPalette
    from annotator.ui.dialogs.paste import PasteDialog
    from annotator.ui.dialogs.report import ReportDialog
    from annotator.ui.dialogs.suggesters import SuggestersDialog
    from annotator.ui.dialogs.who import WhoDialog

    session, window = bench.session, studio.window
    entries = [(each.id, action_title(each), studio.keymap.shown(each.id)) for each in ACTIONS]
    problem = Problem("أخبار.csv:12", N_("%(file)s cannot be written: %(why)s"), (("file", "a"), ("why", "b")))
    scenes: dict[str, Callable[[], QDialog]] = {
        "keys": lambda: KeySheet(studio.keymap, window),
        "palette": lambda: CommandPalette(entries, window),
        "suggesters": lambda: SuggestersDialog(studio.settings, session.scheme, window),
        "own-names": lambda: OwnNamesDialog(session, window),
        "language-data": lambda: LanguageDataDialog(parent=window),
        "crash": lambda: CrashDialog(REPORT, Path.home() / ".local/state/raqim/report-20261122-101500.txt", window),
        "about": lambda: AboutDialog(window),
        "who": lambda: WhoDialog(["سلمى", "Amal"], "سلمى", window),
        "paste": lambda: PasteDialog(window),
        "report": lambda: ReportDialog("أخبار.csv", [problem], window),
        "export": lambda: ExportDialog(session.project, session.annotator, Path.home(), window),
        "import": lambda: ImportDialog(session, [CORPUS], bench.view.look(), window),
    }
    return scenes[name]()
