"""The review at full size: the page's numbers read from the file, and an adjudication of 5,000 clusters by keys."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any

from annotator.core.command import AddDocuments
from annotator.core.document import AnnotatedDocument, Document, Layer
from annotator.core.span import Span
from annotator.project.instances import ReviewState
from annotator.project.project import Project
from tests.agreement.corpora import LABELS, corpus

if TYPE_CHECKING:
    from annotator.ui.review.adjudication_page import AdjudicationPage
    from annotator.ui.review.reviewing import Reviewing
    from annotator.ui.studio import Studio

TIMES = 5
PRESSES = 40
WORDS = "قالت المنظمة السورية إن "


def run() -> Iterator[dict[str, Any]]:
    """All lines of the row."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as folder:
        with _project(Path(folder) / "review.raqim", 5, 2000, 60) as project:
            yield from _numbers(project)
        with _project(Path(folder) / "adjudication.raqim", 3, 170, 60) as project:
            yield from _adjudication(project, Path(folder))


def _project(place: Path, people: int, documents: int, spans: int) -> Project:
    """A project of made-up layers, as the agreement row has them, in a real file."""
    columns = corpus(people, documents, spans, seed=1)
    length = int(columns.lengths[0])
    text = (WORDS * (length // len(WORDS) + 1))[:length]
    rows = zip(*(each.tolist() for each in (columns.document, columns.annotator, columns.start, columns.end,
                                            columns.label)), strict=True)  # fmt: skip
    layers: dict[tuple[int, int], dict[tuple[int, int, str], Span]] = {}
    for number, (document, who, start, end, label) in enumerate(rows):
        key = start, end, LABELS[label]
        layers.setdefault((document, who), {})[key] = Span(f"s{number}", start, end, LABELS[label])
    project = Project.create(place)
    for first in range(0, documents, 200):
        some = range(first, min(first + 200, documents))
        project.execute(AddDocuments(tuple(_document(each, people, text, layers) for each in some)), "bench")
    return project


def _document(
    number: int, people: int, text: str, layers: dict[tuple[int, int], dict[tuple[int, int, str], Span]]
) -> AnnotatedDocument:
    made = (
        Layer(f"annotator-{who}", "annotation", "done", tuple(layers.get((number, who), {}).values()))
        for who in range(people)
    )
    return AnnotatedDocument(Document(f"d{number}", f"d{number}", text), tuple(made))


def _numbers(project: Project) -> Iterator[dict[str, Any]]:
    from annotator.agreement.report import measure_comparison
    from annotator.project.review_numbers import HEADLINE, review_numbers_of

    def tiles() -> None:
        measure_comparison(ReviewState(project.queries).people, HEADLINE, bootstrap=2000)

    yield _line("the page's figures, 5 × 2,000 × 60 spans, 2,000 resamples, reading included", _timed(tiles), 2.0)
    yield _line("of that, reading", _timed(lambda: ReviewState(project.queries)), None)
    yield _line("the whole page: matrices, histogram, drift, documents too",
                _timed(lambda: review_numbers_of(ReviewState(project.queries)), 3), None)  # fmt: skip


def _adjudication(project: Project, folder: Path) -> Iterator[dict[str, Any]]:
    from annotator.core.settings import Settings
    from annotator.project.disagreements import Disagreements
    from annotator.ui.application import furnish, make_application
    from annotator.ui.main_window import MainWindow
    from annotator.ui.offscreen import draw_off_screen

    state = Disagreements(project)
    yield _line(f"clusters of all layers read from the file ({len(state.found):,})", _timed(state.reload, 3), None)
    project.close()
    again = folder / "again.raqim"
    shutil.copyfile(project.path, again)
    draw_off_screen()
    settings = Settings.load(folder / "settings.json")
    settings.set("annotator", "bench")
    application = make_application(settings)
    window = MainWindow()
    window.show()
    studio = furnish(window, settings)
    window.resize(1240, 760)
    studio.open_project(again)
    yield from _opening(studio, "straight after the project was opened, nothing read", None)
    studio.open_project(project.path)
    _warmed(studio)
    yield from _opening(studio, "seconds after the project was opened, its layers read while nothing was done", 0.2)
    yield from _merging(studio)
    yield from _working(studio, application)
    studio.close_project()
    studio.open_project(project.path)
    _warmed(studio)
    yield from _opening(studio, "the same with gold of all that was merged", 0.2)
    window.close()


def _warmed(studio: Studio) -> None:
    """Wait until the window has done ahead what it does while nothing is done."""
    reviewing = _reviewing(studio)
    _until(lambda: reviewing.ahead is not None and reviewing.ahead.ready and reviewing.adjudication_page is not None)
    _until(lambda: False, seconds=0.5)
    assert reviewing.ahead is not None
    assert reviewing.ahead.ready


def _reviewing(studio: Studio) -> Reviewing:
    _until(lambda: studio.workbench is not None and studio.workbench.tools is not None)
    assert studio.workbench is not None
    assert studio.workbench.tools is not None
    return studio.workbench.tools.reviewing


def _page(studio: Studio) -> AdjudicationPage:
    page = _reviewing(studio).adjudication_page
    assert page is not None
    return page


def _opening(studio: Studio, what: str, goal: float | None) -> Iterator[dict[str, Any]]:
    """From the key's handler until the window's loop has painted the ranked cases."""
    from PySide6.QtWidgets import QApplication

    reviewing = _reviewing(studio)
    begun, busy = perf_counter(), process_time()
    reviewing.adjudicate()
    page, first = _page(studio), perf_counter() - begun
    rounds = [first, *_until(lambda: page.desk.ready)]
    painting = perf_counter()
    QApplication.processEvents()
    took, rounds = perf_counter() - begun, [*rounds, perf_counter() - painting]
    line = _line(f"{len(page.desk.cases):,} open cases ranked and painted, from the key, {what}", took, goal, 1)
    yield {**line, "cpu": round(process_time() - busy, 4), "load": round(os.getloadavg()[0], 1)}
    yield _line("of that, the longest time that the window heard nothing", max(rounds), 0.1, 1)


def _merging(studio: Studio) -> Iterator[dict[str, Any]]:
    page = _page(studio)
    count = len(page.desk.cases)
    assert count >= 4500, count
    rounds = _until(lambda: not page.desk.busy)
    yield _line("all on which they agree merged behind the list", sum(rounds), None, 1)
    yield _line("of that, the longest time that the window heard nothing", max(rounds), 0.1, 1)
    yield _line(f"the worklist of {count:,} open clusters opens again", _timed(lambda: _reopened(page)), 0.2)


def _working(studio: Studio, application: Any) -> Iterator[dict[str, Any]]:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    page = _page(studio)
    times, cpu = [], []
    for _ in range(PRESSES):
        before = page.desk.case
        begun, busy = perf_counter(), process_time()
        QTest.keyClick(page.view, Qt.Key.Key_Return)
        page.view.viewport().repaint()
        times.append(perf_counter() - begun)
        cpu.append(process_time() - busy)
        assert page.desk.case != before
        application.processEvents()
    line = _line("from Enter to the next case painted, median", median(times), 0.05, PRESSES)
    yield {**line, "cpu": round(median(cpu), 4), "load": round(os.getloadavg()[0], 1)}
    yield _line("from Enter to the next case painted, slowest", max(times), None, PRESSES)


def _reopened(page: AdjudicationPage) -> None:
    page.begin()
    _until(lambda: page.desk.ready and not page.desk.busy)


def _until(holds: Callable[[], bool], seconds: float = 120.0) -> list[float]:
    """Rounds of the window's loop until something holds (or for some seconds), each with how long it took."""
    from PySide6.QtWidgets import QApplication

    rounds, end = [0.0], perf_counter() + seconds
    while not holds() and perf_counter() < end:
        begun = perf_counter()
        QApplication.processEvents()
        rounds.append(perf_counter() - begun)
    return rounds


def _timed(work: Any, times: int = TIMES) -> float:
    found = []
    for _ in range(times):
        begun = perf_counter()
        work()
        found.append(perf_counter() - begun)
    return median(found)


def _line(what: str, ours: float, goal: float | None, n: int = TIMES) -> dict[str, Any]:
    return {"figure": what, "ours": round(ours, 4), "unit": "s", "goal": goal,
            "met": None if goal is None else ours <= goal, "n": n}  # fmt: skip
