"""Row ``retrain``: the lesson after the 40th finished document, in a worker, from the call to the written model."""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from annotator.project.jobs import Worker
from annotator.project.training import Finished, corpus_texts, teach

DOCUMENTS = 40
GOAL_SECONDS = 5.0
TIMES = int(os.environ.get("RAQIM_BENCH_TIMES", "5"))


def finished() -> list[Finished]:
    """Forty articles as a project's own: their text is changed, or the corpus' own would be left out beside them."""
    return [
        Finished(f"d{place}", "gold", each.text + "\n", each.spans)
        for place, each in enumerate(corpus_texts("train")[:DOCUMENTS])
    ]


def run() -> Iterator[dict[str, Any]]:
    """One row cold (a new worker) and one warm (the worker that taught before)."""
    documents = finished()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.zip"
        for figure in ("cold worker", "warm worker"):
            times = []
            worker = Worker()
            if figure == "warm worker":
                worker.submit(teach, documents[:-1], path).result(600.0)
            for _ in range(TIMES):
                begin = time.perf_counter()
                worker.submit(teach, documents, path).result(600.0)
                times.append(time.perf_counter() - begin)
                if figure == "cold worker":
                    worker.kill()
            worker.kill()
            median = statistics.median(times)
            yield {
                "figure": f"after document {DOCUMENTS}, {figure}", "ours": round(median, 2), "peer": None,
                "peer_name": "", "ratio": None, "unit": "s", "goal": GOAL_SECONDS, "met": median <= GOAL_SECONDS,
                "n": TIMES,
            }  # fmt: skip
