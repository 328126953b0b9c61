"""Labels that several people rename at once: every span keeps what its label meant, whatever the order of merges."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from annotator.core.command import AddSpan, ChangeSpan, Command, RemoveLabel, RenameLabel, SetScheme
from annotator.core.scheme import Label, Scheme, scheme_to_dict, shipped_scheme
from annotator.project.project import Project
from tests.project.test_merging import base, copy_of, merged, state, work


def added(label: str, identity: str, start: int) -> AddSpan:
    return AddSpan("d2", start, start + 3, label, "A", id=identity)


def with_label(scheme: Scheme, name: str) -> SetScheme:
    return SetScheme(scheme_to_dict(replace(scheme, labels=(*scheme.labels, Label(name)))))


def titles(path: Path) -> dict[str, str]:
    """What the label of each span is called for people: renaming does not change that."""
    with Project.open(path) as project:
        scheme = project.queries.scheme()
        spans = [
            span for name in project.queries.document_ids() for row in project.queries.layers(name)
            for span in project.queries.spans(name, row.annotator)
        ]  # fmt: skip
        found = {span.id: label.titles.get("en", label.name) for span in spans
                 if (label := scheme.label(span.label)) is not None}  # fmt: skip
        assert len(found) == len(spans)
        assert project.differences() == []
        return found


def everyone(root: Path, *works: tuple[Command, ...]) -> list[Path]:
    """A copy of the project for each of several people, with their work in it."""
    copies = [copy_of(root, f"p{number}") for number in range(len(works))]
    for number, (path, commands) in enumerate(zip(copies, works, strict=True)):
        work(path, *commands, actor=f"P{number}")
    return copies


def one_outcome(copies: list[Path]) -> Path:
    """Merge the copies one by one, and each with all others together; a file that holds what all of that comes to."""
    first = merged(*copies)
    for one, *others in permutations(copies):
        group = copy_of(others[0], "group")
        with Project.open(group) as project:
            for each in others[1:]:
                project.merge(each, "lead")
        assert merged(one, group) == first
    return copies[0].with_name("m-" + "-".join(each.stem for each in copies) + ".raqim")


def test_two_labels_that_become_one_name_at_once_stay_two(tmp_path: Path) -> None:
    copies = everyone(
        base(tmp_path),
        (added("SOURCE", "plain", 0),),
        (RenameLabel("SOURCE", "L22"), added("L22", "source", 4)),
        (RenameLabel("ACTOR", "L22"), added("L22", "actor", 8)),
    )
    path = one_outcome(copies)
    assert titles(path) == {"shared": "Source", "plain": "Source", "source": "Source", "actor": "Actor"}


def test_the_rename_that_does_not_stand_is_kept_as_a_conflict(tmp_path: Path) -> None:
    root = base(tmp_path)
    renames = (("SOURCE", "X"), ("SOURCE", "Y"), ("ACTOR", "X"))
    copies = everyone(root, *((RenameLabel(old, new),) for old, new in renames))
    path = one_outcome(copies)
    with Project.open(path) as project:
        found = project.queries.kept_conflicts()
        assert {(each.kind, each.field) for each in found} == {("scheme", "content")}
        assert len(found) == 2
        contents = (found[0].kept, *(each.lost for each in found))
        told = [sorted(label["name"] for label in content["labels"]) for content in contents]
        assert told[0] == sorted(label.name for label in project.queries.scheme().labels)
        assert sorted(told) == [["ACTOR", "FIGURE", "X"], ["ACTOR", "FIGURE", "Y"], ["FIGURE", "SOURCE", "X"]]
    assert titles(path) == {"shared": "Source"}


def test_three_renames_of_one_label_at_once_leave_one_name(tmp_path: Path) -> None:
    works = [(RenameLabel("SOURCE", new), added(new, f"s{new}", place)) for place, new in enumerate("XYZ", 3)]
    path = one_outcome(everyone(base(tmp_path), *works))
    assert titles(path) == dict.fromkeys(("shared", "sX", "sY", "sZ"), "Source")


def test_a_chain_of_renames_is_followed_to_its_end(tmp_path: Path) -> None:
    path = one_outcome(everyone(
        base(tmp_path),
        (RenameLabel("SOURCE", "X"), RenameLabel("X", "Y"), added("Y", "second", 0)),
        (RenameLabel("SOURCE", "Y"), RenameLabel("ACTOR", "SOURCE"), added("SOURCE", "actor", 4)),
        (added("SOURCE", "source", 8), added("ACTOR", "other", 12)),
    ))  # fmt: skip
    assert titles(path) == {
        "shared": "Source", "second": "Source", "source": "Source", "actor": "Actor", "other": "Actor"
    }  # fmt: skip


def test_a_label_renamed_while_another_person_adds_one_of_that_name(tmp_path: Path) -> None:
    one_outcome(everyone(
        base(tmp_path),
        (RenameLabel("SOURCE", "X"), added("X", "source", 0)),
        (with_label(shipped_scheme(), "X"), added("X", "new", 4)),
        (added("SOURCE", "plain", 8),),
    ))  # fmt: skip


@pytest.mark.parametrize("into", ["", "ACTOR"])
def test_a_label_renamed_while_another_person_removes_it(tmp_path: Path, into: str) -> None:
    one_outcome(everyone(
        base(tmp_path),
        (RenameLabel("SOURCE", "X"), added("X", "source", 0), ChangeSpan("shared", note="mine")),
        (RemoveLabel("SOURCE", into),),
        (added("SOURCE", "plain", 8),),
    ))  # fmt: skip


def test_a_name_that_was_free_again_means_what_its_writer_meant(tmp_path: Path) -> None:
    root = base(tmp_path)
    one, two = everyone(root, (RenameLabel("SOURCE", "VOICE"),), (added("SOURCE", "old", 0),))
    with Project.open(one) as project:
        project.execute(with_label(project.queries.scheme(), "SOURCE"), "P0")
    path = one_outcome([one, two])
    assert titles(path) == {"shared": "Source", "old": "Source"}


def test_a_merge_that_brought_a_rename_is_taken_back_with_what_was_written_since(tmp_path: Path) -> None:
    root = base(tmp_path)
    one, two = everyone(root, (added("SOURCE", "before", 0),), (RenameLabel("SOURCE", "VOICE"),))
    before = state(one)
    with Project.open(one) as project:
        project.merge(two, "lead")
        assert project.queries.scheme().label("VOICE") is not None
        project.undo("lead")
        assert project.differences() == []
    assert state(one) == before
    with Project.open(one) as project:
        project.redo("lead")
        project.execute(added("VOICE", "after", 4), "A")
        project.undo(None)
        project.undo("lead")
    assert state(one) == before


def test_an_undo_after_the_merge_gives_a_span_the_label_that_it_had(tmp_path: Path) -> None:
    one, two = everyone(
        base(tmp_path),
        (RenameLabel("SOURCE", "L22"), ChangeSpan("shared", label="FIGURE")),
        (added("ACTOR", "actor", 0), RenameLabel("ACTOR", "L22")),  # written later: this is the name that stands
    )
    with Project.open(one) as project:
        project.merge(two, "lead")
        project.undo("P0")
    assert titles(one) == {"shared": "Source", "actor": "Actor"}
