"""A real window on a real project file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.core.i18n import use_language
from annotator.core.settings import Settings
from annotator.core.span import Span
from annotator.ui.application import furnish, make_application
from annotator.ui.main_window import MainWindow
from annotator.ui.pressing import key_of
from annotator.ui.session import Session
from annotator.ui.studio import Studio
from annotator.ui.tools import Tools
from annotator.ui.workbench import Workbench

TEXT = "أعلنت وكالة سانا أن 12 جندياً قتلوا. وقال المرصد إن 30 آخرين أصيبوا.\nوأضاف بالمرصد أن دمشق نفت، ثم نفى المرصد."


@pytest.fixture(autouse=True)
def nothing_left_open() -> Iterator[None]:
    """Windows of earlier tests go, so that a new style sheet is not laid on all of them."""
    yield
    if QApplication.instance() is not None:
        for widget in QApplication.topLevelWidgets():
            widget.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


class Desk:
    """A window with an open project, and hands to work it."""

    def __init__(self, studio: Studio) -> None:
        self.studio = studio

    @property
    def bench(self) -> Workbench:
        assert self.studio.workbench is not None
        return self.studio.workbench

    @property
    def tools(self) -> Tools:
        assert self.bench.tools is not None
        return self.bench.tools

    @property
    def session(self) -> Session:
        assert self.studio.session is not None
        return self.studio.session

    def settle(self) -> None:
        for _ in range(3):
            QApplication.processEvents()

    def press(self, *chords: str) -> None:
        for chord in chords:
            QTest.keyClick(self.bench.view, *key_of(chord))
            self.settle()

    def open_text(self, text: str = TEXT, *, suggestions: bool = False) -> None:
        """Add a text and open it; without suggestions, the suggesters are switched off first."""
        if not suggestions:
            self.tools.suggesting.close()
            self.session.document_opened.disconnect(self.tools.suggesting.begin_soon)
        self.studio.files.add_pasted("text", text)
        self.settle()

    def caret_to(self, word: str) -> None:
        place = self.bench.view.text().index(word)
        self.bench.view.select(place, place)

    def spans(self) -> list[Span]:
        desk = self.session.desk
        assert desk is not None
        return self.session.project.queries.spans(desk.id, self.session.annotator)

    def labelled(self) -> list[tuple[str, str]]:
        text = self.bench.view.text()
        return [(each.covered(text), each.label) for each in self.spans()]

    def suggested(self) -> list[str]:
        desk = self.session.desk
        assert desk is not None
        return [desk.text[each.start : each.end] for each in desk.suggestions.values()]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = Settings.load(tmp_path / "settings.json")
    settings.set("annotator", "سلمى")
    settings.set("language", "en")
    return settings


@pytest.fixture
def studio(qapp: QApplication, settings: Settings) -> Iterator[Studio]:
    make_application(settings)
    window = MainWindow()
    window.show()
    made = furnish(window, settings)
    yield made
    window.close()
    window.deleteLater()
    QApplication.processEvents()
    qapp.setStyleSheet("")
    use_language("en")


@pytest.fixture
def desk(studio: Studio, tmp_path: Path) -> Desk:
    assert studio.create_project(tmp_path / "p.raqim")
    return Desk(studio)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform says of every window that it cannot pass on size hints; that is no fault of ours."""
    for item in items:
        item.add_marker(pytest.mark.qt_log_ignore("propagateSizeHints", extend=True))
