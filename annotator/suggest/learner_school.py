"""Teaching the learner: from labelled texts to a model.

The rules were written by people who had read some of these texts, so on them they look better than they are. A text
of the corpus is therefore `weathered`: some of the rules' spans are lost or end at a wrong word, and the learner
does not come to trust them blindly.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from annotator.core.span import Value
from annotator.core.suggestion import Suggestion
from annotator.suggest.calibration import fitted, probability
from annotator.suggest.candidates import Candidate, candidates, chosen, signed
from annotator.suggest.features import LABELS, Units, observations, tags
from annotator.suggest.hints import Observed
from annotator.suggest.learner import Diligence, Learner, Lesson, train
from annotator.suggest.learner_attributes import Mention, carried, train_attributes
from annotator.suggest.learner_model import Model, Weighing
from annotator.suggest.reading import read
from annotator.suggest.rules import rule_spans
from annotator.suggest.shipped import shipped_gazetteer

LOST = {"ACTOR": 0.02, "FIGURE": 0.03, "SOURCE": 0.12}
"""The share of the rules' spans that weathering takes away."""
MISDRAWN = {"ACTOR": 0.05, "FIGURE": 0.02, "SOURCE": 0.08}
"""The share of the rules' spans that weathering ends at another word."""
OPTIMISM = {"ACTOR": 0.1}
"""By how much more often a proposal is right on texts that the rules knew, weathering set aside: scores are so much
lower. Seen from the totals of articles held apart."""
THOROUGH = Diligence(rounds=60)
QUICK = Diligence(absolute=0.2, rounds=30, rarest=2)
"""For a project's model, which is learnt anew as documents are finished."""
_STEPS = [0.3, 0.35, 0.4, 0.45, 0.5, 0.55]
_NEGLIGIBLE = 0.005
"""So much F1 is given for a higher threshold: a wrong suggestion costs trust."""
LabelledSpan = tuple[int, int, str, Mapping[str, Value]]


@dataclass(frozen=True, slots=True)
class LabelledText:
    """A text with its spans (start, end, label, attributes; code points, half-open); whether rules knew it."""

    text: str
    spans: tuple[LabelledSpan, ...]
    known_to_rules: bool = False


@dataclass(frozen=True, slots=True)
class _Read:
    """A labelled text as the learner reads it."""

    units: Units
    rules: tuple[Suggestion, ...]
    observed: Observed
    extents: Mapping[str, frozenset[tuple[int, int]]]
    labelled: LabelledText

    def lesson(self, labels: Sequence[str]) -> Lesson:
        """What is learnt from it."""
        tagged = {label: tags(self.units, self.extents.get(label, ())) for label in labels}
        return Lesson(self.observed.attributes(), tagged)


def _chance(*parts: object) -> float:
    """A number in [0, 1) that depends on the parts alone."""
    digest = hashlib.sha256("\x1f".join(map(str, parts)).encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:6], "big") / 256**6


def weathered(units: Units, rules: Sequence[Suggestion], seed: int) -> tuple[Suggestion, ...]:
    """The rules' suggestions as they might be on a text that nobody read: some lost, some misdrawn."""
    found = []
    for each in rules:
        lost, misdrawn = LOST.get(each.label, 0.0), MISDRAWN.get(each.label, 0.0)
        luck = _chance(seed, units.reading.text, each.start, each.end, each.label)
        if luck >= lost:
            found.append(_misdrawn(units, each, luck) if luck < lost + misdrawn else each)
    return tuple(found)


def _misdrawn(units: Units, suggestion: Suggestion, luck: float) -> Suggestion:
    first, last = units.range_of(suggestion.start, suggestion.end)
    words = units.reading.words
    if last - first > 1 and int(luck * 1e6) % 10 < 6:
        last -= 1
    elif last < len(words) and words[last].letters:
        last += 1
    return replace(suggestion, end=words[last - 1].end)


@lru_cache(maxsize=600)
def _studied(text: str, known_to_rules: bool, seed: int) -> tuple[Units, tuple[Suggestion, ...], Observed]:
    """What a text looks like to the learner; kept, so that a worker's next lesson reads only what is new."""
    names = shipped_gazetteer()
    units = Units(read(text, names))
    rules = rule_spans(text, names)
    if known_to_rules:
        rules = weathered(units, rules, seed)
    return units, rules, observations(units, rules)


def _read(labelled: LabelledText, seed: int) -> _Read:
    extents: dict[str, set[tuple[int, int]]] = {}
    for start, end, label, _ in labelled.spans:
        extents.setdefault(label, set()).add((start, end))
    frozen = {label: frozenset(found) for label, found in extents.items()}
    return _Read(*_studied(labelled.text, labelled.known_to_rules, seed), frozen, labelled)


def _attribute_examples(texts: Sequence[_Read]) -> Iterator[tuple[Units, Mention, Mapping[str, Value]]]:
    for each in texts:
        for start, end, label, right in each.labelled.spans:
            first, last = each.units.range_of(start, end)
            if first < last:
                said = carried(each.units, label, first, last, each.rules)
                yield each.units, Mention(label, first, last, said), right


def learnable_labels(texts: Sequence[LabelledText], fewest: int = 20) -> tuple[str, ...]:
    """The labels with enough spans to learn from."""
    counts: dict[str, int] = {}
    for text in texts:
        for _, _, label, _ in text.spans:
            counts[label] = counts.get(label, 0) + 1
    return tuple(sorted(label for label, count in counts.items() if count >= fewest))


def learn(
    texts: Sequence[LabelledText], weighing: Mapping[str, Weighing], diligence: Diligence = QUICK
) -> Model:
    """A model from labelled texts, its scores weighed as given (by the shipped model's cross-validation)."""
    labels = learnable_labels(texts)
    ready = [_read(each, 0) for each in texts]
    return Model(
        train([each.lesson(labels) for each in ready], labels, diligence),
        train_attributes(list(_attribute_examples(ready))), weighing, len(texts),
    )  # fmt: skip


def learn_whole(texts: Sequence[LabelledText], *, copies: int = 2, folds: int = 6) -> Model:
    """A model from labelled texts with weights and thresholds of its own, found by cross-validation over the texts.

    Each text is taken as many times as there are ``copies``, weathered differently.
    """
    ready = [[_read(each, seed) for seed in range(copies)] for each in texts]
    tried = [_tried(ready, fold, folds) for fold in range(folds)]
    weighing = {label: _weighing(label, tried) for label in LABELS}
    every = [each for group in ready for each in group]
    return Model(
        train([each.lesson(LABELS) for each in every], LABELS, THOROUGH),
        train_attributes(list(_attribute_examples([group[0] for group in ready]))), weighing, len(texts),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Tried:
    """What was proposed for a text by a learner that had not seen it: candidates, their signs, whether right."""

    judged: list[tuple[Candidate, dict[str, float], bool]]
    wanted: Mapping[str, int]

    def of(self, label: str) -> list[tuple[Candidate, dict[str, float], bool]]:
        """Those of one label."""
        return [each for each in self.judged if each[0].label == label]


def _tried(ready: Sequence[Sequence[_Read]], fold: int, folds: int) -> list[_Tried]:
    """What a learner that did not see every ``folds``-th text proposes for those."""
    seen = [each for place, group in enumerate(ready) if place % folds != fold for each in group]
    learner = Learner(train([each.lesson(LABELS) for each in seen], LABELS, THOROUGH))
    unseen = [each for place, group in enumerate(ready) if place % folds == fold for each in group]
    return [_judged(learner, each) for each in unseen]


def _judged(learner: Learner, text: _Read) -> _Tried:
    proposed = candidates(text.units, text.rules, learner.propose(text.observed))
    return _Tried(
        [(each, signs, each.extent in text.extents.get(each.label, ())) for each, signs in signed(proposed)],
        {label: len(extents) for label, extents in text.extents.items()},
    )


def _weighing(label: str, tried: Sequence[Sequence[_Tried]]) -> Weighing:
    """The weights of a label's signs, and the threshold that is best where the weights come from other folds."""
    scored = []
    for fold, texts in enumerate(tried):
        weights = _weights(label, [text for place, each in enumerate(tried) if place != fold for text in each])
        scored += [_scored(label, weights, text) for text in texts]
    wanted = sum(text.wanted.get(label, 0) for texts in tried for text in texts)
    gains = {step: _f1(scored, wanted, step) for step in _STEPS}
    least = max(step for step, gain in gains.items() if gain >= max(gains.values()) - _NEGLIGIBLE)
    return Weighing(_weights(label, [text for texts in tried for text in texts]), least)


def _weights(label: str, texts: Sequence[_Tried]) -> dict[str, float]:
    worth = 1 - OPTIMISM.get(label, 0.0)
    return fitted([(signs, right * worth) for text in texts for _, signs, right in text.of(label)])


_Scored = list[tuple[Candidate, float, bool]]


def _scored(label: str, weights: Mapping[str, float], text: _Tried) -> _Scored:
    return [(each, probability(weights, signs), right) for each, signs, right in text.of(label)]


def _f1(texts: Sequence[_Scored], wanted: int, least: float) -> float:
    """Exact F1 of one label over texts if what scores at least so much is shown."""
    right = shown = 0
    for text in texts:
        good = {each.extent for each, _, fine in text if fine}
        kept = chosen([(each, score) for each, score, _ in text], dict.fromkeys(LABELS, least))
        right += sum(each.extent in good for each, _ in kept)
        shown += len(kept)
    return 2 * right / max(1, shown + wanted)
