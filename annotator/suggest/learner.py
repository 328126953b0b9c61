"""The learner: a linear-chain CRF for each label (python-crfsuite), which says where spans are and how surely.

Lafferty, McCallum & Pereira 2001, Conditional random fields. Without python-crfsuite nothing new can be learnt;
what was learnt works on (`chain`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from annotator.suggest.chain import Chains
from annotator.suggest.crf_file import Weights, weights
from annotator.suggest.hints import Observed

_WORTH_LOOKING = 0.12
"""Where a span begins or goes on at least this probably, it is proposed."""
_LONGEST = 25


@dataclass(slots=True)
class Proposal:
    """Words ``[first, last)`` as a span, how probable it is, and whether the likeliest labelling has it.

    Nothing changes a proposal: it is not frozen because that takes thrice the time to make.
    """

    first: int
    last: int
    probability: float
    best: bool


@dataclass(frozen=True, slots=True)
class Lesson:
    """A text to learn from: the attributes of its units and, for each label, the tags of its units."""

    attributes: Sequence[Sequence[str]]
    tags: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Diligence:
    """How thoroughly to learn: penalties of the weights (absolute and squared), rounds, and the rarest attribute."""

    absolute: float = 0.1
    squared: float = 0.1
    rounds: int = 80
    rarest: int = 1


_SPAN = re.compile("BI*|I+")
_SURROGATE = re.compile("[\ud800-\udfff]")


def _encodable(attributes: Sequence[str]) -> Sequence[str]:
    """The attributes of a unit without lone surrogates, which cannot be written as UTF-8."""
    if _SURROGATE.search("".join(attributes)) is None:
        return attributes
    return [_SURROGATE.sub("\ufffd", each) for each in attributes]


def available() -> bool:
    """Whether python-crfsuite is there."""
    try:
        import pycrfsuite  # noqa: F401 - only to see whether it can be imported
    except ImportError:
        return False
    return True


def train(lessons: Sequence[Lesson], labels: Sequence[str], diligence: Diligence | None = None) -> dict[str, bytes]:
    """One model for each label, learnt from texts; the same lessons give the same bytes."""
    import pycrfsuite

    sequences = [pycrfsuite.ItemSequence([_encodable(each) for each in lesson.attributes]) for lesson in lessons]
    return {
        label: _trained(sequences, [lesson.tags[label] for lesson in lessons], diligence or Diligence())
        for label in labels
    }


def _trained(sequences: Sequence[Any], tags: Sequence[Sequence[str]], diligence: Diligence) -> bytes:
    import pycrfsuite

    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params({
        "c1": diligence.absolute, "c2": diligence.squared, "max_iterations": diligence.rounds,
        "feature.minfreq": diligence.rarest,
    })  # fmt: skip
    for sequence, each in zip(sequences, tags, strict=True):
        trainer.append(sequence, list(each))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "model"
        trainer.train(str(path))
        return path.read_bytes()


class Learner:
    """Models at work.

    Args:
        models: for each label the bytes of its model.

    Raises:
        ValueError: some bytes are no model.
    """

    def __init__(self, models: Mapping[str, bytes]) -> None:
        self._chains = Chains({label: weights(content) for label, content in models.items()})

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels that it knows."""
        return self._chains.labels

    def propose(self, observed: Observed) -> dict[str, Chances]:
        """For each label what its model thinks of the units of a text."""
        return {
            label: Chances(each.begins, each.continues, each.best)
            for label, each in self._chains.beliefs(observed).items()
        }


class Classifier:
    """Models of several attributes of one thing at work: each tells its likeliest tag of a single unit.

    What all models weigh lies in one table, so that each sign is looked up once.

    Args:
        models: for each attribute the bytes of its model.

    Raises:
        ValueError: some bytes are no model.
    """

    def __init__(self, models: Mapping[str, bytes]) -> None:
        self._tags: dict[str, tuple[str, ...]] = {}
        self._weights: dict[str, tuple[tuple[int, float], ...]] = {}
        self._width = 0
        for name, content in models.items():
            self._add(name, weights(content))

    def _add(self, name: str, model: Weights) -> None:
        for sign, by_tag in model.states.items():  # a sign speaks for one tag or two of many: only those are kept
            pairs = ((self._width + model.tags.index(tag), weight) for tag, weight in by_tag.items())
            self._weights[sign] = (*self._weights.get(sign, ()), *pairs)
        self._tags[name] = model.tags
        self._width += len(model.tags)

    def classified(self, signs: Iterable[str]) -> dict[str, str]:
        """The likeliest tag of each attribute for a unit with these signs."""
        sums = [0.0] * self._width
        for pairs in map(self._weights.get, signs):
            if pairs:
                for place, weight in pairs:
                    sums[place] += weight
        found, first = {}, 0
        for name, tags in self._tags.items():
            own = sums[first : first + len(tags)]
            found[name] = tags[own.index(max(own))]
            first += len(tags)
        return found


class Chances:
    """For each unit the chances that a span begins and that one goes on behind it, and the likeliest tags.

    Args:
        begins: how probable it is that a span begins at each unit.
        continues: how probable it is that a span which holds a unit holds the next one, too.
        best: the likeliest tags, a letter each.
    """

    def __init__(self, begins: Sequence[float], continues: Sequence[float], best: str) -> None:
        self._begins, self._continues = begins, continues
        self._best = {match.span() for match in _SPAN.finditer(best)}

    def of(self, first: int, last: int) -> float:
        """The chance of just the span of words ``[first, last)``, from the chances of its units and of its end."""
        chance = self._begins[first]
        for place in range(first, last - 1):
            chance *= self._continues[place]
        return chance * (1 - self._continues[last - 1])

    def is_best(self, first: int, last: int) -> bool:
        """Whether the likeliest labelling has this span."""
        return (first, last) in self._best

    def proposals(self) -> Iterator[Proposal]:
        """The spans of the likeliest labelling and those that are about as probable."""
        found = set(self._best)
        for first, chance in enumerate(self._begins):
            if chance >= _WORTH_LOOKING:
                found.update((first, last) for last in self._ends(first, chance))
        for first, last in sorted(found):
            yield Proposal(first, last, self.of(first, last), (first, last) in self._best)

    def _ends(self, first: int, chance: float) -> Iterator[int]:
        for last in range(first + 1, min(first + _LONGEST, len(self._begins)) + 1):
            continues = self._continues[last - 1]
            if chance * (1 - continues) >= _WORTH_LOOKING:
                yield last
            chance *= continues
            if chance < _WORTH_LOOKING:
                return
