"""Camel-tools' language data for the window: what there is, and installing it behind the user's back.

The network is touched by `Installation.refresh` and `Installation.install` alone, in a worker.
"""

from __future__ import annotations

import json
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

from annotator.core.errors import UserError
from annotator.core.i18n import N_
from annotator.project.jobs import Job, Worker
from annotator.suggest.camel_data import Catalogue, camel_folder, camel_is_there, read_catalogue
from annotator.suggest.camel_install import UNFINISHED, fetch_catalogue, install_package, progress_file

STALL = 60.0
"""An installation that gets nothing for so many seconds is stopped."""
DAY = 86_400.0


def language_data(folder: Path | None = None) -> Catalogue:
    """The packages, with what is installed. Reads files alone."""
    return read_catalogue(folder)


def state_sentence(folder: Path | None = None) -> str:
    """In one sentence (a gettext id), how it stands with camel-tools on this machine."""
    if not camel_is_there():
        return N_("camel-tools is not part of this installation; all other suggesters work without it")
    if not read_catalogue(folder).fetched:
        return N_("no language data is installed; fetching the list needs a connection")
    return ""


@dataclass(frozen=True, slots=True)
class Step:
    """How far an installation is. ``stage``: ``download`` or ``unpack``; bytes."""

    package: str
    stage: str
    done: int
    total: int


class Installation:
    """Fetches the list, or a package and what it needs, in a worker. Ask `done` from a timer."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or camel_folder()
        self.error: UserError | None = None
        self._worker = Worker()
        self._job: Job | None = None
        self._last: tuple[Step | None, float] = (None, 0.0)

    @property
    def busy(self) -> bool:
        """Whether something is under way."""
        return self._job is not None

    def refresh(self) -> None:
        """Fetch the list of packages.

        Raises:
            UserError: something is under way, or camel-tools is not there.
        """
        self._begin(fetch_catalogue, str(self.folder))

    def install(self, package: str) -> None:
        """Fetch a package.

        Raises:
            UserError: something is under way, or camel-tools is not there.
        """
        self._begin(install_package, str(self.folder), package)

    def _begin(self, work: object, *arguments: object) -> None:
        if self._job is not None:
            raise UserError("another installation is under way")
        if not camel_is_there():
            raise UserError("camel-tools is not installed")
        assert callable(work)
        self.error, self._last = None, (None, time.monotonic())
        self._job = self._worker.submit(work, *arguments, seconds=DAY)

    def step(self) -> Step | None:
        """How far it is, once that is known."""
        try:
            facts = json.loads(progress_file(self.folder).read_text("utf-8"))
            return Step(str(facts["package"]), str(facts["stage"]), int(facts["done"]), int(facts["total"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def done(self) -> bool:
        """Whether it has ended; then ``error`` says why it failed, if it did."""
        if self._job is None:
            return True
        if self._job.done():
            self.error = self._job.error
            self._end()
            return True
        self._watch()
        return self._job is None

    def _watch(self) -> None:
        """Stop it where nothing moves any more: the downloader waits for ever for a dead connection."""
        step, now = self.step(), time.monotonic()
        if step != self._last[0]:
            self._last = (step, now)
        elif now - self._last[1] > STALL:
            self.cancel()
            self.error = UserError("nothing came for %(seconds)s seconds; it was stopped", seconds=round(STALL))

    def cancel(self) -> None:
        """Stop it; what was half fetched goes."""
        if self._job is not None:
            self._job.cancel()
            self.error = self._job.error
            self._end()

    def _end(self) -> None:
        self._job = None
        self._worker.kill()
        shutil.rmtree(self.folder / UNFINISHED, ignore_errors=True)

    def close(self) -> None:
        """Stop it and end the worker."""
        self.cancel()
        self._worker.kill()
