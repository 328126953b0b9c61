"""The worklist: open clusters ranked by effect on the headline, severity and reach, each visible and weighted.

``score = effect**w1 * severity**w2 * reach**w3``. The effect is exact: the mean pairwise exact F1 if this cluster
were settled as proposed, less what it is now, from sums over clusters.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from typing import NamedTuple

import numpy as np

from annotator.agreement.additive import f1_statistic, mean_defined
from annotator.agreement.answers import Answers
from annotator.agreement.cluster_table import ABSENT
from annotator.agreement.coding import Floats
from annotator.agreement.differences import Differences

SEVERITY: Mapping[str, float] = {
    "relation": 5, "value_tenfold": 5, "label": 4, "missing:FIGURE": 3, "missing:SOURCE": 3, "missing": 2,
    "boundary": 2, "boundary_clitic": 1, "value": 2, "attribute": 1,
}  # fmt: skip
"""How bad each kind of disagreement is; ``missing:LABEL`` where a label has its own."""
MOST_REACH = 50


@dataclass(frozen=True)
class Weights:
    """What a project may change: exponents of the three parts, and severities by kind."""

    effect: float = 1.0
    severity: float = 1.0
    reach: float = 1.0
    severities: Mapping[str, float] = field(default_factory=lambda: SEVERITY)


class Ranked(NamedTuple):
    """An open cluster by number with its score and where it comes from."""

    cluster: int
    score: float
    effect: float
    severity: float
    reach: int
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class Effects:
    """Per pair of annotators and cluster ``[true positives, spans]`` as they are and as they would be settled."""

    now: Floats
    settled: Floats

    @cached_property
    def change(self) -> Floats:
        """What settling each cluster does to the sums."""
        return np.asarray(self.settled - self.now)

    def headline(self, decided: Collection[int] = ()) -> float:
        """Mean pairwise exact F1 where the clusters decided are settled as proposed (NaN: undefined)."""
        return mean_f1(self.sums(decided))

    def gain(self, number: int, sums: Floats, *, decided: bool = False) -> float:
        """What settling one cluster adds to the headline of these `sums` (or added, where it is ``decided``)."""
        before = sums - self.change[:, number] if decided else sums
        return mean_f1(before + self.change[:, number]) - mean_f1(before)

    def sums(self, decided: Collection[int] = ()) -> Floats:
        """Per pair ``[true positives, spans]`` of all clusters, those decided settled as proposed."""
        return np.asarray(self._now + self.changes(decided))

    def changes(self, numbers: Collection[int]) -> Floats:
        """What settling some clusters does to the sums."""
        chosen = np.fromiter(numbers, dtype=np.int64, count=len(numbers))
        return np.asarray(self.change[:, chosen].sum(axis=1))

    @cached_property
    def _now(self) -> Floats:
        return np.asarray(self.now.sum(axis=1))

    def gains(self, decided: Collection[int] = ()) -> Floats:
        """What each cluster would add to the headline if it were settled next."""
        sums = self.sums(decided)[:, None, :] + self.change
        flat = f1_statistic(sums.reshape(-1, 2)).reshape(sums.shape[:2])
        gains = mean_defined(flat) - self.headline(decided)
        gains[list(decided)] = 0.0
        return np.nan_to_num(gains)


def mean_f1(sums: Floats) -> float:
    """The headline of `Effects.sums`."""
    return float(mean_defined(f1_statistic(sums))[()])


def effects(found: Answers) -> Effects:
    """The sums behind the headline, by cluster. Only annotators who share the document are compared."""
    names = found.columns.annotators
    people = sorted(range(len(names)), key=names.__getitem__)
    span = found.numbers(found.span)
    proposed = (found.leading >= 0).astype(np.float64)
    now, settled = np.zeros((2, len(people) * (len(people) - 1) // 2, len(span), 2))
    for place, (one, other) in enumerate(combinations(people, 2)):
        both = (span[:, one] != ABSENT) & (span[:, other] != ABSENT)
        now[place, :, 0] = both & found.marked[:, one] & (span[:, one] == span[:, other])
        now[place, :, 1] = both * (found.marked[:, one].astype(np.int64) + found.marked[:, other])
        settled[place, :, 0] = both * proposed
        settled[place, :, 1] = both * 2 * proposed
    return Effects(now, settled)


def severity(named: Sequence[str], weights: Weights) -> float:
    """The worst of a cluster's kinds; a kind with a label falls back to the kind alone."""
    table = weights.severities
    return max((table.get(each, table.get(each.partition(":")[0], 1.0)) for each in named), default=0.0)


def worklist(
    found: Differences, sums: Effects, *, decided: Collection[int] = (), weights: Weights | None = None
) -> list[Ranked]:
    """Open clusters, the weightiest first; split votes before majorities, then text order.

    Clusters without a disagreement and documents of one annotator are no work. A disagreement that does not touch
    the headline (an attribute) has the effect of a small boundary slip, a quarter of the mean one, or it would
    never be seen. Reach counts the settled ones too, so that a class of cases does not sink while it is settled.
    """
    chosen = weights or Weights()
    open_ = np.flatnonzero(~np.isin(found.cluster, list(decided)))
    cluster, kinds = found.cluster[open_], [found.kinds[each] for each in open_.tolist()]
    reach = np.minimum(found.reach[open_], MOST_REACH)
    gains = sums.gains(decided)[cluster]
    positive = gains[gains > 0]
    effect = np.maximum(gains, float(positive.mean()) / 4 if len(positive) else 1.0)
    worst_of = {named: severity(named, chosen) for named in set(kinds)}
    worst = np.array([worst_of[named] for named in kinds], dtype=np.float64)
    score = effect**chosen.effect * worst**chosen.severity * reach.astype(np.float64) ** chosen.reach
    order = np.lexsort((cluster, ~found.split[open_], -score))
    columns = (each[order].tolist() for each in (cluster, score, effect, worst, reach))
    return list(map(Ranked, *columns, [kinds[each] for each in order.tolist()]))
