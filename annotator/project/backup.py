"""Backups: whole copies, opened and checked after they were written; dated, thinned out by a policy, restorable.

Automatic ones lie in ``NAME.backups`` beside the project, as ``NAME.20260131-235959.REASON.raqim`` (UTC).
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Literal, get_args

from annotator.core.errors import UserError
from annotator.project.project import Project
from annotator.storage.files import STAMP, backup_place, backups_folder

Reason = Literal["open", "daily", "migration", "merge", "restore", "compaction"]


@dataclass(frozen=True, slots=True)
class Policy:
    """How many automatic backups stay: the newest ones, then one a day, then one a week."""

    newest: int = 5
    days: int = 7
    weeks: int = 8


POLICY = Policy()


@dataclass(frozen=True, slots=True)
class Kept:
    """One automatic backup. ``time`` is in UTC, ``size`` in bytes."""

    path: Path
    time: datetime
    reason: str
    size: int


def backup(project: Project, out: Path | None = None) -> Path:
    """Copy an open project through SQLite's own backup, check the copy, and return where it lies.

    Raises:
        UserError: the place is taken or cannot be written, or the copy is not whole.
    """
    place = out or project.path.with_name(f"{project.path.stem}.backup-{_stamp()}{project.path.suffix}")
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
        for left in part.parent.glob(part.name + "*"):
            left.unlink(missing_ok=True)
    return place


def _stamp(time: datetime | None = None) -> str:
    return (time or datetime.now(UTC)).strftime(STAMP)


def _check(copy: Path) -> None:
    with Project.open(copy) as opened:
        faults = opened.integrity()
    if faults:
        raise UserError("the copy %(path)s is damaged: %(reason)s", path=copy, reason=faults[0])


# ---- automatic ones --------------------------------------------------------------------------------------


def folder_of(path: Path) -> Path:
    """Where the automatic backups of a project lie."""
    return backups_folder(path)


def backups(path: Path) -> list[Kept]:
    """The automatic backups of a project, newest first."""
    found = []
    for each in folder_of(path).glob(f"*{path.suffix}"):
        parts = each.name.removeprefix(path.stem + ".").removesuffix(path.suffix).split(".")
        if len(parts) == 2 and parts[1] in get_args(Reason):
            try:
                time = datetime.strptime(parts[0], STAMP).replace(tzinfo=UTC)
            except ValueError:
                continue
            found.append(Kept(each, time, parts[1], each.stat().st_size))
    return sorted(found, key=lambda kept: (kept.time, kept.path.name), reverse=True)


def keep(path: Path, reason: Reason, *, now: datetime | None = None, policy: Policy = POLICY) -> Path | None:
    """Make an automatic backup of a project and thin the older ones out; its place, or nothing where none is due.

    None is due where nothing was written since the newest one. A ``daily`` one is due a day after the newest.
    A pure function of the file with a connection of its own, so that a worker can run it.

    Raises:
        UserError: the project cannot be read, or the copy cannot be written or is not whole.
    """
    time = now or datetime.now(UTC)
    earlier = backups(path)
    if reason == "daily" and earlier and time - earlier[0].time < timedelta(days=1):
        return None
    with Project.open(path) as project:
        if earlier and _newest(earlier[0].path) == _newest_of(project):
            return None
        try:
            folder_of(path).mkdir(exist_ok=True)
        except OSError as error:
            raise UserError(
                "%(path)s cannot be written: %(reason)s", path=folder_of(path), reason=error.strerror
            ) from error
        made = backup(project, backup_place(path, reason, time))
    thin_out(path, policy)
    return made


def _newest_of(project: Project) -> str:
    found = project.queries.history(limit=1)
    return found[0].id if found else ""


def _newest(path: Path) -> str | None:
    try:
        with Project.open(path) as project:
            return _newest_of(project)
    except UserError:  # a damaged backup counts as none
        return None


def compact(path: Path) -> int:
    """Make a project's log smaller, after a backup; how many bytes were won.

    What suggestions said that were replaced, and that nobody decided on, is forgotten; nothing else is.
    A pure function of the file with a connection of its own, so that a worker can run it.

    Raises:
        UserError: the backup cannot be made, or the file cannot be written; then nothing was changed.
    """
    keep(path, "compaction")
    with Project.open(path) as project:
        return project.compact()


def thin_out(path: Path, policy: Policy = POLICY) -> list[Path]:
    """Delete the automatic backups that the policy does not keep; which these were."""
    every = backups(path)
    kept = {each.path for each in _chosen(every, policy)}
    gone = [each.path for each in every if each.path not in kept]
    for each in gone:
        each.unlink(missing_ok=True)
    return gone


def _chosen(every: list[Kept], policy: Policy) -> Iterator[Kept]:
    yield from every[: policy.newest]
    yield from _first_of_each(every, "%Y-%j", policy.days)
    yield from _first_of_each(every, "%G-%V", policy.weeks)


def _first_of_each(every: Iterable[Kept], period: str, count: int) -> list[Kept]:
    """The newest backup of each of the newest days, or weeks."""
    return [next(group) for _, group in groupby(every, key=lambda kept: kept.time.strftime(period))][:count]


def restore(kept: Path, path: Path) -> Path | None:
    """Put a backup in the place of a project that nobody has open; where what lay there is kept aside.

    What lay there is kept as an automatic backup where it can still be read, and else beside it, as it is.

    Raises:
        UserError: the backup is not whole, or the place cannot be written; then nothing was changed.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    aside: Path | None = None
    try:
        with Project.open(kept) as source:
            source.copy_to(part)
        _check(part)
        aside = _put_aside(path) if path.exists() else None
        for stale in ("-wal", "-shm"):
            path.with_name(path.name + stale).unlink(missing_ok=True)
        part.replace(path)
    except OSError as error:
        raise UserError("%(path)s cannot be written: %(reason)s", path=path, reason=error.strerror) from error
    finally:
        for left in part.parent.glob(part.name + "*"):
            left.unlink(missing_ok=True)
    return aside


def _put_aside(path: Path) -> Path:
    try:
        made = keep(path, "restore")
        if made is not None:
            return made
        return backups(path)[0].path
    except UserError:
        aside = path.with_name(f"{path.stem}.damaged-{_stamp()}{path.suffix}")
        for ending in ("", "-wal"):
            present = path.with_name(path.name + ending)
            if present.exists():
                aside.with_name(aside.name + ending).write_bytes(present.read_bytes())
        return aside
