"""Suggesting for the documents of a project."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.core.changes import Changes, union
from annotator.core.command import AddSuggestions
from annotator.core.errors import Problem, UserError
from annotator.core.settings import Settings
from annotator.core.suggestion import RelationSuggestion, Suggested, Suggestion
from annotator.project.holding_out import is_held_out
from annotator.project.outside import OutsideSuggesters
from annotator.project.project import Project
from annotator.project.training import model_path
from annotator.suggest.outside import together

if TYPE_CHECKING:
    from annotator.suggest.own_names import OwnNames

Progress = Callable[[int, int], bool]
SUGGESTERS = (
    ("figures", "figures: numbers with what they count"),
    ("sources", "sources: who is credited"),
    ("actors", "actors: who acts and is acted on"),
    ("gazetteer", "gazetteer: names known beforehand"),
    ("learner", "learner: what it learnt from finished documents"),
    ("relations", "relations between suggestions"),
)
"""The suggesters that ship, with what each does (gettext ids)."""
SYSTEM = ""
"""The actor of what no person did."""
PIECE = 20_000
"""A longer text (code points) is suggested for in pieces, cut where a paragraph or else a sentence ends."""
PART = 16
"""So many suggestions are written at once where a window waits for the write."""


def suggestions_for(
    text: str, suggesters: Sequence[str] = (), model: Path | None = None, own: OwnNames | None = None
) -> Suggested:
    """What the shipped suggesters say of a text; only the named ones where some are named.

    Offsets are code points, half-open. A pure function: workers call it.

    Args:
        text: the document's text.
        suggesters: names of `SUGGESTERS`. Without ``learner`` among them the rules stand alone.
        model: the project's own model (`training.model_path`), which need not be there; else the shipped one.
        own: the project's own names and vetoes (`names.own_names`).
    """
    cuts = pieces(text)
    if len(cuts) > 1:
        return joined((start, suggestions_for(text[start:end], suggesters, model, own)) for start, end in cuts)
    from annotator.suggest.ensemble import suggest
    from annotator.suggest.own_names import OwnNames, kept, with_own_names
    from annotator.suggest.rules import suggest_all

    alone = suggesters and "learner" not in suggesters
    everything = with_own_names(text, suggest_all(text) if alone else suggest(text, model), own or OwnNames())
    if not suggesters:
        return everything
    chosen = kept(everything, lambda each: each.suggester in suggesters)
    return chosen if "relations" in suggesters else replace(chosen, relations=())


def pieces(text: str, size: int = PIECE) -> list[tuple[int, int]]:
    """The pieces of a text, in order, each at most ``size`` code points; a short text is one piece."""
    cuts = [0]
    while len(text) - cuts[-1] > size:
        start = cuts[-1]
        cuts.append(_cut(text, start + size // 2, start + size))
    return list(pairwise([*cuts, len(text)]))


def _cut(text: str, first: int, last: int) -> int:
    """Where to cut between two places: behind the last line, else the last sentence, else the last word."""
    for mark in ("\n", ". ", " "):
        found = text.rfind(mark, first, last)
        if found >= 0:
            return found + len(mark)
    return last


def joined(found: Iterable[tuple[int, Suggested]]) -> Suggested:
    """The suggestions of pieces as those of the whole; each piece comes with the place where it begins."""
    spans: list[Suggestion] = []
    relations: list[RelationSuggestion] = []
    for start, each in found:
        relations += (replace(one, head=one.head + len(spans), tail=one.tail + len(spans)) for one in each.relations)
        spans += (replace(one, start=one.start + start, end=one.end + start) for one in each.spans)
    return Suggested(tuple(spans), tuple(relations))


def parts(document: str, suggested: Suggested, within: tuple[int, int]) -> list[AddSuggestions]:
    """Suggestions (in text order) for a place of a document as commands that are carried out within a frame each.

    A relation comes with the part of its later end, and brings the earlier end along.
    """
    starts = [each.start for each in suggested.spans]
    firsts = [place for place in range(0, len(starts), PART) if not place or starts[place] > starts[place - 1]] or [0]
    found = []
    for first, last in pairwise([*firsts, len(starts)]):
        relations = [each for each in suggested.relations if first <= max(each.head, each.tail) < last]
        brought = {end for each in relations for end in (each.head, each.tail)}
        chosen = sorted(brought | set(range(first, last)))
        place_of = {old: new for new, old in enumerate(chosen)}
        part = Suggested(
            tuple(suggested.spans[place] for place in chosen),
            tuple(replace(each, head=place_of[each.head], tail=place_of[each.tail]) for each in relations),
        )
        begin = starts[first] if first else within[0]
        end = starts[last] if last < len(starts) else within[1]
        found.append(AddSuggestions(document, part, within=(begin, end)))
    return found


def warmed(model: Path | None = None) -> None:
    """Read tables and model, so that the first document does not wait for them; a worker calls it."""
    suggestions_for("وقال المرصد السوري لحقوق الإنسان إن 12 شخصاً قتلوا في ريف حلب.", (), model)


def suggest_document(project: Project, document: str, suggesters: Sequence[str] = ()) -> Changes:
    """Give one document its suggestions; one that is held out gets none.

    Raises:
        UserError: there is no such document, or the project cannot be written.
    """
    found = project.queries.document(document)
    if is_held_out(found):
        return Changes()
    suggested = suggestions_for(found.text, suggesters, model_path(project.path), _own(project))
    return project.execute(AddSuggestions(document, suggested), SYSTEM)


def _own(project: Project) -> OwnNames:
    from annotator.project.names import own_names, project_names

    return own_names(project_names(project.queries))


@dataclass(slots=True)
class SuggestReport:
    """What suggesting for many documents changed, and what the user's own suggesters could not do."""

    changes: Changes
    problems: list[Problem]


def suggest_all(
    project: Project, documents: Sequence[str] = (), suggesters: Sequence[str] = (),
    progress: Progress | None = None,
) -> SuggestReport:  # fmt: skip
    """Give many documents their suggestions, one event each; the user's own suggesters speak too.

    Documents that are held out (`holding_out`) are passed over.

    Raises:
        UserError: no such suggester, the user stopped, or the project cannot be written.
    """
    own = [name for name in suggesters if name in {each for each, _ in SUGGESTERS}]
    others = [name for name in suggesters if name not in own]
    chosen = list(documents) or project.queries.document_ids()
    names, model = _own(project), model_path(project.path)
    done: list[Changes] = []
    problems: list[Problem] = []
    with _outside(project, others, wanted=bool(others) or not suggesters) as outside:
        for place, each in enumerate(chosen):
            if progress is not None and not progress(place, len(chosen)):
                raise UserError("suggesting was stopped after %(count)s documents", count=place)
            document = project.queries.document(each)
            if is_held_out(document):
                continue
            text = document.text
            mine = Suggested() if others and not own else suggestions_for(text, own, model, names)
            theirs, faults = outside.suggest(each, text) if outside is not None else (Suggested(), [])
            problems += faults
            done.append(project.execute(AddSuggestions(each, together([mine, theirs])), SYSTEM))
    return SuggestReport(union(done), problems)


def _outside(
    project: Project, names: Sequence[str], *, wanted: bool
) -> AbstractContextManager[OutsideSuggesters | None]:
    if not wanted:
        return nullcontext()
    return OutsideSuggesters.of(Settings.load(), project.queries.scheme(), names)
