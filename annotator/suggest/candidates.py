"""What rules and learner propose, the signs that speak for and against each proposal, and which can stand together.

Offsets are code points, half-open.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from annotator.core.suggestion import Suggestion
from annotator.suggest.calibration import logit
from annotator.suggest.features import Units, why_class
from annotator.suggest.learner import Chances

_TATWEEL = "\u0640"
_PAIRS = (("“", "”"), ("«", "»"), ("(", ")"), ("‹", "›"), ("[", "]"), ('"', '"'))
_OPENINGS, _CLOSINGS = (frozenset(marks) for marks in zip(*_PAIRS, strict=True))
_ANY_MARK = re.compile(f"[{re.escape(''.join(_OPENINGS | _CLOSINGS))}]")
_LENGTHS = tuple(f"length {words}" for words in range(5))
NESTING = frozenset({"ACTOR"})
"""Labels whose spans may lie inside one another."""


@dataclass(slots=True)
class Candidate:
    """A span that is proposed: words ``[first, last)``, the rule's suggestion if there is one, the learner's say.

    Nothing changes a candidate: it is not frozen because that takes thrice the time to make.
    """

    label: str
    first: int
    last: int
    start: int
    end: int
    rule: Suggestion | None
    chance: float
    best: bool

    @property
    def extent(self) -> tuple[int, int]:
        """Code points."""
        return self.start, self.end

    def contains(self, other: Candidate) -> bool:
        """Whether another lies inside this one, and is shorter."""
        return self.extent != other.extent and self.start <= other.start and other.end <= self.end

    def meets(self, other: Candidate) -> bool:
        """Whether the two share a code point."""
        return self.start < other.end and other.start < self.end


def candidates(units: Units, rules: Iterable[Suggestion], chances: Mapping[str, Chances]) -> list[Candidate]:
    """Everything that rules or learner propose, for the labels that the learner knows, in text order."""
    found: dict[tuple[str, int, int], Candidate] = {}
    for each in rules:
        if each.label not in chances:
            continue
        first, last = units.range_of(each.start, each.end)
        say = chances[each.label]
        found[each.label, each.start, each.end] = Candidate(
            each.label, first, last, each.start, each.end, each, say.of(first, last), say.is_best(first, last)
        )
    for label, say in chances.items():
        for proposal in say.proposals():
            start, end = units.extent(proposal.first, proposal.last)
            if (label, start, end) not in found and bounded(units.reading.text[start:end]):
                found[label, start, end] = Candidate(
                    label, proposal.first, proposal.last, start, end, None, proposal.probability, proposal.best
                )
    return sorted(found.values(), key=lambda each: (each.start, -each.end, each.label))


def bounded(covered: str) -> bool:
    """Whether a piece of text can be a mention by its edges: whole words, marks in pairs or not at all."""
    if not covered or covered[-1] == _TATWEEL:
        return False
    for opening, closing in _PAIRS if _ANY_MARK.search(covered) else ():
        odd = covered.count(opening) % 2 if opening == closing else covered.count(opening) - covered.count(closing)
        if odd:
            return False
    last, first = covered[-1], covered[0]
    return (last.isalnum() or _closes(last, _CLOSINGS)) and (first.isalnum() or _closes(first, _OPENINGS))


def _closes(character: str, marks: Collection[str]) -> bool:
    """Whether a character that is no letter may stand at the edge of a mention: one of the marks, or a vowel."""
    return character in marks or unicodedata.category(character).startswith("M")


def _relation(candidate: Candidate, other: Candidate) -> str:
    if candidate.contains(other):
        return "around"
    return "inside" if other.contains(candidate) else "crossing"


def signs(candidate: Candidate, near: Iterable[Candidate]) -> dict[str, float]:
    """What speaks for and against a candidate, given those of its label that share a code point with it."""
    found = {"chance": logit(candidate.chance), "best": float(candidate.best)}
    found[_LENGTHS[min(candidate.last - candidate.first, 4)]] = 1.0
    if candidate.rule is not None:
        found["rule"] = 1.0
        found["rule score"] = logit(candidate.rule.score)
        found[f"why {why_class(candidate.rule.why)}"] = 1.0
        found["both"] = float(candidate.best)
    for other in near:
        how = _relation(candidate, other)
        if other.best:
            found[f"{how} best"] = 1.0
        if other.rule is not None:
            found[f"{how} rule"] = 1.0
    return found


def _by_label(found: Iterable[Candidate]) -> dict[str, list[Candidate]]:
    groups: dict[str, list[Candidate]] = {}
    for each in found:
        groups.setdefault(each.label, []).append(each)
    return groups


def signed(found: Iterable[Candidate]) -> list[tuple[Candidate, dict[str, float]]]:
    """Every candidate, given in text order, with its signs."""
    groups = _by_label(found)
    rivals = {label: _chances_by_start(group) for label, group in groups.items()}
    return [
        (each, signs(each, near) | _as_another(each, rivals))
        for group in groups.values()
        for each, near in zip(group, _meeting(group), strict=True)
    ]


def _chances_by_start(group: Iterable[Candidate]) -> dict[int, float]:
    found: dict[int, float] = {}
    for each in group:
        found[each.start] = max(found.get(each.start, 0.0), each.chance)
    return found


def _as_another(candidate: Candidate, rivals: Mapping[str, Mapping[int, float]]) -> dict[str, float]:
    """How probable it is that a span of another label begins here (who is credited is mostly no actor)."""
    return {
        f"as {label}": starts[candidate.start]
        for label, starts in rivals.items()
        if label != candidate.label and candidate.start in starts
    }


def _meeting(group: Sequence[Candidate]) -> list[list[Candidate]]:
    """For each candidate of one label, in text order, the others that share a code point with it."""
    found: list[list[Candidate]] = [[] for _ in group]
    for place, one in enumerate(group):
        for later in range(place + 1, len(group)):
            if group[later].start >= one.end:
                break
            found[place].append(group[later])
            found[later].append(one)
    return found


def chosen(scored: Iterable[tuple[Candidate, float]], least: Mapping[str, float]) -> list[tuple[Candidate, float]]:
    """The surest candidates that can stand together, in text order.

    Spans of one label never cross; one lies inside another only where the rules found both.
    """
    kept: list[tuple[Candidate, float]] = []
    over: dict[tuple[str, int], list[Candidate]] = {}  # those that are kept, by label and word: only they can be met
    for candidate, score in sorted(scored, key=lambda each: (-each[1], each[0].start, each[0].end)):
        if score < least.get(candidate.label, 0.5):
            continue
        places = [(candidate.label, word) for word in range(candidate.first, candidate.last)]
        if all(_together(candidate, other) for place in places for other in over.get(place, ())):
            kept.append((candidate, score))
            for place in places:
                over.setdefault(place, []).append(candidate)
    return sorted(kept, key=lambda each: (each[0].start, -each[0].end, each[0].label))


def _together(one: Candidate, other: Candidate) -> bool:
    """Whether two candidates of one label can stand together."""
    if not one.meets(other):
        return True
    if one.label not in NESTING or not (one.contains(other) or other.contains(one)):
        return False
    return one.rule is not None and other.rule is not None
