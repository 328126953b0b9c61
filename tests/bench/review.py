"""The review at full size: the page's numbers read from the file, and an adjudication of 5,000 clusters by keys."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any

from annotator.core.command import AddDocuments
from annotator.core.document import AnnotatedDocument, Document, Layer
from annotator.core.span import Span
from annotator.project.instances import ReviewState
from annotator.project.project import Project
from tests.agreement.corpora import LABELS, corpus

if TYPE_CHECKING:
    from annotator.ui.review.adjudication_page import AdjudicationPage
    from annotator.ui.session import Session

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
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from annotator.core.settings import Settings
    from annotator.project.disagreements import Disagreements
    from annotator.ui.review.reviewing import Reviewing
    from annotator.ui.session import Session

    application = QApplication.instance() or QApplication([])
    settings = Settings.load(folder / "settings.json")
    settings.set("annotator", "bench")
    for name in Reviewing.NEEDED:  # as the window does two seconds after a project was opened
        import_module(name)
    page, opening, rounds = _opened(Session(project, settings), application)
    count = len(page.desk.cases)
    assert count >= 4500, count
    yield _line(f"the first opening: {count:,} open cases read, ranked and painted, from the key", opening, 0.2, 1)
    yield _line("of that, the longest time that the window heard nothing", max(rounds), 0.1, 1)
    rounds = _until(lambda: not page.desk.busy, application)
    yield _line("all on which they agree merged behind the list", sum(rounds), None, 1)
    yield _line("of that, the longest time that the window heard nothing", max(rounds), 0.1, 1)
    state = Disagreements(project)
    yield _line(f"clusters of all layers read from the file ({len(state.found):,})", _timed(state.reload, 3), None)
    opened = _timed(lambda: _reopened(page, application))
    yield _line(f"the worklist of {count:,} open clusters opens again", opened, 0.2)
    times = []
    for _ in range(PRESSES):
        before = page.desk.case
        begun = perf_counter()
        QTest.keyClick(page.view, Qt.Key.Key_Return)
        page.view.viewport().repaint()
        times.append(perf_counter() - begun)
        assert page.desk.case != before
        application.processEvents()
    yield _line("from Enter to the next case painted, median", median(times), 0.05, PRESSES)
    yield _line("from Enter to the next case painted, slowest", max(times), None, PRESSES)
    page.close_page()
    page.close()
    page, opening, rounds = _opened(Session(project, settings), application)
    yield _line("the first opening with gold of all that was merged", opening, None, 1)
    yield _line("of that, the longest time that the window heard nothing", max(rounds), 0.1, 1)
    page.close_page()
    page.close()


def _opened(session: Session, application: Any) -> tuple[AdjudicationPage, float, list[float]]:
    """The page as its key makes it, how long until its first screen is painted, and each round of the window's loop."""
    from annotator.ui.review.adjudication_page import AdjudicationPage

    begun = perf_counter()
    page = AdjudicationPage(session)
    page.resize(1240, 760)
    page.show()
    page.begin()
    first = perf_counter() - begun
    rounds = [first, *_until(lambda: page.desk.ready, application)]
    page.repaint()
    return page, perf_counter() - begun, rounds


def _reopened(page: AdjudicationPage, application: Any) -> None:
    page.begin()
    _until(lambda: page.desk.ready and not page.desk.busy, application)


def _until(holds: Callable[[], bool], application: Any) -> list[float]:
    """Rounds of the window's loop until something holds, each with how long it took."""
    rounds = []
    while not holds():
        begun = perf_counter()
        application.processEvents()
        rounds.append(perf_counter() - begun)
    return rounds or [0.0]


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
