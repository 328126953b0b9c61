"""Row ``package``: the installed program's first paint beside the same from source and a bare PySide6 window; sizes.

All three are started in turn on one X screen in memory, and the moment counts at which the screen's own pixel changes,
so nothing is built into any of them. The program is the one that the .deb of ``make package`` unpacks. The ratio is the
median over the rounds of ours by the bare window of the same round.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
TIMES = int(os.environ.get("RAQIM_BENCH_TIMES", "9"))
GOAL = 2.0
PLACE = (500, 400)
"""A point of the screen that lies within every window."""

_BARE = """
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
application = QApplication([])
window = QMainWindow()
window.resize(1240, 800)
window.setCentralWidget(QWidget())
window.show()
application.exec()
"""


def _painted(screen: Any, command: Sequence[str], environment: Mapping[str, str]) -> float:
    """Milliseconds from the start of a program to its first pixel on the screen."""
    screen.clear(*PLACE)
    begin = time.monotonic_ns()
    program = subprocess.Popen(command, env=dict(environment), stderr=subprocess.DEVNULL, cwd=ROOT)
    try:
        return float(screen.painted(*PLACE) - begin) / 1e6
    finally:
        program.kill()
        program.wait()


def _rounds(screen: Any, frozen: Path, folder: str) -> dict[str, list[float]]:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | {
        "DISPLAY": screen.display, "QT_QPA_PLATFORM": "xcb", "RAQIM_CONFIG": folder, "PYTHONPATH": str(ROOT),
        "PYTHONPYCACHEPREFIX": str(Path(folder) / "compiled"),
    }  # fmt: skip
    commands = {
        "installed": [str(frozen)],
        "source": [sys.executable, "-m", "annotator"],
        "bare": [sys.executable, "-c", _BARE],
    }
    for command in commands.values():  # once each, for the disk's cache and the compiled modules
        _painted(screen, command, environment)
    found: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(TIMES):
        for name, command in commands.items():
            found[name].append(_painted(screen, command, environment))
    return found


def _line(figure: str, ours: Sequence[float], peer: Sequence[float], peer_name: str, goal: float) -> dict[str, Any]:
    ratio = statistics.median(own / other for own, other in zip(ours, peer, strict=True))
    return {
        "figure": figure, "ours": round(statistics.median(ours), 1), "peer": round(statistics.median(peer), 1),
        "peer_name": peer_name, "ratio": round(ratio, 3), "least": round(min(ours), 1), "unit": "ms", "goal": goal,
        "met": ratio <= goal, "n": len(ours),
    }  # fmt: skip


def run() -> Iterator[dict[str, Any]]:
    """The rows: starts and sizes; one that says what is missing where no package was made."""
    sys.path.insert(0, str(ROOT / "packaging"))
    from screen import Screen  # type: ignore[import-not-found]  # packaging/ is no package
    from sizes import DEB, INSTALLED, megabytes  # type: ignore[import-not-found]  # as above

    packages = sorted((ROOT / "dist").glob("*.deb"))
    if not packages:
        print("no .deb under dist/: the row `package` needs `make package` first", file=sys.stderr)
        return
    with tempfile.TemporaryDirectory() as unpacked, tempfile.TemporaryDirectory() as folder:
        subprocess.run(["dpkg-deb", "-x", str(packages[0]), unpacked], check=True)
        with Screen() as screen:
            found = _rounds(screen, Path(unpacked) / "usr" / "bin" / "raqim", folder)
        installed = megabytes(Path(unpacked))
    bare = "bare PySide6 window"
    yield _line("first paint, installed", found["installed"], found["bare"], bare, GOAL)
    yield _line("first paint, source", found["source"], found["bare"], bare, GOAL)
    yield _line("first paint, installed by source", found["installed"], found["source"], "the same from source", GOAL)
    for figure, size, most in ((".deb", megabytes(packages[0]), DEB), ("installed", installed, INSTALLED)):
        yield {
            "figure": f"size, {figure}", "ours": round(size, 1), "peer": most, "peer_name": "the most it may have",
            "ratio": round(size / most, 3), "unit": "MB", "goal": 1.0, "met": size <= most, "n": 1,
        }  # fmt: skip
