from __future__ import annotations

from pathlib import Path

import pytest

from annotator.core.changes import Changes
from annotator.core.command import (
    AcceptSuggestion,
    AddDocuments,
    AddEntity,
    AddRelation,
    AddSpan,
    AddSuggestions,
    Batch,
    ChangeSpan,
    RejectSuggestion,
    RemoveDocument,
    RemoveEntity,
    RemoveSpan,
    RenameLabel,
    SetStatus,
)
from annotator.core.document import AnnotatedDocument, Document
from annotator.core.errors import UserError
from annotator.core.suggestion import RelationSuggestion, Suggested, Suggestion
from annotator.project.project import Project

TEXT = "😀 قال المرصد السوري إن 211 شخصاً قتلوا، بينهم 129 من المسلحين و82 من القوات السورية."


def place(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


def label(project: Project, words: str, name: str, annotator: str = "A", **attributes: str | int) -> str:
    changes = project.execute(AddSpan("d1", *place(words), name, annotator, attributes), annotator)
    return next(iter(changes.ids["span"]))


def test_a_span_is_read_back_with_its_covered_text(project: Project) -> None:
    label(project, "المرصد السوري", "SOURCE", kind="monitor")
    [span] = project.queries.spans("d1", "A")
    assert span.covered(TEXT) == "المرصد السوري"
    assert span.attributes == {"kind": "monitor"}


def test_a_change_says_what_it_touched(project: Project) -> None:
    heard: list[Changes] = []
    project.subscribe(heard.append)
    identity = label(project, "المرصد", "SOURCE")
    assert heard[0].ids["span"] == {identity}
    assert heard[0].in_document("d1")
    assert not heard[0].in_document("d2")


def test_an_ended_subscription_hears_nothing(project: Project) -> None:
    heard: list[Changes] = []
    project.subscribe(heard.append)()
    label(project, "المرصد", "SOURCE")
    assert not heard


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        (AddSpan("d1", 0, 10_000, "ACTOR", "A"), "characters"),
        (AddSpan("d1", 5, 5, "ACTOR", "A"), "not a piece"),
        (AddSpan("d1", 0, 3, "WEATHER", "A"), "WEATHER"),
        (AddSpan("d1", 0, 3, "ACTOR", "A", {"colour": "red"}), "colour"),
        (AddSpan("d1", 0, 3, "ACTOR", "A", {"kind": "planet"}), "planet"),
        (AddSpan("d9", 0, 3, "ACTOR", "A"), "d9"),
        (AddSpan("d1", 0, 3, "ACTOR", "gold-"), None),
        (AddSpan("d1", 0, 3, "ACTOR", "suggestion"), "suggestion"),
        (RemoveSpan("nobody"), "nobody"),
    ],
)
def test_a_wrong_wish_is_refused_by_name_and_changes_nothing(
    project: Project, wish: AddSpan | RemoveSpan, words: str | None
) -> None:
    before = project.queries.history()
    if words is None:
        project.execute(wish, "A")
        return
    with pytest.raises(UserError, match=words):
        project.execute(wish, "A")
    assert project.queries.history() == before


def test_the_same_extent_takes_two_labels_but_not_one_label_twice(project: Project) -> None:
    label(project, "القوات السورية", "ACTOR")
    label(project, "القوات السورية", "SOURCE")
    with pytest.raises(UserError, match="already"):
        label(project, "القوات السورية", "ACTOR")


def test_a_batch_with_one_wrong_command_does_nothing_at_all(project: Project) -> None:
    good, bad = AddSpan("d1", 0, 1, "ACTOR", "A"), AddSpan("d1", 0, 1, "NONE", "A")
    with pytest.raises(UserError):
        project.execute(Batch((good, bad)), "A")
    assert not project.queries.spans("d1", "A")


def test_removing_a_span_takes_its_relations_and_undo_brings_both_back(project: Project) -> None:
    figure, source = label(project, "211 شخصاً", "FIGURE"), label(project, "المرصد السوري", "SOURCE")
    project.execute(AddRelation("REPORTED_BY", figure, source), "A")
    project.execute(RemoveSpan(source), "A")
    assert not project.queries.relations("d1", "A")
    project.undo("A")
    assert [each.tail for each in project.queries.relations("d1", "A")] == [source]


def test_a_relation_joins_only_the_labels_that_the_scheme_allows(project: Project) -> None:
    figure, source = label(project, "211 شخصاً", "FIGURE"), label(project, "المرصد السوري", "SOURCE")
    with pytest.raises(UserError, match="SOURCE"):
        project.execute(AddRelation("COUNTS", figure, source), "A")


def test_undo_takes_back_a_relabel_also_after_a_restart(project: Project) -> None:
    identity = label(project, "المرصد السوري", "SOURCE")
    project.execute(ChangeSpan(identity, label="ACTOR"), "A")
    path = project.path
    project.close()
    with Project.open(path) as again:
        again.undo("A")
        assert [each.label for each in again.queries.spans("d1", "A")] == ["SOURCE"]
        again.redo("A")
        assert [each.label for each in again.queries.spans("d1", "A")] == ["ACTOR"]
        assert [each.kind for each in again.queries.history()][:2] == ["redo", "undo"]


def test_each_annotator_takes_back_the_own_work_only(project: Project) -> None:
    label(project, "المرصد السوري", "SOURCE", "A")
    label(project, "211 شخصاً", "FIGURE", "B")
    project.undo("A")
    assert not project.queries.spans("d1", "A")
    assert len(project.queries.spans("d1", "B")) == 1


def test_an_import_is_not_undone_under_the_work_of_another(project: Project) -> None:
    label(project, "211 شخصاً", "FIGURE", "B")
    with pytest.raises(UserError, match="B"):
        project.undo("A")
    project.undo("B")
    project.undo("A")
    assert project.queries.document_count() == 0


def test_a_new_change_ends_what_can_be_redone(project: Project) -> None:
    label(project, "المرصد السوري", "SOURCE")
    project.undo("A")
    label(project, "211 شخصاً", "FIGURE")
    with pytest.raises(UserError, match="redo"):
        project.redo("A")


def test_accepting_keeps_where_the_span_came_from(project: Project) -> None:
    suggestion = Suggestion(*place("211 شخصاً"), "FIGURE", {"value": 211}, 0.9, "figures", "number and noun")
    project.execute(AddSuggestions("d1", Suggested((suggestion,))), "")
    [shown] = project.queries.suggestions("d1", "A")
    project.execute(AcceptSuggestion(shown.id, "A"), "A")
    [span] = project.queries.spans("d1", "A")
    assert span.origin["suggester"] == "figures"
    assert span.origin["score"] == 0.9
    assert not project.queries.suggestions("d1", "A")
    assert project.queries.suggestions("d1", "B") == [shown]


def test_a_rejected_suggestion_does_not_return_when_suggested_again(project: Project) -> None:
    suggestion = Suggestion(*place("211 شخصاً"), "FIGURE", {"value": 211}, 0.9, "figures", "")
    project.execute(AddSuggestions("d1", Suggested((suggestion,))), "")
    project.execute(RejectSuggestion(project.queries.suggestions("d1", "A")[0].id, "A"), "A")
    project.execute(AddSuggestions("d1", Suggested((suggestion,))), "")
    assert not project.queries.suggestions("d1", "A")
    assert len(project.queries.suggestions("d1", "B")) == 1


def test_suggesting_the_same_twice_leaves_one_event(project: Project) -> None:
    suggested = Suggested((Suggestion(*place("211 شخصاً"), "FIGURE", {"value": 211}, 0.9, "figures", ""),))
    project.execute(AddSuggestions("d1", suggested), "")
    count = len(project.queries.history())
    project.execute(AddSuggestions("d1", suggested), "")
    assert len(project.queries.history()) == count


def test_a_suggested_relation_is_accepted_once_both_ends_are(project: Project) -> None:
    figure = Suggestion(*place("211 شخصاً"), "FIGURE")
    source = Suggestion(*place("المرصد السوري"), "SOURCE")
    relation = RelationSuggestion("REPORTED_BY", 0, 1, 0.8)
    project.execute(AddSuggestions("d1", Suggested((figure, source), (relation,))), "")
    [row] = project.queries.suggested_relations("d1")
    project.execute(AcceptSuggestion(row.head, "A"), "A")
    with pytest.raises(UserError, match="both ends"):
        project.execute(AcceptSuggestion(row.id, "A"), "A")
    project.execute(Batch((AcceptSuggestion(row.tail, "A"), AcceptSuggestion(row.id, "A"))), "A")
    assert [each.type for each in project.queries.relations("d1", "A")] == ["REPORTED_BY"]


def test_a_renamed_label_is_renamed_in_every_layer_and_back(project: Project) -> None:
    label(project, "المرصد السوري", "SOURCE", "A")
    label(project, "المرصد", "SOURCE", "B")
    project.execute(RenameLabel("SOURCE", "VOICE"), "A")
    assert {each.label for who in "AB" for each in project.queries.spans("d1", who)} == {"VOICE"}
    relation = project.queries.scheme().relation("REPORTED_BY")
    assert relation is not None
    assert relation.tails == ("VOICE",)
    label(project, "القوات السورية", "SOURCE", "B")  # the former name still lands
    project.undo("B")
    project.undo("A")
    assert {each.label for who in "AB" for each in project.queries.spans("d1", who)} == {"SOURCE"}


def test_removing_an_entity_unlinks_its_mentions(project: Project) -> None:
    project.execute(AddEntity("المرصد", id="sohr"), "A")
    label(project, "المرصد السوري", "SOURCE", entity="sohr")
    project.execute(RemoveEntity("sohr"), "A")
    assert "entity" not in project.queries.spans("d1", "A")[0].attributes
    project.undo("A")
    assert project.queries.spans("d1", "A")[0].attributes["entity"] == "sohr"


def test_a_locked_layer_refuses_work(project: Project) -> None:
    project.execute(SetStatus("d1", "A", "locked"), "A")
    with pytest.raises(UserError, match="locked"):
        label(project, "المرصد", "SOURCE")


def test_the_next_unfinished_document_comes_round(project: Project) -> None:
    for name in ("d2", "d3"):
        project.execute(AddDocuments((AnnotatedDocument(Document(name, name, "نص")),)), "A")
    project.execute(SetStatus("d2", "A", "done"), "A")
    assert project.queries.next_unfinished("A", "d1") == "d3"
    assert project.queries.next_unfinished("A", "d3") == "d1"
    assert project.queries.next_unfinished("A") == "d1"


def test_a_removed_document_is_nowhere_and_comes_back_whole(project: Project) -> None:
    label(project, "المرصد", "SOURCE")
    project.execute(RemoveDocument("d1"), "A")
    assert project.queries.document_rows("A") == []
    assert project.queries.stats().spans == 0
    assert project.queries.search("المرصد") == []
    project.undo("A")
    assert project.queries.stats().spans == 1


def test_another_process_that_wrote_is_noticed(project: Project) -> None:
    heard: list[Changes] = []
    project.subscribe(heard.append)
    with Project.open(project.path) as other:
        other.execute(AddSpan("d1", *place("المرصد"), "SOURCE", "B"), "B")
    changes = project.refresh()
    assert changes.in_document("d1")
    assert heard == [changes]
    assert not project.refresh()


def test_work_of_another_process_is_told_of_with_the_own_next_change(project: Project) -> None:
    with Project.open(project.path) as other:
        theirs = other.execute(AddSpan("d1", *place("المرصد"), "SOURCE", "B"), "B").ids["span"]
    heard: list[Changes] = []
    project.subscribe(heard.append)
    mine = label(project, "211 شخصاً", "FIGURE")
    assert heard[0].ids["span"] == theirs | {mine}


def test_a_plain_copy_made_after_closing_is_whole(project: Project, tmp_path: Path) -> None:
    label(project, "المرصد", "SOURCE")
    path = project.path
    project.close()
    assert not path.with_name(path.name + "-wal").exists()
    copy = tmp_path / "copy.raqim"
    copy.write_bytes(path.read_bytes())
    with Project.open(copy) as opened:
        assert len(opened.queries.spans("d1", "A")) == 1
        assert opened.integrity() == []


def test_a_copy_writes_a_chain_of_its_own(project: Project, tmp_path: Path) -> None:
    copy = tmp_path / "copy.raqim"
    project.copy_to(copy)
    label(project, "المرصد", "SOURCE")
    with Project.open(copy) as other:
        other.execute(AddSpan("d1", *place("المرصد"), "SOURCE", "A"), "A")
        assert other.queries.history(limit=1)[0].id != project.queries.history(limit=1)[0].id


def test_an_altered_event_is_found(project: Project) -> None:
    label(project, "المرصد", "SOURCE")
    project._store.connection.execute("UPDATE events SET actor = 'Z' WHERE seq = 3")
    assert project.integrity() == ["event 3 was altered"]
