from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from annotator.core.command import AddSuggestions
from annotator.core.errors import UserError
from annotator.core.scheme import shipped_scheme
from annotator.core.settings import Settings
from annotator.core.suggestion import Suggested, Suggestion
from annotator.project import outside, outside_program
from annotator.project.exchange import add_text
from annotator.project.outside import OutsideSuggester, OutsideSuggesters, outside_suggestions
from annotator.project.outside_registry import (
    Registration,
    register,
)
from annotator.project.outside_rounds import waited
from annotator.project.project import Project
from annotator.suggest.outside import Answer, parsed, question

TEXT = "قال المرصد السوري إن 211 شخصاً قتلوا"
SCHEME = shipped_scheme()
LOOP = """
import json, os, sys, time
def answer(asked, *spans, **more):
    print(json.dumps({"id": asked["id"], "spans": spans, **more}), flush=True)
for line in sys.stdin:
    asked = json.loads(line)
    text = asked["text"]
"""
GOOD = (
    LOOP
    + """
    at = text.find("211")
    found = {"start": at, "end": at + 3, "label": "FIGURE", "score": 0.9, "why": "digits"}
    answer(asked, *([found] if at >= 0 else []))
"""
)
MEETING = GOOD.replace("    at =", """    open(__file__ + ".here", "w").close()
    beside = os.path.dirname(__file__)
    while sum(name.endswith(".here") for name in os.listdir(beside)) < 3: time.sleep(0.01)
    at =""")
"""Answers once three of its kind were asked: one after the other they would wait for ever."""
Make = Callable[..., OutsideSuggester]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    made: list[OutsideSuggester] = []

    def build(program: str, *, seconds: float = 20.0, start: float = 60.0) -> OutsideSuggester:
        made.append(OutsideSuggester(registration(tmp_path, program, seconds=seconds, start=start), SCHEME))
        return made[-1]

    yield build
    for each in made:
        each.close()


def registration(
    folder: Path, program: str, *, seconds: float = 20.0, start: float = 60.0, name: str = "mine"
) -> Registration:
    file = folder / f"{name}.py"
    file.write_text(program, "utf-8")
    return Registration(name, (sys.executable, str(file)), seconds, start)


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that ended and waits to be noticed does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def said(suggester: OutsideSuggester) -> str:
    return "\n".join(map(str, suggester.problems))


# ---- programs ---------------------------------------------------------------------------------------------


def test_a_programs_suggestions_come_with_its_name_and_reason(make: Make) -> None:
    (span,) = make(GOOD).suggest("d1", TEXT).spans
    assert TEXT[span.start : span.end] == "211"
    assert (span.label, span.score, span.suggester, span.why) == ("FIGURE", 0.9, "mine", "digits")


def test_one_process_serves_many_documents(make: Make) -> None:
    suggester = make(LOOP + "    answer(asked, why=1, error='pid %d' % os.getpid())\n")
    for number in range(5):
        suggester.suggest(f"d{number}", TEXT)
    assert len({each.message % dict(each.arguments) for each in suggester.problems}) == 1


@pytest.mark.parametrize("text", ["😀 211", "\ud800 211", "\u200f211\u2028", "\x00211", "\r\n211"])
def test_any_text_reaches_the_program_and_offsets_are_code_points(make: Make, text: str) -> None:
    (span,) = make(GOOD).suggest("d", text).spans
    assert text[span.start : span.end] == "211"


def test_a_hung_program_is_ended_reported_and_started_anew(make: Make) -> None:
    suggester = make(GOOD.replace("    at =", "    if 'hang' in text: time.sleep(600)\n    at ="), seconds=3)
    assert suggester.suggest("d1", TEXT).spans
    with pytest.raises(UserError, match="longer than 3 seconds"):  # not as long as it would hang
        suggester.suggest("d2", "hang")
    assert suggester.suggest("d3", TEXT).spans


def test_a_crash_is_reported_with_its_last_words_and_the_next_document_served(make: Make) -> None:
    suggester = make(GOOD.replace("    at =", "    if 'bad' in text: raise ValueError('no such word')\n    at ="))
    with pytest.raises(UserError, match=r"ended \(1\).*no such word"):
        suggester.suggest("d1", "bad")
    assert suggester.suggest("d2", TEXT).spans


def test_a_program_that_always_fails_is_left_out_after_three_times(make: Make) -> None:
    suggester = make("raise SystemExit('out of order')")
    for _ in range(3):
        with pytest.raises(UserError, match="out of order"):
            suggester.suggest("d", TEXT)
    with pytest.raises(UserError, match="left out"):
        suggester.suggest("d", TEXT)


def test_a_program_that_does_not_exist_says_so() -> None:
    with pytest.raises(UserError, match="cannot be started"):
        OutsideSuggester(Registration("mine", ("/nowhere/at-all",))).suggest("d", TEXT)


def test_a_program_that_ends_behind_each_answer_is_begun_anew(make: Make) -> None:
    suggester = make(GOOD + "    break\n")
    assert [len(suggester.suggest(f"d{number}", TEXT).spans) for number in range(3)] == [1, 1, 1]


def test_chatter_on_either_stream_does_not_stop_the_answer(make: Make) -> None:
    chatter = "    print('loading…'); sys.stderr.write('x' * 3_000_000)\n    print(json.dumps({'id': 'old'}))\n    at ="
    suggester = make(GOOD.replace("    at =", chatter))
    assert suggester.suggest("d", TEXT).spans
    assert "no JSON" in said(suggester)
    assert "another document" in said(suggester)


def test_a_program_that_says_too_much_is_ended(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outside_program, "ROOM", 100_000)
    with pytest.raises(UserError, match="too much"):
        make(LOOP + "    while True: print('x' * 1000)\n").suggest("d", TEXT)


def test_a_program_that_does_not_read_keeps_nobody_waiting(make: Make) -> None:
    suggester = make("import time; time.sleep(600)", seconds=1, start=0)
    asked = suggester.begin("d", "كلمة " * 1_000_000)
    with pytest.raises(UserError, match="longer than 1 seconds"):  # whoever waits for it sees it end by itself
        waited(asked)


def test_a_long_text_and_a_long_answer_are_no_work_of_the_caller(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    workers: list[threading.Thread] = []

    def noted(function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any) -> Any:
            workers.append(threading.current_thread())
            return function(*arguments)

        return call

    for name, function in (("question", question), ("parsed", parsed), ("Answer", Answer)):
        monkeypatch.setattr(outside, name, noted(function))
    many = "    answer(asked, *[{'start': n, 'end': n + 3, 'label': 'ACTOR'} for n in range(0, len(text) - 3, 40)])\n"
    assert len(make(LOOP + many).suggest("d", "كلمة " * 20_000).spans) == 2_500
    assert len(workers) == 3
    assert threading.current_thread() not in workers


def test_cancelling_ends_the_program_at_once(make: Make) -> None:
    suggester = make(LOOP + "    time.sleep(600)\n")
    asked = suggester.begin("d", TEXT)
    asked.cancel()
    assert asked.done()
    assert asked.error is not None


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks into /proc")
def test_what_a_program_started_ends_with_it(make: Make, tmp_path: Path) -> None:
    child = (
        "import subprocess, sys, time\n"
        "c = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
    )
    place = tmp_path / "pid"
    asked = make(child + f"open({str(place)!r}, 'w').write('%d ' % c.pid)\ntime.sleep(600)\n").begin("d", TEXT)
    while not (place.exists() and place.read_text().endswith(" ")) and not asked.done():
        time.sleep(0.02)
    asked.cancel()
    pid = int((tmp_path / "pid").read_text())
    end = time.monotonic() + 20
    while is_alive(pid) and time.monotonic() < end:
        time.sleep(0.02)
    assert not is_alive(pid)


def test_one_that_fails_is_reported_and_the_rest_go_on(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.json", {"camel": False})
    register(settings, registration(tmp_path, GOOD, name="good"))
    register(settings, registration(tmp_path, "raise SystemExit('broken')", name="bad"))
    register(settings, registration(tmp_path, "import time; time.sleep(600)", seconds=2, start=0, name="hung"))
    register(settings, Registration("gone", ("/nowhere/at-all",)))
    register(settings, Registration("off", ("/nowhere/at-all",), enabled=False))
    report = outside_suggestions(settings, [("d1", TEXT), ("d2", TEXT)], SCHEME)
    assert [len(report.suggested[name].spans) for name in ("d1", "d2")] == [1, 1]
    where = [each.where for each in report.problems]
    assert sorted(where) == ["bad: d1", "bad: d2", "gone: d1", "hung: d1", "hung: d2"]


def test_without_registered_programs_no_process_is_started(tmp_path: Path) -> None:
    report = outside_suggestions(Settings(tmp_path / "settings.json", {"camel": False}), [("d", TEXT)])
    assert (report.suggested, report.problems) == ({}, ())


def test_suggesters_work_at_the_same_time(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.json", {"camel": False})
    for number in range(3):
        register(settings, registration(tmp_path, MEETING, name=f"meets{number}"))
    with OutsideSuggesters.of(settings) as suggesters:
        suggested, problems = suggesters.suggest("d", TEXT)
    assert problems == []
    assert suggested.spans


def test_what_comes_goes_into_a_project_beside_our_own(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "p.raqim")
    try:
        document = add_text(project, "one", TEXT, "ann")
        ours = Suggested((Suggestion(4, 17, "ACTOR", score=0.8, suggester="actors"),))
        project.execute(AddSuggestions(document, ours), "")
        theirs = Suggested((Suggestion(21, 24, "FIGURE", {"value": 211}, 0.9, "mine", "digits"),))
        project.execute(AddSuggestions(document, theirs, keep=True), "")
        assert {each.suggester for each in project.queries.suggestions(document, "ann")} == {"actors", "mine"}
    finally:
        project.close()
