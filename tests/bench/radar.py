"""Row ``radar``: the generated project looked at from nothing and after edits, as the window's worker does it.

``RAQIM_BENCH_DOCUMENTS`` makes the project smaller, ``RAQIM_BENCH_BIG`` names one that was made before. Figures are
seconds on the clock; ``cpu`` is what the processors worked, for this process and the second one.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from annotator.core.command import AddSpan
from annotator.project.project import Project
from annotator.project.radar.wanted import Wanted
from annotator.project.radar.watching import Duplicates, Progress, Question, Topics, ask
from tests.project.big_project import DOCUMENTS, at_hand

COUNT = int(os.environ.get("RAQIM_BENCH_DOCUMENTS", str(DOCUMENTS)))
EDITS = 5
SLICE = 0.4


def _line(figure: str, seconds: list[tuple[float, float]], goal: float, **more: Any) -> dict[str, Any]:
    middle = sorted(seconds)[len(seconds) // 2]
    return {
        "figure": figure, "ours": round(middle[0], 3), "cpu": round(middle[1], 3), "peer": None, "peer_name": "",
        "ratio": None, "unit": "s", "goal": goal, "met": middle[0] <= goal, "n": len(seconds),
        "slowest": round(max(seconds)[0], 3), "documents": COUNT, **more,
    }  # fmt: skip


def _asked(path: Path, question: Question) -> tuple[float, float, object, float]:
    """How long an answer took, on the clock and of the processor; the answer; the longest wait for a sign of life."""
    begin, worked = time.perf_counter(), _worked()
    silence, answer = 0.0, None
    while answer is None or isinstance(answer, Progress):
        since = time.perf_counter()
        answer = ask(path, question, SLICE)
        silence = max(silence, time.perf_counter() - since)
    return time.perf_counter() - begin, _worked() - worked, answer, silence


def _worked() -> float:
    """What the processor worked for this process and those that it has ended (seconds)."""
    return sum(os.times()[:4])


def _edits(path: Path) -> list[tuple[float, float]]:
    taken = []
    with Project.open(path) as project:
        documents = project.queries.document_ids()
        for each in documents[:: max(1, len(documents) // EDITS)][:EDITS]:
            project.execute(AddSpan(each, 0, 3, "ACTOR", "bench"), "bench")
            seconds, worked, _, _ = _asked(path, Wanted())
            taken.append((seconds, worked))
        for _ in taken:
            project.undo("bench")
    return taken


def run() -> Iterator[dict[str, Any]]:
    """From nothing, after an edit, and the other pages."""
    with tempfile.TemporaryDirectory() as name:
        path = at_hand(Path(name), COUNT)
        seconds, worked, answer, silence = _asked(path, Wanted())
        counts: dict[str, int] = getattr(answer, "counts", {})
        yield _line("from nothing", [(seconds, worked)], 60, longest_silence=round(silence, 2), findings=counts)
        yield _line("after an edit, all counts and the first page", _edits(path), 2)
        for figure, question in (("copies", Duplicates()), ("conflicts", Topics())):
            seconds, worked, _, _ = _asked(path, question)
            yield _line(f"after undo: {figure}", [(seconds, worked)], 2)
