"""The worklist: open clusters ranked by effect on the headline, severity and reach, each visible and weighted.

``score = effect**w1 * severity**w2 * reach**w3``. The effect is exact: the mean pairwise exact F1 if this cluster
were settled as proposed, less what it is now, from sums over clusters.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations

import numpy as np

from annotator.agreement.additive import f1_statistic, mean_defined
from annotator.agreement.clitics import normalised
from annotator.agreement.clusters import Cluster
from annotator.agreement.coding import Floats
from annotator.agreement.rules import proposal
from annotator.core.arabic import mention_key

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


@dataclass(frozen=True)
class Ranked:
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
        return _mean_f1(self._sums(decided))

    def gain(self, number: int, decided: Collection[int] = ()) -> float:
        """What settling one cluster adds (or added) to the headline, the others decided being settled."""
        before = self._sums(decided)
        if number in decided:
            before = before - self.change[:, number]
        return _mean_f1(before + self.change[:, number]) - _mean_f1(before)

    def _sums(self, decided: Collection[int]) -> Floats:
        chosen = np.fromiter(decided, dtype=np.int64, count=len(decided))
        return np.asarray(self._now + self.change[:, chosen].sum(axis=1))

    @cached_property
    def _now(self) -> Floats:
        return np.asarray(self.now.sum(axis=1))

    def gains(self, decided: Collection[int] = ()) -> Floats:
        """What each cluster would add to the headline if it were settled next."""
        sums = self._sums(decided)[:, None, :] + self.change
        flat = f1_statistic(sums.reshape(-1, 2)).reshape(sums.shape[:2])
        gains = mean_defined(flat) - self.headline(decided)
        gains[list(decided)] = 0.0
        return np.nan_to_num(gains)


def _mean_f1(sums: Floats) -> float:
    return float(mean_defined(f1_statistic(sums))[()])


def effects(found: Sequence[Cluster]) -> Effects:
    """The sums behind the headline, by cluster. Only annotators who share the document are compared."""
    people = sorted({who for each in found for who in each.annotators})
    pairs = {pair: place for place, pair in enumerate(combinations(people, 2))}
    rows = [row for number, cluster in enumerate(found) for row in _effect(cluster, number, pairs)]
    place, number, same, spans, agreed = np.array(rows, dtype=np.int64).reshape(-1, 5).T
    now, settled = np.zeros((len(pairs), len(found), 2)), np.zeros((len(pairs), len(found), 2))
    now[place, number] = np.column_stack([same, spans])
    settled[place, number] = np.column_stack([agreed, 2 * agreed])
    return Effects(now, settled)


def _effect(
    cluster: Cluster, number: int, pairs: Mapping[tuple[str, str], int]
) -> Iterator[tuple[int, int, int, int, int]]:
    """Per pair of annotators: its place, the cluster, same span or not, spans, and whether a span is proposed."""
    if cluster.agreed:
        for pair in combinations(sorted(cluster.annotators), 2):
            yield pairs[pair], number, 1, 2, 1
        return
    agreed = 0 if proposal(cluster).is_none else 1
    answers = {who: (span.extent, span.label) for who, span in cluster.members.items()}
    for one, other in combinations(sorted(cluster.annotators), 2):
        both = one in answers and other in answers
        same = both and answers[one] == answers[other]
        yield pairs[one, other], number, int(same), (one in answers) + (other in answers), agreed


def kinds(cluster: Cluster, text: str) -> tuple[str, ...]:
    """In which ways the answers of a cluster differ, the keys of `SEVERITY`."""
    marked = [each for each in cluster.variants if not each.is_none]
    labels = sorted({each.label for each in marked})
    found = []
    if len(marked) < len(cluster.variants):
        found.append(f"missing:{labels[0]}" if len(labels) == 1 else "missing")
    if len(labels) > 1:
        found.append("label")
    if len({each.extent for each in marked}) > 1:
        outer = {normalised(text, each.extent[0][0], each.extent[-1][1]) for each in marked}
        found.append("boundary" if len(outer) > 1 else "boundary_clitic")
    return (*found, *_attribute_kinds([dict(each.attributes) for each in marked]))


def _attribute_kinds(answers: Sequence[Mapping[str, object]]) -> list[str]:
    values = {value for each in answers if isinstance(value := each.get("value"), (int, float))}
    rest = {tuple(sorted((k, str(v)) for k, v in each.items() if k != "value")) for each in answers}
    found = ["attribute"] if len(rest) > 1 else []
    if len(values) > 1:
        low, high = min(values), max(values)
        found.append("value_tenfold" if low <= 0 or high / low >= 10 else "value")
    return found


def severity(named: Sequence[str], weights: Weights) -> float:
    """The worst of a cluster's kinds; a kind with a label falls back to the kind alone."""
    table = weights.severities
    return max((table.get(each, table.get(each.partition(":")[0], 1.0)) for each in named), default=0.0)


def alike(cluster: Cluster, named: Sequence[str], text: str) -> tuple[object, ...]:
    """What clusters have in common that one decision may settle: kinds, labels and the folded words."""
    leading = next(each for each in cluster.variants if not each.is_none)
    labels = tuple(sorted({each.label for each in cluster.variants}))
    return tuple(named), labels, mention_key(text[leading.extent[0][0] : leading.extent[-1][1]])


def worklist(
    found: Sequence[Cluster],
    texts: Mapping[str, str],
    *,
    decided: Collection[int] = (),
    weights: Weights | None = None,
    sums: Effects | None = None,
) -> list[Ranked]:
    """Open clusters, the weightiest first; split votes before majorities, then text order.

    ``sums`` are `effects` of the same clusters where they are known already: they change with the layers only.

    Clusters without a disagreement and documents of one annotator are no work. A disagreement that does not touch
    the headline (an attribute) has the effect of a small boundary slip, a quarter of the mean one, or it would
    never be seen.
    """
    chosen = weights or Weights()
    closed = frozenset(decided)
    open_ = [place for place, each in enumerate(found)
             if place not in closed and each.comparable and not each.agreed]  # fmt: skip
    gains = (sums or effects(found)).gains(closed)
    named = {place: kinds(found[place], texts[found[place].document]) for place in open_}
    groups = {place: alike(found[place], named[place], texts[found[place].document]) for place in open_}
    reach = Counter(groups.values())
    parts = [(place, named[place], min(reach[groups[place]], MOST_REACH)) for place in open_]
    return _sorted(found, parts, gains, chosen)


def reranked(
    ranked: Sequence[Ranked],
    found: Sequence[Cluster],
    sums: Effects,
    *,
    decided: Collection[int],
    weights: Weights | None = None,
) -> list[Ranked]:
    """The worklist after decisions, from the one before: only effects are computed anew.

    Reach stays what it was when the list was opened, so that a class of cases does not sink while it is settled.
    """
    closed = frozenset(decided)
    parts = [(each.cluster, each.kinds, each.reach) for each in ranked if each.cluster not in closed]
    return _sorted(found, parts, sums.gains(closed), weights or Weights())


def _sorted(
    found: Sequence[Cluster], parts: Sequence[tuple[int, tuple[str, ...], int]], gains: Floats, weights: Weights
) -> list[Ranked]:
    effects_ = gains[[place for place, _, _ in parts]] if parts else gains[:0]
    positive = effects_[effects_ > 0]
    floor = float(positive.mean()) / 4 if len(positive) else 1.0
    ranked = [
        _ranked(place, max(effect, floor), named, reach, weights)
        for (place, named, reach), effect in zip(parts, effects_.tolist(), strict=True)
    ]
    return sorted(ranked, key=lambda each: (-each.score, not found[each.cluster].split, each.cluster))


def _ranked(place: int, effect: float, named: tuple[str, ...], reach: int, weights: Weights) -> Ranked:
    worst = severity(named, weights)
    score = effect**weights.effect * worst**weights.severity * float(reach) ** weights.reach
    return Ranked(place, score, effect, worst, reach, named)
