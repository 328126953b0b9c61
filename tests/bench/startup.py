"""Row ``startup``: from the start of the process to the painted frame and to the painted text, beside a bare window.

Both programs are started in alternation; the bare one imports PySide6 and shows an empty main window. The ratio is
the median over the rounds of ours by the bare one of the same round, since other work on the machine comes and goes;
``cpu_ratio`` compares what both cost the processor, the least of all rounds each.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
TIMES = int(os.environ.get("RAQIM_BENCH_TIMES", "9"))
FRAME_GOAL, TEXT_GOAL = 1.2, 2.5
Spent = tuple[float, float]

_BARE = """
import time
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
class Ground(QWidget):
    def paintEvent(self, event):
        super().paintEvent(event)
        print("frame", time.monotonic_ns(), time.process_time_ns(), flush=True)
        QApplication.quit()
application = QApplication([])
window = QMainWindow()
window.resize(1240, 800)
window.setCentralWidget(Ground())
window.show()
application.exec()
"""

_OURS = """
import functools, sys, time
from annotator import __main__ as program
def milestone(name):
    print(name, time.monotonic_ns(), time.process_time_ns(), flush=True)
    if name == "text":
        from PySide6.QtWidgets import QApplication
        QApplication.quit()
from annotator.ui import application
application.run_application = functools.partial(application.run_application, milestone=milestone)
program.main()
"""


def _started(code: str, *arguments: str, config: str) -> dict[str, Spent]:
    """Milliseconds from the start of the process to each milestone, by the clock and of the processor."""
    environment = os.environ | {
        "PYTHONPATH": str(ROOT), "QT_LOGGING_RULES": "qt.qpa.*=false", "RAQIM_CONFIG": config,
        "PYTHONPYCACHEPREFIX": str(Path(config) / "compiled"),
    }  # fmt: skip
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is compiled, and so is its peer here
    begin = time.monotonic_ns()
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    lines = (line.split() for line in done.stdout.splitlines() if line)
    return {name: ((int(at) - begin) / 1e6, int(cpu) / 1e6) for name, at, cpu in lines}


def _project(folder: Path) -> Path:
    from annotator.core.settings import Settings
    from annotator.project.exchange import add_text
    from annotator.project.project import Project
    from annotator.project.suggestions import suggest_document

    Settings.load(folder / "settings.json").set("annotator", "bench")
    seed = sorted((ROOT / ".." / "shared" / "seed").glob("*.txt")) or sorted(
        (ROOT / "resources" / "sample").glob("*.txt")
    )
    with Project.create(folder / "start.raqim") as project:
        document = add_text(project, "article", seed[0].read_text("utf-8"), "bench")
        suggest_document(project, document)
        return project.path


def run() -> Iterator[dict[str, Any]]:
    """The rows: the frame and the text, each beside the bare window's frame."""
    bare: list[Spent] = []
    frame: list[Spent] = []
    text: list[Spent] = []
    with tempfile.TemporaryDirectory() as name:
        project = _project(Path(name))
        _started(_OURS, str(project), config=name)  # once each, for the disk cache and the compiled modules
        _started(_BARE, config=name)
        for _ in range(TIMES):
            bare.append(_started(_BARE, config=name)["frame"])
            ours = _started(_OURS, str(project), config=name)
            frame.append(ours["frame"])
            text.append(ours["text"])
    for figure, values, goal in (("frame painted", frame, FRAME_GOAL), ("text painted", text, TEXT_GOAL)):
        ratio = statistics.median(ours[0] / peer[0] for ours, peer in zip(values, bare, strict=True))
        yield {
            "figure": figure, "ours": _median(values), "peer": _median(bare), "peer_name": "bare PySide6 window",
            "ratio": round(ratio, 3), "cpu_ratio": round(_least(values) / _least(bare), 3), "unit": "ms",
            "goal": goal, "met": ratio <= goal, "n": TIMES,
        }  # fmt: skip


def _median(values: list[Spent]) -> float:
    return round(statistics.median(wall for wall, _ in values), 1)


def _least(values: list[Spent]) -> float:
    return min(cpu for _, cpu in values)
