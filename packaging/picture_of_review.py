"""The scene of the review's pictures: the articles that three annotators labelled, not settled yet."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtTest import QTest

from annotator.core.command import AddDocuments
from annotator.formats.base import ReadOptions
from annotator.formats.native import LINES
from annotator.project.project import Project
from annotator.ui.review.reviewing import Reviewing
from annotator.ui.workbench import Workbench

CORPUS = Path(__file__).resolve().parents[1] / "corpus" / "articles.jsonl"
PATIENCE = 120.0


def show(bench: Workbench, subject: str) -> None:
    """Open the review (``review-agreement``) or the adjudication (``review-case``)."""
    bring_team(bench.session.project)
    assert bench.tools is not None
    _numbers(bench.tools.reviewing) if subject == "review-agreement" else _case(bench.tools.reviewing)


def bring_team(project: Project) -> None:
    """The articles that several annotators labelled, without their gold."""
    reading = LINES.read(CORPUS, ReadOptions())
    found = [
        replace(each, layers=tuple(layer for layer in each.layers if layer.kind == "annotation"))
        for each in reading.documents
    ]
    project.execute(AddDocuments(tuple(each for each in found if len(each.layers) > 1), reading.header), "lead")


def _numbers(reviewing: Reviewing) -> None:
    reviewing.agreement()
    page = reviewing.review_page
    assert page is not None
    _wait(lambda: not page.busy())


def _case(reviewing: Reviewing) -> None:
    reviewing.adjudicate()
    page = reviewing.adjudication_page
    assert page is not None
    _wait(lambda: bool(page.desk.cases))


def _wait(there: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not there():
        assert time.monotonic() < end, "the review said nothing"
        QTest.qWait(50)
