"""Which document comes next: in order, or the least sure one where the lead wishes."""

from __future__ import annotations

from annotator.core.command import AddSuggestions, SetSetting, SetStatus
from annotator.core.suggestion import Suggested, Suggestion
from annotator.project.document_queries import AHEAD, BY_UNCERTAINTY
from annotator.project.exchange import add_text
from annotator.project.project import Project


def _suggest(project: Project, document: str, score: float) -> None:
    project.execute(AddSuggestions(document, Suggested((Suggestion(0, 3, "ACTOR", score=score),))), "")


def test_the_least_sure_document_comes_next_where_the_lead_wishes(project: Project) -> None:
    sure, doubtful, bare = (add_text(project, name, "قال المرصد " + name, "A") for name in "stu")
    _suggest(project, sure, 0.97)
    _suggest(project, doubtful, 0.55)
    assert project.queries.next_unfinished("A", "d1") == sure
    project.execute(SetSetting(BY_UNCERTAINTY, value=True), "A")
    assert project.queries.next_unfinished("A", "d1") == doubtful
    project.execute(SetStatus(doubtful, "A", "done"), "A")
    assert project.queries.next_unfinished("A", "d1") == sure
    project.execute(SetStatus(sure, "A", "done"), "A")
    assert project.queries.next_unfinished("A", "d1") == bare
    project.undo("A")
    project.undo("A")
    assert project.queries.next_unfinished("A", "d1") == doubtful


def test_without_suggestions_the_order_stays_and_only_the_next_ones_are_looked_at(project: Project) -> None:
    names = [add_text(project, f"t{number}", f"قال المرصد {number}", "A") for number in range(AHEAD + 2)]
    project.execute(SetSetting(BY_UNCERTAINTY, value=True), "A")
    assert project.queries.next_unfinished("A", "d1") == names[0]
    _suggest(project, names[-1], 0.5)
    assert project.queries.next_unfinished("A", "d1") == names[0]
