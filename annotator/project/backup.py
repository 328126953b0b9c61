"""Backups: a whole copy, opened and checked after it was written."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from annotator.core.errors import UserError
from annotator.project.project import Project


def backup(project: Project, out: Path | None = None) -> Path:
    """Copy an open project through SQLite's own backup, check the copy, and return where it lies.

    Raises:
        UserError: the place is taken or cannot be written, or the copy is not whole.
    """
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    place = out or project.path.with_name(f"{project.path.stem}.backup-{stamp}{project.path.suffix}")
    if place.exists():
        raise UserError("%(path)s is there already; choose another name", path=place)
    part = place.with_name(f".{place.name}.part")
    try:
        project.copy_to(part)
        _check(part)
        part.rename(place)
    except OSError as error:
        raise UserError("%(path)s cannot be written: %(reason)s", path=place, reason=error.strerror) from error
    finally:
        part.unlink(missing_ok=True)
    return place


def _check(copy: Path) -> None:
    with Project.open(copy) as opened:
        faults = opened.integrity()
    if faults:
        raise UserError("the copy %(path)s is damaged: %(reason)s", path=copy, reason=faults[0])


