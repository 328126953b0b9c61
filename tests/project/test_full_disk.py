"""A disk that fills up in the middle of every kind of write: told in a sentence, nothing half, and it goes on after."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.core.command import AddDocuments, AddSpan, AddSuggestions, Batch, RenameLabel
from annotator.core.document import AnnotatedDocument, Document
from annotator.core.errors import UserError
from annotator.core.suggestion import Suggested, Suggestion
from annotator.project.backup import backup
from annotator.project.exchange import export
from annotator.project.handoff import Sharing, hand_off
from annotator.project.project import Project
from annotator.storage.writing import folded_state

TEXT = "قال المرصد السوري إن 211 شخصاً قتلوا. " * 200
PAGE = 4096
STEP = 24 * 1024

Write = Callable[[Project, Path], object]


def _import(project: Project, _: Path) -> object:
    many = tuple(AnnotatedDocument(Document(f"n{number}", "n", f"{number} {TEXT}")) for number in range(6))
    return project.execute(AddDocuments(many), "A")


def _label(project: Project, _: Path) -> object:
    return project.execute(AddSpan("d", 0, 3, "ACTOR", "A"), "A")


def _batch(project: Project, _: Path) -> object:
    wishes = tuple(AddSpan("d", start, start + 2, "FIGURE", "A") for start in range(400))
    return project.execute(Batch(wishes), "A")


def _suggest(project: Project, _: Path) -> object:
    some = tuple(Suggestion(start, start + 2, "FIGURE", {"value": start}) for start in range(400))
    return project.execute(AddSuggestions("d", Suggested(some)), "")


def _rename(project: Project, _: Path) -> object:
    return project.execute(RenameLabel("SOURCE", "VOICE"), "A")


def _merge(project: Project, outside: Path) -> object:
    return project.merge(outside / "other.raqim", "A")


WRITES: dict[str, Write] = {
    "import": _import, "label": _label, "batch": _batch, "suggest": _suggest, "rename": _rename, "merge": _merge,
    "undo": lambda project, _: project.undo("B"),
    "backup": lambda project, _: backup(project, project.path.with_name("copy.raqim")),
    "export": lambda project, _: export(project, project.path.with_name("out.jsonl"), format="jsonl"),
    "hand off": lambda project, _: hand_off(project, project.path.with_name("out"), ["d"], Sharing(("A",))),
    "create": lambda project, _: Project.create(project.path.with_name("new.raqim")).close(),
}  # fmt: skip


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A project with work of B, and a copy of it with more, on the disk that has room."""
    with Project.create(tmp_path / "base.raqim") as project:
        project.execute(AddDocuments((AnnotatedDocument(Document("d", "d", TEXT)),)), "lead")
        project.execute(Batch(tuple(AddSpan("d", start, start + 3, "SOURCE", "B") for start in range(300))), "B")
        project.copy_to(tmp_path / "other.raqim")
    with Project.open(tmp_path / "other.raqim") as other:
        other.execute(Batch(tuple(AddSpan("d", start, start + 4, "ACTOR", "C") for start in range(300))), "C")
    return tmp_path


def fill(disk: Path, free: int) -> None:
    """Leave that many bytes free."""
    (disk / "filler").unlink(missing_ok=True)
    command = ["df", "--output=avail", "--block-size=1", str(disk)]
    available = int(subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()[-1])
    with (disk / "filler").open("wb") as file:
        file.write(b"\x00" * max(0, available - free))


def clear(disk: Path) -> None:
    for each in sorted(disk.rglob("*"), reverse=True):
        each.rmdir() if each.is_dir() else each.unlink()


def state(project: Project) -> list[object]:
    queries = project.queries
    return [
        queries.stats(), queries.scheme(),
        [(each, queries.annotated(each)) for each in queries.document_ids()],
    ]  # fmt: skip


def refusal(call: Callable[[], object]) -> str | None:
    """The sentence in which a call was refused, if it was."""
    try:
        call()
    except UserError as error:
        return str(error)
    return None


def one_try(disk: Path, outside: Path, write: Write, free: int) -> bool:
    """Write on a disk with so much room; whether it went. Where it did not, all is as before, and goes after."""
    clear(disk)
    path = disk / "p.raqim"
    path.write_bytes((outside / "base.raqim").read_bytes())
    with Project.open(path) as project:
        before = state(project)
        fill(disk, free)
        said = refusal(lambda: write(project, outside))
        if said is None:
            return True
        assert str(disk) in said
        assert state(project) == before
    assert [each.name for each in disk.rglob("*.part*")] == []
    look_after(disk, path, before, lambda project: write(project, outside))
    return False


def look_after(disk: Path, path: Path, before: list[object], write: Callable[[Project], object]) -> None:
    assert str(path) in (refusal(lambda: Project.open(path).close()) or str(path))  # while it is full
    (disk / "filler").unlink()
    with Project.open(path) as project:
        assert project.integrity() == []
        assert state(project) == before
        for document in ("", *project.queries.document_ids()):
            assert folded_state(project._store, project._log.ops_of_document(document)) == []
        subprocess.run(["mount", "-o", "remount,size=16m", str(disk)], check=True)
        write(project)
        assert project.integrity() == []
    subprocess.run(["mount", "-o", "remount,size=4m", str(disk)], check=True)


@pytest.mark.parametrize("kind", WRITES)
def test_a_disk_that_is_full_at_once_changes_nothing(kind: str, disk: Path, outside: Path) -> None:
    assert not one_try(disk, outside, WRITES[kind], 0)


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("kind", WRITES)
def test_a_disk_that_fills_up_in_the_middle_changes_nothing(kind: str, disk: Path, outside: Path) -> None:
    free = PAGE
    while not one_try(disk, outside, WRITES[kind], free):
        free += STEP if free > 10 * PAGE else PAGE
        assert free < 4_000_000
