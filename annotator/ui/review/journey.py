"""The second half of the journey: three annotators' articles reviewed and adjudicated to gold, by keys alone."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from annotator.core.command import AddDocuments
from annotator.core.resources import corpus_path
from annotator.project.project import Project
from annotator.project.reader import GOLD
from annotator.ui.pressing import key_of

if TYPE_CHECKING:
    from pathlib import Path

    from annotator.ui.demo import Journey
    from annotator.ui.review.adjudication_page import AdjudicationPage
    from annotator.ui.review.review_page import ReviewPage

NAME = "team.raqim"
PATIENCE = 300.0
"""Seconds for what a worker computes: a loaded machine is no fault."""
MOST = 400
"""More presses than there are cases mean that something does not come to an end."""
NOTE = "هل الصفة جزء من اسم المصدر؟"


class Tab(NamedTuple):
    """A tab of the review that has a picture."""

    place: int
    name: str


TABS = (Tab(0, "agreement"), Tab(1, "boundaries"), Tab(3, "documents"), Tab(4, "drift"))
LATER = (Tab(6, "mine-and-gold"), Tab(7, "agenda"))


def team_project(place: Path) -> int:
    """Make a project of the shipped articles that several annotators labelled, without gold; how many there are."""
    from annotator.formats.base import ReadOptions
    from annotator.formats.native import LINES

    reading = LINES.read(corpus_path("articles.jsonl"), ReadOptions())
    chosen = []
    for each in reading.documents:
        layers = tuple(layer for layer in each.layers if layer.kind == "annotation")
        if len(layers) > 1:
            chosen.append(replace(each, layers=layers))
    with Project.create(place) as project:
        project.execute(AddDocuments(tuple(chosen), reading.header), "corpus")
    return len(chosen)


class ReviewJourney:
    """Numbers, instances, decisions, feedback: each step by a key, each checked."""

    def __init__(self, journey: Journey) -> None:
        self._journey = journey
        self._out = journey.out

    def go(self) -> None:
        """From three layers to gold; nothing where the articles were not shipped."""
        if not corpus_path("articles.jsonl").exists():
            return
        (self._out / NAME).unlink(missing_ok=True)
        documents = team_project(self._out / NAME)
        studio = self._journey.studio
        assert studio.open_project(self._out / NAME)
        self._review()
        self._adjudicate()
        self._learn()
        session = studio.session
        assert session is not None
        queries = session.project.queries
        layers = [row for each in queries.document_ids() for row in queries.layers(each)]
        states = [row.status for row in layers if row.annotator == GOLD]
        assert states == ["done"] * documents, states
        self._export()

    # ---- means ---------------------------------------------------------------------------------------

    def _pages(self) -> tuple[ReviewPage | None, AdjudicationPage | None]:
        bench = self._journey.studio.workbench
        assert bench is not None
        assert bench.tools is not None
        return bench.tools.reviewing.review_page, bench.tools.reviewing.adjudication_page

    def _press(self, widget: QWidget, *chords: str) -> None:
        for chord in chords:
            QTest.keyClick(widget, *key_of(chord))
            self._journey.settle()

    def _wait(self, page: ReviewPage) -> None:
        end = time.monotonic() + PATIENCE
        while page.busy():
            assert time.monotonic() < end, "the review's numbers"
            self._journey.settle()
            time.sleep(0.01)
        self._journey.settle()

    def _turn_to(self, page: ReviewPage, tab: Tab) -> None:
        """Go through the tabs by the key that goes through tabs, and keep a picture."""
        while page.tabs.currentIndex() != tab.place:
            QTest.keyClick(page.tabs, Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
        self._journey.settle()
        self._wait(page)
        self._journey.picture(tab.name)

    # ---- the journey ---------------------------------------------------------------------------------

    def _review(self) -> None:
        """The numbers, a cell's instances, charts, the methods paragraph."""
        self._journey.press("F7")
        page, _adjudication = self._pages()
        assert page is not None
        self._wait(page)
        self._press(page.confusion.table, "Down", "Right", "Up", "Enter")
        self._wait(page)
        for tab in TABS:
            self._turn_to(page, tab)
        for name in ("agreement.csv", "agreement.tex"):
            assert page.save_to(self._out / name)
        self._turn_to(page, Tab(page.tabs.count() - 1, "methods"))
        assert page.save_to(self._out / "methods.txt")
        self._press(page, "F7")

    def _adjudicate(self) -> None:
        """Every case to gold: an answer by its number, an edge moved, a reason, a note, an example, undo and redo."""
        self._journey.press("F8")
        _review, page = self._pages()
        assert page is not None
        self._journey.picture("adjudication")
        view = page.view
        self._press(view, "W", "6", "N")
        QApplication.clipboard().setText(NOTE)
        self._press(page.card.note, "Ctrl+V", "Enter")
        self._press(view, "1", "X", "Z", "E", "Left", "Right")
        self._journey.picture("edge")
        self._press(view, "Escape", "Z", "Shift+Z")
        done = 0
        while page.desk.cases and done < MOST:
            if page.desk.case is not None and page.desk.case.relation and not any(self._out.glob("*-relation.png")):
                self._journey.picture("relation")
            self._press(view, "Enter")
            done += 1
        assert not page.desk.cases, len(page.desk.cases)
        self._journey.picture("adjudicated")
        self._press(view, "F8")

    def _learn(self) -> None:
        """Each annotator's answers beside gold, and the agenda of the next meeting."""
        self._journey.press("F7")
        page, _adjudication = self._pages()
        assert page is not None
        self._wait(page)
        for tab in LATER:
            self._turn_to(page, tab)
        for name in ("agenda.html", "agenda.txt"):
            assert page.save_to(self._out / name)
        assert page.lessons.shown
        self._press(page, "F7")

    def _export(self) -> None:
        from annotator.formats.base import WriteOptions

        place = self._out / "gold.jsonl"
        place.unlink(missing_ok=True)
        report = self._journey.studio.files.export_to(place, "jsonl", GOLD, WriteOptions())
        assert report is not None
        assert report.documents
        _header, *lines = place.read_text("utf-8").splitlines()
        assert not any("annotator-" in line for line in lines)  # gold names nobody
