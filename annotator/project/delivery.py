"""A project into files: chosen layers and documents, every loss listed, whole or not at all, then read again."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from annotator.core.document import AnnotatedDocument, Header
from annotator.core.errors import Problem, UserError
from annotator.formats.base import Format, Loss, WriteOptions, WriteReport
from annotator.formats.registry import format_named
from annotator.project.arrivals import CancelledError, Progress
from annotator.project.manifest import (
    Tally,
    files_of,
    losses_of,
    manifest_path,
    scheme_of,
    versions,
    write_manifest,
)
from annotator.project.project import Project
from annotator.project.reread import Reread, reread
from annotator.project.selection import (
    Choice,
    all_written,
    chosen_documents,
    chosen_layer,
    layers_named,
    sides_of,
    written,
)
from annotator.project.splits import SIDES

LOSSLESS = frozenset({"jsonl", "json"})
"""The formats that hold every layer; the others are written from one."""
OWN_SPLITS = frozenset({"hf"})
"""Formats that hold the sides of a split themselves; of the others, each side is a file of its own."""


@dataclass(slots=True)
class ExportReport:
    """What an export wrote, or would write: counts, files, every loss, and what reading it again showed.

    ``unkept`` counts what the format has no place for beside spans; ``parts`` the documents on each side.
    """

    documents: int = 0
    spans: int = 0
    losses: list[Loss] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)
    unkept: dict[str, int] = field(default_factory=dict)
    parts: dict[str, int] = field(default_factory=dict)
    differences: list[Problem] = field(default_factory=list)
    reread: list[Reread] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Target:
    """One file of an export."""

    path: Path
    layers: tuple[str, ...]
    documents: tuple[str, ...]
    part: str = ""


@dataclass(frozen=True, slots=True)
class _Order:
    """What an export is to do, worked out."""

    format: Format
    choice: Choice
    options: WriteOptions
    targets: tuple[Target, ...]
    sides: Mapping[str, str]


def export(
    project: Project, out: Path, *, format: str, layer: str = "", options: WriteOptions | None = None,  # noqa: A002 - the word that users know
    documents: Sequence[str] = (), choice: Choice | None = None, progress: Progress | None = None,
    manifest: bool = False, stage: Path | None = None,
) -> ExportReport:  # fmt: skip
    """Write a project, or layers of it, to a file (or one for each side and layer) that appears whole or not at all.

    ``layer`` and ``documents`` are the short form of ``choice``. With ``manifest`` the files are read again and
    compared, and a manifest is left beside them. Everything is written in ``stage``, a folder made beside ``out``.

    Raises:
        UserError: no such format or layer, or the place cannot be written.
    """
    chosen = format_named(format)
    wanted = choice or Choice(layers_named(project, layer), tuple(documents))
    _refuse_place(chosen, out)
    order = _order(project, chosen, wanted, options or WriteOptions(), out)
    for target in order.targets:
        _refuse_place(chosen, target.path)
    with _staged(out, stage) as folder:
        report, tally = _written(project, order, folder, progress)
        if manifest:
            _reread(project, order, folder, report)
            content = _manifest(project, order, folder, report, tally)
            write_manifest(folder / manifest_path(out).name, content)
        _put_in_place(folder, out.parent)
    report.files = [target.path for target in order.targets]
    return report


def export_from(
    place: Path, out: Path, format: str, choice: Choice, options: WriteOptions, stage: Path,  # noqa: A002 - the word that users know
) -> ExportReport:  # fmt: skip
    """`export` of the project that lies at a place, with its manifest: a top-level function for a worker.

    Raises:
        UserError: as `export`.
    """
    with Project.open(place) as project:
        return export(project, out, format=format, choice=choice, options=options, manifest=True, stage=stage)


def preview_export(
    project: Project, *, format: str, layer: str = "", options: WriteOptions | None = None,  # noqa: A002 - the word that users know
    documents: Sequence[str] = (), choice: Choice | None = None, progress: Progress | None = None,
) -> ExportReport:  # fmt: skip
    """What an export would write and lose, found by writing it where nobody sees it."""
    chosen = format_named(format)
    wanted = choice or Choice(layers_named(project, layer), tuple(documents))
    with tempfile.TemporaryDirectory(prefix="raqim-") as folder:
        suffix = chosen.suffixes[0] if chosen.suffixes and not chosen.folder else ""
        order = _order(project, chosen, wanted, options or WriteOptions(), Path(folder) / f"preview{suffix}")
        report, _tally = _written(project, order, Path(folder), progress)
    return report


def preview_from(place: Path, format: str, choice: Choice, options: WriteOptions) -> ExportReport:  # noqa: A002 - the word that users know
    """`preview_export` of the project that lies at a place: a top-level function for a worker.

    Raises:
        UserError: as `preview_export`.
    """
    with Project.open(place) as project:
        return preview_export(project, format=format, choice=choice, options=options)


# ---- what is to be done ----------------------------------------------------------------------------------


def _refuse_place(chosen: Format, out: Path) -> None:
    if out.is_dir() and not chosen.folder:
        raise UserError("%(path)s is a folder; name a file", path=out)
    if chosen.folder and out.is_dir() and any(out.iterdir()):
        raise UserError("%(file)s is already there and is not an empty folder", file=out)


def _order(project: Project, chosen: Format, choice: Choice, options: WriteOptions, out: Path) -> _Order:
    if not choice.layers and chosen.name not in LOSSLESS:
        choice = replace(choice, layers=(chosen_layer(project, ""),))
    documents = chosen_documents(project, choice)
    sides: dict[str, str] = {}
    if choice.split is not None:
        sides = dict(sides_of(project, documents, choice.split))
        if choice.parts:
            documents = [each for each in documents if sides[each] in choice.parts]
        options = replace(options, splits=tuple((each, sides[each]) for each in documents))
    targets = tuple(_targets(chosen, choice, documents, sides, out))
    return _Order(chosen, choice, options, targets, sides)


def _targets(
    chosen: Format, choice: Choice, documents: Sequence[str], sides: Mapping[str, str], out: Path
) -> Iterator[Target]:
    together = chosen.name in LOSSLESS or "layers" in chosen.keeps or len(choice.layers) < 2
    groups = [choice.layers] if together else [(each,) for each in choice.layers]
    parts = [each for each in SIDES if each in sides.values()] if sides and chosen.name not in OWN_SPLITS else [""]
    for layers in groups:
        for part in parts:
            own = tuple(each for each in documents if not part or sides[each] == part)
            if own or not part:
                name = "-".join([out.stem, *([] if together else [_fit(layers[0])]), *([part] if part else [])])
                yield Target(out.with_name(name + out.suffix), layers, own, part)


def _fit(name: str) -> str:
    from annotator.formats.names import file_name

    return file_name(name)


# ---- writing ---------------------------------------------------------------------------------------------


def _written(
    project: Project, order: _Order, folder: Path, progress: Progress | None
) -> tuple[ExportReport, Tally]:
    report, tally = ExportReport(), Tally()
    count = sum(len(target.documents) for target in order.targets)
    done = 0
    for target in order.targets:
        source = all_written(project, target.documents, target.layers)
        watched = _watched(tally.watch(source, order.sides), done, count, progress)
        header = _header(project, target.layers)
        _add(report, order.format.write(watched, header, folder / target.path.name, order.options))
        done += len(target.documents)
    keeps = set(order.format.keeps)
    report.unkept = {} if order.format.name in LOSSLESS else tally.unkept(keeps)
    for row in tally.documents:
        if "part" in row:
            report.parts[str(row["part"])] = report.parts.get(str(row["part"]), 0) + 1
    return report, tally


def _header(project: Project, layers: tuple[str, ...]) -> Header:
    """What a file says about all its documents; it names whose layers it holds and nobody else: gold names nobody."""
    header = project.queries.header()
    return replace(header, annotators=tuple(each for each in header.annotators if not layers or each in layers))


def _add(report: ExportReport, part: WriteReport) -> None:
    report.documents += part.documents
    report.spans += part.spans
    report.losses += part.losses


def _watched(
    source: Iterator[AnnotatedDocument], done: int, count: int, progress: Progress | None
) -> Iterator[AnnotatedDocument]:
    for place, each in enumerate(source, done):
        if progress is not None and not progress(place, count):
            raise CancelledError("the export was stopped; nothing was written")
        yield each


@contextmanager
def _staged(out: Path, stage: Path | None) -> Iterator[Path]:
    """A folder beside the wanted place, gone in the end, whatever happens."""
    try:
        if stage is None:
            folder = Path(tempfile.mkdtemp(prefix=f".{out.name[:100]}.", suffix=".part", dir=out.parent))
        else:
            folder = stage
            folder.mkdir()
    except OSError as error:
        raise UserError("cannot write %(file)s: %(reason)s", file=out, reason=error.strerror or error) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _put_in_place(folder: Path, parent: Path) -> None:
    for each in sorted(folder.iterdir()):
        target = parent / each.name
        try:
            if each.is_dir() and target.is_dir():
                target.rmdir()
            each.replace(target)
        except OSError as error:
            raise UserError("cannot write %(file)s: %(reason)s", file=target, reason=error.strerror or error) from error


def stage_beside(out: Path) -> Path:
    """A free name for the folder in which an export of this place is written."""
    import secrets

    return out.with_name(f".{out.name[:100]}.{secrets.token_hex(4)}.part")


# ---- afterwards ------------------------------------------------------------------------------------------


def _reread(project: Project, order: _Order, folder: Path, report: ExportReport) -> None:
    if order.options.without_text:
        return  # stand-off without its texts cannot be read alone
    for target in order.targets:
        found = reread(
            order.format, folder / target.path.name, target.documents, _expect(project, target.layers), report.losses
        )
        report.reread.append(found)
        report.differences += found.differences


def _expect(project: Project, layers: tuple[str, ...]) -> Callable[[str], AnnotatedDocument]:
    return lambda identity: written(project, identity, layers)


def _manifest(
    project: Project, order: _Order, folder: Path, report: ExportReport, tally: Tally
) -> dict[str, Any]:
    split = order.choice.split
    options = {name: value for name, value in asdict(order.options).items() if name != "splits"}
    return {
        "manifest": 1,
        "versions": versions(order.format),
        "project": project.path.name,
        "format": order.format.name,
        "layers": list(order.choice.layers) or "all",
        "which": order.choice.which,
        "options": options,
        "split": asdict(split) | {"parts": report.parts} if split is not None else None,
        "seed": split.seed if split is not None else None,
        "scheme": scheme_of(project.queries.scheme()),
        "counts": {
            "documents": report.documents, "spans": report.spans, "labels": dict(sorted(tally.labels.items())),
            "relations": dict(sorted(tally.relations.items())),
        },
        "not_kept": report.unkept,
        "losses": losses_of(report.losses),
        "reread": [
            {"documents": each.documents, "spans": each.spans, "compared": each.compared,
             "equal": not each.differences, "differences": [str(one) for one in each.differences]}
            for each in report.reread
        ],
        "files": files_of((folder / target.path.name for target in order.targets), folder),
        "documents": tally.documents,
    }  # fmt: skip
