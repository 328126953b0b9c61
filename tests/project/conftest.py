from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
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


def empty(tmp_path: Path) -> Project:
    return Project.create(tmp_path / "e.raqim")


def lines(path: Path, *rows: Mapping[str, object]) -> Path:
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    return path
