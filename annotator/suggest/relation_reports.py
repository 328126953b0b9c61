"""Who reported a figure: a source of its sentence, or the one whose report goes on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from annotator.core.suggestion import RelationSuggestion
from annotator.suggest.relation_scene import Mention, Scene
from annotator.suggest.words import form_of

Sayers = Mapping[int, Sequence[Mention]]
"""Who speaks in each sentence, in order."""

_TOLD_BEFORE = re.compile(r"(?:^|\W)(?:ل|الي|مع|اليه|اليها)[\W\u0640]*$")
_CREDITED = re.compile(r"(?:وفق|حسب|طبقا|نقلا عن|لسان|استنادا|كما (?:اعلن|ذكر|افاد))")
_WORD = re.compile(r"\w+")
_OPENING = 60
"""The code points of a sentence in which its first words stand."""


def reported(scene: Scene) -> Iterator[RelationSuggestion]:
    """Every figure with who reported it."""
    sayers = _sayers(scene)
    carried: dict[int, Mention | None] = {}
    for figure in scene.figures:
        source, why, score = _in_sentence(scene, figure, sayers.get(figure.sentence, ()))
        if source is None:
            if figure.sentence not in carried:  # asked once for all figures of a sentence
                carried[figure.sentence] = _carried_on(scene, figure.sentence, sayers)
            source = carried[figure.sentence]
        if source is not None:
            yield RelationSuggestion("REPORTED_BY", figure.index, source.index, score, why)


def _sayers(scene: Scene) -> Sayers:
    """The sources of each sentence without the media that are merely told, if others are there."""
    found: dict[int, list[Mention]] = {}
    for source in scene.sources:
        found.setdefault(source.sentence, []).append(source)
    return {place: [each for each in here if not _is_told(scene, each)] or here for place, here in found.items()}


def _in_sentence(scene: Scene, figure: Mention, sayers: Sequence[Mention]) -> tuple[Mention | None, str, float]:
    before = [each for each in sayers if each.end <= figure.start]
    after = [each for each in sayers if each.start >= figure.end]
    if after and (not before or _credited_behind(scene, figure, after[0])):
        return after[0], "credited behind the figure", 0.85
    if before:
        return before[-1], "the source of its sentence", 0.85
    return None, "the report goes on", 0.7


def _is_told(scene: Scene, source: Mention) -> bool:
    """Whether a source is the medium that another one told."""
    start = scene.bounds[source.sentence][0] if source.sentence >= 0 else 0
    return _TOLD_BEFORE.search(scene.between(max(start, source.start - 12), source.start)) is not None


def _credited_behind(scene: Scene, figure: Mention, source: Mention) -> bool:
    gap = scene.between(figure.end, source.start)
    return len(gap) < 90 and _CREDITED.search(gap) is not None


def _carried_on(scene: Scene, sentence: int, sayers: Sayers) -> Mention | None:
    """The last source before a sentence that goes on reporting without naming anybody."""
    while sentence > 0 and _goes_on(scene, sentence):
        sentence -= 1
        earlier = sayers.get(sentence)
        if earlier:
            return earlier[0]
    return None


def _goes_on(scene: Scene, sentence: int) -> bool:
    """Whether a sentence begins with a reporting verb: its subject is the one before."""
    start, end = scene.bounds[sentence]
    first = _WORD.search(scene.text, start, min(end, start + _OPENING))
    if first is None:
        return False
    form = form_of(first.group())
    if form.word in {"كما", "فيما"}:
        second = _WORD.search(scene.text, first.end(), min(end, start + _OPENING))
        form = form_of(second.group()) if second is not None else form
    return form.info.verb in {"fact", "soft"}
