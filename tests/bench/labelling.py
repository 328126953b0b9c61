"""Row ``labelling``: a long text in the real window, from the project: opening it, and every key that labels.

The text holds a suggestion or span per eight words. Everything is timed by the processor, since the machine's other
work is not the window's: from the key event to the end of the handler, and the repaint after it; what a timer does
later is counted as a handler of its own. ``wall`` is what the clock said. Then the same text without suggestions is
opened, and the window's own worker suggests for it: each write of suggestions, and what else the window does then.
"""

from __future__ import annotations

import os
import random
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from annotator.core.command import AddSuggestions
from annotator.core.suggestion import RelationSuggestion, Suggested, Suggestion
from annotator.project.exchange import add_text
from annotator.project.project import Project

LENGTH = int(os.environ.get("RAQIM_BENCH_LENGTH", "1000000"))
FRAME = 16.0
TEXT_GOAL, SPANS_GOAL = 100.0, 500.0
LABELS = ("ACTOR", "FIGURE", "SOURCE")
KEYS = (
    "Enter", "Enter", "Delete", "Space", "Tab", "Shift+Tab", "Enter", "Minus", "Alt+Left", "Ctrl+Z", "2", "Down",
    "PageDown", "L", "1", "Alt+U", "Ctrl+Left", "3", "Ctrl+Z", "0", "2", "Ctrl+Down", "Alt+Down", "Enter",
)  # fmt: skip
ROUNDS = 6
SUGGESTING_SECONDS = 60.0
Moment = tuple[float, float]
"""Milliseconds of the processor and of the clock."""


def _project(folder: Path) -> Path:
    from tests.bench.texts import long_text, marks_for

    text = long_text(LENGTH)
    chance = random.Random(3)
    spans = tuple(
        Suggestion(each.start, each.end, chance.choice(LABELS), score=0.8, suggester="bench")
        for each in marks_for(text)
    )
    relations = tuple(RelationSuggestion("REPORTED_BY", place, place + 1) for place in range(0, len(spans) - 1, 9))
    with Project.create(folder / "long.raqim") as project:
        document = add_text(project, "long", text, "bench")
        project.execute(AddSuggestions(document, Suggested(spans, relations)), "")
        return project.path


def _worked(times: dict[str, list[float]], name: str, begin: float) -> None:
    times.setdefault(name, []).append((time.process_time() - begin) * 1000)


def _opened(project: Path, folder: Path) -> tuple[Any, int, Moment, Moment]:
    """The studio, how many marks came with the text, and the milliseconds to the text and from there to all spans."""
    from PySide6.QtWidgets import QApplication

    from annotator.core.settings import Settings
    from annotator.ui.application import furnish, make_application
    from annotator.ui.main_window import MainWindow

    settings = Settings.load(folder / "settings.json")
    settings.set("annotator", "bench")
    make_application(settings)
    window = MainWindow()
    window.show()
    furnish(window, settings).create_project(folder / "first.raqim")
    window.close()  # the modules and the font are there, as where one goes from text to text; `startup` has the rest
    window = MainWindow()
    window.show()
    studio = furnish(window, settings)
    QApplication.processEvents()
    begin = _now()
    studio.open_project(project)
    bench = studio.workbench
    assert bench is not None
    bench.view.viewport().repaint()
    text = _now()
    desk = bench.session.desk
    assert desk is not None
    at_once = sum(bool(bench.view.mark_rects(each.id)) for each in desk.touching(*bench.view.visible_extent()))
    while not desk.loaded:
        QApplication.processEvents()
        time.sleep(0.001)  # waiting for the frame is no work
    bench.view.viewport().repaint()
    spans = _now()
    rested = time.monotonic() + 0.8
    while time.monotonic() < rested or not _at_rest(studio):
        QApplication.processEvents()
    return studio, at_once, _between(begin, text), _between(text, spans)


def _at_rest(studio: Any) -> bool:
    """Whether the panels are there, and what they and the pages need is read."""
    from annotator.ui.overlay import Overlay

    tools = studio.workbench.tools
    return tools is not None and studio.warm and all(page.warm for page in studio.workbench.findChildren(Overlay))


def _now() -> Moment:
    return time.process_time() * 1000, time.perf_counter() * 1000


def _between(begin: Moment, end: Moment) -> Moment:
    return end[0] - begin[0], end[1] - begin[1]


def _press(studio: Any, times: dict[str, list[float]]) -> None:
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from annotator.ui.pressing import key_of

    view = studio.workbench.view
    view.setFocus()
    for chord in KEYS * ROUNDS:
        begin = time.process_time()
        QTest.keyClick(view, *key_of(chord))
        _worked(times, f"key {chord}", begin)
        begin = time.process_time()
        view.viewport().repaint()
        _worked(times, "repaint", begin)
        until = time.monotonic() + 0.02
        while time.monotonic() < until:
            begin = time.process_time()
            QApplication.processEvents()
            _worked(times, "timer", begin)


def _suggested(folder: Path, seconds: float) -> tuple[dict[str, list[float]], int]:
    """What the window does while its worker suggests for a long text, for so long, and how much it was told."""
    from unittest.mock import patch

    from PySide6.QtWidgets import QApplication

    from annotator.ui.suggesting import Suggesting
    from tests.bench.texts import long_text

    folder.mkdir()
    with Project.create(folder / "plain.raqim") as project:
        add_text(project, "long", long_text(LENGTH), "bench")
        path = project.path
    times: dict[str, list[float]] = {}
    write = Suggesting._write

    def timed(suggesting: Suggesting) -> None:
        begin = time.process_time()
        write(suggesting)
        _worked(times, "write", begin)

    with patch.object(Suggesting, "_write", timed):
        studio = _opened(path, folder)[0]
        times.clear()
        until = time.monotonic() + seconds
        while time.monotonic() < until and studio.workbench.tools.suggesting.busy:
            writes, begin = len(times.get("write", ())), time.process_time()
            QApplication.processEvents()
            _worked(times, "else", begin + sum(times.get("write", [])[writes:]) / 1000)
            time.sleep(0.001)
        count = len(studio.session.desk.suggestions)
        studio.window.close()
    return times, count


def run() -> Iterator[dict[str, Any]]:
    """How long the text and the spans take from the project, and the longest handler while labelling."""
    from tests.bench.texts import application

    _application = application()
    with tempfile.TemporaryDirectory() as name:
        project = _project(Path(name))
        studio, at_once, text, spans = _opened(project, Path(name))
        count = len(studio.session.desk.suggestions)
        times: dict[str, list[float]] = {}
        _press(studio, times)
        studio.window.close()
        meanwhile, told = _suggested(Path(name) / "suggesting", SUGGESTING_SECONDS)
    base = {"peer": None, "peer_name": None, "ratio": None, "length": LENGTH, "spans": count}
    for figure, (value, wall), goal in (
        ("text from the project", text, TEXT_GOAL), ("all spans after it", spans, SPANS_GOAL),
    ):  # fmt: skip
        yield {
            "figure": figure, "ours": round(value, 1), **base, "unit": "ms of processor", "goal": goal,
            "met": value <= goal, "n": 1, "wall": round(wall, 1), "marks_with_the_text": at_once,
        }  # fmt: skip
    worst = {name: max(values) for name, values in times.items()}
    slowest = max(worst, key=lambda each: worst[each])
    every = sorted(value for values in times.values() for value in values)
    yield {
        "figure": "handlers", "ours": round(worst[slowest], 2), **base, "unit": "ms of processor", "goal": FRAME,
        "met": worst[slowest] <= FRAME, "n": len(every), "slowest": slowest,
        "worst": {name: round(value, 1) for name, value in sorted(worst.items(), key=lambda each: -each[1])[:8]},
    }  # fmt: skip
    for kind, values in sorted(meanwhile.items()):
        values.sort()
        yield {
            "figure": f"while suggesting: {kind}", "ours": round(values[-1], 2), **base, "unit": "ms of processor",
            "goal": FRAME, "met": values[-1] <= FRAME, "n": len(values), "median": round(values[len(values) // 2], 2),
            "p99": round(values[len(values) * 99 // 100], 2), "spans": told,
        }  # fmt: skip
