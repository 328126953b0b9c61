from __future__ import annotations

from pathlib import Path

from annotator.core.command import AddSpan, SetSetting
from annotator.project.active_time import IDLE_S, IN_HAND_OFFS, SETTING, ActiveTime, counted
from annotator.project.handoff import Sharing, hand_off
from annotator.project.project import Project


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def work(project: Project, pauses: list[float], document: str = "d1", who: str = "A") -> None:
    clock = Clock()
    watch = ActiveTime(project, clock)
    watch.tick(document, who)
    for pause in pauses:
        clock.now += pause
        watch.tick(document, who)
    watch.flush()


def test_pauses_count_and_idleness_does_not(project: Project) -> None:
    work(project, [5, 10, IDLE_S + 1, 20])
    assert project.queries.active_times() == {("d1", "A"): 35}


def test_going_to_another_document_counts_for_neither(project: Project) -> None:
    clock = Clock()
    watch = ActiveTime(project, clock)
    for document, pause in (("d1", 0), ("d1", 4), ("d2", 7), ("d2", 5)):
        clock.now += pause
        watch.tick(document, "A")
    watch.flush()
    assert project.queries.active_times() == {("d1", "A"): 4, ("d2", "A"): 5}


def test_nothing_is_counted_where_the_project_says_so(project: Project) -> None:
    project.execute(SetSetting(SETTING, value=False), "A")
    work(project, [5])
    assert project.queries.active_times() == {}


def test_times_are_no_events_and_merge_without_doubling(project: Project, tmp_path: Path) -> None:
    before = len(project.queries.history())
    work(project, [30])
    assert len(project.queries.history()) == before
    project.copy_to(tmp_path / "copy.raqim")
    with Project.open(tmp_path / "copy.raqim") as other:
        work(other, [12], who="B")
        work(other, [3])
        other.execute(AddSpan("d1", 2, 5, "ACTOR", "B"), "B")
    for _ in range(2):
        project.merge(tmp_path / "copy.raqim", "A")
        assert project.queries.active_times() == {("d1", "A"): 33, ("d1", "B"): 12}


def test_a_hand_off_holds_no_times_and_counts_none_unless_asked(project: Project, tmp_path: Path) -> None:
    work(project, [30])
    with Project.open(hand_off(project, tmp_path / "one", ["d1"], Sharing(("B",)))["B"]) as given:
        assert not counted(given)
        work(given, [9], who="B")
        assert given.queries.active_times() == {}
    project.execute(SetSetting(IN_HAND_OFFS, value=True), "A")
    with Project.open(hand_off(project, tmp_path / "two", ["d1"], Sharing(("B",)))["B"]) as given:
        work(given, [9], who="B")
        assert given.queries.active_times() == {("d1", "B"): 9}
