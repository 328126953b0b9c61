"""Row ``scheme``: a label renamed and split under 10,000 spans by the worker, taken back, and made again."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from annotator.core.command import Batch, RenameLabel, SplitLabel
from annotator.project.jobs import Worker
from annotator.project.project import Project
from annotator.project.schemes import carry_out

GOAL = 2.0


def _seconds(act: Callable[[], object]) -> float:
    begun = time.monotonic()
    act()
    return time.monotonic() - begun


def run() -> Iterator[dict[str, Any]]:
    """The seconds of each, as the person waits for them."""
    from tests.project.test_schemes import SPANS, ten_thousand

    wish = Batch((RenameLabel("SOURCE", "VOICE"), SplitLabel("VOICE", "kind", {"other": "OTHER_VOICE"})))
    worker = Worker()
    worker.submit(len, "").result()  # the process is there, as it is while a window is open
    with tempfile.TemporaryDirectory() as name:
        path = ten_thousand(Path(name) / "big.raqim")
        took = {
            "renamed and split": _seconds(lambda: worker.submit(carry_out, path, wish, "A").result()),
            "undone": _seconds(lambda: worker.submit(carry_out, path, None, "A").result()),
        }
        with Project.open(path) as project:
            took["redone"] = _seconds(lambda: project.redo("A"))
    worker.kill()
    for figure, seconds in took.items():
        yield {
            "figure": figure, "ours": round(seconds, 3), "peer": None, "peer_name": None, "ratio": None, "n": 1,
            "unit": "s", "goal": GOAL, "met": seconds <= GOAL, "spans": SPANS,
        }  # fmt: skip
