"""``raqim --self-test FOLDER``: the frozen program's workers and libraries at work, each with what it has to give.

What runs from a source tree may fail once it is frozen: a library that was left out, a worker that starts the window
instead of its call. So the package asks itself, where it was installed, and the exit code tells.
"""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

ARTICLE = "قال المرصد السوري لحقوق الإنسان إن 211 شخصاً قتلوا في غارات يوم الأحد."
PATIENCE = 300.0
WHO = "self-test"


def suggesting(folder: Path) -> str:
    """The suggesters in a worker of their own, as the window has them."""
    from annotator.project.jobs import Worker
    from annotator.project.suggestions import suggestions_for

    worker = Worker()
    try:
        found = worker.submit(suggestions_for, ARTICLE).result(PATIENCE)
    finally:
        worker.kill()
    figures = [ARTICLE[each.start : each.end] for each in found.spans if each.label == "FIGURE"]
    assert figures == ["211 شخصاً"], figures
    return f"{len(found.spans)} suggestions"


def importing(folder: Path) -> str:
    """A file whose offsets are graphemes, read and taken in by a worker: the regex library counts them."""
    from annotator.project.arrivals import Wish, import_into
    from annotator.project.jobs import Worker
    from annotator.project.preview import look
    from annotator.project.project import Project

    text = "سمّى المرصدُ 211 شخصاً"
    file = folder / "graphemes.jsonl"
    file.write_text(json.dumps({"text": text, "label": [[11, 19, "FIGURE"]]}, ensure_ascii=False) + "\n", "utf-8")
    wish = Wish("doccano", annotator=WHO, offsets="grapheme")
    with Project.create(folder / "import.raqim") as project:
        place = project.path
    worker = Worker()
    try:
        seen = worker.submit(look, [file], wish).result(PATIENCE)
        report = worker.submit(import_into, place, file, wish, WHO).result(PATIENCE)
    finally:
        worker.kill()
    with Project.open(place) as project:
        document = project.queries.document_rows(WHO)[0].id
        spans = [text[each.start : each.end] for each in project.queries.spans(document, WHO)]
    assert len(report.added) == 1, report
    assert spans == ["211 شخصاً"], spans
    return f"{seen.spans.total()} span"


def learning(folder: Path) -> str:
    """The learner taught by a worker, and its model read."""
    from annotator.project.jobs import Worker
    from annotator.project.suggestions import suggestions_for
    from annotator.project.training import Finished, teach

    start = ARTICLE.index("المرصد")
    finished = Finished("d", WHO, ARTICLE, ((start, ARTICLE.index(" إن"), "SOURCE", {}),))
    worker = Worker()
    try:
        book = worker.submit(teach, [finished], folder / "own.model").result(PATIENCE)
        found = worker.submit(suggestions_for, ARTICLE, (), folder / "own.model").result(PATIENCE)
    finally:
        worker.kill()
    assert found.spans
    return f"taught in {book.seconds} s"


def stopping(folder: Path) -> str:
    """A worker that is ended, and the next call in a new one."""
    import time

    from annotator.core.errors import UserError
    from annotator.project.jobs import Worker

    worker = Worker()
    job = worker.submit(time.sleep, 600)
    job.cancel()
    try:
        job.result(PATIENCE)
    except UserError:
        pass
    else:
        raise AssertionError("a stopped call gave a value")
    try:
        assert worker.submit(abs, -7).result(PATIENCE) == 7
    finally:
        worker.kill()
    return "stopped and begun anew"


def counting(folder: Path) -> str:
    """Every measure of agreement, in a worker: numpy, scipy's assignment and its integer programmes."""
    from annotator.agreement.measures import BY_NAME
    from annotator.agreement.report import measure
    from annotator.project.accepting import accept_all
    from annotator.project.agreement import layers_of
    from annotator.project.arrivals import add_text
    from annotator.project.jobs import Worker
    from annotator.project.project import Project
    from annotator.project.suggestions import suggest_document

    with Project.create(folder / "agree.raqim") as project:
        document = add_text(project, "article", ARTICLE, WHO)
        suggest_document(project, document)
        for name in ("Amal", "Basma"):
            assert accept_all(project, name)
        layers = layers_of(project)
    worker = Worker()
    try:
        rows = worker.submit(measure, layers, tuple(BY_NAME)).result(PATIENCE)
    finally:
        worker.kill()
    assert len(rows) == len(BY_NAME), rows
    return f"{len(rows)} measures"


def exchanging(folder: Path) -> str:
    """Parquet written and read again."""
    from annotator.project.arrivals import add_text, import_files
    from annotator.project.exchange import export
    from annotator.project.project import Project

    with Project.create(folder / "out.raqim") as project:
        add_text(project, "article", ARTICLE, WHO)
        report = export(project, folder / "parquet", format="hf")
    files = sorted((folder / "parquet").rglob("*.parquet"))
    with Project.create(folder / "in.raqim") as project:
        back = import_files(project, files, actor=WHO)
    assert len(back.added) == report.documents == 1, back
    return f"{len(files)} file"


def charting(folder: Path) -> str:
    """pyqtgraph draws, and the picture is written as SVG; Arabic is in the shipped font and Qt's dialogs are Arabic."""
    from PySide6.QtCore import QLibraryInfo
    from PySide6.QtGui import QFontDatabase, QImageReader
    from PySide6.QtWidgets import QApplication

    application = QApplication.instance() or QApplication(["raqim", "-platform", "offscreen"])
    import pyqtgraph
    from PySide6 import QtSvg

    from annotator.ui.text.fonts import load_fonts

    plot = pyqtgraph.PlotWidget()
    plot.addItem(pyqtgraph.BarGraphItem(x=[1, 2], height=[3, 4], width=0.5))
    assert not plot.grab().isNull()
    assert QtSvg.QSvgGenerator is not None
    load_fonts()
    assert "Amiri" in QFontDatabase.families()
    words = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)) / "qtbase_ar.qm"
    assert words.is_file(), words
    kinds = {bytes(each.data()).decode() for each in QImageReader.supportedImageFormats()}
    assert {"svg", "png", "jpg", "ico"} <= kinds, kinds
    assert application is not None
    return "chart, font, Arabic words, image formats"


def loading(folder: Path) -> str:
    """Every library of the package can be loaded; what it lacks of the system is told, since one may do without."""
    import ctypes

    place = getattr(sys, "_MEIPASS", None)
    if place is None or sys.platform != "linux":
        return "only where the program is frozen, on Linux"
    import numpy
    import pyarrow

    assert numpy.ones(2).sum() == pyarrow.array([1, 2])[1].as_py()
    files = [each for each in sorted(Path(place).rglob("*.so*")) if not each.is_symlink()]
    files = [each for each in files if each.name != "libqgtk3.so"]  # asks for GTK, which need not be there
    lacking = set()
    for each in files:
        try:
            ctypes.CDLL(str(each))
        except OSError as error:
            missing = str(error.__context__ or error).partition(": cannot open shared object file")
            if not missing[1]:
                raise
            lacking.add(missing[0])
    return f"{len(files)} libraries" + (f", LACKING {', '.join(sorted(lacking))}" if lacking else "")


def without(folder: Path) -> str:
    """What must not be in the package."""
    from importlib.util import find_spec

    there = [name for name in ("torch", "camel_tools", "transformers", "readline", "pandas") if find_spec(name)]
    assert not there, there
    return "no torch, no camel-tools"


STEPS: tuple[Callable[[Path], str], ...] = (
    suggesting, importing, learning, stopping, counting, exchanging, charting, loading, without,
)  # fmt: skip


def run(folder: Path) -> int:
    """Take every step; the exit code is how many failed."""
    folder.mkdir(parents=True, exist_ok=True)
    failed = 0
    for step in STEPS:
        place = folder / step.__name__
        place.mkdir(exist_ok=True)
        try:
            sys.stdout.write(f"{step.__name__}: {step(place)}\n")
        except Exception:  # noqa: BLE001 - each step tells its own, and the others go on
            failed += 1
            sys.stdout.write(f"{step.__name__}: FAILED\n{traceback.format_exc()}\n")
        sys.stdout.flush()
    return failed
