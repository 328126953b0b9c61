"""Accepting many suggestions as one step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from annotator.core.command import AcceptSuggestion, Batch, Command
from annotator.core.suggestion import Suggestion
from annotator.project.project import Project


def accept_all(project: Project, annotator: str, documents: Sequence[str] = (), min_score: float = 0.0) -> int:
    """Accept the undecided suggestions of this score or better, and the relations between accepted ones.

    One event and one undo step. What the annotator has labelled so already is passed over. Returns how many
    spans were made.

    Raises:
        UserError: the project cannot be written, or the annotator's layer is locked.
    """
    commands: list[Command] = []
    for document in documents or project.queries.document_ids():
        spans = list(_acceptable(project, annotator, document, min_score))
        commands += [AcceptSuggestion(each.id, annotator) for each in spans]
        commands += _relations(project, annotator, document, {each.id for each in spans}, min_score)
    count = sum(1 for each in commands if isinstance(each, AcceptSuggestion) and each.suggestion.startswith("g"))
    if commands:
        project.execute(Batch(tuple(commands)), annotator)
    return count


def _acceptable(project: Project, annotator: str, document: str, min_score: float) -> Iterator[Suggestion]:
    taken = {(span.label, span.extent) for span in project.queries.spans(document, annotator)}
    for each in project.queries.suggestions(document, annotator):
        if each.score >= min_score and (each.label, each.extent) not in taken:
            yield each


def _relations(
    project: Project, annotator: str, document: str, accepted: set[str], min_score: float
) -> list[Command]:
    return [
        AcceptSuggestion(each.id, annotator)
        for each in project.queries.suggested_relations(document)
        if each.score >= min_score and each.head in accepted and each.tail in accepted
    ]
