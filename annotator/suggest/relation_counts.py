"""Whom a figure counts: the actor behind it, or the one whose losses are spoken of before it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from annotator.core.suggestion import RelationSuggestion
from annotator.suggest.relation_scene import Mention, Scene

_OF = re.compile(
    r"^\W*(?:\w+\W+){0,3}?(?:من|في صفوف|بين صفوف|من صفوف|من افراد|من عناصر|ضمن|تابع\w*|ينتم\w+ الي)\W*(?:ل|ب)?\W*$"
)
_STRUCK_BEFORE = re.compile(
    r"^\W*(?:\w+\W+){0,5}?(?:الي|بلغ\w*|ب|نحو|هو|وهم|قدره|قدرها|عددهم|حوالي|منهم|خسر\w*|فقد\w*)?\W*$"
)
_LOSSES = re.compile(r"(?:قتلي|جرحي|ضحايا|صفوف|خسائر|اسري|عدد|مقتل|شهداء|حصيله|مصابي|مفقودي|عناصر)\W*$")
_NEAR = 60


def counts(scene: Scene) -> Iterator[RelationSuggestion]:
    """Every figure with whom it counts."""
    starts = [actor.start for actor in scene.actors]
    for figure in scene.figures:
        place = bisect_left(starts, figure.start)
        counted = _counted_after(scene, figure, place)
        if counted is None:
            before = _struck_before(scene, figure, place)
            if before is not None:
                yield RelationSuggestion("COUNTS", figure.index, before.index, 0.7, "its losses are spoken of")
            continue
        yield RelationSuggestion("COUNTS", figure.index, counted.index, 0.85, "the figure is of them")
        for other in _joined_with(scene, counted, starts):
            yield RelationSuggestion("COUNTS", figure.index, other.index, 0.75, "joined with whom it counts")


def _counted_after(scene: Scene, figure: Mention, place: int) -> Mention | None:
    """The first actor of its sentence that starts in or behind a figure: the one at ``place``, if it is of them."""
    actor = scene.actors[place] if place < len(scene.actors) else None
    if actor is None or actor.sentence != figure.sentence:
        return None
    if actor.start < figure.end:
        return actor
    gap = scene.between(figure.end, actor.start)
    return actor if len(gap) < _NEAR and _OF.match(gap) else None


def _joined_with(scene: Scene, actor: Mention, starts: Sequence[int]) -> Iterator[Mention]:
    end = actor.end
    for other in scene.actors[bisect_left(starts, end) :]:
        if other.start >= end:
            gap = scene.between(end, other.start).strip()
            if gap == "و":
                yield other
                end = other.end
            elif gap:
                return  # whoever stands further on has this between, too


def _struck_before(scene: Scene, figure: Mention, place: int) -> Mention | None:
    """The last actor of its sentence before a figure, looked for from ``place`` backwards, if losses are named."""
    for actor in reversed(scene.actors[:place]):
        if actor.sentence != figure.sentence:
            return None
        if actor.end <= figure.start:
            gap = scene.between(actor.end, figure.start)
            losses = len(gap) < _NEAR and _LOSSES.search(scene.between(max(0, actor.start - 20), actor.start))
            return actor if losses and _STRUCK_BEFORE.match(gap) else None
    return None
