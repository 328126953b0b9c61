"""A merge that is taken back leaves nothing behind, and comes again whole."""

from __future__ import annotations

from pathlib import Path

from annotator.core.command import AddDocuments, AddSpan, ChangeDocument, ChangeSpan, RemoveSpan
from annotator.core.document import AnnotatedDocument, Document
from annotator.project.project import Project
from tests.project.test_merging import TEXT, base, copy_of, merged, state, work


def test_undo_takes_back_what_both_files_made_under_one_id(tmp_path: Path) -> None:
    root = base(tmp_path)
    one, two = copy_of(root, "one"), copy_of(root, "two")
    work(one, AddSpan("d2", 0, 3, "ACTOR", "A", id="same"), actor="A")
    rich = AddSpan(
        "d2", 0, 3, "ACTOR", "A", {"kind": "person"}, note="B's own", unsure=True, origin={"suggester": "x"}, id="same"
    )
    work(two, rich, actor="A")
    before = state(one)
    with Project.open(one) as project:
        project.merge(two, "lead")
        assert project.differences() == []
        together = state(one)
        project.undo("lead")
        assert project.differences() == []
        span = project.queries.span("same")
        assert span is not None
        whole = span.span
        assert (whole.note, whole.unsure, dict(whole.origin), dict(whole.attributes)) == ("", False, {}, {})
    assert state(one) == before
    with Project.open(one) as project:
        project.redo("lead")
        assert project.differences() == []
        assert state(one) == together == merged(two, one)
        project.undo("lead")
    assert state(one) == before


def test_undo_takes_back_fields_that_only_the_other_file_wrote(tmp_path: Path) -> None:
    root = base(tmp_path)
    one, two = copy_of(root, "one"), copy_of(root, "two")
    work(two, ChangeSpan("shared", note="B's", unsure=True, attributes={"kind": "witness"}),
         ChangeDocument("d1", metadata={"place": "حلب"}), actor="B")  # fmt: skip
    before = state(one)
    with Project.open(one) as project:
        project.merge(two, "lead")
        project.undo("lead")
        assert project.differences() == []
    assert state(one) == before


def test_a_span_that_comes_back_after_the_undo_has_nothing_of_the_merge(tmp_path: Path) -> None:
    root = base(tmp_path)
    one, two = copy_of(root, "one"), copy_of(root, "two")
    work(one, RemoveSpan("shared"), actor="A")
    work(two, ChangeSpan("shared", note="B's"), actor="B")
    with Project.open(one) as project:
        project.merge(two, "lead")
        project.undo("lead")
        project.undo("A")
        assert project.differences() == []
    assert state(one) == state(root)


def test_a_value_of_nothing_in_the_metadata_is_no_difference(tmp_path: Path) -> None:
    path = tmp_path / "one.raqim"
    with Project.create(path) as project:
        document = Document("x", "x", TEXT, {"date": None, "place": "حلب"})
        project.execute(AddDocuments((AnnotatedDocument(document),)), "A")
        assert project.differences() == []


def test_what_a_merged_undo_took_back_stands_again_after_the_undo(tmp_path: Path) -> None:
    root = base(tmp_path)
    work(root, AddSpan("d2", 0, 3, "ACTOR", "A", id="both"), actor="A")
    one, two = copy_of(root, "one"), copy_of(root, "two")
    with Project.open(two) as project:
        project.undo("A")
    before = state(one)
    with Project.open(one) as project:
        project.merge(two, "lead")
        assert project.next_undo("A") is None
        project.undo("lead")
        assert project.differences() == []
        assert project.next_undo("A") is not None
        project.undo("A")
        assert project.queries.span("both") is None
        project.redo("A")
    assert state(one) == before
