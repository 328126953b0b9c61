"""Row ``retrain``: the lesson after the 40th finished document, as the window has it: from the call to its end.

Cold is the first lesson after the window was opened, with processes that are yet to start. Warm is every further one:
the processes have taught before. The window itself waits half a second before it calls (several documents may be
finished at once) and looks every fifth of a second whether the lesson has ended; neither is counted.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

from annotator.core.command import AddDocuments, SetStatus
from annotator.core.document import AnnotatedDocument, Document, Layer
from annotator.core.span import Span
from annotator.project.project import Project
from annotator.project.training import Teacher, corpus_texts

DOCUMENTS = 40
GOAL_SECONDS = 5.0
TIMES = int(os.environ.get("RAQIM_BENCH_TIMES", "5"))
ANNOTATOR = "bench"
LAST = f"d{DOCUMENTS - 1}"


def articles() -> Iterator[AnnotatedDocument]:
    """Forty articles as a project's own: their text is changed, or the corpus' own would be left out beside them."""
    for place, each in enumerate(corpus_texts("train")[:DOCUMENTS]):
        spans = tuple(Span(f"s{place}-{turn}", *span) for turn, span in enumerate(each.spans))
        yield AnnotatedDocument(Document(f"d{place}", f"d{place}", each.text + "\n"), (Layer(ANNOTATOR, spans=spans),))


def lesson(teacher: Teacher) -> float:
    """The seconds that one lesson takes."""
    begin = time.perf_counter()
    teacher.consider()
    while not teacher.look():
        time.sleep(0.005)
    if teacher.error is not None:
        raise teacher.error
    return time.perf_counter() - begin


def finish(project: Project, finished: bool = True) -> None:
    """Finish the fortieth document, or take it up again."""
    project.execute(SetStatus(LAST, ANNOTATOR, "done" if finished else "in_progress"), ANNOTATOR)


def timed(project: Project, *, warm: bool) -> Iterator[float]:
    """The seconds of each lesson after the fortieth document was finished; before it there were thirty-nine."""
    teacher = Teacher(project)
    for _ in range(TIMES):
        finish(project, finished=False)
        lesson(teacher)
        if not warm:
            teacher.close()
        finish(project)
        yield lesson(teacher)
    teacher.close()


def run() -> Iterator[dict[str, Any]]:
    """One row cold and one warm."""
    with (
        tempfile.TemporaryDirectory() as folder,
        patch.dict(os.environ, {"RAQIM_CACHE": folder}),
        Project.create(Path(folder) / "p.raqim") as project,
    ):
        project.execute(AddDocuments(tuple(articles())), ANNOTATOR)
        for place in range(DOCUMENTS):
            project.execute(SetStatus(f"d{place}", ANNOTATOR, "done"), ANNOTATOR)
        for figure in ("cold worker", "warm worker"):
            median = statistics.median(timed(project, warm=figure == "warm worker"))
            yield {
                "figure": f"after document {DOCUMENTS}, {figure}", "ours": round(median, 2), "peer": None,
                "peer_name": "", "ratio": None, "unit": "s", "goal": GOAL_SECONDS, "met": median <= GOAL_SECONDS,
                "n": TIMES,
            }  # fmt: skip
