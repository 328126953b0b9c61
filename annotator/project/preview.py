"""What an import would bring, shown before anything is written: a pure function for a worker."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from annotator.core.document import AnnotatedDocument
from annotator.core.errors import Problem, UserError, problem
from annotator.formats.registry import candidates
from annotator.formats.soundness import sound
from annotator.project.arrivals import Wish, format_of
from annotator.project.intake import text_hash

SHOWN = 20
"""So many documents are shown as they will look."""
SECONDS = 10.0
"""So long a preview counts; of a file that takes longer, the beginning is shown."""
MOST_PROBLEMS = 300


@dataclass(slots=True)
class Preview:
    """What was found in files. ``complete`` says whether all of it was looked at."""

    formats: list[str] = field(default_factory=list)
    possible: list[str] = field(default_factory=list)
    encodings: list[str] = field(default_factory=list)
    offset_units: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    repairs: int = 0
    documents: int = 0
    complete: bool = True
    shown: list[AnnotatedDocument] = field(default_factory=list)
    spans: Counter[str] = field(default_factory=Counter)
    relations: Counter[str] = field(default_factory=Counter)
    attributes: dict[str, Counter[str]] = field(default_factory=dict)
    people: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    digests: list[str] = field(default_factory=list)
    """The hash of each text."""


def look(paths: Sequence[Path], wish: Wish) -> Preview:
    """Look into files as an import would read them; of several, one that cannot be read is a problem.

    Raises:
        UserError: the only file cannot be read, or its format or offset unit must be said.
    """
    found = Preview()
    end = time.monotonic() + SECONDS
    for path in paths:
        try:
            _look(path, wish, found, end)
        except UserError as error:
            if len(paths) == 1:
                raise
            found.problems.append(Problem(path.name, error.message, tuple(error.arguments.items())))
    return found


def _look(path: Path, wish: Wish, found: Preview, end: float) -> None:
    _add(found.possible, *(each.name for score, each in candidates(path) if score > 0.1))
    chosen = format_of(path, wish.format)
    _add(found.formats, chosen.name)
    reading = chosen.read(path, wish.options())
    for each in reading.documents:
        whole, problems = sound(each)
        found.problems += problems
        _count(whole, found)
        if time.monotonic() > end:
            found.complete = False
            break
    facts = reading.facts
    _add(found.encodings, facts.encoding)
    _add(found.offset_units, facts.offset_unit)
    _add(found.tags, facts.tags)
    found.repairs += facts.repairs
    found.problems += [*reading.problems, *facts.rejected]
    if facts.repairs:
        found.problems.append(problem(path.name, "%(count)d tags were repaired", count=facts.repairs))
    del found.problems[MOST_PROBLEMS:]


def _add(names: list[str], *more: str | None) -> None:
    names.extend(name for name in more if name and name not in names)


def _count(each: AnnotatedDocument, found: Preview) -> None:
    found.documents += 1
    if len(found.shown) < SHOWN:
        found.shown.append(each)
    found.digests.append(text_hash(each.document.text))
    for layer in each.layers:
        found.kinds[layer.kind] += 1
        if layer.kind == "annotation" and layer.annotator:
            found.people[layer.annotator] += 1
        for span in layer.spans:
            found.spans[span.label] += 1
            found.attributes.setdefault(span.label, Counter()).update(span.attributes.keys())
        for proposal in layer.suggestions:
            found.spans[proposal.label] += 1
            own = found.attributes.setdefault(proposal.label, Counter())
            own.update(proposal.attributes.keys())
        found.relations.update(one.type for one in layer.relations)
        found.relations.update(one.type for one in layer.suggested_relations)
