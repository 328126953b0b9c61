from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.core.command import (
    AcceptSuggestion,
    AddSpan,
    AddSuggestions,
    ChangeSpan,
    RemoveSpan,
    RestoreDocument,
    ReviseDocument,
    SetStatus,
)
from annotator.core.errors import UserError
from annotator.core.suggestion import Suggested, Suggestion
from annotator.project.project import Project
from tests.conftest import draws

WHO = "سمر"


def newest(project: Project) -> str:
    return project.queries.history(limit=1)[0].id


def test_a_spans_history_says_who_did_what_from_which_suggestion(project: Project) -> None:
    project.execute(AddSuggestions("d1", Suggested((Suggestion(6, 12, "SOURCE", score=0.5, why="verb"),))), "")
    suggestion = project.queries.suggestions("d1", WHO)[0]
    project.execute(AcceptSuggestion(suggestion.id, WHO, id="شاهد"), WHO)
    project.execute(ChangeSpan("شاهد", label="ACTOR", note="ن"), "B")
    project.execute(RemoveSpan("شاهد"), WHO)
    made, changed, removed = project.queries.span_history("شاهد")
    assert [each.event.actor for each in (made, changed, removed)] == [WHO, "B", WHO]
    assert (made.suggestion["suggestion"], made.suggestion["why"]) == (suggestion.id, "verb")
    assert made.after["label"] == "SOURCE"
    assert made.after["extent"] == [[6, 12]]
    assert (changed.before, changed.after) == ({"label": "SOURCE", "note": ""}, {"label": "ACTOR", "note": "ن"})
    assert removed.after == {"deleted": True}
    assert [each.kind for each in project.queries.history(span="شاهد")] == ["do"] * 3


def test_a_spans_history_names_the_file_that_brought_it(project: Project, tmp_path: Path) -> None:
    project.copy_to(tmp_path / "copy.raqim")
    with Project.open(tmp_path / "copy.raqim") as other:
        other.execute(AddSpan("d1", 6, 12, "ACTOR", "B", id="s1"), "B")
    project.execute(AddSpan("d1", 0, 3, "ACTOR", "A", id="s0"), "A")
    project.merge(tmp_path / "copy.raqim", "A")
    (step,) = project.queries.span_history("s1")
    assert (step.file, step.event.actor, bool(step.merged)) == ("copy.raqim", "B", True)
    assert project.queries.span_history("s0")[0].file == ""
    assert project.queries.span_history("none") == []


def test_a_document_goes_back_to_a_moment_and_undo_takes_that_back(project: Project) -> None:
    project.execute(AddSpan("d1", 2, 5, "SOURCE", "A", id="s1"), "A")
    project.execute(AddSpan("d1", 6, 12, "ACTOR", "A", id="s2"), "A")
    project.execute(ChangeSpan("s1", note="n"), "A")
    moment, then = newest(project), project.queries.annotated("d1")
    project.execute(RemoveSpan("s1"), "A")
    project.execute(ChangeSpan("s2", label="SOURCE", attributes={"kind": "other"}), "A")
    project.execute(AddSpan("d1", 14, 18, "ACTOR", "B", id="s3"), "B")
    project.execute(SetStatus("d1", "A", "done"), "A")
    later = project.queries.annotated("d1")
    assert [each.id for each in project.queries.spans_at("d1", "A", moment)] == ["s1", "s2"]
    project.execute(RestoreDocument("d1", moment, "A"), "A")
    assert project.queries.spans("d1", "A") == list(then.layers[0].spans)
    assert [each.id for each in project.queries.spans("d1", "B")] == ["s3"]
    project.execute(RestoreDocument("d1", moment), "A")
    assert project.queries.spans("d1", "B") == []
    assert project.integrity() + project.differences() == []
    project.undo("A")
    project.undo("A")
    assert project.queries.annotated("d1") == later


def test_restoring_is_refused_with_the_reason(project: Project) -> None:
    project.execute(AddSpan("d1", 2, 5, "SOURCE", "A", id="s1"), "A")
    moment = newest(project)
    with pytest.raises(UserError, match="no event"):
        project.execute(RestoreDocument("d1", "1999-01-01"), "A")
    project.execute(RemoveSpan("s1"), "A")
    project.execute(SetStatus("d1", "A", "locked"), "A")
    with pytest.raises(UserError, match="locked"):
        project.execute(RestoreDocument("d1", moment), "A")
    project.execute(SetStatus("d1", "A", "done"), "A")
    project.execute(ReviseDocument("d1", project.queries.document("d1").text + " ."), "A")
    with pytest.raises(UserError, match="not this one then"):
        project.execute(RestoreDocument("d1", moment), "A")


STEPS = st.lists(st.tuples(st.sampled_from("AB"), st.integers(0, 40), st.integers(1, 4), st.booleans()), max_size=12)


@settings(max_examples=draws(15), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(STEPS, st.integers(0, 12))
def test_every_moment_can_be_gone_back_to(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int, int, bool]], place: int
) -> None:
    from annotator.core.command import AddDocuments
    from annotator.core.document import AnnotatedDocument, Document

    with Project.create(tmp_path_factory.mktemp("p") / "p.raqim") as project:
        project.execute(AddDocuments((AnnotatedDocument(Document("d1", "d1", "كلمة " * 10)),)), "lead")
        states = []
        for who, start, length, removes in steps:
            spans = project.queries.spans("d1", who)
            try:
                if removes and spans:
                    project.execute(RemoveSpan(spans[start % len(spans)].id), who)
                else:
                    project.execute(AddSpan("d1", start, start + length, "ACTOR", who), who)
            except UserError:
                continue
            states.append((newest(project), [project.queries.spans("d1", each) for each in "AB"]))
        for moment, spans_then in states[place : place + 1]:
            project.execute(RestoreDocument("d1", moment), "lead")
            assert [project.queries.spans("d1", each) for each in "AB"] == spans_then
            assert project.differences() == []
