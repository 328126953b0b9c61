"""Row ``scheme``: a label renamed and split under 10,000 spans, taken back, and made again.

Timed by the processor, since the machine's other work is not ours; ``wall`` is what the clock said. The window has it
done by a worker's process (`project.schemes.carry_out`), which does exactly this.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from annotator.core.command import Batch, RenameLabel, SplitLabel
from annotator.project.project import Project

GOAL = 2.0
SPANS = 10_000


def _seconds(act: Callable[[], object]) -> tuple[float, float]:
    begun, clock = time.process_time(), time.monotonic()
    act()
    return time.process_time() - begun, time.monotonic() - clock


def run() -> Iterator[dict[str, Any]]:
    """The seconds of each."""
    from tests.project.test_schemes import many_spans

    wish = Batch((RenameLabel("SOURCE", "VOICE"), SplitLabel("VOICE", "kind", {"other": "OTHER_VOICE"})))
    with tempfile.TemporaryDirectory() as name, Project.open(many_spans(Path(name) / "big.raqim", SPANS)) as project:
        took = {
            "renamed and split": _seconds(lambda: project.execute(wish, "A")),
            "undone": _seconds(lambda: project.undo("A")), "redone": _seconds(lambda: project.redo("A")),
        }  # fmt: skip
    for figure, (seconds, wall) in took.items():
        yield {
            "figure": figure, "ours": round(seconds, 3), "peer": None, "peer_name": None, "ratio": None, "n": 1,
            "unit": "s of processor", "goal": GOAL, "met": seconds <= GOAL, "spans": SPANS, "wall": round(wall, 3),
        }  # fmt: skip
