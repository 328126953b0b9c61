"""One suggestion per extent and label out of what rules and learner say, with a score that means what it says.

Offsets are code points, half-open.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from annotator.core.number_words import is_number_word
from annotator.core.span import Value
from annotator.core.suggestion import Suggested, Suggestion
from annotator.suggest.calibration import probability
from annotator.suggest.candidates import Candidate, candidates, chosen, signed
from annotator.suggest.features import Units, observations
from annotator.suggest.gazetteer import Gazetteer
from annotator.suggest.learner import Classifier, Learner
from annotator.suggest.learner_attributes import LEARNT, Mention, attribute_key, carried, signs_of
from annotator.suggest.learner_model import Model, ModelError, Weighing, read_model, shipped_path
from annotator.suggest.reading import read
from annotator.suggest.rules import related, rule_spans
from annotator.suggest.shipped import shipped_gazetteer

SUGGESTER = "learner"
_UNTRIED = Weighing({"chance": 1.0})
"""For a label that was never calibrated: the learner's own chance."""


class Judge:
    """A model at work: what it thinks of the rules' suggestions, and what it finds itself."""

    def __init__(self, model: Model) -> None:
        self._learner = Learner(model.labels)
        self._classifiers = {label: _classifier(model, label) for label in LEARNT}
        self._weighing = model.weighing

    def spans(self, text: str, rules: Sequence[Suggestion], gazetteer: Gazetteer) -> tuple[Suggestion, ...]:
        """The suggestions that remain of the rules' and the learner's, rescored, in text order."""
        units = Units(read(text, gazetteer))
        if not units.reading.words:
            return tuple(rules)
        chances = self._learner.propose(observations(units, rules))
        scored = [
            (each, probability(self._weigh(each.label).weights, signs))
            for each, signs in signed(candidates(units, rules, chances))
        ]
        least = {label: self._weigh(label).least for label in chances}
        found = [self._suggestion(units, each, score, rules) for each, score in chosen(scored, least)]
        read_by_grammar = [each for each in rules if each.label == "FIGURE"]
        found = [each for each in found if not _is_unread(units, each, read_by_grammar)]
        found += [each for each in rules if each.label not in chances]
        return tuple(sorted(found, key=lambda each: (each.start, -each.end, each.label)))

    def _weigh(self, label: str) -> Weighing:
        return self._weighing.get(label, _UNTRIED)

    def _suggestion(
        self, units: Units, candidate: Candidate, score: float, rules: Sequence[Suggestion]
    ) -> Suggestion:
        share = f"{candidate.chance:.2f}".removeprefix("0")
        if candidate.rule is not None:
            why = f"{candidate.rule.why}; learner {share}" if candidate.best else candidate.rule.why
            said = candidate.rule.attributes
            suggester = candidate.rule.suggester
        else:
            why, suggester = f"learner {share}", SUGGESTER
            said = carried(units, candidate.label, candidate.first, candidate.last, rules)
        attributes = self._attributes_of(units, Mention(candidate.label, candidate.first, candidate.last, said))
        return Suggestion(
            candidate.start, candidate.end, candidate.label, attributes, round(score, 3), suggester, why
        )

    def _attributes_of(self, units: Units, mention: Mention) -> dict[str, Value]:
        classifier = self._classifiers.get(mention.label)
        learnt = classifier.classified(signs_of(units, mention)) if classifier is not None else {}
        return {**mention.said, **learnt}


def _classifier(model: Model, label: str) -> Classifier:
    """The models of a label's attributes, as far as there are any."""
    keys = {name: attribute_key(label, name) for name in LEARNT[label]}
    return Classifier({name: model.attributes[key] for name, key in keys.items() if key in model.attributes})


def _is_unread(units: Units, each: Suggestion, read_by_grammar: Sequence[Suggestion]) -> bool:
    """Whether a figure of the learner's is written in numbers that the grammar read and would not have there.

    Such a number is a phone's, a page's or a day's. Of a noun that no table knows (a dual) the learner may know more.
    """
    if each.label != "FIGURE" or each.suggester != SUGGESTER:
        return False
    if any(other.start < each.end and each.start < other.end for other in read_by_grammar):
        return False
    first, last = units.range_of(each.start, each.end)
    return any(word.number or is_number_word(word.stem) for word in units.reading.words[first:last])


@lru_cache(maxsize=4)
def _judge_at(path: Path, changed: int) -> Judge | None:
    del changed  # a file that was written anew is read anew
    try:
        return Judge(read_model(path))
    except (ModelError, ValueError):
        return None


def judge(path: Path | None = None) -> Judge | None:
    """The judge with the model of a file, or with the shipped one; none where none can be read: rules stand alone."""
    for each in (path, shipped_path()):
        if each is not None and each.is_file():
            found = _judge_at(each, each.stat().st_mtime_ns)
            if found is not None:
                return found
    return None


def suggest(text: str, model: Path | None = None, gazetteer: Gazetteer | None = None) -> Suggested:
    """What rules and learner suggest for a text, in text order, with the relations between.

    Args:
        text: the document's text; offsets are its code points, half-open.
        model: a project's own model; the shipped one if it is not given or cannot be read.
        gazetteer: the names to find; the shipped ones if not given.
    """
    names = gazetteer or shipped_gazetteer()
    rules = rule_spans(text, names)
    mind = judge(model)
    spans = mind.spans(text, rules, names) if mind is not None else rules
    return Suggested(spans, related(text, spans))
