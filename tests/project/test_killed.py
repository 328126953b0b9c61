"""A writer killed at any moment: what it said was saved is there, nothing half is, and the next start works."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from annotator.core.command import AddDocuments, AddSpan
from annotator.core.document import AnnotatedDocument, Document
from annotator.core.errors import UserError
from annotator.project.checking import check
from annotator.project.project import Project
from annotator.storage.writing import folded_state

WRITER = Path(__file__).with_name("writer_process.py")
ROOT = Path(__file__).parents[2]


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    base = tmp_path / "p.raqim"
    with Project.create(base) as project:
        text = "قال المرصد السوري إن 211 شخصاً قتلوا. " * 3
        documents = [AnnotatedDocument(Document(name, name, text)) for name in "ab"]
        project.execute(AddDocuments(tuple(documents)), "lead")
        others = [tmp_path / f"other{number}.raqim" for number in range(3)]
        for each in others:
            project.copy_to(each)
    for number, each in enumerate(others):
        with Project.open(each) as project:
            for start in range(20):
                project.execute(AddSpan("a", start, start + 2, "SOURCE", f"O{number}"), f"O{number}")
    return [base, *others]


def run_and_kill(files: list[Path], seed: int) -> list[str]:
    """What a writer said it saved. It is killed at a random moment after none to five of its actions.

    Actions are counted, since by the clock a busy machine would kill each writer before its first one.
    """
    chance = random.Random(seed)
    command = [sys.executable, str(WRITER), str(files[0]), str(seed), *map(str, files[1:])]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    said = "".join(process.stdout.readline() for _ in range(chance.randrange(6)))
    time.sleep(chance.uniform(0, 0.05))
    process.send_signal(signal.SIGKILL)
    said += process.stdout.read()
    process.stdout.close()
    process.wait()
    whole = said[: said.rfind("\n") + 1]
    return [line.split()[1] for line in whole.splitlines() if line.startswith("saved ")]


def look_after(path: Path, saved: list[str]) -> None:
    with Project.open(path) as project:
        assert project.integrity() == []
        assert [each for each in check(project) if each.severity == "error"] == []
        known = {event.id for event in project.queries.history()}
        assert [each for each in saved if each not in known] == []
        for document in ("", *project.queries.document_ids()):
            assert folded_state(project._store, project._log.ops_of_document(document)) == []
        project.execute(AddSpan("a", 90, 95, "ACTOR", f"after{len(known)}"), "lead")


def test_a_few_killed_writers_lose_nothing(files: list[Path]) -> None:
    for seed in range(4):
        look_after(files[0], run_and_kill(files, seed))


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_three_hundred_killed_writers_lose_nothing(files: list[Path]) -> None:
    pristine = files[0].read_bytes()
    saved = 0
    for seed in range(300):
        if seed % 20 == 0:
            for stale in files[0].parent.glob("p.raqim*"):
                stale.unlink()
            files[0].write_bytes(pristine)
        said = run_and_kill(files, 1000 + seed)
        saved += len(said)
        look_after(files[0], said)
    assert saved >= 300


def test_a_power_cut_that_drops_the_unsynced_tail_leaves_whole_actions(files: list[Path], tmp_path: Path) -> None:
    """The log's tail that never reached the disk is cut off at every size; what is left is whole."""
    project = Project.open(files[0])
    for start in range(30):
        project.execute(AddSpan("b", start, start + 2, "ACTOR", "W"), "W")
    main, wal = files[0].read_bytes(), files[0].with_name("p.raqim-wal").read_bytes()
    project.close()
    chance = random.Random(5)
    for number in range(25):
        cut = tmp_path / f"cut{number}.raqim"
        cut.write_bytes(main)
        cut.with_name(cut.name + "-wal").write_bytes(wal[: chance.randrange(len(wal))])
        with Project.open(cut) as after:
            assert after.integrity() == []
            events = len(after.queries.history())
            assert len(after.queries.spans("b", "W")) == events - 2


def mutated(whole: bytes, chance: random.Random) -> bytes:
    match chance.randrange(3):
        case 0:
            data = bytearray(whole)
            for _ in range(chance.randrange(1, 40)):
                data[chance.randrange(len(data))] = chance.randrange(256)
            return bytes(data)
        case 1:
            return whole[: chance.randrange(len(whole))]
        case _:
            place = chance.randrange(len(whole))
            return whole[:place] + chance.randbytes(chance.randrange(1, 5000)) + whole[place:]


def seen(project: Project) -> list[object]:
    queries = project.queries
    return [queries.scheme(), queries.annotators(), *(queries.annotated(each) for each in queries.document_ids())]


def open_mutated(path: Path, whole: bytes, seed: int, state: list[object]) -> bool:
    """Open a damaged file and read all of it; whether damage was told of. Where it was not, nothing else is there."""
    data = mutated(whole, random.Random(seed))
    path.write_bytes(data)
    try:
        with Project.open(path) as project:
            faults = project.integrity() or project.differences()
            found = seen(project)
    except UserError:
        return True
    assert faults or found == state, f"seed {seed}"
    return bool(faults)


def test_damaged_files_are_told_of_or_read(files: list[Path], tmp_path: Path) -> None:
    with Project.open(files[0]) as project:
        state = seen(project)
    whole = files[0].read_bytes()
    told = sum(open_mutated(tmp_path / "m.raqim", whole, seed, state) for seed in range(100))
    assert told > 50


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_ten_thousand_damaged_files_never_crash_or_hang(files: list[Path], tmp_path: Path) -> None:
    with Project.open(files[1]) as project:
        state = seen(project)
    whole = files[1].read_bytes()
    for seed in range(10_000):
        open_mutated(tmp_path / "m.raqim", whole, 10_000 + seed, state)
