"""Row ``merge``: a colleague's file with 100,000 new spans is merged, beside plain sqlite3.

The peer (see `tests.bench.plain`) writes into an empty file of the same shape, in alternation with us. Documents that
are new here: every row of the merged file. Labels on documents that are here already: every row, and, which asks more
of us, only those rows that the file did not have before the merge, beside the rows that stay as they are.
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


def _times(base: Path, back: Path, folder: Path) -> tuple[float, float, float]:
    """Seconds: ours, the peer's for every row of the merged file, the peer's for those that were not there before."""
    merged = folder / "merged.raqim"
    shutil.copyfile(base, merged)
    before = plain.rows_of(merged)
    with Project.open(merged) as project:
        begin = time.perf_counter()
        project.merge(back, "lead")
        ours = time.perf_counter() - begin
    after = plain.rows_of(merged)
    new = plain.without(after, before)
    return ours, _plainly(folder, after), _plainly(folder, new, beside=plain.without(after, new))


def _plainly(folder: Path, rows: plain.Rows, beside: plain.Rows | None = None) -> float:
    """Seconds for these rows; others may lie in the file before: new rows refer to them."""
    connection = plain.empty(folder / "peer.db")
    if beside is not None:
        plain.write(connection, beside)
    seconds = plain.write(connection, rows)
    connection.close()
    return seconds


def run() -> Iterator[dict[str, Any]]:
    """The rows: new documents with their labels, and labels alone."""
    taken = tuple(documents(TAKEN_IN))
    spans = sum(len(layer.spans) for each in taken for layer in each.layers)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for known in (False, True):
            base, back = _files(folder, taken, known=known)
            ours, every, new = zip(*(_times(base, back, folder) for _ in range(TIMES)), strict=True)
            figure = f"merge of {spans:,} spans, {'labels on known documents' if known else 'new documents'}"
            yield compared(figure, list(ours), list(every), spans)
            if known:
                yield compared(f"{figure}, beside new rows alone", list(ours), list(new), spans)
