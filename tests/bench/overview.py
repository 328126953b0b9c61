"""Row ``overview``: the list and the overview of the generated project in a real window: open, filter, scroll.

``open`` is from the action to the painted page; ``filter`` and ``scroll`` are the window's handlers, the middle of
several and the slowest; answers that come from the worker are timed too, key to rows. ``RAQIM_BENCH_DOCUMENTS``
makes the project smaller, ``RAQIM_BENCH_BIG`` names one that was made before.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from tests.project.big_project import ANNOTATORS, DOCUMENTS, at_hand

COUNT = int(os.environ.get("RAQIM_BENCH_DOCUMENTS", str(DOCUMENTS)))
PATIENCE = 120.0


def _line(figure: str, taken: list[tuple[float, float]], goal: float | None, **more: Any) -> dict[str, Any]:
    wall, cpu = sorted(taken)[len(taken) // 2]
    return {
        "figure": figure, "ours": round(wall, 1), "cpu": round(cpu, 1), "peer": None, "peer_name": "", "ratio": None,
        "unit": "ms", "goal": goal, "met": goal is None or wall <= goal, "n": len(taken), "documents": COUNT,
        "load": round(os.getloadavg()[0], 1), "slowest": round(max(taken)[0], 1),
        "slowest_cpu": round(max(each[1] for each in taken), 1), **more,
    }  # fmt: skip


def _timed(act: Callable[[], object]) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    act()
    return (time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000


def _until(there: Callable[[], bool]) -> None:
    from PySide6.QtTest import QTest

    end = time.monotonic() + PATIENCE
    while not there():
        assert time.monotonic() < end, "nothing came"
        QTest.qWait(2)


def run() -> Iterator[dict[str, Any]]:
    """The lines of the row."""
    with tempfile.TemporaryDirectory() as name:
        path = at_hand(Path(name), COUNT)
        yield from _window(path, Path(name))


def _window(path: Path, folder: Path) -> Iterator[dict[str, Any]]:
    from annotator.core.settings import Settings
    from annotator.ui.application import furnish, make_application
    from annotator.ui.main_window import MainWindow
    from annotator.ui.offscreen import draw_off_screen

    draw_off_screen()
    settings = Settings.load(folder / "settings.json")
    settings.set("annotator", ANNOTATORS[0])
    make_application(settings)
    window = MainWindow()
    window.show()
    studio = furnish(window, settings)
    studio.open_project(path)
    bench = studio.workbench
    assert bench is not None
    assert bench.tools is not None
    bench.tools.suggesting.close()
    yield from _panel(bench.tools)
    yield from _page(bench.tools, window)
    window.close()


def _panel(tools: Any) -> Iterator[dict[str, Any]]:
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    panel = tools.documents

    def opened() -> None:
        panel.reload()
        QApplication.processEvents()

    QTest.qWait(500)
    yield _line("the list: read and painted", [_timed(opened) for _ in range(5)], 200)


def _page(tools: Any, window: Any) -> Iterator[dict[str, Any]]:
    from PySide6.QtWidgets import QApplication

    def opened() -> None:
        tools.overview.documents()
        window.grab()

    _until(lambda: tools.overview.warm)  # which it is a few seconds after the project was opened
    yield _line("the overview: opened and painted, first time", [_timed(opened)], 200)
    page = tools.overview.page
    begin = time.perf_counter()
    _until(lambda: page.numbers is not None)
    yield _line("numbers of the whole project, from a worker", [((time.perf_counter() - begin) * 1000, 0.0)], None)
    tab = page.documents
    tools.overview.back()
    yield _line("the overview: opened and painted again", [_timed(opened)], 200)
    QApplication.processEvents()
    bar, rows = tab.table.verticalScrollBar(), tab.model.rowCount()

    def scrolled(place: int) -> None:
        bar.setValue(place)
        tab.table.viewport().repaint()

    taken = [_timed(partial(scrolled, place)) for place in range(0, rows, max(1, rows // 40))]
    yield _line("scroll to a place never seen", taken, 50)
    yield from _filters(tab)


def _filters(tab: Any) -> Iterator[dict[str, Any]]:
    from dataclasses import replace

    from annotator.project.listing import Wish

    plain = Wish(ANNOTATORS[0])
    handlers, answers = [], []
    for wish in (
        replace(plain, contains="0777"), replace(plain, status="done"), replace(plain, contains="خبر"),
        replace(plain, suggestions=True), replace(plain, doubts=True), plain,
    ):  # fmt: skip
        begin = time.perf_counter()
        handlers.append(_timed(partial(tab.filters.show_wish, wish)))
        _until(lambda: not tab.lister.busy)
        answers.append(((time.perf_counter() - begin) * 1000, 0.0))
    shown = [_timed(lambda: tab.model.show_numbers(tab.session.project.queries.listed(plain), plain.annotator))]
    yield _line("filter: the window's handler", handlers, 50)
    yield _line("filter: from the key to the rows, by a worker", answers, None)
    yield _line("every document again", shown, 50)
    taken = []
    for name in ("name", "spans", "priority"):
        begin = time.perf_counter()
        tab.sort_by(name, descending=True)
        _until(lambda: not tab.lister.busy)
        taken.append(((time.perf_counter() - begin) * 1000, 0.0))
    yield _line("sort: from the key to the rows, by a worker", taken, None)
