"""Formats of one document per file: a folder of them, or one file for one document."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path

from annotator.core.document import AnnotatedDocument
from annotator.core.errors import UserError
from annotator.formats.atomic import whole_folder
from annotator.formats.base import WriteReport
from annotator.formats.names import free_file_name

WriteOne = Callable[[AnnotatedDocument, Path], bool]
"""Writes one document into a file; False where it could not be written (a loss says why)."""


def one_per_file(
    documents: Iterable[AnnotatedDocument],
    path: Path,
    suffix: str,
    report: WriteReport,
    write_one: WriteOne,
    finish: Callable[[Path], None] | None = None,
) -> None:
    """Write a folder with a file for each document, or one file where the path has the suffix.

    ``finish`` adds files that belong to all of them, given the folder.

    Raises:
        UserError: several documents for one file, or the place cannot be written.
    """
    report.files.append(path)
    if path.suffix == suffix:
        _one_file(documents, path, report, write_one)
        if finish is not None:
            finish(path.parent)
        return
    taken: set[str] = set()
    with whole_folder(path) as folder:
        for each in documents:
            report.documents += write_one(each, folder / f"{free_file_name(each.document.id, taken)}{suffix}")
        if finish is not None:
            finish(folder)


def _one_file(
    documents: Iterable[AnnotatedDocument], path: Path, report: WriteReport, write_one: WriteOne
) -> None:
    found = list(islice(documents, 2))
    if len(found) > 1:
        raise UserError("%(file)s can hold one document only: name a folder", file=path)
    for each in found:
        report.documents += write_one(each, path)
