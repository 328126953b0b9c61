from __future__ import annotations

from pathlib import Path

import pytest

from annotator.core.command import AddDocuments, AddRelation, AddSpan, ChangeSpan, RemoveSpan, SetStatus
from annotator.core.document import AnnotatedDocument, Document, Layer
from annotator.core.errors import UserError
from annotator.core.span import Span
from annotator.project.adjudication import adjudicate
from annotator.project.agreement import agreement
from annotator.project.decisions import decisions
from annotator.project.disagreements import Disagreements
from annotator.project.exchange import export
from annotator.project.project import Project
from annotator.project.reader import GOLD
from annotator.project.settling import Draft, Remark, Settling

TEXT = "قال المرصد السوري إن 211 شخصاً قتلوا وإن القوات السورية انسحبت."


@pytest.fixture
def team(tmp_path: Path) -> Project:
    project = Project.create(tmp_path / "p.raqim")
    project.execute(AddDocuments((AnnotatedDocument(Document("d", "d", TEXT)),)), "lead")
    for who in "ABC":
        project.execute(AddSpan("d", 4, 17, "SOURCE", who, id=f"{who}1"), who)
        project.execute(AddSpan("d", 21, 30, "FIGURE", who, {"value": 211}, id=f"{who}2"), who)
        project.execute(AddRelation("REPORTED_BY", f"{who}2", f"{who}1"), who)
    project.execute(AddSpan("d", 41, 55, "ACTOR", "A", id="A3"), "A")
    project.execute(AddSpan("d", 41, 55, "ACTOR", "B", id="B3"), "B")
    return project


def test_unanimous_clusters_become_gold_with_their_provenance(team: Project) -> None:
    report = adjudicate(team, "unanimous")
    assert (report.settled, report.open, report.relations) == (2, 1, 1)
    gold = team.queries.spans("d", GOLD)
    assert [span.covered(TEXT) for span in gold] == ["المرصد السوري", "211 شخصاً"]
    assert gold[0].origin["rule"] == "auto:unanimous"
    assert gold[0].origin["members"] == "A1 B1 C1"
    assert [relation.type for relation in team.queries.relations("d", GOLD)] == ["REPORTED_BY"]
    team.close()


def test_a_second_run_settles_nothing_twice_and_one_undo_takes_all_back(team: Project) -> None:
    adjudicate(team, "majority")
    assert len(team.queries.spans("d", GOLD)) == 3
    assert adjudicate(team, "majority").settled == 0
    team.undo(GOLD)
    assert team.queries.spans("d", GOLD) == []
    team.close()


def test_a_dry_run_says_what_would_be_and_writes_nothing(team: Project) -> None:
    assert adjudicate(team, "majority", dry_run=True).settled == 3
    assert team.queries.spans("d", GOLD) == []
    team.close()


def test_a_persons_decision_is_never_overwritten(team: Project) -> None:
    team.execute(AddSpan("d", 4, 17, "SOURCE", GOLD, {"kind": "monitor"}, id="g1"), "lead")
    adjudicate(team, "unanimous")
    gold = team.queries.spans("d", GOLD)
    assert [span.id for span in gold if span.start == 4] == ["g1"]
    assert len(gold) == 2
    team.close()


def test_a_cluster_whose_inputs_changed_opens_again(team: Project) -> None:
    adjudicate(team, "unanimous")
    team.execute(ChangeSpan("C2", attributes={"value": 212}), "C")
    report = adjudicate(team, "unanimous")
    assert len(report.reopened) == 1
    assert [span.start for span in team.queries.spans("d", GOLD)] == [4]
    team.close()


def test_agreement_needs_a_common_document(team: Project) -> None:
    for measure in agreement(team, ["A"], bootstrap=0):
        assert measure["value"] is None
        assert measure["explanation"]
    team.close()


def test_an_annotator_who_marked_nothing_counts_once_the_work_is_done(team: Project) -> None:
    team.execute(SetStatus("d", "D", "new"), "D")
    assert "A,D" not in str(agreement(team, ["A", "D"], measures=["f1_exact"], bootstrap=0)[0]["by_pair"])
    team.execute(SetStatus("d", "D", "done"), "D")
    assert agreement(team, ["A", "D"], measures=["f1_exact"], bootstrap=0)[0]["value"] == 0.0
    team.close()


def test_full_agreement_is_one_and_a_missing_span_lowers_it(team: Project) -> None:
    assert agreement(team, ["A", "B"], measures=["f1_exact"], bootstrap=0)[0]["value"] == 1.0
    team.execute(RemoveSpan("B3"), "B")
    assert agreement(team, ["A", "B"], measures=["f1_exact"], bootstrap=0)[0]["value"] == pytest.approx(0.8)
    team.close()


def test_unknown_names_are_refused(team: Project) -> None:
    with pytest.raises(UserError, match="nobody"):
        agreement(team, ["nobody"])
    with pytest.raises(UserError, match="NONE"):
        agreement(team, labels=["NONE"])
    team.close()


def test_a_person_saying_nothing_is_remembered_and_no_rule_brings_it_back(team: Project) -> None:
    adjudicate(team, "unanimous")
    state = Disagreements(team)
    (case,) = state.worklist()
    settling = Settling(state, "lead", Remark("ambiguous", "not an actor here"))
    settling.settle(case.number, None)
    team.execute(settling.batch(["d"]), "lead")
    (kept,) = decisions(team.queries)
    assert (kept.action, kept.by, kept.reason, kept.members) == ("none", "lead", "ambiguous", ("A3", "B3"))
    assert adjudicate(team, "majority").settled == 0
    assert Disagreements(team).worklist() == []
    team.undo("lead")
    assert decisions(team.queries) == []
    assert adjudicate(team, "majority").settled == 1
    team.close()


def test_a_rule_that_finds_nothing_to_mark_says_so_once(team: Project) -> None:
    team.execute(RemoveSpan("B3"), "B")
    assert adjudicate(team, "majority").settled == 3
    assert [each.rule for each in decisions(team.queries)] == ["auto:majority"]
    assert adjudicate(team, "majority").settled == 0
    team.close()


def test_a_persons_gold_keeps_its_relations_when_it_is_decided_anew(team: Project) -> None:
    adjudicate(team, "unanimous")
    state = Disagreements(team)
    number = next(n for n, each in enumerate(state.found) if "A1" in each.spans)
    settling = Settling(state, "lead")
    settling.settle(number, Draft(((4, 10),), "SOURCE", {}))
    team.execute(settling.batch(), "lead")
    assert [span.covered(TEXT) for span in team.queries.spans("d", GOLD)] == ["المرصد", "211 شخصاً"]
    assert [relation.type for relation in team.queries.relations("d", GOLD)] == ["REPORTED_BY"]
    team.close()


def test_gold_that_was_finished_elsewhere_is_left_alone(team: Project) -> None:
    team.execute(AddSpan("d", 4, 17, "SOURCE", GOLD, id="g1"), "lead")
    team.execute(SetStatus("d", GOLD, "done"), "lead")
    state = Disagreements(team)
    assert state.worklist() == []
    assert adjudicate(team, "majority").settled == 0
    team.close()


def test_decisions_survive_a_restart(team: Project) -> None:
    state = Disagreements(team)
    settling = Settling(state, "lead")
    settling.settle(state.worklist()[0].number, None)
    team.execute(settling.batch(), "lead")
    before = decisions(team.queries)
    team.close()
    with Project.open(team.path) as again:
        assert decisions(again.queries) == before
        assert Disagreements(again).worklist() == []


def test_a_relation_that_the_new_label_does_not_allow_keeps_no_decision_back(team: Project) -> None:
    state = Disagreements(team)
    source = next(n for n, each in enumerate(state.found) if each.start == 4)
    figure = next(n for n, each in enumerate(state.found) if each.start == 21)
    first = Settling(state, "lead")
    first.settle(figure, Draft(((21, 30),), "FIGURE", {"value": 211}))
    team.execute(first.batch(), "lead")
    again = Disagreements(team)
    second = Settling(again, "lead")
    second.settle(source, Draft(((4, 17),), "ACTOR", {}))
    team.execute(second.batch(), "lead")
    assert {span.label for span in team.queries.spans("d", GOLD)} == {"FIGURE", "ACTOR"}
    assert team.queries.relations("d", GOLD) == []
    assert not any(each.relation for each in Disagreements(team).worklist())
    team.close()


def test_files_of_gold_name_nobody_who_labelled(tmp_path: Path) -> None:
    text = "قال المرصد السوري إن 211 شخصاً قتلوا"
    names = ("khalid_ns", "reem_qz")
    layers = tuple(
        Layer(who, "annotation", "done", (Span(f"s{n}", 4, 17, "SOURCE"), Span(f"f{n}", 21, 23 + n, "FIGURE")))
        for n, who in enumerate(names)
    )
    with Project.create(tmp_path / "p.raqim") as project:
        project.execute(AddDocuments((AnnotatedDocument(Document("d", "d", text), layers),)), "reem_qz")
        adjudicate(project, "majority", actor="lead")
        for name in ("jsonl", "json", "brat", "webanno-tsv"):
            out = tmp_path / name
            out.mkdir()
            export(project, out / "gold", format=name, layer=GOLD, manifest=True)
            written = b"".join(file.read_bytes() for file in out.rglob("*") if file.is_file())
            assert b"SOURCE" in written
            assert not [who for who in names if who.encode() in written], name
