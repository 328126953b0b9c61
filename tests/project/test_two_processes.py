"""Two programs on one file, each writing every 5 ms: no update is lost, nobody waits long, nobody is told of locks.

How long a write takes on this machine at this moment is told by a third program, which has a file of its own.
"""

from __future__ import annotations

import json
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
    """Write every 5 ms; print how many writes there were, all times in ms, and every sentence that came instead."""
    project = Project.open(path)
    count, times, told = 0, [], []
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
        times.append(round((time.perf_counter() - begin) * 1000, 1))
        count += 1
        project.refresh()
        time.sleep(max(0.0, EVERY_S - (time.perf_counter() - begin)))
    project.close()
    sys.stdout.write(f"{count}\t{json.dumps(times)}\t{told}\n")


Found = dict[str, tuple[int, list[float], str]]


def both(path: Path, seconds: float) -> Found:
    """What A and B said, who wrote to one file, and C, who wrote to another."""
    alone = path.with_name("alone.raqim")
    for each in (path, alone):
        with Project.create(each) as project:
            project.execute(AddDocuments((AnnotatedDocument(Document("d", "d", TEXT)),)), "lead")
    code = "import sys; from pathlib import Path; from tests.project.test_two_processes import work; "
    code += "work(Path(sys.argv[1]), sys.argv[2], float(sys.argv[3]))"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    running = {
        who: subprocess.Popen(
            [sys.executable, "-c", code, str(alone if who == "C" else path), who, str(seconds)],
            stdout=subprocess.PIPE, text=True, env=environment,
        )
        for who in "ABC"
    }  # fmt: skip
    found = {}
    for who, process in running.items():
        said, _ = process.communicate(timeout=seconds + 240)
        assert process.returncode == 0
        count, times, told = said.strip().split("\t")
        found[who] = (int(count), json.loads(times), told)
    return found


def look_after(path: Path, found: Found) -> None:
    with Project.open(path) as project:
        for who in "AB":
            count, _, told = found[who]
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
    assert all(count for count, _, _ in found.values())


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_two_writers_lose_nothing_in_a_minute_and_wait_for_nobody(tmp_path: Path) -> None:
    found = both(tmp_path / "p.raqim", 60)
    look_after(tmp_path / "p.raqim", found)
    longest = {who: max(times) for who, (_, times, _) in found.items()}
    late = {who: sum(each > LONGEST_WAIT_MS for each in times) for who, (_, times, _) in found.items()}
    few = 3 + found["C"][0] // 100 + 3 * late["C"]  # what a busy machine makes wait is no other writer's doing
    assert max(longest["A"], longest["B"]) <= LONGEST_WAIT_MS or max(late["A"], late["B"]) <= few, (longest, late)
    counts = [found[who][0] for who in "AB"]
    assert min(counts) * 5 > max(counts), "one of them starves"
