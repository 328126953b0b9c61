"""A survey made by two processes is what one makes of it; the second one ends with the first, whatever ends that."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.core.command import AddDocuments
from annotator.core.document import AnnotatedDocument, Document, Layer
from annotator.core.span import Relation, Span, Value
from annotator.project.exchange import import_files
from annotator.project.jobs import Worker
from annotator.project.project import Project
from annotator.project.radar import keeping, sharing
from annotator.project.radar.copies import sampled
from annotator.project.radar.harvest import harvested
from annotator.project.radar.reading import document_order, ground_of
from annotator.project.radar.sharing import Block, Limits, Made, Partner, Ready
from annotator.project.radar.sheet import Ground
from annotator.project.radar.survey import Survey, surveyed
from annotator.project.radar.wanted import Wanted
from annotator.project.radar.watching import Progress, ask
from annotator.storage.store import Store
from tests.project.big_project import fill

ROOT = Path(__file__).parents[3]
CORPUS = ROOT / "corpus" / "articles.jsonl"
PATIENCE = 120.0


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "p.raqim") as made:
        yield made


@pytest.fixture(scope="module")
def corpus_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sharing") / "corpus.raqim"
    with Project.create(path) as made:
        import_files(made, [CORPUS], actor="A")
        fill(made, 150)
    return path


def everything(survey: Survey) -> dict[str, object]:
    """All that a survey keeps and finds; hashes of this process stand for their words."""
    words = survey._mentions
    return {
        "marks": {document: list(marks) for document, marks in survey._marks.items()},
        "layers": survey._layers,
        "labels": [(words.mixed[name], words.labels(name)) for name in words.worst_first()],
        "reports": list(survey._reports.items()),
        "alike": list(survey._copies.alike()),
        "found": list(survey.every()),
        "topics": survey.topics(),
        "duplicates": survey.duplicates(),
        "counts": survey.counts(),
    }


def begun(path: Path) -> Partner:
    """A second process that has opened the file."""
    with closing(Store.open(path, reading=True)) as store:
        partner = Partner(path, ground_of(store))
    job = partner._begun
    assert job is not None
    wait_until(job.done)
    return partner


def wait_until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


def runs(process: int) -> bool:
    """Whether a process is there and not only waited for."""
    try:
        os.kill(process, 0)
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (ProcessLookupError, FileNotFoundError):
        return False


def surveyed_by_two(path: Path, monkeypatch: pytest.MonkeyPatch, block: int = 7) -> tuple[Survey, int]:
    """The survey of a file of which the second process makes every other block; and how many it made."""
    partner = begun(path)
    answered = 0

    def shared(store: Store, ground: Ground, documents: Block) -> Iterator[list[Ready]]:
        def make(documents: Block) -> Made:
            nonlocal answered
            if partner._asked:
                wait_until(partner._asked[0][1].done)
                answered += 1
            return harvested(store, ground, documents)

        return sharing.in_order([documents[n : n + block] for n in range(0, len(documents), block)], make, partner)

    monkeypatch.setattr(keeping, "harvests", shared)
    try:
        return surveyed(path), answered
    finally:
        monkeypatch.undo()
        partner.close()


# ---- what two make ---------------------------------------------------------------------------------------


def test_two_processes_make_the_survey_that_one_makes(corpus_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    both, answered = surveyed_by_two(corpus_file, monkeypatch)
    assert answered >= 3
    assert everything(both) == everything(surveyed(corpus_file))


WORDS = ("المرصد", "السوري", "والمرصد", "قال", "129", "شخصاً،", "بالمرصد", "حلب", "قتلوا", "دمشق.")
TEXTS = st.lists(st.sampled_from(WORDS), max_size=9)
LABELS = ("ACTOR", "FIGURE", "SOURCE")
NUMBERS = st.sampled_from((1, 129, 7.5))


@st.composite
def documents(draw: st.DrawFn) -> tuple[AnnotatedDocument, ...]:
    return tuple(
        made_of(f"d{number}", words, draw(st.lists(st.sampled_from(("", *LABELS)), min_size=len(words))),
                draw(NUMBERS), draw(st.sampled_from("AB")))
        for number, words in enumerate(draw(st.lists(TEXTS, min_size=1, max_size=9)))
    )  # fmt: skip


def made_of(name: str, words: list[str], labels: list[str], value: float, layer: str) -> AnnotatedDocument:
    """A document of words, each under its label, if any; its figures are parts of the first of them."""
    spans, at = [], 0
    for word, label in zip(words, labels, strict=False):
        if label:
            said: dict[str, Value] = {"value": value} if label == "FIGURE" else {}
            spans.append(Span(f"{name}.{at}", at, at + len(word), label, said))
        at += len(word) + 1
    total, *parts = [each.id for each in spans if each.label == "FIGURE"] or [""]
    joined = tuple(Relation(f"{name}.r{n}", "PART_OF", part, total) for n, part in enumerate(parts))
    return AnnotatedDocument(
        Document(name, name, " ".join(words)), (Layer(layer, spans=tuple(spans), relations=joined),)
    )


@pytest.mark.slow
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(documents())
def test_two_processes_make_of_any_project_what_one_makes(
    tmp_path_factory: pytest.TempPathFactory, made: tuple[AnnotatedDocument, ...]
) -> None:
    path = tmp_path_factory.mktemp("any") / "p.raqim"
    with Project.create(path) as project:
        project.execute(AddDocuments(made), "A")
    with pytest.MonkeyPatch.context() as patch:
        both, _ = surveyed_by_two(path, patch, block=2)
    assert everything(both) == everything(surveyed(path))


def test_shingles_are_the_same_numbers_in_every_process() -> None:
    texts = [" ".join(WORDS * 8), "قال المرصد", "", " \n", "\ud800 نص"]
    worker = Worker()
    assert worker.submit(sampled, texts).result(PATIENCE) == sampled(texts)
    worker.kill()
    assert [bool(each) for each in sampled(texts)] == [True, True, False, False, True]


# ---- doing without ---------------------------------------------------------------------------------------


def test_a_second_process_that_dies_is_done_without(corpus_file: Path) -> None:
    with closing(Store.open(corpus_file, reading=True)) as store:
        order, ground = document_order(store), ground_of(store)
        partner = begun(corpus_file)
        found, steps = [], 0

        def make(block: Block) -> Made:
            nonlocal steps
            steps += 1
            process = partner._worker._process
            if steps == 3 and process is not None:
                process.kill()
                process.join()
            return harvested(store, ground, block)

        for ready in sharing.in_order([order[n : n + 5] for n in range(0, len(order), 5)], make, partner):
            found += [each.document for _, made in ready for each in made]
        partner.close()
    assert found == order
    assert partner._broken


@pytest.mark.slow
def test_what_the_second_process_is_late_with_is_made_here(corpus_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Partner, "answers", lambda _partner: iter(()))
    monkeypatch.setattr(sharing, "AHEAD", 3)
    with closing(Store.open(corpus_file, reading=True)) as store:
        order, ground = document_order(store), ground_of(store)
        partner = begun(corpus_file)
        blocks = [order[n : n + 9] for n in range(0, len(order), 9)]
        steps = list(sharing.in_order(blocks, lambda block: harvested(store, ground, block), partner))
        assert partner._asked
        partner.close()
    assert [block for ready in steps for block, _ in ready] == blocks
    assert max(map(len, steps)) <= 4


def test_few_documents_one_processor_or_a_daemon_do_without(
    corpus_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[Path] = []
    monkeypatch.setattr(sharing, "Partner", lambda path, _ground: started.append(path))
    surveyed(corpus_file)
    assert not started
    monkeypatch.setattr(Limits, "least", 1)
    monkeypatch.setattr(sharing, "processors", lambda: 1)
    surveyed(corpus_file)
    assert not started
    monkeypatch.setattr(sharing, "processors", lambda: 2)
    surveyed(corpus_file)
    assert started == [corpus_file]
    worker = Worker()
    assert worker.submit(has_partner, corpus_file).result(PATIENCE) is False
    worker.kill()


def test_a_second_process_that_cannot_be_started_is_done_without(
    corpus_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_worker: Worker) -> None:
        raise OSError("no more processes")

    monkeypatch.setattr(sharing, "processors", lambda: 2)
    monkeypatch.setattr(Worker, "_start", refuse)
    assert sharing.partner_for(corpus_file, Ground()) is None


# ---- the end ---------------------------------------------------------------------------------------------


def has_partner(path: Path) -> bool:
    """In a worker: whether it gets a second process."""
    partner = sharing.partner_for(path, Ground())
    if partner is not None:
        partner.close()
    return partner is not None


class _Held:
    partner: Partner | None = None


def hold_partner(path: Path) -> int:
    """In a worker: start a second process and keep it busy; its number."""
    _Held.partner = partner = begun(path)
    with closing(Store.open(path, reading=True)) as store:
        partner.ask(deque(range(4)), [document_order(store)] * 4)
    process = partner._worker._process
    assert process is not None
    assert process.pid is not None
    return process.pid


def asked_by_two(path: Path) -> list[object]:
    """In a worker: what is asked in the window, answered by two processes."""
    Limits.least = 1
    answers: list[object] = []
    while not answers or isinstance(answers[-1], Progress):
        answers.append(ask(path, Wanted(), 0.0))
    return answers


@pytest.mark.slow
def test_the_windows_worker_may_have_a_second_process_and_says_how_far_both_are(corpus_file: Path) -> None:
    worker = Worker(helped=True)
    *progress, view = worker.submit(asked_by_two, corpus_file).result(PATIENCE)
    worker.kill()
    assert view == surveyed(corpus_file).view(Wanted())
    told = [each.done for each in progress]
    assert told == sorted(told)
    assert told[0] == 0
    assert len(told) >= 3


@pytest.mark.slow
def test_to_stop_the_first_process_ends_the_second(corpus_file: Path) -> None:
    worker = Worker(helped=True)
    second = worker.submit(hold_partner, corpus_file).result(PATIENCE)
    assert runs(second)
    worker.kill()
    wait_until(lambda: not runs(second))


def test_a_survey_that_is_given_up_ends_its_second_process(
    corpus_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Partner] = []

    def kept(path: Path, ground: Ground) -> Partner:
        made.append(Partner(path, ground))
        return made[0]

    monkeypatch.setattr(Limits, "least", 1)
    monkeypatch.setattr(sharing, "partner_for", kept)
    steps = Survey(corpus_file).update()
    next(steps)
    process = made[0]._worker._process
    assert process is not None
    assert process.is_alive()
    steps.close()  # type: ignore[attr-defined] # update is a generator, told as an iterator
    assert not process.is_alive()


WINDOW = """
import sys, time
from pathlib import Path
from annotator.project.jobs import Worker
from tests.project.radar.test_sharing import hold_partner
worker = Worker(helped=True)
second = worker.submit(hold_partner, Path(sys.argv[1])).result(120)
print(worker._process.pid, second, flush=True)
if sys.argv[2] == "stay":
    time.sleep(600)
"""


def window(path: Path, what: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WINDOW, str(path), what]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("end", ["killed", pytest.param("left", marks=pytest.mark.slow)])
def test_a_window_that_is_killed_or_just_ends_leaves_no_process_behind(corpus_file: Path, end: str) -> None:
    with window(corpus_file, "stay" if end == "killed" else "go") as program:
        assert program.stdout is not None
        workers = list(map(int, program.stdout.readline().split()))
        assert len(workers) == 2
        if end == "killed":
            program.kill()
        program.wait(PATIENCE)
    wait_until(lambda: not any(map(runs, workers)))
