"""Hand-off: one file per annotator with the scheme, their documents and nobody else's labels; and sending it back."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from annotator.core.errors import UserError
from annotator.project.backup import backup, keep
from annotator.project.merging import MergeReport
from annotator.project.project import Project
from annotator.project.reader import GOLD


@dataclass(frozen=True, slots=True)
class Sharing:
    """How documents are shared out.

    ``overlap`` percent of them go to two annotators each, ``calibration`` documents to all; ``seed`` decides by chance.
    ``drawn``: they stand in an order drawn by chance, in the files too, not in that in which they were named.
    """

    annotators: tuple[str, ...]
    overlap: float = 0.0
    seed: int = 0
    calibration: int = 0
    suggestions: bool = True
    drawn: bool = False


def share(documents: Sequence[str], sharing: Sharing) -> dict[str, list[str]]:
    """Which annotator gets which documents, in the order in which they will stand.

    Raises:
        UserError: no annotators, a name twice, or an overlap that is no percentage.
    """
    names = sharing.annotators
    if not names or len(set(names)) != len(names) or not all(names):
        raise UserError("name each annotator once")
    if not 0 <= sharing.overlap <= 100:
        raise UserError("%(overlap)s is no percentage", overlap=sharing.overlap)
    chance = random.Random(sharing.seed)  # noqa: S311 - repeatable, no secret
    if sharing.drawn:
        documents = chance.sample(documents, len(documents))
    everyone = set(documents[: sharing.calibration])
    rest = [each for each in documents if each not in everyone]
    doubled = set(chance.sample(rest, round(len(rest) * sharing.overlap / 100))) if len(names) > 1 else set()
    order = rest[:]
    chance.shuffle(order)
    given = {name: set(everyone) for name in names}
    turn = 0
    for each in order:
        for _ in range(2 if each in doubled else 1):
            given[names[turn % len(names)]].add(each)
            turn += 1
    return {name: [each for each in documents if each in mine] for name, mine in given.items()}


def hand_off(project: Project, folder: Path, documents: Sequence[str], sharing: Sharing) -> dict[str, Path]:
    """Write ``folder/NAME.raqim`` for each annotator; every file is opened and checked before it appears.

    Raises:
        UserError: a file is there already, or the folder cannot be written.
    """
    shares = share(documents, sharing)
    targets = {name: folder / f"{_file_name(name)}.raqim" for name in shares}
    for path in targets.values():
        if path.exists():
            raise UserError("%(path)s is there already; choose another folder", path=path)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError("%(path)s cannot be written: %(reason)s", path=folder, reason=error.strerror) from error
    for name, mine in shares.items():
        _write(project, targets[name], mine, name, suggestions=sharing.suggestions)
    return targets


def hand_off_from(path: Path, folder: Path, documents: Sequence[str], sharing: Sharing) -> dict[str, Path]:
    """`hand_off` with a connection of its own, so that a worker can run it.

    Raises:
        UserError: as `hand_off`, or the project cannot be read.
    """
    with Project.open(path) as project:
        return hand_off(project, folder, documents, sharing)


def send_back_from(path: Path, out: Path) -> Path:
    """`send_back` with a connection of its own, so that a worker can run it.

    Raises:
        UserError: as `send_back`, or the project cannot be read.
    """
    with Project.open(path) as project:
        return send_back(project, out)


def clear_unfinished(folder: Path) -> None:
    """Take away what a hand-off that was stopped left half-written."""
    for left in folder.glob(".*.raqim.part*"):
        left.unlink(missing_ok=True)


def _file_name(annotator: str) -> str:
    """An annotator's name as a file's: nothing in it leads elsewhere."""
    if annotator == GOLD or not annotator.strip(" ."):
        raise UserError("%(name)s cannot be an annotator's name", name=annotator)
    return "".join(each if each.isalnum() or each in " -_." else "_" for each in annotator)


def _write(project: Project, path: Path, documents: Sequence[str], annotator: str, *, suggestions: bool) -> None:
    unfinished = path.with_name(f".{path.name}.part")
    try:
        project.copy_to(unfinished)
        with Project.open(unfinished) as copy:
            copy.reduce_to(documents, annotator, suggestions=suggestions)
            faults = copy.integrity()
        if faults:
            raise UserError("the copy %(path)s is damaged: %(reason)s", path=path, reason=faults[0])
        unfinished.rename(path)
    finally:
        for left in path.parent.glob(unfinished.name + "*"):
            left.unlink(missing_ok=True)


def send_back(project: Project, out: Path) -> Path:
    """A whole copy of a hand-off to send back, opened and checked.

    Raises:
        UserError: the place is taken or cannot be written, or the copy is not whole.
    """
    return backup(project, out)


def take_back(path: Path, others: Sequence[Path], actor: str, *, dry_run: bool = False) -> list[MergeReport]:
    """Merge files that came back into a project, in any order; before that, an automatic backup is kept.

    A pure function of the files with a connection of its own, so that a worker can run it. With ``dry_run`` each
    report says what its file alone would bring, and nothing is written.

    Raises:
        UserError: a file cannot be read, was altered or is no project; those before it are merged.
    """
    if not dry_run:
        keep(path, "merge")
    with Project.open(path) as project:
        return [project.merge(other, actor, dry_run=dry_run) for other in others]


def rehearse(path: Path, others: Sequence[Path], actor: str) -> tuple[list[MergeReport], dict[str, str]]:
    """What `take_back` would bring, and the names of the documents that its reports speak of, by id; writes nothing.

    Raises:
        UserError: as `take_back`.
    """
    reports = take_back(path, others, actor, dry_run=True)
    names: dict[str, str] = {}
    for place in (*others, path):  # a name here comes before a name there
        with Project.open(place) as project:
            names |= {row.id: row.name for row in project.queries.document_rows("")}
    spoken_of = {each for report in reports for each in _documents_of(report)}
    return reports, {document: name for document, name in names.items() if document in spoken_of}


def _documents_of(report: MergeReport) -> set[str]:
    return {
        *report.new_documents, *report.changed_documents, *report.unchanged_documents, *report.refused,
        *report.same_text, *report.same_text.values(), *(each.document for each in report.conflicts),
    }  # fmt: skip
