"""Row ``store``: taking 100,000 spans in beside plain sqlite3, and a project of 100,000 documents in daily use.

The peer (see `tests.bench.plain`) writes all rows that our file ends up with, in alternation with us. The large
project is made once per run; ``RAQIM_BENCH_DOCUMENTS`` makes it smaller, ``RAQIM_BENCH_BIG`` names one that was made
before, of which a copy is used. Memory is that of a process that opens it.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from annotator.core.command import AddDocuments, AddSpan
from annotator.project.project import Project
from tests.bench import plain
from tests.project.big_project import ANNOTATORS, DOCUMENTS, documents, make

COUNT = int(os.environ.get("RAQIM_BENCH_DOCUMENTS", str(DOCUMENTS)))
TAKEN_IN = min(10_000, COUNT)
TIMES = int(os.environ.get("RAQIM_BENCH_TIMES", "5"))
SHARE_GOAL = 0.5
ROOT = Path(__file__).resolve().parents[2]
PEER = "sqlite3 executemany of every row"

_MEMORY = """
import sys
from pathlib import Path
from annotator.project.project import Project
with Project.open(Path(sys.argv[1])) as project:
    count = project.queries.document_count()
    rows = project.queries.document_rows("سمر", offset=count // 2, limit=200)
    project.queries.document_rows("سمر", contains="99", limit=200)
    for row in rows:
        project.queries.document(row.id), project.queries.spans(row.id, "سمر")
    project.queries.search("المرصد", limit=100)
    project.queries.history(limit=100)
status = Path("/proc/self/status").read_text()
print(int(status.split("VmHWM:")[1].split()[0]) / 1024)
"""


def compared(figure: str, ours: list[float], peer: list[float], spans: int) -> dict[str, Any]:
    """A line of speeds: spans a second, ours and the peer's, and the median ratio of each pair."""
    ratio = statistics.median(each[1] / each[0] for each in zip(ours, peer, strict=True))
    mine, theirs = (round(spans / statistics.median(each)) for each in (ours, peer))
    return {
        "figure": figure, "ours": mine, "peer": theirs, "peer_name": PEER, "ratio": round(ratio, 3), "unit": "spans/s",
        "goal": SHARE_GOAL, "met": ratio >= SHARE_GOAL, "n": len(ours),
    }  # fmt: skip


def _intake(folder: Path) -> dict[str, Any]:
    taken = tuple(documents(TAKEN_IN))
    ours, peer = [], []
    for _ in range(TIMES):
        path = folder / "intake.raqim"
        path.unlink(missing_ok=True)
        with Project.create(path) as project:
            begin = time.perf_counter()
            project.execute(AddDocuments(taken), ANNOTATORS[0])
            ours.append(time.perf_counter() - begin)
        with plain.empty(folder / "peer.db") as connection:
            peer.append(plain.write(connection, plain.rows_of(path)))
        connection.close()
    spans = sum(len(layer.spans) for each in taken for layer in each.layers)
    return compared(f"import of {spans:,} spans", ours, peer, spans)


def _line(figure: str, values: list[float], unit: str, goal: float) -> dict[str, Any]:
    middle = statistics.median(values)
    return {
        "figure": figure, "ours": round(middle, 2), "peer": None, "peer_name": "", "ratio": None, "unit": unit,
        "goal": goal, "met": middle <= goal, "n": len(values), "slowest": round(max(values), 2),
    }  # fmt: skip


def _ms(call: Callable[[], object], times: int) -> list[float]:
    taken = []
    for _ in range(times):
        begin = time.perf_counter()
        call()
        taken.append((time.perf_counter() - begin) * 1000)
    return taken


def _opened(path: Path) -> None:
    with Project.open(path) as project:
        first = project.queries.document_rows(ANNOTATORS[0], limit=200)[0]
        project.queries.document(first.id)
        project.queries.spans(first.id, ANNOTATORS[0])


def _labels(project: Project) -> dict[str, Any]:
    """One label each on documents all over the project, in alternation with one bare row committed by plain sqlite3."""
    identities = project.queries.document_ids()
    plainly = sqlite3.connect(project.path.with_name("commits.db"), isolation_level=None)
    for pragma in ("journal_mode = WAL", "synchronous = FULL"):
        plainly.execute(f"PRAGMA {pragma}")
    plainly.execute("CREATE TABLE t (a)")
    ours, peer = [], []
    for each in identities[:: max(1, len(identities) // 200)][:200]:
        wish = AddSpan(each, 0, 3, "ACTOR", "bench")
        ours += _ms(partial(project.execute, wish, "bench"), 1)
        peer += _ms(partial(plainly.execute, "INSERT INTO t VALUES (?)", (each,)), 1)
    plainly.close()
    bare = statistics.median(peer)
    return {
        **_line("a label is committed", ours, "ms", 2), "peer": round(bare, 2),
        "peer_name": "sqlite3, one bare row, synchronous=FULL", "ratio": round(statistics.median(ours) / bare, 2),
    }  # fmt: skip


def _daily(path: Path) -> Iterator[dict[str, Any]]:
    yield _line("open, first page, first document", _ms(lambda: _opened(path), TIMES), "ms", 1000)
    with Project.open(path) as project:
        rows = project.queries.document_rows
        who = ANNOTATORS[0]
        pages = {
            "list, first page": lambda: rows(who, limit=200),
            "list, last page": lambda: rows(who, offset=COUNT - 200, limit=200),
            "list filtered by a rare name": lambda: rows(who, contains=f"{COUNT // 2 + 7:06}", limit=200),
            "list filtered by a common name": lambda: rows(who, contains="خبر", limit=200),
            "list filtered by status, all": lambda: rows(who, status="done", limit=200),
            "list filtered by status, none": lambda: rows(who, status="locked", limit=200),
            "next unfinished": lambda: project.queries.next_unfinished(who),
        }
        for figure, call in pages.items():
            yield _line(figure, _ms(call, 9), "ms", 50)
        yield _labels(project)


def _memory(path: Path) -> dict[str, Any]:
    command = [sys.executable, "-c", _MEMORY, str(path)]
    done = subprocess.run(
        command, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True
    )
    return _line("memory of a process that opens, lists, reads and searches", [float(done.stdout)], "MiB", 300)


def run() -> Iterator[dict[str, Any]]:
    """The rows: import beside plain sqlite3; then the large project's opening, lists, commits and memory."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        yield _intake(folder)
        path = _big(folder / "big.raqim")
        yield from ({**line, "documents": COUNT} for line in _daily(path))
        yield {**_memory(path), "documents": COUNT}


def _big(path: Path) -> Path:
    made = os.environ.get("RAQIM_BENCH_BIG")
    return Path(shutil.copyfile(made, path)) if made else make(path, COUNT)
