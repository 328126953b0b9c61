"""The whole journey on the sample: by real key and mouse events on the real window, with files and pictures left."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.core.settings import Settings
from annotator.core.suggestion import Suggestion

if TYPE_CHECKING:
    from annotator.ui.session import Session
    from annotator.ui.studio import Studio

NAME = "sample.raqim"
PATIENCE = 20.0
DEMO_ANNOTATOR = "سلمى"


def run_demo(out: Path, offscreen: bool) -> int:
    """Open the sample in the window; ``offscreen``, drive the journey by events and leave all in ``out``.

    Returns:
        The exit code: 0, or 1 where the journey did not come out as it should.
    """
    out.mkdir(parents=True, exist_ok=True)
    if offscreen:
        from annotator.ui.offscreen import draw_off_screen

        draw_off_screen()
        return _journey(out)
    return _window(out)


def _window(out: Path) -> int:
    from annotator.project.exchange import import_files
    from annotator.project.project import Project
    from annotator.ui.application import run_application
    from annotator.ui.files import sample_texts

    place = out / NAME
    if not place.exists():
        who = str(Settings.load().get("annotator", ""))
        with Project.create(place) as project:
            import_files(project, sample_texts(), actor=who)
    return run_application(place)


def _journey(out: Path) -> int:
    from annotator.ui.application import furnish, make_application
    from annotator.ui.main_window import MainWindow

    for name in (NAME, "demo-settings.json"):
        (out / name).unlink(missing_ok=True)
    settings = Settings.load(out / "demo-settings.json")
    for name, value in (("language", "ar"), ("theme", "light"), ("annotator", DEMO_ANNOTATOR)):
        settings.set(name, value)
    make_application(settings)
    window = MainWindow()
    window.show()
    studio = furnish(window, settings)
    try:
        Journey(studio, out).go()
    finally:
        window.close()
    (out / "demo-settings.json").unlink(missing_ok=True)
    return 0


class Journey:
    """New project, import, suggestions, decisions, labels by hand, undo, export; each step is checked."""

    def __init__(self, studio: Studio, out: Path) -> None:
        self.studio = studio
        self.out = out
        self.pictures = 0

    # ---- means ---------------------------------------------------------------------------------------

    def press(self, *chords: str) -> None:
        """Press keys in the text, as an annotator does."""
        from PySide6.QtTest import QTest

        from annotator.ui.pressing import key_of

        bench = self.studio.workbench
        assert bench is not None
        for chord in chords:
            QTest.keyClick(bench.view, *key_of(chord))
            self.settle()

    def settle(self) -> None:
        """Let the window do what it has to do."""
        from PySide6.QtWidgets import QApplication

        for _ in range(3):
            QApplication.processEvents()

    def wait_for(self, holds: Callable[[], bool], what: str) -> None:
        """Wait until something holds.

        Raises:
            AssertionError: it does not come to hold in time.
        """
        end = time.monotonic() + PATIENCE
        while not holds():
            assert time.monotonic() < end, what
            self.settle()
            time.sleep(0.01)

    def picture(self, name: str) -> Path:
        """Keep what the window shows."""
        self.settle()
        self.pictures += 1
        place = self.out / f"{self.pictures:02}-{name}.png"
        assert self.studio.window.grab().save(str(place)), place
        return place

    def count(self) -> int:
        """How many spans the annotator has made in the open document."""
        desk = self._session().desk
        assert desk is not None
        return len(desk.spans)

    def _session(self) -> Session:
        session = self.studio.session
        assert session is not None
        return session

    # ---- the journey ---------------------------------------------------------------------------------

    def go(self) -> None:
        """From an empty window to the exported files."""
        from annotator.ui.files import sample_texts
        from annotator.ui.review.journey import ReviewJourney

        self.picture("welcome")
        assert self.studio.create_project(self.out / NAME)
        self.picture("empty")
        assert self.studio.files.import_paths(sample_texts()) is not None
        desk = self._session().desk
        assert desk is not None
        self.wait_for(lambda: bool(desk.suggestions), "suggestions")
        self.picture("suggestions")
        self._decide()
        self._label_by_hand()
        self._undo()
        self._looks()
        self.press("Ctrl+Enter")
        session = self._session()
        status = session.project.queries.document_rows(session.annotator)[0].status
        assert status == "done", status
        self.picture("finished")
        self._export()
        ReviewJourney(self).go()
        self.studio.close()

    def _decide(self) -> None:
        """Accept, correct an edge, reject, by keys."""
        before = self.count()
        self.press("Enter", "Enter")
        assert self.count() == before + 2
        self.press("Equal")
        assert self.count() == before + 3
        self.press("Alt+Right", "Enter", "Delete", "Space")
        while isinstance(self._session().focused(), Suggestion):
            self.press("Enter")
        self.picture("accepted")

    def _label_by_hand(self) -> None:
        """Go to a word by its letter, take in its neighbour, label it; add a note and a doubt."""
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        bench = self.studio.workbench
        assert bench is not None
        assert bench.tools is not None
        self.press("Ctrl+Home")
        before = self.count()
        word = bench.view.text().index("الفيضانات")
        point = bench.view.caret_rect(word + 2).center().toPoint()
        QTest.mouseClick(bench.view.viewport(), Qt.MouseButton.LeftButton, pos=point)
        self.press("1")
        assert self.count() == before + 1
        self.press("Alt+U")
        note = bench.tools.inspector.note
        note.setFocus()
        QTest.keyClicks(note, "?")
        QTest.keyClick(note, Qt.Key.Key_Return)
        self.press("0")
        self.picture("labelled-by-hand")

    def _undo(self) -> None:
        """Take back and bring back."""
        now = self.count()
        self.press("Ctrl+Z", "Ctrl+Z", "Ctrl+Z")
        assert self.count() == now - 1
        self.press("Ctrl+Shift+Z", "Ctrl+Shift+Z", "Ctrl+Shift+Z")
        assert self.count() == now

    def _looks(self) -> None:
        """The same document in both languages and all themes."""
        for language in ("ar", "en"):
            self.studio.change_setting("language", language)
            for theme in ("light", "dark", "high_contrast"):
                self.studio.change_setting("theme", theme)
                self.press("Tab", "Tab")
                self.picture(f"{language}-{theme}")
        self.studio.change_setting("language", "ar")
        self.studio.change_setting("theme", "light")

    def _export(self) -> None:
        """Write the three files that training needs."""
        from annotator.formats.base import WriteOptions

        for name, layer in (("conll", DEMO_ANNOTATOR), ("json", ""), ("jsonl", "")):
            place = self.out / f"sample.{name}"
            place.unlink(missing_ok=True)
            report = self.studio.files.export_to(place, name, layer, WriteOptions())
            assert report is not None
            assert report.documents, name
