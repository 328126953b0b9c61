"""Row ``text-view``: open, page, jump, add a span, resize, beside Qt's editors with the visible marks as extra
selections. Every view and size has a process of its own, so that peak memory means something.
"""

from __future__ import annotations

import json
import os
import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QTextEdit

from annotator.ui.text.fonts import text_font
from annotator.ui.text.index import MarkIndex
from annotator.ui.text.look import Look
from annotator.ui.text.marks import Mark
from annotator.ui.text.motion import Motion
from annotator.ui.text.view import TextView
from tests.bench.hit_test import _option
from tests.bench.texts import application, long_text, marks_for

Figures = dict[str, list[float]]
SIZES = {"5k": 5_000, "100k": 100_000, "1M": 1_000_000, "10M": 10_000_000, "1M-one-paragraph": 1_000_000}
GOALS = {"open": 60.0, "page": 8.0, "add": 5.0, "resize": 10.0}
FRAME = 16.0
_SIZE = (1000, 800)


def _timed(action: Callable[[], object]) -> float:
    """Milliseconds of processor time, of all threads: the machine's other work is not the view's."""
    start = time.process_time()
    action()
    return (time.process_time() - start) * 1000


class OurView:
    """The text view under measurement."""

    def __init__(self, text: str, marks: Sequence[Mark]) -> None:
        self.text, self.marks = text, marks
        self.view = TextView()
        self.view.resize(*_SIZE)
        self.view.show()
        self.view.set_document(text)
        self.view.set_marks(marks)
        self.view.viewport().repaint()

    def add(self, mark: Mark) -> None:
        self.view.change_marks((), [mark])
        self.view.viewport().repaint()

    def visible(self) -> int:
        return self.view.visible_extent()[0]


class StockView:
    """One of Qt's editors: marks of the visible part are extra selections, renewed whenever it moves."""

    def __init__(self, editor: QTextEdit | QPlainTextEdit, text: str, marks: Sequence[Mark]) -> None:
        self.view = editor
        self._index = MarkIndex(marks)
        editor.setFont(text_font("Amiri", Look().size))
        editor.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        editor.document().setDefaultTextOption(_option())
        editor.resize(*_SIZE)
        editor.show()
        editor.setPlainText(text)
        self.mark_visible()
        editor.viewport().repaint()

    def mark_visible(self) -> None:
        viewport = self.view.viewport()
        start = self.view.cursorForPosition(viewport.rect().topRight()).position()
        end = self.view.cursorForPosition(viewport.rect().bottomLeft()).position()
        self.view.setExtraSelections([self._selection(each) for each in self._index.touching(start, end)])

    def _selection(self, mark: Mark) -> QTextEdit.ExtraSelection:
        selection = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self.view.document())
        cursor.setPosition(mark.start)
        cursor.setPosition(mark.end, QTextCursor.MoveMode.KeepAnchor)
        form = QTextCharFormat()
        form.setBackground(QColor(mark.colour).lighter(160))
        selection.cursor, selection.format = cursor, form
        return selection

    def add(self, mark: Mark) -> None:
        self._index.add(mark)
        self.mark_visible()
        self.view.viewport().repaint()

    def visible(self) -> int:
        return self.view.cursorForPosition(self.view.viewport().rect().topRight()).position()


Subject = OurView | StockView
Make = Callable[[str, Sequence[Mark]], Subject]
KINDS: dict[str, Make] = {
    "ours": OurView,
    "QPlainTextEdit": lambda text, marks: StockView(QPlainTextEdit(), text, marks),
    "QTextEdit": lambda text, marks: StockView(QTextEdit(), text, marks),
}


def _open(make: Make, text: str, marks: Sequence[Mark]) -> tuple[Subject, list[float]]:
    """Open five times; the last one stays."""
    times = []
    subject: Subject | None = None
    for _ in range(5):
        if subject is not None:
            subject.view.close()
            subject.view.deleteLater()
            QApplication.processEvents()
        start = time.process_time()
        subject = make(text, marks)
        times.append((time.process_time() - start) * 1000)
    assert subject is not None
    return subject, times


def _scroll(subject: Subject, value: int) -> None:
    subject.view.verticalScrollBar().setValue(value)
    if isinstance(subject, StockView):  # not from the bar's signal: QPlainTextEdit crashes when asked inside it
        subject.mark_visible()
    subject.view.viewport().repaint()


def _resize(subject: Subject, width: int) -> None:
    subject.view.resize(width, _SIZE[1])
    subject.view.viewport().repaint()


def _click(view: TextView, point: QPoint) -> None:
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)


def _measure(subject: Subject, length: int) -> Figures:
    chance = random.Random(3)
    view = subject.view
    bar = view.verticalScrollBar()
    view.setFocus()
    QApplication.processEvents()
    figures: Figures = {}
    figures["page"] = []
    for _ in range(20):
        if bar.value() == bar.maximum():  # a short text has few pages: begin again, so that each is a page
            _scroll(subject, 0)
        figures["page"].append(_timed(lambda: _scroll(subject, bar.value() + bar.pageStep())))
    figures["jump"] = [
        _timed(lambda: _scroll(subject, round(bar.maximum() * chance.random()))) for _ in range(20)
    ]
    figures["add"] = []
    for number in range(20):
        place = min(subject.visible() + 10 + number * 7, length - 8)
        mark = Mark(f"new{number}", place, place + 5, "رقم", chip="رقم", colour="#d55e00")
        figures["add"].append(_timed(partial(subject.add, mark)))
    figures["resize"] = []
    for number in range(6):
        width = _SIZE[0] - (40 if number % 2 == 0 else 0)
        figures["resize"].append(_timed(partial(_resize, subject, width)))
    return figures


def _handlers(ours: OurView) -> list[float]:
    """How long the handlers of an annotator's work take: keys, clicks, marks, scrolling."""
    view, chance, times = ours.view, random.Random(5), []
    motions = [*Motion] * 3
    chance.shuffle(motions)
    for motion in motions:
        times.append(_timed(partial(view.move_caret, motion, chance.random() < 0.5)))
        times.append(_timed(view.viewport().repaint))
    for number in range(60):
        times.append(_timed(partial(_click, view, QPoint(chance.randint(100, 900), chance.randint(20, 780)))))
        start, end = view.word_at(view.caret())
        mark = Mark(f"w{number}", start, max(end, start + 1), "جهة", chip="جهة")
        times.append(_timed(partial(ours.add, mark)))
        times.append(_timed(partial(view.focus_mark, mark.id)))
        times.append(_timed(view.viewport().repaint))
        if number % 5 == 0:
            times.append(_timed(partial(_scroll, ours, view.verticalScrollBar().value() + 300)))
    return times


def child(kind: str, size: str) -> dict[str, object]:
    """Measure one view at one size in this process."""
    _application = application()
    text = long_text(SIZES[size], one_paragraph="paragraph" in size)
    marks = marks_for(text)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    KINDS[kind](text[:2000], marks[:5]).view.close()  # fonts and styles are loaded once per process, not per text
    subject, opened = _open(KINDS[kind], text, marks)
    figures = {"open": opened, **_measure(subject, len(text))}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    result: dict[str, object] = {
        name: {"median": round(statistics.median(times), 2), "p95": round(sorted(times)[int(len(times) * 0.95)], 2),
               "n": len(times)}
        for name, times in figures.items()
    }  # fmt: skip
    result["memory"] = {"median": round(peak, 1), "p95": round(peak - before, 1), "n": 1}
    if isinstance(subject, OurView) and size == "1M":
        times = _handlers(subject)
        result["handler"] = {"median": round(statistics.median(times), 2), "p95": round(max(times), 2), "n": len(times)}
    return result


def _in_process(kind: str, size: str) -> dict[str, dict[str, float]]:
    root = Path(__file__).resolve().parents[2]
    environment = {**os.environ, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.text_view", kind, size],
        capture_output=True, text=True, cwd=root, env=environment, check=True,
    )  # fmt: skip
    found: dict[str, dict[str, float]] = json.loads(done.stdout.splitlines()[-1])
    return found


def _lines(size: str) -> Iterator[dict[str, object]]:
    found = {kind: _in_process(kind, size) for kind in KINDS}
    allowed = 1.2 if size in {"5k", "100k"} else 1.0
    for peer in ("QPlainTextEdit", "QTextEdit"):
        for figure in ("open", "page", "jump", "add", "resize", "memory"):
            mine, theirs = found["ours"][figure], found[peer][figure]
            ratio = mine["median"] / max(1e-6, theirs["median"])
            limit = GOALS.get(figure) if size == "10M" else None
            yield {
                "row": "text-view", "text": size, "figure": figure, "ours": mine["median"],
                "ours_p95": mine["p95"], "peer": theirs["median"], "peer_p95": theirs["p95"], "peer_name": peer,
                "ratio": round(ratio, 3), "unit": "MB" if figure == "memory" else "ms of processor",
                "goal": limit if limit is not None else f"ratio <= {allowed}",
                "met": ratio <= allowed and (limit is None or mine["median"] <= limit), "n": mine["n"],
            }  # fmt: skip
    if "handler" in found["ours"]:
        worst = found["ours"]["handler"]
        yield {
            "row": "text-view", "text": size, "figure": "longest handler", "ours": worst["p95"], "peer": None,
            "peer_name": "", "ratio": None, "unit": "ms of processor", "goal": FRAME, "met": worst["p95"] <= FRAME,
            "n": worst["n"],
        }  # fmt: skip


def run(sizes: Sequence[str] = tuple(SIZES)) -> Iterator[dict[str, object]]:
    """Lines of the row: every figure at every size beside each peer, and how flat ours are over the sizes."""
    opened: dict[str, dict[str, float]] = {}
    for size in sizes:
        for line in _lines(size):
            if line["peer_name"] == "QTextEdit":
                opened.setdefault(str(line["figure"]), {})[size] = float(str(line["ours"]))
            yield line
    if {"5k", "10M"} <= set(sizes):
        for figure in ("open", "page", "jump", "add", "resize"):
            rise = opened[figure]["10M"] / max(1e-6, opened[figure]["5k"])
            yield {
                "row": "text-view", "text": "5k to 10M", "figure": figure, "ours": opened[figure]["10M"],
                "peer": opened[figure]["5k"], "peer_name": "ours at 5k", "ratio": round(rise, 3),
                "unit": "ms of processor", "goal": "ratio <= 3", "met": rise <= 3, "n": 1,
            }  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(child(sys.argv[1], sys.argv[2])))
