"""Merge laws on real files: order does not matter, twice is once, nothing lost, nothing doubled."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from annotator.core.command import (
    AcceptSuggestion,
    AddDocuments,
    AddRelation,
    AddSpan,
    AddSuggestions,
    ChangeSpan,
    Command,
    RejectSuggestion,
    RemoveDocument,
    RemoveLabel,
    RemoveSpan,
    RenameLabel,
    SetScheme,
    SetStatus,
)
from annotator.core.document import AnnotatedDocument, Document
from annotator.core.errors import UserError
from annotator.core.scheme import Label, scheme_to_dict
from annotator.core.suggestion import Suggested, Suggestion
from annotator.project.exchange import export
from annotator.project.project import Project
from tests.conftest import draws

TEXT = "قال المرصد السوري إن 211 شخصاً قتلوا، بينهم 129 من المسلحين."


def base(folder: Path) -> Path:
    path = folder / "base.raqim"
    with Project.create(path) as project:
        documents = [AnnotatedDocument(Document(name, name, TEXT + name)) for name in ("d1", "d2")]
        project.execute(AddDocuments(tuple(documents)), "lead")
        suggestions = tuple(Suggestion(start, start + 3, "FIGURE") for start in (4, 21, 40))
        project.execute(AddSuggestions("d1", Suggested(suggestions)), "")
        project.execute(AddSpan("d1", 4, 17, "SOURCE", "lead", id="shared"), "lead")
    return path


def copy_of(path: Path, name: str) -> Path:
    target = path.with_name(name + ".raqim")
    shutil.copy(path, target)
    return target


def state(path: Path) -> bytes:
    out = path.with_suffix(".jsonl")
    with Project.open(path) as project:
        export(project, out, format="jsonl")
        assert project.integrity() == []
    return out.read_bytes()


def merged(into: Path, *others: Path) -> bytes:
    target = copy_of(into, "m-" + "-".join(each.stem for each in (into, *others)))
    with Project.open(target) as project:
        for each in others:
            project.merge(each, "lead")
    return state(target)


def work(path: Path, *commands: Command, actor: str) -> None:
    with Project.open(path) as project:
        for each in commands:
            project.execute(each, actor)


def test_two_annotators_work_comes_together(tmp_path: Path) -> None:
    root = base(tmp_path)
    one, two = copy_of(root, "one"), copy_of(root, "two")
    work(one, AddSpan("d1", 0, 3, "ACTOR", "A"), actor="A")
    work(two, AddSpan("d1", 0, 3, "ACTOR", "B"), SetStatus("d1", "B", "done"), actor="B")
    with Project.open(one) as project:
        report = project.merge(two, "lead")
        assert report.changed_documents == ["d1"]
        assert report.unchanged_documents == ["d2"]
        assert report.spans["new"] == 1
        assert [row.annotator for row in project.queries.layers("d1")] == ["A", "B", "lead"]
        assert project.merge(two, "lead").events == 0


def test_a_dry_run_says_all_and_changes_nothing(tmp_path: Path) -> None:
    root = base(tmp_path)
    one, two = copy_of(root, "one"), copy_of(root, "two")
    work(two, AddSpan("d1", 0, 3, "ACTOR", "B"), actor="B")
    before = state(one)
    with Project.open(one) as project:
        assert project.merge(two, "lead", dry_run=True).spans["new"] == 1
    assert state(one) == before


def test_concurrent_changes_of_one_field_are_a_conflict_and_one_stands(tmp_path: Path) -> None:
    root = base(tmp_path)
    one, two = copy_of(root, "one"), copy_of(root, "two")
    work(one, ChangeSpan("shared", label="ACTOR"), actor="A")
    work(two, ChangeSpan("shared", note="B's own"), ChangeSpan("shared", label="FIGURE"), actor="B")
    with Project.open(one) as project:
        [conflict] = project.merge(two, "lead").conflicts
        assert conflict.field == "label"
        assert {conflict.kept, conflict.lost} == {"ACTOR", "FIGURE"}
    assert merged(one, two) == merged(two, one)


def test_work_on_a_span_that_another_removed_is_shown(tmp_path: Path) -> None:
    root = base(tmp_path)
    one, two = copy_of(root, "one"), copy_of(root, "two")
    work(one, RemoveSpan("shared"), actor="A")
    work(two, ChangeSpan("shared", note="see line 3"), actor="B")
    with Project.open(one) as project:
        [conflict] = project.merge(two, "lead").conflicts
        assert conflict.lost == "see line 3"
        assert project.queries.span("shared") is None


def test_an_older_copy_that_comes_late_brings_nothing_back(tmp_path: Path) -> None:
    root = base(tmp_path)
    one, old = copy_of(root, "one"), copy_of(root, "old")
    work(one, RemoveSpan("shared"), actor="lead")
    before = state(one)
    assert merged(one, old) == before


def test_work_under_an_old_label_name_lands_under_the_new_one(tmp_path: Path) -> None:
    root = base(tmp_path)
    one, two = copy_of(root, "one"), copy_of(root, "two")
    work(one, RenameLabel("SOURCE", "VOICE"), actor="lead")
    work(two, AddSpan("d2", 4, 10, "SOURCE", "B"), actor="B")
    with Project.open(one) as project:
        project.merge(two, "lead")
        assert [each.label for each in project.queries.spans("d2", "B")] == ["VOICE"]
    assert merged(one, two) == merged(two, one)


def test_undo_takes_a_whole_merge_back_and_merging_again_brings_it_again(tmp_path: Path) -> None:
    root = base(tmp_path)
    one, two = copy_of(root, "one"), copy_of(root, "two")
    work(two, AddSpan("d1", 0, 3, "ACTOR", "B"), AddSpan("d2", 0, 3, "ACTOR", "B"), actor="B")
    before = state(one)
    with Project.open(one) as project:
        project.merge(two, "lead")
        project.undo("lead")
    assert state(one) == before
    with Project.open(one) as project:
        project.redo("lead")
        assert len(project.queries.spans("d2", "B")) == 1
        project.undo("lead")
        assert project.merge(two, "lead").spans["new"] == 2
        assert len(project.queries.spans("d2", "B")) == 1


def test_a_merge_is_not_undone_under_later_work(tmp_path: Path) -> None:
    root = base(tmp_path)
    one, two = copy_of(root, "one"), copy_of(root, "two")
    work(two, AddSpan("d1", 0, 3, "ACTOR", "B", id="b1"), actor="B")
    with Project.open(one) as project:
        project.merge(two, "lead")
        project.execute(ChangeSpan("b1", note="good"), "A")
        with pytest.raises(UserError, match="rests on"):
            project.undo("lead")


def test_one_text_under_two_ids_is_one_document(tmp_path: Path) -> None:
    one, two = tmp_path / "one.raqim", tmp_path / "two.raqim"
    for path, name, who in ((one, "x", "A"), (two, "y", "B")):
        with Project.create(path) as project:
            project.execute(AddDocuments((AnnotatedDocument(Document(name, name, TEXT)),)), who)
            project.execute(AddSpan(name, 4, 10, "SOURCE", who), who)
    with Project.open(one) as project:
        assert len(project.merge(two, "lead").same_text) == 1
        [document] = project.queries.document_ids()
        assert [row.annotator for row in project.queries.layers(document)] == ["A", "B"]
    assert merged(one, two) == merged(two, one)


def test_a_document_of_another_text_is_refused_by_name(tmp_path: Path) -> None:
    one, two = tmp_path / "one.raqim", tmp_path / "two.raqim"
    for path, text in ((one, TEXT), (two, TEXT + " زيادة")):
        with Project.create(path) as project:
            documents = (AnnotatedDocument(Document("x", "x", text)), AnnotatedDocument(Document(path.stem, "", text)))
            project.execute(AddDocuments(documents), "A")
            project.execute(AddSpan("x", 4, 10, "SOURCE", path.stem), "A")
    with Project.open(one) as project:
        report = project.merge(two, "lead")
        assert list(report.refused) == ["x"]
        assert project.queries.document("x").text == TEXT
        assert [row.annotator for row in project.queries.layers("x")] == ["one"]
        assert "two" in project.queries.document_ids()


def test_an_altered_file_is_refused(tmp_path: Path) -> None:
    root = base(tmp_path)
    one, two = copy_of(root, "one"), copy_of(root, "two")
    work(two, AddSpan("d1", 0, 3, "ACTOR", "B"), actor="B")
    with Project.open(two) as project:
        project._store.connection.execute("UPDATE event_ops SET ops = replace(ops, 'ACTOR', 'SOURCE')")
    before = state(one)
    with Project.open(one) as project, pytest.raises(UserError, match="altered"):
        project.merge(two, "lead")
    assert state(one) == before


STEP = st.tuples(
    st.sampled_from(["add", "change", "note", "edge", "remove", "relate", "accept", "reject", "status", "rename",
                     "undo", "redo", "document", "drop", "unlabel", "new label"]),
    st.integers(0, 40),
    st.integers(0, 40),
)  # fmt: skip


def spans(project: Project) -> list[str]:
    return [
        span.id for name in project.queries.document_ids() for row in project.queries.layers(name)
        for span in project.queries.spans(name, row.annotator)
    ]  # fmt: skip


def wish(project: Project, who: str, kind: str, first: int, second: int) -> Command | None:
    every, labels = spans(project), [label.name for label in project.queries.scheme().labels]
    documents = project.queries.document_ids() or ["d1"]
    suggestions = project.queries.suggestions("d1", who, undecided_only=False) if "d1" in documents else []
    pick = every[first % len(every)] if every else ""
    proposal = suggestions[first % len(suggestions)].id if suggestions else ""
    made: dict[str, Callable[[], Command]] = {
        "add": lambda: AddSpan(documents[second % len(documents)], first, first + 3, labels[second % len(labels)], who),
        "change": lambda: ChangeSpan(pick, label=labels[second % len(labels)]),
        "note": lambda: ChangeSpan(pick, note=str(second), unsure=second % 2 == 0),
        "edge": lambda: ChangeSpan(pick, extent=((second, second + 2),)),
        "remove": lambda: RemoveSpan(pick),
        "relate": lambda: AddRelation("REPORTED_BY", pick, every[second % len(every)]),
        "accept": lambda: AcceptSuggestion(proposal, who),
        "reject": lambda: RejectSuggestion(proposal, who),
        "status": lambda: SetStatus(documents[0], who, ("done", "needs_review")[second % 2]),
        "rename": lambda: RenameLabel(labels[first % len(labels)], f"L{second % 8}"),
        "unlabel": lambda: RemoveLabel(labels[first % len(labels)], ("", *labels)[second % (len(labels) + 1)]),
        "new label": lambda: _with_label(project, f"L{second % 8}"),
        "document": lambda: AddDocuments((AnnotatedDocument(Document(f"n{first % 3}", "", TEXT * (first % 3 + 2))),)),
        "drop": lambda: RemoveDocument(documents[second % len(documents)]),
    }
    needs_span = kind in {"change", "note", "edge", "remove", "relate"} and not every
    needs_proposal = kind in {"accept", "reject"} and not proposal
    return None if needs_span or needs_proposal or not labels else made[kind]()


def _with_label(project: Project, name: str) -> Command:
    scheme = project.queries.scheme()
    return SetScheme(scheme_to_dict(replace(scheme, labels=(*scheme.labels, Label(name)))))


def annotate(path: Path, who: str, steps: list[tuple[str, int, int]]) -> None:
    with Project.open(path) as project:
        for kind, first, second in steps:
            try:
                if kind in {"undo", "redo"}:
                    getattr(project, kind)(who)
                elif (command := wish(project, who, kind, first, second)) is not None:
                    project.execute(command, who)
            except UserError:
                continue


def laws(rounds: list[list[list[tuple[str, int, int]]]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = base(Path(folder))
        one, two, three = (copy_of(root, name) for name in ("a", "b", "c"))
        for steps in rounds:
            for path, who, own in zip((one, two, three), "ABC", steps, strict=True):
                annotate(path, who, own)
            if len(rounds) > 1:  # half-way, one hands over to another
                with Project.open(two) as project:
                    project.merge(one, "lead")
        both = merged(one, two)
        assert both == merged(two, one)
        assert merged(one, one, two, two, one) == both
        left = copy_of(one, "left")
        with Project.open(left) as project:
            project.merge(two, "lead")
        right = copy_of(two, "right")
        with Project.open(right) as project:
            project.merge(three, "lead")
        assert merged(left, three) == merged(one, right)
        assert merged(three, left) == merged(one, right)


STEPS = st.lists(STEP, max_size=8)
ROUNDS = st.lists(st.lists(STEPS, min_size=3, max_size=3), min_size=1, max_size=2)


@settings(max_examples=draws(12), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ROUNDS)
@example([[[("add", 0, 17)], [("rename", 11, 22)], [("rename", 0, 22)]]])  # two labels become one name at once
def test_merging_is_commutative_idempotent_and_associative(rounds: list[list[list[tuple[str, int, int]]]]) -> None:
    laws(rounds)


@pytest.mark.slow
@pytest.mark.timeout(3600)
@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ROUNDS)
def test_the_merge_laws_hold_over_many_histories(rounds: list[list[list[tuple[str, int, int]]]]) -> None:
    laws(rounds)
