from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.core.command import AddDocuments
from annotator.core.document import AnnotatedDocument, Document
from annotator.project.project import Project

TEXT = "😀 قال المرصد السوري إن 211 شخصاً قتلوا، بينهم 129 من المسلحين و82 من القوات السورية."


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """An open project with one document, ``d1``."""
    made = Project.create(tmp_path / "p.raqim")
    made.execute(AddDocuments((AnnotatedDocument(Document("d1", "الأول", TEXT)),)), "A")
    yield made
    made.close()
