"""Projects with several annotators, as the tests and the bench want them: real files, no gold yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from annotator.core.command import AddDocuments
from annotator.core.document import AnnotatedDocument, Document, Layer
from annotator.core.settings import Settings
from annotator.core.span import Relation, Span
from annotator.formats.base import ReadOptions
from annotator.formats.native import LINES
from annotator.project.project import Project
from annotator.ui.session import Session

CORPUS = Path(__file__).parents[3] / "corpus" / "articles.jsonl"
LEAD = "رئيسة التحرير"
Layers = Mapping[str, Sequence[Span]]


def span(identity: str, text: str, words: str, label: str, **attributes: str | int) -> Span:
    """A span over the first place where these words stand."""
    start = text.index(words)
    return Span(identity, start, start + len(words), label, attributes)


def document(
    identity: str, text: str, layers: Layers, relations: Mapping[str, Sequence[Relation]] | None = None
) -> AnnotatedDocument:
    joined = relations or {}
    made = (
        Layer(who, "annotation", "done", tuple(spans), tuple(joined.get(who, ()))) for who, spans in layers.items()
    )
    return AnnotatedDocument(Document(identity, identity, text), tuple(made))


def project_with(path: Path, *documents: AnnotatedDocument) -> Project:
    project = Project.create(path)
    project.execute(AddDocuments(documents), LEAD)
    return project


def corpus_team(path: Path) -> Project:
    """The articles of the corpus that three annotators labelled, without their gold."""
    reading = LINES.read(CORPUS, ReadOptions())
    chosen = []
    for each in reading.documents:
        layers = tuple(layer for layer in each.layers if layer.kind == "annotation")
        if len(layers) >= 2:
            chosen.append(replace(each, layers=layers))
    project = Project.create(path)
    project.execute(AddDocuments(tuple(chosen), reading.header), LEAD)
    return project


def session_of(project: Project, settings: Path, *, theme: str = "light") -> Session:
    kept = Settings.load(settings)
    kept.set("annotator", LEAD)
    kept.set("theme", theme)
    return Session(project, kept)
