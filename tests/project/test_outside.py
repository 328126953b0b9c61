from __future__ import annotations

import importlib.util
import json
import os
import re
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.core.command import AddSuggestions
from annotator.core.errors import UserError
from annotator.core.scheme import shipped_scheme
from annotator.core.settings import Settings
from annotator.core.suggestion import RelationSuggestion, Suggested, Suggestion
from annotator.project import outside, outside_program
from annotator.project.exchange import add_text
from annotator.project.outside import OutsideSuggester, OutsideSuggesters, outside_suggestions
from annotator.project.outside_registry import (
    Registration,
    joined_command,
    register,
    registrations,
    split_command,
    unregister,
)
from annotator.project.outside_rounds import waited
from annotator.project.project import Project
from annotator.suggest.outside import PROBLEMS, SCORE, Answer, parsed, question, together

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


# ---- several ----------------------------------------------------------------------------------------------


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


# ---- answers ----------------------------------------------------------------------------------------------


def answer(data: Any, text: str = TEXT) -> Answer:
    return Answer("mine", "d", text, data, SCHEME)


def span(start: object = 21, end: object = 24, label: object = "FIGURE", **more: object) -> dict[str, object]:
    return {"start": start, "end": end, "label": label, **more}


@pytest.mark.parametrize(
    "bad",
    [
        span(-1), span(24, 24), span(30, 21), span(21, 99999), span(21.0), span("21"), span(True, 2), span(3, 4),
        span(label="DATE"), span(label=""), span(label=None), span(text="212"), span(score=1.5), span(score="high"),
        span(score=float("nan")), span(score=True), "FIGURE", None, [21, 24, "FIGURE"], {},
    ],
)  # fmt: skip
def test_a_wrong_span_is_left_out_and_told_and_the_others_stay(bad: object) -> None:
    checked = answer({"spans": [bad, span()]})
    assert [(each.start, each.end) for each in checked.suggested.spans] == [(21, 24)]
    assert len(checked.problems) == 1
    assert str(checked.problems[0]).startswith("mine: d spans[0]: ")


def test_a_span_without_score_and_reason_gets_ours() -> None:
    (each,) = answer({"spans": [span(text="211")]}).suggested.spans
    assert (each.score, each.why) == (SCORE, "mine")


def test_attributes_that_do_not_fit_are_left_out_and_told() -> None:
    given_attributes = {"value": 211, "kind": "killed", "bound": "sort of", "colour": "red", "unit": ["x"]}
    checked = answer({"spans": [span(attributes=given_attributes)]})
    assert checked.suggested.spans[0].attributes == {"value": 211, "kind": "killed"}
    assert len(checked.problems) == 3


def test_relations_keep_their_ends_when_a_span_is_left_out() -> None:
    source = span(4, 17, "SOURCE")
    rows = [
        {"type": "REPORTED_BY", "head": 2, "tail": 1, "score": 0.7},
        {"type": "REPORTED_BY", "head": 0, "tail": 1},
        {"type": "REPORTED_BY", "head": 1, "tail": 2},
        {"type": "MARRIED_TO", "head": 2, "tail": 1},
        {"type": "REPORTED_BY", "head": 2, "tail": 2},
        "REPORTED_BY",
    ]
    checked = answer({"spans": [span(0, 0), source, span()], "relations": rows})
    assert checked.suggested.relations == (RelationSuggestion("REPORTED_BY", 1, 0, 0.7),)
    assert len(checked.problems) == 6


def test_a_renamed_label_lands_under_its_present_name() -> None:
    from annotator.core.scheme import renamed

    checked = Answer("mine", "d", TEXT, {"spans": [span()]}, renamed(SCHEME, "FIGURE", "NUMBER"))
    assert [each.label for each in checked.suggested.spans] == ["NUMBER"]


def test_problems_and_reasons_do_not_grow_without_end() -> None:
    checked = answer({"spans": [span(why="x\n" * 10_000), *[span(-1)] * 10_000]})
    assert len(checked.problems) == PROBLEMS
    assert len(checked.suggested.spans[0].why) <= 300
    assert "\n" not in checked.suggested.spans[0].why


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 40) | st.floats() | st.text(max_size=5) | st.just("FIGURE"),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from(["start", "end", "label", "score", "attributes", "type", "head", "tail", "value"]), inner
    ),
    max_leaves=12,
)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(["spans", "relations"]), JSON))
def test_whatever_a_program_says_what_is_taken_lies_in_the_text(data: dict[str, Any]) -> None:
    suggested = answer(data).suggested
    for each in suggested.spans:
        assert 0 <= each.start < each.end <= len(TEXT)
        assert SCHEME.label(each.label)
        assert 0 <= each.score <= 1
    for relation in suggested.relations:
        assert {relation.head, relation.tail} <= set(range(len(suggested.spans)))


@given(st.binary(max_size=60))
def test_any_bytes_are_an_object_or_refused(line: bytes) -> None:
    try:
        assert isinstance(parsed(line), dict)
    except UserError:
        return


@given(st.text())
def test_a_question_is_one_ascii_line_and_holds_the_text(text: str) -> None:
    line = question("d", text)
    assert line.isascii()
    assert line.count(b"\n") == 1
    assert json.loads(line) == {"id": "d", "text": text}


def test_together_the_surest_of_one_extent_and_label_stays_and_relations_follow() -> None:
    figure, source = Suggestion(21, 24, "FIGURE", score=0.6), Suggestion(4, 17, "SOURCE", score=0.7)
    surer = Suggestion(21, 24, "FIGURE", score=0.9, suggester="mine")
    ours = Suggested((figure, source), (RelationSuggestion("REPORTED_BY", 0, 1, 0.5),))
    merged = together([ours, Suggested((surer,))])
    assert merged.spans == (source, surer)
    assert merged.relations == (RelationSuggestion("REPORTED_BY", 1, 0, 0.5),)


# ---- the registry -----------------------------------------------------------------------------------------


def test_a_registration_is_there_after_loading_again_and_goes_when_told(tmp_path: Path) -> None:
    place = tmp_path / "settings.json"
    each = Registration("mine", ("python3", "my program.py"), 5.0)
    register(Settings.load(place), each)
    assert registrations(Settings.load(place)) == [each]
    register(Settings.load(place), Registration("mine", ("other",)))
    assert [again.command for again in registrations(Settings.load(place))] == [("other",)]
    unregister(Settings.load(place), "mine")
    assert registrations(Settings.load(place)) == []


@pytest.mark.parametrize(
    "wrong",
    [
        Registration("", ("x",)), Registration("figures", ("x",)), Registration("camel", ("x",)),
        Registration("a\nb", ("x",)), Registration("mine", ()), Registration("mine", ("x",), seconds=0),
    ],
)  # fmt: skip
def test_a_wrong_registration_is_refused(tmp_path: Path, wrong: Registration) -> None:
    with pytest.raises(UserError):
        register(Settings(tmp_path / "settings.json", {}), wrong)


@pytest.mark.parametrize(
    "spoilt",
    ["x", {"a": 1}, [1], [{"name": "x"}], [{"name": "x", "command": "rm -r /"}], [{"name": "x", "command": []}],
     [{"name": "x", "command": ["y"], "seconds": "soon"}]],
)  # fmt: skip
def test_spoilt_settings_register_nothing(tmp_path: Path, spoilt: object) -> None:
    assert registrations(Settings(tmp_path / "settings.json", {"outside_suggesters": spoilt})) == []


@pytest.mark.skipif(os.name == "nt", reason="POSIX's quotation")
@given(st.lists(st.text(min_size=1), min_size=1))
def test_a_command_reads_back_as_it_was_written(words: list[str]) -> None:
    assert split_command(joined_command(tuple(words))) == tuple(words)


@pytest.mark.parametrize("line", ["", "   ", "python 'half"])
def test_a_command_that_is_none_is_refused(line: str) -> None:
    with pytest.raises(UserError):
        split_command(line)


def test_a_project_file_cannot_register_a_program(tmp_path: Path) -> None:
    from annotator.core.command import SetSetting

    project = Project.create(tmp_path / "p.raqim")
    try:
        row = {"name": "evil", "command": [sys.executable, "-c", "1"]}
        project.execute(SetSetting("outside_suggesters", [row]), "ann")
        assert registrations(Settings.load(tmp_path / "settings.json")) == []
    finally:
        project.close()


# ---- the documentation ------------------------------------------------------------------------------------

DOCS = Path(__file__).parents[2] / "docs"


def test_the_example_of_the_documentation_is_a_right_answer() -> None:
    page = (DOCS / "en" / "extending.md").read_text("utf-8")
    asked, answered = (json.loads(each) for each in re.findall(r"```json\n(.*?)\n```", page, re.DOTALL))
    checked = Answer("mine", asked["id"], asked["text"], answered, SCHEME)
    assert not checked.problems
    assert [asked["text"][each.start : each.end] for each in checked.suggested.spans] == ["211", "المرصد السوري"]
    assert checked.suggested.relations == (RelationSuggestion("REPORTED_BY", 0, 1, 0.7),)


@pytest.mark.skipif(importlib.util.find_spec("spacy") is None, reason="spaCy is not installed")
def test_the_documented_spacy_program_suggests(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.json", {"camel": False})
    command = (sys.executable, str(DOCS / "examples" / "spacy_suggester.py"))
    register(settings, Registration("spacy", command, 60.0))
    text = "\U0001f600 قال المرصد السوري لحقوق الإنسان إن القوات السورية انسحبت"
    report = outside_suggestions(settings, [("d", text)], SCHEME)
    assert not report.problems
    assert [(text[each.start : each.end], each.label) for each in report.suggested["d"].spans] == [
        ("المرصد السوري لحقوق الإنسان", "SOURCE"),
        ("القوات السورية", "ACTOR"),
    ]
