"""What two machines said alike of the same words is said once after their files came together."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.core.command import AddDocuments, AddRelation, AddSpan
from annotator.core.document import AnnotatedDocument, Document
from annotator.project.project import Project

TEXT = "قال المرصد السوري إن 211 شخصاً قتلوا"


def worked_on(path: Path, name: str, *, related: bool) -> Path:
    """A file of its own in which an annotator labelled the source, and said of a figure that it is the source's."""
    with Project.create(path) as project:
        project.execute(AddDocuments((AnnotatedDocument(Document(name, name, TEXT)),)), "A")
        project.execute(AddSpan(name, 4, 17, "SOURCE", "A", id=f"{name}-source"), "A")
        if related:
            project.execute(AddSpan(name, 21, 30, "FIGURE", "A", id=f"{name}-figure"), "A")
            project.execute(AddRelation("REPORTED_BY", f"{name}-figure", f"{name}-source"), "A")
    return path


@pytest.mark.parametrize("related", [(False, True), (True, False), (True, True)])
def test_what_both_said_is_said_once_and_relations_hold_on_to_it(tmp_path: Path, related: tuple[bool, bool]) -> None:
    first = worked_on(tmp_path / "first.raqim", "d1", related=related[0])
    second = worked_on(tmp_path / "second.raqim", "d2", related=related[1])
    with Project.open(first) as project:
        project.merge(second, "A")
        [document] = project.queries.document_ids()
        figure, source = sorted(project.queries.spans(document, "A"), key=lambda span: span.label)
        assert (figure.label, source.label) == ("FIGURE", "SOURCE")
        [relation] = project.queries.relations(document, "A")
        assert (relation.head, relation.tail) == (figure.id, source.id)
        assert project.integrity() == []
