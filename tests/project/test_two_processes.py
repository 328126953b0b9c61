"""Two programs on one file, each writing every 5 ms: no update is lost, nobody waits long, nobody is told of locks."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from annotator.core.command import AddDocuments, AddSpan, ChangeSpan
from annotator.core.document import AnnotatedDocument, Document
from annotator.core.errors import UserError
from annotator.project.project import Project

ROOT = Path(__file__).parents[2]
TEXT = "قال المرصد السوري إن 211 شخصاً قتلوا. " * 300
EVERY_S = 0.005
LONGEST_WAIT_MS = 250


def work(path: Path, who: str, seconds: float) -> None:
    """Write every 5 ms; print how many writes there were, the longest in ms, and every sentence that came instead."""
    project = Project.open(path)
    count, longest, told = 0, 0.0, []
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        begin = time.perf_counter()
        try:
            if count % 3 == 2:
                project.execute(ChangeSpan(f"{who}{count - 1}", note=str(count)), who)
            else:
                project.execute(AddSpan("d", count, count + 2, "ACTOR", who, id=f"{who}{count}"), who)
        except UserError as error:
            told.append(str(error))
        longest = max(longest, (time.perf_counter() - begin) * 1000)
        count += 1
        project.refresh()
        time.sleep(max(0.0, EVERY_S - (time.perf_counter() - begin)))
    project.close()
    sys.stdout.write(f"{count}\t{longest}\t{told}\n")


def both(path: Path, seconds: float) -> dict[str, tuple[int, float, str]]:
    with Project.create(path) as project:
        project.execute(AddDocuments((AnnotatedDocument(Document("d", "d", TEXT)),)), "lead")
    code = "import sys; from pathlib import Path; from tests.project.test_two_processes import work; "
    code += "work(Path(sys.argv[1]), sys.argv[2], float(sys.argv[3]))"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    running = {
        who: subprocess.Popen(
            [sys.executable, "-c", code, str(path), who, str(seconds)], stdout=subprocess.PIPE, text=True,
            env=environment,
        )
        for who in "AB"
    }  # fmt: skip
    found = {}
    for who, process in running.items():
        said, _ = process.communicate(timeout=seconds + 60)
        assert process.returncode == 0
        count, longest, told = said.strip().split("\t")
        found[who] = (int(count), float(longest), told)
    return found


def look_after(path: Path, found: dict[str, tuple[int, float, str]]) -> None:
    with Project.open(path) as project:
        for who, (count, _, told) in found.items():
            assert told == "[]"
            spans = {span.id: span for span in project.queries.spans("d", who)}
            assert len(spans) == sum(1 for number in range(count) if number % 3 != 2)
            for number in range(2, count, 3):
                assert spans[f"{who}{number - 1}"].note == str(number)
            assert len(project._log.select("actor = ?", (who,))) == count
        assert project.integrity() == []


def test_two_writers_lose_nothing_in_two_seconds(tmp_path: Path) -> None:
    found = both(tmp_path / "p.raqim", 2)
    look_after(tmp_path / "p.raqim", found)
    assert all(count > 5 for count, _, _ in found.values())


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_two_writers_lose_nothing_in_a_minute_and_wait_for_nobody(tmp_path: Path) -> None:
    found = both(tmp_path / "p.raqim", 60)
    look_after(tmp_path / "p.raqim", found)
    assert max(longest for _, longest, _ in found.values()) <= LONGEST_WAIT_MS, found
