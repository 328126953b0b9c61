"""Which open cases are listed, and in which order."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator.project.disagreements import Case, Disagreements

if TYPE_CHECKING:
    from annotator.agreement.clusters import Cluster
    from annotator.agreement.ranking import Weights

ORDERS = ("impact", "text", "sample")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which cases are listed: of a label, kind or document, those asked about, or those of some spans alone."""

    label: str = ""
    kind: str = ""
    document: str = ""
    asked: bool = False
    spans: frozenset[str] = frozenset()
    order: str = "impact"


def cluster_of(state: Disagreements, case: Case) -> Cluster:
    """The cluster of a case (of a relation: that of its head)."""
    return state.found[state.relations[case.number].head if case.relation else case.number]


def listed(
    state: Disagreements, wanted: Wanted, weights: Weights, skipped: Sequence[tuple[int, bool]]
) -> list[Case]:
    """The open cases that are wanted, in the order that is wanted; skipped ones (number, relation or not) last."""
    cases = state.worklist(weights)
    if wanted != Wanted(order=wanted.order):
        cases = [each for each in cases if _wanted(state, wanted, each)]
    if wanted.order == "text":
        place = {document: number for number, document in enumerate(state.texts)}
        cases.sort(key=lambda each: (place[each.document], each.relation, each.start))
    elif wanted.order == "sample":
        random.Random(0).shuffle(cases)  # noqa: S311 - a sample for estimates, the same each time
    if skipped:
        late = {key: number for number, key in enumerate(skipped)}
        cases.sort(key=lambda each: late.get((each.number, each.relation), -1))
    return cases


def _wanted(state: Disagreements, wanted: Wanted, case: Case) -> bool:
    if wanted.document and case.document != wanted.document:
        return False
    if wanted.kind and not any(each.partition(":")[0] == wanted.kind for each in case.kinds):
        return False
    cluster = cluster_of(state, case)
    if wanted.label and all(span.label != wanted.label for span in cluster.members.values()):
        return False
    if wanted.spans and not cluster.spans & wanted.spans:
        return False
    return not wanted.asked or state.stands(case.number).asked
