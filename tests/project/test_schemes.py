from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from annotator.core.command import (
    AddDocuments,
    AddRelation,
    AddSpan,
    AddSuggestions,
    Batch,
    Command,
    RemoveLabel,
    RenameLabel,
    SetScheme,
    SplitLabel,
)
from annotator.core.document import AnnotatedDocument, Document, Layer
from annotator.core.errors import UserError
from annotator.core.scheme import Scheme, scheme_from_toml, scheme_to_dict, shipped_scheme
from annotator.core.span import Span
from annotator.core.suggestion import Suggested, Suggestion
from annotator.project.exchange import export
from annotator.project.jobs import Worker
from annotator.project.project import Project
from annotator.project.schemes import carry_out, differences, scheme_to_toml, versions
from tests.project.conftest import TEXT

PATIENCE = 300.0


def exported(project: Project) -> bytes:
    out = project.path.with_suffix(".jsonl")
    export(project, out, format="jsonl")
    return out.read_bytes()


def label(project: Project, word: str, name: str, who: str = "A", identity: str = "", **attributes: str) -> None:
    start = TEXT.index(word)
    project.execute(AddSpan("d1", start, start + len(word), name, who, attributes, id=identity), who)


def words(project: Project, who: str = "A") -> list[tuple[str, str]]:
    return [(each.label, each.covered(TEXT)) for each in project.queries.spans("d1", who)]


# ---- removing --------------------------------------------------------------------------------------------


def test_a_removed_labels_spans_take_another_label_and_lose_what_that_lacks(project: Project) -> None:
    label(project, "المرصد السوري", "SOURCE", identity="s1", kind="monitor", named="yes")
    label(project, "211 شخصاً", "FIGURE", identity="s2")
    project.execute(AddRelation("REPORTED_BY", "s2", "s1"), "A")
    before = exported(project)
    project.execute(RemoveLabel("SOURCE", "ACTOR"), "A")
    span = project.queries.spans("d1", "A")[0]
    assert (span.label, dict(span.attributes)) == ("ACTOR", {})
    scheme = project.queries.scheme()
    assert scheme.label("SOURCE") is None
    assert scheme.relation("REPORTED_BY") == replace(shipped_scheme().relations[0], tails=("ACTOR",))
    assert len(project.queries.relations("d1", "A")) == 1
    assert scheme.present_name("SOURCE") == "ACTOR"
    project.undo("A")
    assert exported(project) == before


def test_a_removed_labels_spans_go_with_their_relations_and_come_back(project: Project) -> None:
    label(project, "المرصد السوري", "SOURCE", identity="s1")
    label(project, "211 شخصاً", "FIGURE", identity="s2")
    project.execute(AddRelation("REPORTED_BY", "s2", "s1"), "A")
    before = exported(project)
    project.execute(RemoveLabel("SOURCE"), "A")
    assert words(project) == [("FIGURE", "211 شخصاً")]
    assert project.queries.relations("d1", "A") == []
    assert project.queries.scheme().relation("REPORTED_BY") is None
    project.undo("A")
    assert exported(project) == before
    project.redo("A")
    assert words(project) == [("FIGURE", "211 شخصاً")]


def test_a_span_that_has_both_labels_is_one_after_the_removal(project: Project) -> None:
    label(project, "المرصد السوري", "SOURCE", identity="s1")
    label(project, "المرصد السوري", "ACTOR", identity="s2", kind="organisation")
    project.execute(RemoveLabel("SOURCE", "ACTOR"), "A")
    assert [each.id for each in project.queries.spans("d1", "A")] == ["s2"]
    project.undo("A")
    assert len(words(project)) == 2


# ---- splitting -------------------------------------------------------------------------------------------


def test_a_label_is_split_by_the_values_of_an_attribute(project: Project) -> None:
    label(project, "المرصد السوري", "SOURCE", identity="s1", kind="monitor")
    label(project, "القوات السورية", "SOURCE", kind="military")
    label(project, "211 شخصاً", "FIGURE", identity="s2")
    project.execute(AddRelation("REPORTED_BY", "s2", "s1"), "A")
    project.execute(SplitLabel("SOURCE", "kind", {"monitor": "WATCHDOG"}), "A")
    assert words(project) == [
        ("WATCHDOG", "المرصد السوري"), ("FIGURE", "211 شخصاً"), ("SOURCE", "القوات السورية"),
    ]  # fmt: skip
    relation = project.queries.scheme().relation("REPORTED_BY")
    assert relation is not None
    assert relation.tails == ("SOURCE", "WATCHDOG")
    project.undo("A")
    assert [name for name, _ in words(project)] == ["SOURCE", "FIGURE", "SOURCE"]


@pytest.mark.parametrize(
    "command",
    [
        SplitLabel("SOURCE", "nothing", {"a": "B"}),
        SplitLabel("SOURCE", "kind", {"un": "ACTOR"}),
        SplitLabel("NONE", "kind", {}),
        RemoveLabel("NONE"),
        RemoveLabel("ACTOR", "ACTOR"),
        RenameLabel("ACTOR", "FIGURE"),
    ],
)
def test_what_makes_no_sense_is_refused(project: Project, command: Command) -> None:
    before = project.queries.scheme()
    with pytest.raises(UserError):
        project.execute(command, "A")
    assert project.queries.scheme() == before


# ---- versions --------------------------------------------------------------------------------------------


def changed(project: Project) -> Scheme:
    scheme = project.queries.scheme()
    return replace(scheme, labels=tuple(replace(each, colour="#123456") for each in scheme.labels))


def test_every_change_is_a_version_and_the_same_scheme_is_none(project: Project) -> None:
    project.execute(SetScheme(scheme_to_dict(changed(project))), "A")
    project.execute(SetScheme(scheme_to_dict(changed(project))), "A")
    project.execute(RenameLabel("SOURCE", "VOICE"), "B")
    found = versions(project)
    assert [(each.scheme.version, each.actor) for each in found] == [(1, ""), (2, "A"), (3, "B")]
    assert found[-1].scheme == project.queries.scheme()
    project.undo("B")
    assert [each.scheme.version for each in versions(project)] == [1, 2]


def test_the_differences_of_two_versions_are_told(project: Project) -> None:
    old = project.queries.scheme()
    label(project, "المرصد السوري", "SOURCE", identity="s1", kind="monitor")
    project.execute(RenameLabel("SOURCE", "VOICE"), "A")
    project.execute(SplitLabel("VOICE", "kind", {"un": "UN"}), "A")
    told = [(each.message, dict(each.arguments)) for each in differences(old, project.queries.scheme())]
    assert ("the label %(old)s is called %(new)s now", {"old": "SOURCE", "new": "VOICE"}) in told
    assert ("the label %(name)s is new", {"name": "UN"}) in told


def test_spans_remember_the_version_that_they_were_made_under(project: Project) -> None:
    label(project, "المرصد السوري", "SOURCE", identity="s1")
    project.execute(RenameLabel("SOURCE", "VOICE"), "A")
    label(project, "القوات السورية", "VOICE", identity="s2")
    assert [project.queries.made_under(each) for each in ("s1", "s2")] == [1, 2]


def test_a_scheme_under_which_later_spans_dangle_does_not_come_back(project: Project) -> None:
    project.execute(RenameLabel("SOURCE", "VOICE"), "A")
    label(project, "المرصد السوري", "VOICE", "B")
    with pytest.raises(UserError, match="VOICE"):
        project.undo("A")
    assert words(project, "B") == [("VOICE", "المرصد السوري")]
    project.undo("B")
    project.undo("A")
    with pytest.raises(UserError, match="rest on this"):
        project.redo("B")
    project.redo("A")
    project.redo("B")
    assert words(project, "B") == [("VOICE", "المرصد السوري")]


def test_what_was_undone_under_an_old_name_comes_back_under_the_new_one(project: Project) -> None:
    label(project, "المرصد السوري", "SOURCE", identity="s1")
    project.undo("A")
    project.execute(RenameLabel("SOURCE", "VOICE"), "B")
    project.redo("A")
    assert words(project) == [("VOICE", "المرصد السوري")]


@pytest.mark.parametrize("name", ["news", "entities", "empty"])
def test_a_scheme_reads_back_from_its_toml(name: str, tmp_path: Path) -> None:
    scheme_to_toml(shipped_scheme(name), tmp_path / "s.toml")
    assert scheme_from_toml(tmp_path / "s.toml") == shipped_scheme(name)


# ---- many spans ----------------------------------------------------------------------------------


def many_spans(path: Path, count: int) -> Path:
    """A project of documents with a hundred spans each."""
    text = TEXT * 25
    labels = ("SOURCE", "ACTOR", "FIGURE")
    spans = [
        Span("", len(TEXT) * n + at, len(TEXT) * n + at + 5, labels[at % 3], {"kind": "other"})
        for n in range(25)
        for at in (2, 6, 15, 24)
    ]
    with Project.create(path) as project:
        documents = [
            AnnotatedDocument(Document(f"d{n}", f"d{n}", text), (Layer("AB"[n % 2], spans=tuple(spans)),))
            for n in range(count // len(spans))
        ]
        project.execute(AddDocuments(tuple(documents)), "A")
        assert project.queries.stats().spans == count
    return path


def labels(project: Project) -> dict[str, int]:
    return dict(project.queries.stats().by_label)


@pytest.mark.parametrize("count", [1000, pytest.param(10_000, marks=pytest.mark.slow)])
def test_a_scheme_is_renamed_split_and_versioned_under_many_spans(tmp_path: Path, count: int) -> None:
    """Off the window's thread, undone, redone, after a restart: nothing lost. What it costs is a row of the bench."""
    path = many_spans(tmp_path / "big.raqim", count)
    worker = Worker()
    with Project.open(path) as project:
        first, counts = exported(project), labels(project)
        wish = Batch((RenameLabel("SOURCE", "VOICE"), SplitLabel("VOICE", "kind", {"other": "OTHER_VOICE"})))
        worker.submit(carry_out, path, wish, "A").result(PATIENCE)
        project.refresh()
        assert labels(project)["OTHER_VOICE"] == counts["SOURCE"]
        assert project.queries.scheme().version == 3
        last = exported(project)
        worker.submit(carry_out, path, None, "A").result(PATIENCE)
        project.refresh()
        assert exported(project) == first
    with Project.open(path) as again:
        assert exported(again) == first
        again.redo("A")
        assert exported(again) == last
    with Project.open(path) as again:
        assert exported(again) == last
        again.undo("A")
        assert exported(again) == first
    worker.kill()


def test_suggestions_follow_a_rename_too(project: Project) -> None:
    project.execute(AddSuggestions("d1", Suggested((Suggestion(2, 5, "SOURCE"),))), "")
    project.execute(RenameLabel("SOURCE", "VOICE"), "A")
    assert [each.label for each in project.queries.suggestions("d1", "A")] == ["VOICE"]
