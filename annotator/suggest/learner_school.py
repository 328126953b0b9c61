"""Teaching the learner: from labelled texts to a model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from annotator.suggest.calibration import fitted, probability
from annotator.suggest.candidates import Candidate, candidates, chosen, signed
from annotator.suggest.features import LABELS
from annotator.suggest.learner import Diligence, Learner, train
from annotator.suggest.learner_attributes import train_attributes
from annotator.suggest.learner_material import Beside, LabelledText, Studied, materials, studied
from annotator.suggest.learner_model import Model, Weighing

OPTIMISM = {"ACTOR": 0.1}
"""By how much more often a proposal is right on texts that the rules knew, weathering set aside: scores are so much
lower. Seen from the totals of articles held apart."""
THOROUGH = Diligence(rounds=60)
QUICK = Diligence(absolute=0.2, rounds=30, rarest=2)
"""For a project's model, which is learnt anew as documents are finished."""
_STEPS = [0.3, 0.35, 0.4, 0.45, 0.5, 0.55]
_NEGLIGIBLE = 0.005
"""So much F1 is given for a higher threshold: a wrong suggestion costs trust."""


def learnable_labels(texts: Sequence[LabelledText], fewest: int = 20) -> tuple[str, ...]:
    """The labels with enough spans to learn from."""
    counts: dict[str, int] = {}
    for text in texts:
        for _, _, label, _ in text.spans:
            counts[label] = counts.get(label, 0) + 1
    return tuple(sorted(label for label, count in counts.items() if count >= fewest))


def learn(
    texts: Sequence[LabelledText], weighing: Mapping[str, Weighing], diligence: Diligence = QUICK,
    beside: Beside = partial,
) -> Model:  # fmt: skip
    """A model from labelled texts, its scores weighed as given (by the shipped model's cross-validation).

    Whatever part of the work is given away ``beside`` it, the same texts give the same model.
    """
    labels = learnable_labels(texts)
    ready = materials(texts, beside)
    theirs, mine = labels[::2], labels[1::2]
    away = beside(train, [each.lesson(theirs) for each in ready], theirs, diligence)
    found = train([each.lesson(mine) for each in ready], mine, diligence)
    attributes = train_attributes([example for each in ready for example in each.examples])
    found |= away()
    return Model({label: found[label] for label in labels}, attributes, weighing, len(texts))


def learn_whole(texts: Sequence[LabelledText], *, copies: int = 2, folds: int = 6) -> Model:
    """A model from labelled texts with weights and thresholds of its own, found by cross-validation over the texts.

    Each text is taken as many times as there are ``copies``, weathered differently.
    """
    ready = [[studied(each, seed) for seed in range(copies)] for each in texts]
    tried = [_tried(ready, fold, folds) for fold in range(folds)]
    weighing = {label: _weighing(label, tried) for label in LABELS}
    return Model(
        train([each.material.lesson(LABELS) for group in ready for each in group], LABELS, THOROUGH),
        train_attributes([example for group in ready for example in group[0].material.examples]), weighing, len(texts),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Tried:
    """What was proposed for a text by a learner that had not seen it: candidates, their signs, whether right."""

    judged: list[tuple[Candidate, dict[str, float], bool]]
    wanted: Mapping[str, int]

    def of(self, label: str) -> list[tuple[Candidate, dict[str, float], bool]]:
        """Those of one label."""
        return [each for each in self.judged if each[0].label == label]


def _tried(ready: Sequence[Sequence[Studied]], fold: int, folds: int) -> list[_Tried]:
    """What a learner that did not see every ``folds``-th text proposes for those."""
    seen = [each for place, group in enumerate(ready) if place % folds != fold for each in group]
    learner = Learner(train([each.material.lesson(LABELS) for each in seen], LABELS, THOROUGH))
    unseen = [each for place, group in enumerate(ready) if place % folds == fold for each in group]
    return [_judged(learner, each) for each in unseen]


def _judged(learner: Learner, text: Studied) -> _Tried:
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
    as_good = sorted(step for step, gain in gains.items() if gain >= max(gains.values()) - _NEGLIGIBLE)
    least = as_good[len(as_good) // 2] * (1 - OPTIMISM.get(label, 0.0))  # what nobody read is thought less of
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
