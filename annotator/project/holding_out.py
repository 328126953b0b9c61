"""Documents that are held out: they get no suggestions, so that agreement can be seen without their pull."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from annotator.core.command import AddSuggestions, Batch, ChangeDocument, Command
from annotator.core.document import Document
from annotator.core.i18n import N_
from annotator.project.project import Project

HELD_OUT = "held_out"
"""The entry of a document's metadata that says so; it travels with the document."""


def is_held_out(document: Document) -> bool:
    """Whether a document gets no suggestions."""
    return bool(document.metadata.get(HELD_OUT))


def hold_out(project: Project, documents: Sequence[str], actor: str, *, held: bool = True) -> int:
    """Hold documents out, or not any longer, as one step; how many changed.

    Suggestions that a document has already, and nobody decided on, go.

    Raises:
        UserError: there is no such document, or the project cannot be written.
    """
    changed = [each for each in documents if is_held_out(project.queries.document(each)) != held]
    commands = [each for document in changed for each in holding(project, document, held=held)]
    if commands:
        project.execute(Batch(tuple(commands), N_("hold documents out of suggesting")), actor)
    return len(changed)


def holding(project: Project, document: str, *, held: bool) -> list[Command]:
    """The commands that hold one document out, or no longer."""
    from annotator.core.suggestion import Suggested

    commands: list[Command] = [ChangeDocument(document, metadata={HELD_OUT: True if held else None})]
    if held and project.queries.has_suggestions(document):
        commands.append(AddSuggestions(document, Suggested()))
    return commands


def drawn(documents: Sequence[str], share: float) -> list[str]:
    """So large a share of documents, drawn by their ids alone: the same ones on every machine, whatever their order."""
    ordered = sorted(documents, key=lambda each: hashlib.sha256(each.encode("utf-8", "surrogatepass")).digest())
    return sorted(ordered[: round(len(ordered) * min(max(share, 0.0), 1.0))], key=list(documents).index)
