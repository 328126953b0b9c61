"""Pages of the document list: filters by name and status give what going through all rows gives."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from annotator.core.command import RemoveDocument, SetStatus
from annotator.project.project import Project
from annotator.project.queries import DocumentRow
from tests.project.big_project import ANNOTATORS, fill


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """Documents that no test here changes."""
    made = Project.create(tmp_path_factory.mktemp("pages") / "p.raqim")
    fill(made, 120)
    made.execute(SetStatus("n1-000004", ANNOTATORS[0], "needs_review"), "lead")
    made.execute(RemoveDocument("n1-000006"), "lead")
    yield made
    made.close()


def plainly(project: Project, contains: str, status: str) -> list[DocumentRow]:
    every = project.queries.document_rows(ANNOTATORS[0])
    named = [row for row in every if contains.lower() in row.name.lower() or contains.lower() in row.id.lower()]
    return [row for row in named if not status or row.status == status]


@pytest.mark.parametrize("contains", ["", "خبر", "00000", "N1-", "%", "لا شيء"])
@pytest.mark.parametrize("status", ["", "new", "done", "needs_review", "locked"])
def test_a_page_is_a_part_of_the_whole_list(project: Project, contains: str, status: str) -> None:
    wanted = plainly(project, contains, status)
    for offset in (0, 7):
        page = project.queries.document_rows(
            ANNOTATORS[0], contains=contains, status=status, offset=offset, limit=20
        )
        assert page == wanted[offset : offset + 20]


def test_one_documents_line_is_its_line_in_the_list(project: Project) -> None:
    for row in project.queries.document_rows(ANNOTATORS[0], limit=5):
        assert project.queries.document_row(row.id, ANNOTATORS[0]) == row
    assert project.queries.document_row("n1-000006", ANNOTATORS[0]) is None


def test_the_next_unfinished_document_goes_round(project: Project) -> None:
    other = [row.id for row in project.queries.document_rows(ANNOTATORS[0]) if row.status not in {"done", "locked"}]
    assert project.queries.next_unfinished(ANNOTATORS[0]) == other[0]
    assert project.queries.next_unfinished(ANNOTATORS[0], other[0]) == other[1]
    assert project.queries.next_unfinished(ANNOTATORS[0], other[-1]) == other[0]
