"""Relations between spans, from the words that stand between them.

Works on any spans, a person's or suggested ones: who reported a figure, whom it counts, which total it is part of.
Offsets are code points of the text, half-open.
"""

from __future__ import annotations

from collections.abc import Sequence

from annotator.core.suggestion import RelationSuggestion, Suggestion
from annotator.suggest.figures import suggest_figures
from annotator.suggest.relation_counts import counts
from annotator.suggest.relation_parts import parts
from annotator.suggest.relation_reports import reported
from annotator.suggest.relation_scene import LabelledExtent, quantity_of, scene_of


def suggest_relations(
    text: str, spans: Sequence[LabelledExtent], figures: Sequence[Suggestion] | None = None
) -> list[RelationSuggestion]:
    """The relations between labelled extents; ends are indexes into ``spans``.

    Only ``FIGURE``, ``SOURCE`` and ``ACTOR`` spans take part. ``figures`` are the figures of the text with their
    values, read here if not given.
    """
    read = suggest_figures(text) if figures is None else figures
    scene = scene_of(text, spans, {each.start: quantity_of(each) for each in read})
    found = [*reported(scene), *counts(scene), *parts(scene)]
    unique = {(each.type, each.head, each.tail): each for each in reversed(found)}
    return sorted(unique.values(), key=lambda each: (each.head, each.type, each.tail))
