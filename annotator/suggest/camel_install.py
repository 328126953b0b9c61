"""Fetching camel-tools' language data with its own downloader. Runs in a worker, and only when the user asks.

A worker that is killed half-way leaves a package that counts as not installed, and its unfinished files in one
folder that the next run empties.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from annotator.core.errors import UserError
from annotator.suggest.camel_data import Catalogue, Package, read_catalogue

UNFINISHED = "unfinished"
PROGRESS = "progress.json"
EVERY = 0.1
"""Seconds between two notes of the progress."""
_EMPTY = '{"version": "", "packages": {}, "components": {}}'


def _downloader(folder: Path) -> tuple[Any, Any, type[Exception]]:
    """Camel-tools' catalogue, downloader and error. An empty catalogue stands in, lest the import fetch one."""
    place = folder / "catalogue.json"
    folder.mkdir(parents=True, exist_ok=True)
    if not read_catalogue(folder).fetched:
        place.write_text(_EMPTY, "utf-8")
    os.environ["CAMELTOOLS_DATA"] = str(folder)
    from camel_tools.data import Catalogue as Theirs
    from camel_tools.data.downloader import DownloaderError, HTTPDownloader

    return Theirs, HTTPDownloader, DownloaderError


def fetch_catalogue(folder: str) -> None:
    """Fetch the list of packages; the one that was there stays where that fails.

    Raises:
        UserError: there is no connection, or what came is no list of packages.
    """
    place = Path(folder) / "catalogue.json"
    former = place.read_bytes() if read_catalogue(Path(folder)).fetched else None
    try:
        theirs, _, failure = _downloader(Path(folder))
        try:
            theirs.update_catalogue()
        except failure as error:
            raise UserError("the list of language data cannot be fetched: no connection") from error
        if not read_catalogue(Path(folder)).fetched:
            raise UserError("what came is no list of language data; does this network ask to log in first?")
    except UserError:
        if former is None:
            place.unlink(missing_ok=True)
        else:
            place.write_bytes(former)
        raise


def install_package(folder: str, name: str) -> None:
    """Fetch a package and what it needs, check every file, and note it as installed.

    How far it is stands in `progress_file` meanwhile.

    Raises:
        UserError: no such package, no connection, no room, or a file that is not what it should be.
    """
    place = Path(folder)
    catalogue = read_catalogue(place)
    wanted = [each for each in catalogue.with_dependencies(name) if not each.installed]
    if catalogue.package(name) is None or not catalogue.fetched:
        raise UserError("there is no language data %(name)s", name=name)
    _check_room(catalogue, wanted)
    _, downloader, failure = _downloader(place)
    with _own_temporary_folder(place):
        for package in wanted:
            try:
                _install(place, package, downloader)
            except failure as error:
                # as text: where the error itself is unpickled, camel-tools is imported and goes to the network
                reason = str(error)
                raise UserError("%(name)s cannot be fetched: %(reason)s", name=package.name, reason=reason) from error
            except OSError as error:
                reason = str(error)
                raise UserError("%(name)s cannot be installed: %(reason)s", name=package.name, reason=reason) from error


def progress_file(folder: Path) -> Path:
    """Where an installation notes how far it is: ``{"package", "stage", "done", "total"}``, bytes."""
    return folder / UNFINISHED / PROGRESS


@contextmanager
def _own_temporary_folder(folder: Path) -> Iterator[None]:
    """Lets the downloader keep its unfinished files beside the data: one disk, and nothing stays elsewhere."""
    place = folder / UNFINISHED
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    former, tempfile.tempdir = tempfile.tempdir, str(place)
    try:
        yield
    finally:
        tempfile.tempdir = former
        shutil.rmtree(place, ignore_errors=True)


def _check_room(catalogue: Catalogue, packages: list[Package]) -> None:
    needed = 2 * sum(each.size for each in packages)  # packed and unpacked, for a moment
    place = catalogue.folder if catalogue.folder.exists() else Path.home()
    if shutil.disk_usage(place).free < needed:
        raise UserError("there is no room for it in %(folder)s", folder=str(catalogue.folder))


def _install(folder: Path, package: Package, downloader: Any) -> None:  # noqa: ANN401 - camel-tools has no types
    destination = (folder / "data" / package.destination).resolve()
    if package.by_hand or not package.url or (folder / "data").resolve() not in destination.parents:
        raise UserError("%(name)s can only be installed by hand", name=package.name)
    note = _Note(folder, package.name)
    _note_version(folder, package.name, None)
    downloader.download(
        package.url, destination, is_zip=True,
        on_download_start=note.begin("download"), on_download_update=note.add,
        on_unzip_start=note.begin("unpack"), on_unzip_update=note.add,
    )  # fmt: skip
    for name, expected in package.files.items():
        if not (destination / name).is_file() or (expected and _hash(destination / name) != expected):
            raise UserError("%(name)s came damaged: %(file)s", name=package.name, file=name)
    _note_version(folder, package.name, package.version)


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _note_version(folder: Path, name: str, version: str | None) -> None:
    """Write a package's version into camel-tools' list of what is installed, or take it out."""
    place = folder / "versions.json"
    try:
        versions = json.loads(place.read_text("utf-8"))
    except (OSError, ValueError):
        versions = {}
    versions.pop(name, None)
    if version is not None:
        versions[name] = version
    place.write_text(json.dumps(versions, indent=4), "utf-8")


class _Note:
    """Notes how far a package is, now and then."""

    def __init__(self, folder: Path, package: str) -> None:
        self._place = progress_file(folder)
        self._package, self._stage, self._done, self._total, self._last = package, "download", 0, 0, 0.0

    def begin(self, stage: str) -> Any:  # noqa: ANN401 - a callback of camel-tools
        """What the downloader calls with the size as a stage begins."""

        def started(total: int) -> None:
            self._stage, self._done, self._total, self._last = stage, 0, total, 0.0
            self.add(0)

        return started

    def add(self, size: int) -> None:
        """So many bytes more."""
        self._done += size
        if time.monotonic() - self._last < EVERY and self._done < self._total:
            return
        self._last = time.monotonic()
        facts = {"package": self._package, "stage": self._stage, "done": self._done, "total": self._total}
        fresh = self._place.with_suffix(".new")
        fresh.write_text(json.dumps(facts), "utf-8")
        fresh.replace(self._place)
