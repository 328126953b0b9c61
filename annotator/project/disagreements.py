"""The disagreements of a project as one works through them: what is open, what matters most, what is like it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from annotator.project.relation_state import RelationState

if TYPE_CHECKING:
    from annotator.agreement.ranking import Effects, Weights


@dataclass(frozen=True, slots=True)
class Case:
    """One open case of the worklist. ``number`` counts clusters, or relation clusters where ``relation`` is set."""

    number: int
    document: str
    start: int
    score: float
    effect: float
    severity: float
    reach: int
    kinds: tuple[str, ...]
    relation: bool = False


class Disagreements(RelationState):
    """Everything that adjudication asks."""

    derived: tuple[str, ...] = (*RelationState.derived, "effects", "_ranked")

    @cached_property
    def effects(self) -> Effects:
        """The sums behind the headline, by cluster."""
        from annotator.agreement.ranking import effects

        return effects(self.found)

    def headline(self) -> float:
        """The mean pairwise exact F1 if what is settled had been agreed on as proposed (NaN: undefined)."""
        return self.effects.headline(self.decided) if self.found else float("nan")

    def kinds(self, number: int) -> tuple[str, ...]:
        """In which ways the answers of a cluster differ."""
        from annotator.agreement.ranking import kinds

        cluster = self.found[number]
        return kinds(cluster, self.texts[cluster.document])

    def gain(self, number: int) -> float:
        """What the headline would grow by if a cluster were settled as proposed, and nothing else."""
        return self.effects.gain(number, self.decided)

    def alike(self, number: int) -> list[int]:
        """Open clusters that differ in the same ways over the same words, this one first."""
        from annotator.agreement.ranking import alike

        def key(each: int) -> tuple[object, ...]:
            return alike(self.found[each], self.kinds(each), self.texts[self.found[each].document])

        wanted = key(number)
        every = [each for each in range(len(self.found)) if each != number and self.is_open(each)]
        return [number, *(each for each in every if key(each) == wanted)]

    def left_in(self, document: str, settled: Collection[int] = (), relation: int = -1) -> bool:
        """Whether a document still has open cases besides some; relations that may differ count as open."""
        if any(number not in settled and self.is_open(number) for number in self.in_document(document)):
            return True
        return any(
            number != relation and not self.relations[number].agreed and self.relation_may_wait(number)
            for number in self.relations_in(document)
        )

    # ---- the worklist --------------------------------------------------------------------------------

    def worklist(self, weights: Weights | None = None) -> list[Case]:
        """Open cases, the weightiest first; relations once their ends are settled."""
        from annotator.agreement.ranking import Weights, reranked, worklist

        chosen = weights or Weights()
        if "_ranked" not in self.__dict__:
            self._ranked = worklist(self.found, self.texts, weights=chosen, sums=self.effects) if self.found else []
            self._ranked_by = chosen
        ranked = self._ranked
        if self.decided or chosen != self._ranked_by:
            ranked = reranked(self._ranked, self.found, self.effects, decided=self.decided, weights=chosen)
        cases = [
            Case(each.cluster, self.found[each.cluster].document, self.found[each.cluster].start, each.score,
                 each.effect, each.severity, each.reach, each.kinds)
            for each in ranked
        ]  # fmt: skip
        listed = {each.number for each in cases} if self._changed else set()
        again = [number for number in sorted(self._changed) if number not in listed and self.is_open(number)]
        cases += [self._again(number) for number in again]
        return self._with_relations(cases, chosen)

    def _again(self, number: int) -> Case:
        """A cluster that is agreed on now, but was decided on other inputs."""
        cluster = self.found[number]
        return Case(number, cluster.document, cluster.start, 0.0, 0.0, 1.0, 1, ())

    def _with_relations(self, cases: list[Case], weights: Weights) -> list[Case]:
        severity = weights.severities.get("relation", 1.0)
        effect = min((each.effect for each in cases if each.effect > 0), default=1.0)
        score = effect**weights.effect * severity**weights.severity
        more = [
            Case(number, self.found[each.head].document, self.found[each.head].start, score, effect, severity, 1,
                 ("relation",), relation=True)
            for number, each in enumerate(self.relations) if self.relation_open(number)
        ]  # fmt: skip
        return sorted(cases + more, key=lambda each: -each.score) if more else cases
