"""Checking a project: is the file whole, do the offsets hold, does everything follow the scheme and guidelines."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from annotator.project.project import Project
from annotator.project.radar.finding import Finding
from annotator.project.radar.lints import BASIC, look
from annotator.project.radar.reading import document_order, ground_of, pages
from annotator.project.radar.survey import surveyed
from annotator.storage.store import Store


def check(project: Project, *, lints: bool = True) -> list[Finding]:
    """Every finding: the file first, then each layer of each document, then what documents share.

    Without ``lints`` only what must hold in any project: the file is whole, spans lie in their texts and have what
    the scheme knows. What was said not to be a problem is left out.
    """
    faults = project.integrity() or project.differences()
    whole = [Finding("error", "integrity", project.path.name, "%(reason)s", (("reason", each),)) for each in faults]
    return whole + list(surveyed(project.path).every() if lints else _basic(project.path))


def _basic(path: Path) -> Iterator[Finding]:
    with closing(Store.open(path, reading=True)) as store:
        ground = ground_of(store)
        for page in pages(store, ground, document_order(store)):
            for sheet in page.sheets:
                yield from look(sheet, BASIC)
