"""What the learner is taught by: labelled texts, and what becomes of them.

Reading a text takes longer than learning from it, and most texts of a lesson are those of the lesson before. What
was made of them is therefore kept; it is plain data, so that another process can make half of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from annotator.core.span import Value
from annotator.core.suggestion import Suggestion
from annotator.suggest.features import Units, observations, tags
from annotator.suggest.hints import Observed
from annotator.suggest.learner import Lesson
from annotator.suggest.learner_attributes import LEARNT, Example, Mention, carried, signs_of
from annotator.suggest.reading import read
from annotator.suggest.rules import rule_spans
from annotator.suggest.shipped import shipped_gazetteer
from annotator.suggest.weathering import weathered

Beside = Callable[..., Callable[[], Any]]
"""Gives a call away, to be made while other work is done; what comes back waits for it and gives its value.

`functools.partial` is one that gives nothing away: the call is made when its value is asked for.
"""
LabelledSpan = tuple[int, int, str, Mapping[str, Value]]
_FEW = 6
"""So few texts are read sooner than they are sent elsewhere."""


@dataclass(frozen=True, slots=True)
class LabelledText:
    """A text with its spans (start, end, label, attributes; code points, half-open); whether rules knew it."""

    text: str
    spans: tuple[LabelledSpan, ...]
    known_to_rules: bool = False


@dataclass(frozen=True, slots=True)
class Material:
    """What is learnt from a text: its units' attributes, their tags by label, and examples of mentions' attributes."""

    attributes: Sequence[Sequence[str]]
    tags: Mapping[str, Sequence[str]]
    examples: Sequence[Example]

    def lesson(self, labels: Sequence[str]) -> Lesson:
        """What is learnt of some labels; a label that the text does not have is outside everywhere."""
        nowhere = ["O"] * len(self.attributes)
        return Lesson(self.attributes, {label: self.tags.get(label, nowhere) for label in labels})


@dataclass(frozen=True, slots=True)
class Studied:
    """A labelled text as the learner sees it, and what is learnt from it; ``extents`` of its spans are by label."""

    units: Units
    rules: tuple[Suggestion, ...]
    observed: Observed
    extents: Mapping[str, frozenset[tuple[int, int]]]
    material: Material


def studied(labelled: LabelledText, seed: int = 0) -> Studied:
    """A labelled text as the learner sees it; one that the rules knew is weathered by the seed."""
    names = shipped_gazetteer()
    units = Units(read(labelled.text, names))
    rules = rule_spans(labelled.text, names)
    if labelled.known_to_rules:
        rules = weathered(units, rules, seed)
    observed = observations(units, rules)
    extents = _extents(labelled)
    tagged = {label: tags(units, found) for label, found in extents.items()}
    examples = tuple(_examples(units, rules, labelled))
    return Studied(units, rules, observed, extents, Material(observed.attributes(), tagged, examples))


def _extents(labelled: LabelledText) -> dict[str, frozenset[tuple[int, int]]]:
    found: dict[str, set[tuple[int, int]]] = {}
    for start, end, label, _ in labelled.spans:
        found.setdefault(label, set()).add((start, end))
    return {label: frozenset(extents) for label, extents in found.items()}


def _examples(units: Units, rules: Sequence[Suggestion], labelled: LabelledText) -> Iterator[Example]:
    for start, end, label, right in labelled.spans:
        first, last = units.range_of(start, end)
        if label in LEARNT and first < last:
            said = carried(units, label, first, last, rules)
            yield Example(label, signs_of(units, Mention(label, first, last, said)), right)


class _Kept:
    """The texts of the last lesson with what was made of them, by text; module state in one place."""

    materials: Mapping[str, tuple[LabelledText, Material]] = {}


def materials(texts: Sequence[LabelledText], beside: Beside) -> list[Material]:
    """What is learnt from each text; half of those that were not in the last lesson are given away."""
    kept = _Kept.materials
    found = {place: kept[each.text][1] for place, each in enumerate(texts) if kept.get(each.text, (None,))[0] == each}
    new = [place for place in range(len(texts)) if place not in found]
    theirs = new[1::2] if len(new) > _FEW else []
    away = beside(read_for_learning, [texts[place] for place in theirs]) if theirs else list
    mine = [place for place in new if place not in frozenset(theirs)]
    found.update(zip(mine, read_for_learning([texts[place] for place in mine]), strict=True))
    found.update(zip(theirs, away(), strict=True))
    _Kept.materials = {each.text: (each, found[place]) for place, each in enumerate(texts)}
    return [found[place] for place in range(len(texts))]


def read_for_learning(texts: Sequence[LabelledText]) -> list[Material]:
    """What is learnt from each text, read anew."""
    return [studied(each).material for each in texts]
