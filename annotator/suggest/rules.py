"""All rules on one text: figures, sources, actors, a project's gazetteer, and the relations between them."""

from __future__ import annotations

from collections.abc import Iterable

from annotator.core.suggestion import Suggested, Suggestion
from annotator.suggest.actors import suggest_actors
from annotator.suggest.attribution import suggest_sources
from annotator.suggest.figures import suggest_figures
from annotator.suggest.gazetteer import Gazetteer
from annotator.suggest.reading import read
from annotator.suggest.relations import suggest_relations
from annotator.suggest.shipped import shipped_gazetteer


def suggest_all(text: str, gazetteer: Gazetteer | None = None) -> Suggested:
    """What the rules suggest for a text, in text order, at most one suggestion per extent and label.

    Args:
        text: the document's text; offsets are its code points, half-open.
        gazetteer: the shipped names, perhaps with a project's own (`Gazetteer.extended`); shipped if not given.
    """
    names = gazetteer or shipped_gazetteer()
    reading = read(text, names)
    figures = suggest_figures(text)
    sources = suggest_sources(reading)
    actors = suggest_actors(reading, sources, figures)
    spans = merged((*figures, *sources, *actors))
    return Suggested(
        spans, tuple(suggest_relations(text, [(s.start, s.end, s.label) for s in spans], figures))
    )


def merged(suggestions: Iterable[Suggestion]) -> tuple[Suggestion, ...]:
    """One suggestion per extent and label, the surest, in text order."""
    best: dict[tuple[int, int, str], Suggestion] = {}
    for each in suggestions:
        key = (each.start, each.end, each.label)
        if key not in best or best[key].score < each.score:
            best[key] = each
    return tuple(sorted(best.values(), key=lambda each: (each.start, -each.end, each.label)))
