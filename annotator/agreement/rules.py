"""Rules that settle clusters without a person: unanimity, majority, boundaries that differ by clitics only.

A rule proposes; who calls it decides whether to apply, and never over a person's decision. Each outcome says
which rule it came from and who stands behind it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from annotator.agreement.clitics import normalised
from annotator.agreement.clusters import Cluster, Variant
from annotator.core.arabic import PROCLITICS


@dataclass(frozen=True)
class Outcome:
    """A settled cluster: the answer and the rule (``auto:unanimous``, ``auto:majority``, ``auto:boundary``)."""

    variant: Variant
    rule: str


Rule = Callable[[Cluster], Outcome | None]


def unanimous(*, min_annotators: int = 2) -> Rule:
    """All who worked on the document gave the same answer, and they are enough."""

    def rule(cluster: Cluster) -> Outcome | None:
        if cluster.agreed and len(cluster.annotators) >= min_annotators:
            return Outcome(cluster.variants[0], "auto:unanimous")
        return None

    return rule


def majority(*, threshold: float = 0.5, min_annotators: int = 2) -> Rule:
    """One answer has more than half the votes and at least the threshold's share; a tie settles nothing."""

    def rule(cluster: Cluster) -> Outcome | None:
        voters = len(cluster.annotators)
        leading = cluster.variants[0]
        share = len(leading.voters) / voters
        if voters >= min_annotators and share > 0.5 and share >= threshold:
            return Outcome(leading, "auto:majority")
        return None

    return rule


def boundary(texts: Mapping[str, str], *, min_annotators: int = 2) -> Rule:
    """All marked it with one label and the same attributes, and differ by clitics, space or punctuation alone.

    The guidelines choose: conjunctions and prepositions outside, the article inside, punctuation outside.
    """

    def rule(cluster: Cluster) -> Outcome | None:
        variants = cluster.variants
        if len(cluster.annotators) < min_annotators or len(variants) < 2 or any(v.is_none for v in variants):
            return None
        text = texts[cluster.document]
        same = {(each.label, each.attributes, *_outer(each, text)) for each in variants}
        if len(same) > 1 or any(len(each.extent) > 1 for each in variants):
            return None
        return Outcome(min(variants, key=lambda each: _by_guideline(each, text)), "auto:boundary")

    return rule


def _outer(variant: Variant, text: str) -> tuple[int, int]:
    return normalised(text, variant.extent[0][0], variant.extent[-1][1])


_ONLY_PROCLITICS = re.compile(rf"[{PROCLITICS}\u0640\u064b-\u065f]*")


def _by_guideline(variant: Variant, text: str) -> tuple[bool, int, int]:
    """Least is best: what is left outside must be clitics alone, as many as there are, and no punctuation inside."""
    start, end = variant.extent[0]
    outside = text[_outer(variant, text)[0] : start]
    return _ONLY_PROCLITICS.fullmatch(outside) is None, -start, end


def settle(
    found: Sequence[Cluster], rules: Sequence[Rule], decided: Collection[int] = (),
    among: Collection[int] | None = None,
) -> dict[int, Outcome]:  # fmt: skip
    """What the rules, the first that fits, make of each cluster that nobody decided (by number): a dry run.

    ``among``: of these clusters alone.
    """
    outcomes: dict[int, Outcome] = {}
    for number in range(len(found)) if among is None else among:
        if number not in decided:
            outcome = next((each for each in (rule(found[number]) for rule in rules) if each), None)
            if outcome:
                outcomes[number] = outcome
    return outcomes


def proposal(cluster: Cluster, reliability: Mapping[str, float] | None = None) -> Variant:
    """The answer to offer first: most votes, among equals the more reliable voters, then text order."""
    weights = reliability or {}
    return max(
        cluster.variants,
        key=lambda each: (len(each.voters), sum(weights.get(who, 0.0) for who in each.voters), not each.is_none),
    )
