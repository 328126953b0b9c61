"""Saving what a damaged project still holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from annotator.core.errors import UserError
from annotator.project.project import Project
from annotator.storage.salvage import recover


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What came over into the new file: rows by table, and how much of it is there to work with."""

    path: Path
    rows: Mapping[str, int] = field(default_factory=dict)
    documents: int = 0
    spans: int = 0


def salvage(damaged: Path, out: Path) -> Salvaged:
    """Write a new, checked project with all that can still be read of a damaged one, which is left as it is.

    Raises:
        UserError: nothing of it can be read, or the new file's place is taken or cannot be written.
    """
    rows = recover(damaged, out)
    with Project.open(out) as project:
        faults = project.integrity()
        stats = project.queries.stats()
    if faults:
        raise UserError("the copy %(path)s is damaged: %(reason)s", path=out, reason=faults[0])
    return Salvaged(out, rows, stats.documents, stats.spans)
