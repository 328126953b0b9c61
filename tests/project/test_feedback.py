"""What annotators learn from gold, what the next meeting talks about, and examples for the guidelines."""

from __future__ import annotations

from pathlib import Path

from annotator.core.command import SetStatus
from annotator.core.scheme import scheme_from_dict
from annotator.core.span import Span
from annotator.project.adjudication import adjudicate
from annotator.project.agenda import agenda
from annotator.project.disagreements import Disagreements
from annotator.project.examples import with_example
from annotator.project.feedback import lessons
from annotator.project.project import Project
from annotator.project.reader import GOLD
from annotator.project.settling import Draft, Remark, Settling
from tests.ui.review.team import document, project_with, span

TEXT = "قال المرصد السوري إن 211 شخصاً قتلوا، وقالت الوزارة لوكالة Reuters إن 40 جندياً انسحبوا من حلب."


def team(path: Path, name: str = "d") -> Project:
    """A and B agree on the ministry; B missed a city, took a longer source, and called Reuters something else."""
    a = [span("A1", TEXT, "الوزارة", "SOURCE"), span("A2", TEXT, "حلب", "ACTOR"),
         span("A3", TEXT, "المرصد", "SOURCE"), span("A4", TEXT, "Reuters", "SOURCE")]  # fmt: skip
    b = [span("B1", TEXT, "الوزارة", "SOURCE"), span("B3", TEXT, "المرصد السوري", "SOURCE"),
         span("B4", TEXT, "Reuters", "ACTOR")]  # fmt: skip
    return project_with(path, document(name, TEXT, {"A": a, "B": b}))


def decide(project: Project, words: str, member: str, reason: str = "", note: str = "") -> None:
    """Settle the case that holds a span as that span has it."""
    state = Disagreements(project)
    number = next(n for n, each in enumerate(state.found) if member in each.spans)
    settling = Settling(state, "lead", Remark(reason, note))
    chosen: Span = next(each for each in state.found[number].members.values() if each.id == member)
    assert chosen.covered(TEXT) == words
    settling.settle(number, Draft(chosen.extent, chosen.label, {}), variant=1)
    project.execute(settling.batch(), "lead")


def settled(path: Path) -> Project:
    project = team(path)
    adjudicate(project, "unanimous")
    decide(project, "حلب", "A2", "overlooked")
    decide(project, "المرصد السوري", "B3", "boundary", "الصفة من الاسم")
    decide(project, "Reuters", "A4", "guidelines_unclear")
    return project


def test_nobody_is_told_before_gold_is_finished(tmp_path: Path) -> None:
    project = settled(tmp_path / "p.raqim")
    assert lessons(project.queries, "B") == []
    project.execute(SetStatus("d", GOLD, "done"), "lead")
    assert lessons(project.queries, "B")
    project.close()


def test_mine_and_gold_come_with_the_reason_that_was_kept(tmp_path: Path) -> None:
    project = settled(tmp_path / "p.raqim")
    project.execute(SetStatus("d", GOLD, "done"), "lead")
    told = [(each.kind, each.reason, each.note, each.text) for each in lessons(project.queries, "B")]
    assert told == [
        ("label", "guidelines_unclear", "", "Reuters"),
        ("missed", "overlooked", "", "حلب"),
    ]
    (mine,) = lessons(project.queries, "A")
    assert (mine.kind, mine.reason, mine.note) == ("boundary", "boundary", "الصفة من الاسم")
    assert TEXT[mine.start : mine.end] == mine.text == "المرصد السوري"
    assert lessons(project.queries, "nobody") == []
    project.close()


def test_the_agenda_has_the_dearest_question_first_and_names_nobody(tmp_path: Path) -> None:
    project = team(tmp_path / "p.raqim")
    adjudicate(project, "unanimous")
    state = Disagreements(project)
    questions = agenda(state)
    assert [each.open for each in questions] == [1, 1, 1]
    assert [each.gain for each in questions] == sorted((each.gain for each in questions), reverse=True)
    assert all(each.gain > 0 for each in questions)
    decide(project, "Reuters", "A4", "guidelines_unclear", "Is an agency an actor?")
    decide(project, "حلب", "A2", "overlooked")
    asked, *rest = agenda(Disagreements(project))
    assert (asked.note, asked.cases, asked.open) == ("Is an agency an actor?", 1, 0)
    assert len(rest) == 1  # what somebody overlooked is no question for the guidelines
    told = repr([asked, *rest])
    assert "'A'" not in told
    assert "'B'" not in told
    assert sorted(each.voters for each in asked.examples[0].opinions) == [1, 1]
    project.close()


def test_an_example_comes_into_the_guidelines_once_and_undo_takes_it_out(tmp_path: Path) -> None:
    project = team(tmp_path / "p.raqim")
    scheme = project.queries.scheme()
    good = with_example(scheme, "SOURCE", "المرصد  السوري")
    assert good is not None
    project.execute(good, "lead")
    now = project.queries.scheme()
    label = now.label("SOURCE")
    assert label is not None
    assert label.examples[-1] == "المرصد السوري"
    assert with_example(now, "SOURCE", "المرصد السوري") is None
    assert with_example(now, "NO_SUCH", "المرصد") is None
    assert with_example(now, "SOURCE", "  ") is None
    bad = with_example(now, "SOURCE", "المرصد", good=False)
    assert bad is not None
    assert scheme_from_dict(bad.scheme).label("SOURCE").counterexamples[-1] == "المرصد"  # type: ignore[union-attr]  # it is there
    project.undo("lead")
    assert project.queries.scheme() == scheme
    project.close()


def test_gold_of_a_rule_says_how_many_and_not_who(tmp_path: Path) -> None:
    project = team(tmp_path / "p.raqim")
    adjudicate(project, "unanimous")
    (made,) = project.queries.spans("d", GOLD)
    assert made.origin["votes"] == "2/2"
    assert "voters" not in made.origin
    project.close()
