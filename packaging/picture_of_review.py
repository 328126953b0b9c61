"""The scenes of the review's pictures: the corpus's articles as a team labelled them, not settled yet."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtTest import QTest

from annotator.core.command import AddDocuments
from annotator.core.document import AnnotatedDocument, Layer
from annotator.core.span import Relation
from annotator.formats.base import ReadOptions
from annotator.formats.native import LINES
from annotator.project.project import Project
from annotator.ui.review.adjudication_page import AdjudicationPage
from annotator.ui.review.lanes import DIFFERENCE, marks_of_case
from annotator.ui.review.reviewing import Reviewing
from annotator.ui.workbench import Workbench
from tests.ui.review.noisy import HANDS, noisy  # the made-up team that the tests have too

CORPUS = Path(__file__).resolve().parents[1] / "corpus" / "articles.jsonl"
PATIENCE = 120.0
TABS = {"review-agreement": 0, "review-boundaries": 1, "review-drift": 4, "review-lessons": 6, "review-agenda": 7}
"""Which page of the review each picture shows."""
MADE_UP = 12
"""So many articles have the made-up team."""


def show(bench: Workbench, subject: str) -> None:
    """Open the review (``review-agreement`` …) or the adjudication (``review-case``, ``-hatched`` …)."""
    bring_team(bench.session.project, subject)
    assert bench.tools is not None
    if subject in TABS:
        _numbers(bench.tools.reviewing, TABS[subject])
    else:
        _case(bench.tools.reviewing, subject)


def bring_team(project: Project, subject: str = "review-case") -> None:
    """The articles that several annotators labelled, without their gold; for most pictures those of a made-up team."""
    reading = LINES.read(CORPUS, ReadOptions())
    documents = list(reading.documents)
    if subject in {"review-agreement", "review-case"}:
        labelled = _by_several(documents)
    elif subject == "review-relation":
        labelled = _unrelated(documents[:MADE_UP])
    else:
        labelled = noisy(documents[:MADE_UP], gold=subject == "review-lessons")
    project.execute(AddDocuments(tuple(labelled), reading.header), "lead")


def _by_several(documents: list[AnnotatedDocument]) -> list[AnnotatedDocument]:
    without = [
        replace(each, layers=tuple(layer for layer in each.layers if layer.kind == "annotation")) for each in documents
    ]
    return [each for each in without if len(each.layers) > 1]


def _unrelated(documents: list[AnnotatedDocument]) -> list[AnnotatedDocument]:
    """The documents with three layers alike, but that the last of the three leaves relations out."""
    return [
        replace(each, layers=tuple(_copy(each, who, every=1 if who != HANDS[-1] else 3) for who in HANDS))
        for each in documents
    ]


def _copy(document: AnnotatedDocument, who: str, *, every: int) -> Layer:
    golden = next(layer for layer in document.layers if layer.kind == "gold")
    spans = tuple(replace(span, id=f"{who}-{span.id}") for span in golden.spans)
    relations = tuple(
        Relation(f"{who}-{each.id}", each.type, f"{who}-{each.head}", f"{who}-{each.tail}", each.attributes)
        for each in golden.relations[::every]
    )
    return Layer(who, "annotation", "done", spans, relations)


def _numbers(reviewing: Reviewing, tab: int) -> None:
    reviewing.agreement()
    page = reviewing.review_page
    assert page is not None
    _wait(lambda: not page.busy())
    page.tabs.setCurrentIndex(tab)
    QTest.qWait(300)  # what a page shows is asked for once it is looked at
    _wait(lambda: not page.busy())


def _case(reviewing: Reviewing, subject: str) -> None:
    reviewing.adjudicate()
    page = reviewing.adjudication_page
    assert page is not None
    _wait(lambda: bool(page.desk.cases) and not page.desk.busy)
    if subject in {"review-hatched", "review-edit"}:
        _look_at_a_boundary(page)
    if subject == "review-edit":
        page.run("review_edit")
    if subject == "review-relation":
        page.desk.show(next(case for case in page.desk.cases if case.relation))


def _look_at_a_boundary(page: AdjudicationPage) -> None:
    for case in page.desk.cases:
        page.desk.show(case)
        if any(mark.id.startswith(DIFFERENCE) for mark in marks_of_case(page.desk)):
            return
    raise AssertionError("no case differs in its letters")


def _wait(there: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not there():
        assert time.monotonic() < end, "the review said nothing"
        QTest.qWait(50)
