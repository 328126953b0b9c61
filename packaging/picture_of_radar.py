"""The scene of the radar's pictures: the corpus, with some faults put in, and what the radar finds."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtTest import QTest

from annotator.core.command import AddDocuments, Batch, ChangeSpan, RemoveSpan
from annotator.core.document import AnnotatedDocument
from annotator.core.span import Span
from annotator.project.exchange import import_files
from annotator.project.project import Project
from annotator.ui.workbench import Workbench

CORPUS = Path(__file__).resolve().parents[1] / "corpus" / "articles.jsonl"
PATIENCE = 120.0


def show(bench: Workbench, subject: str) -> None:
    """Open a page of the radar (``radar-findings``, ``radar-copies``, ``radar-conflicts``) and wait for it."""
    project = bench.session.project
    import_files(project, [CORPUS], actor="lead")
    put_faults_in(project)
    assert bench.tools is not None
    radar = bench.tools.radar
    radar.findings()
    page = radar.page
    assert page is not None
    got: list[object] = []
    page.shown.connect(lambda: got.append(1))
    _wait(lambda: bool(got) and not page.lookout.busy)
    if subject != "radar-findings":
        got.clear()
        {"radar-copies": radar.copies, "radar-conflicts": radar.conflicts}[subject]()
        _wait(lambda: bool(got) and not page.lookout.busy)


def _wait(there: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not there():
        assert time.monotonic() < end, "the radar said nothing"
        QTest.qWait(50)


def put_faults_in(project: Project) -> None:
    """A copy of an article, a wrong value, an edge with a comma, a label that one of two alike passages lacks."""
    article = project.queries.document("a12")
    copy = replace(article, id="copy", name=f"{article.name} (2)", metadata={})
    near = replace(article, id="near", name=f"{article.name} (3)", text=f"{article.text}\n(رويترز)", metadata={})
    project.execute(AddDocuments((AnnotatedDocument(copy), AnnotatedDocument(near))), "lead")
    first = _gold(project, "b02", "FIGURE")[0]
    edges = _gold(project, "b03", "ACTOR") + _gold(project, "a02", "SOURCE")
    project.execute(
        Batch((
            ChangeSpan(first.id, attributes={"value": 59}), RemoveSpan(_gold(project, "a13", "ACTOR")[0].id),
            *(_with_next(each) for each in edges[:3]),
        )), "lead",
    )  # fmt: skip


def _gold(project: Project, document: str, label: str) -> list[Span]:
    return [each for each in project.queries.spans(document, "gold") if each.label == label]


def _with_next(span: Span) -> ChangeSpan:
    return ChangeSpan(span.id, extent=((span.start, span.end + 1),))
