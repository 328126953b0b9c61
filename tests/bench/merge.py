"""Row ``merge``: a colleague's file with 100,000 new spans is merged, beside plain sqlite3.

The peer (see `tests.bench.plain`) writes, into an empty file of the same shape, every row that the merged file has
and did not have before, in alternation with us. Twice: documents that are new here, and labels on documents that
are here already.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from annotator.core.command import AddDocuments
from annotator.core.document import AnnotatedDocument
from annotator.project.project import Project
from tests.bench import plain
from tests.bench.store import TAKEN_IN, TIMES, compared
from tests.project.big_project import ANNOTATORS, documents


def _files(folder: Path, taken: tuple[AnnotatedDocument, ...], *, known: bool) -> tuple[Path, Path]:
    """A lead's file and the copy that came back; ``known``: the lead has the documents already, without labels."""
    base, back = folder / "base.raqim", folder / "back.raqim"
    for path in (base, back):
        path.unlink(missing_ok=True)
    with Project.create(base) as project:
        if known:
            project.execute(AddDocuments(tuple(replace(each, layers=()) for each in taken)), "lead")
        project.copy_to(back)
    with Project.open(back) as project:
        project.execute(AddDocuments(taken), ANNOTATORS[1])
    return base, back


def _pair(base: Path, back: Path, folder: Path) -> tuple[float, float]:
    merged = folder / "merged.raqim"
    shutil.copyfile(base, merged)
    before = plain.rows_of(merged)
    with Project.open(merged) as project:
        begin = time.perf_counter()
        project.merge(back, "lead")
        ours = time.perf_counter() - begin
    rows = plain.without(plain.rows_of(merged), before)
    connection = plain.empty(folder / "peer.db")
    peer = plain.write(connection, rows)
    connection.close()
    return ours, peer


def run() -> Iterator[dict[str, Any]]:
    """The rows: new documents with their labels, and labels alone."""
    taken = tuple(documents(TAKEN_IN))
    spans = sum(len(layer.spans) for each in taken for layer in each.layers)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for figure, known in (("new documents", False), ("labels on known documents", True)):
            base, back = _files(folder, taken, known=known)
            pairs = [_pair(base, back, folder) for _ in range(TIMES)]
            ours, peer = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
            yield compared(f"merge of {spans:,} spans, {figure}", ours, peer, spans)
