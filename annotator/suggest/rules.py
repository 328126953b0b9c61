"""All rules on one text: figures, sources, actors, a project's gazetteer, and the relations between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from annotator.core.suggestion import RelationSuggestion, Suggested, Suggestion
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
    spans = rule_spans(text, gazetteer)
    return Suggested(spans, related(text, spans))


def rule_spans(text: str, gazetteer: Gazetteer | None = None) -> tuple[Suggestion, ...]:
    """The spans alone that the rules suggest, in text order."""
    reading = read(text, gazetteer or shipped_gazetteer())
    figures = suggest_figures(text)
    sources = suggest_sources(reading)
    actors = suggest_actors(reading, sources, figures)
    return merged((*figures, *sources, *actors))


def related(text: str, spans: Sequence[Suggestion]) -> tuple[RelationSuggestion, ...]:
    """The relations that the rules suggest between spans."""
    figures = [each for each in spans if each.label == "FIGURE"]
    return tuple(suggest_relations(text, [(each.start, each.end, each.label) for each in spans], figures))


def merged(suggestions: Iterable[Suggestion]) -> tuple[Suggestion, ...]:
    """One suggestion per extent and label, the surest, in text order."""
    best: dict[tuple[int, int, str], Suggestion] = {}
    for each in suggestions:
        key = (each.start, each.end, each.label)
        if key not in best or best[key].score < each.score:
            best[key] = each
    return tuple(sorted(best.values(), key=lambda each: (each.start, -each.end, each.label)))
