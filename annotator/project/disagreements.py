"""The disagreements of a project as one works through them: what is open, what matters most, what is like it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from annotator.project.relation_state import RelationState

if TYPE_CHECKING:
    from annotator.agreement.answers import Answers
    from annotator.agreement.cluster_table import ClusterTable
    from annotator.agreement.coding import Floats
    from annotator.agreement.differences import Differences
    from annotator.agreement.ranking import Effects, Weights
    from annotator.project.answer_columns import AnswerColumns


class Case(NamedTuple):
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


class Compared(NamedTuple):
    """What the annotators' layers say: all that a project's disagreements are found by, but gold and decisions."""

    read: AnswerColumns
    table: ClusterTable
    answered: Answers
    differences: Differences
    effects: Effects


class Disagreements(RelationState):
    """Everything that adjudication asks."""

    derived: tuple[str, ...] = (*RelationState.derived, "effects", "differences", "_sums")

    def comparing(self) -> Iterator[None]:
        """What annotators answered and how their answers differ, in steps."""
        yield from super().comparing()
        yield
        _ = self.effects, self.differences.reach

    @property
    def compared(self) -> Compared:
        """What `comparing` found."""
        return Compared(self.read, self.table, self.answered, self.differences, self.effects)

    def take(self, compared: Compared) -> None:
        """Use what another one's `comparing` found of the same project, in place of one's own."""
        self._use(compared.read, compared.table)
        self.answered, self.differences, self.effects = compared[2:]

    def settling(self) -> Iterator[None]:
        """Where clusters stand, then what the first look at the worklist needs besides."""
        yield from super().settling()
        yield
        _ = self.relations
        yield
        _ = self.read.cells

    @cached_property
    def effects(self) -> Effects:
        """The sums behind the headline, by cluster."""
        from annotator.agreement.ranking import effects

        return effects(self.answered)

    @cached_property
    def differences(self) -> Differences:
        """In which ways clusters differ, and which do so alike."""
        from annotator.agreement.differences import differences, documents_of

        return differences(self.answered, self.texts.fetch(documents_of(self.answered)))

    def headline(self) -> float:
        """The mean pairwise exact F1 if what is settled had been agreed on as proposed (NaN: undefined)."""
        from annotator.agreement.ranking import mean_f1

        return mean_f1(self._sums) if self.found else float("nan")

    @cached_property
    def _sums(self) -> Floats:
        """The sums behind the headline as it is now; kept up to date, since every case asks for them."""
        return self.effects.sums(self.decided)

    def _stand_in(self, documents: Collection[str]) -> None:
        here = {number for document in documents for number in self.in_document(document)}
        before = self.decided & here
        super()._stand_in(documents)
        after = self.decided & here
        if "_sums" in self.__dict__:  # whole numbers, so that no order of adding makes them differ
            self._sums = self._sums + self.effects.changes(after - before) - self.effects.changes(before - after)

    def kinds(self, number: int) -> tuple[str, ...]:
        """In which ways the answers of a cluster differ."""
        return self.differences.kinds_of(number)

    def gain(self, number: int) -> float:
        """What the headline would grow by if a cluster were settled as proposed, and nothing else."""
        return self.effects.gain(number, self._sums, decided=number in self.decided)

    def alike(self, number: int) -> list[int]:
        """Open clusters that differ in the same ways over the same words, this one first."""
        return [number, *(each for each in self.differences.alike(number) if self.is_open(each))]

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
        from annotator.agreement.ranking import Weights, worklist

        chosen = weights or Weights()
        ranked = worklist(self.differences, self.effects, decided=self.decided, weights=chosen) if self.found else []
        documents = self.read.columns.documents
        place, start = self.table.document.tolist(), self.table.start.tolist()
        cases = [Case(number, documents[place[number]], start[number], score, effect, severity, reach, kinds)
                 for number, score, effect, severity, reach, kinds in ranked]  # fmt: skip
        listed = {each.number for each in cases} if self._changed else set()
        again = [number for number in sorted(self._changed) if number not in listed and self.is_open(number)]
        cases += [self._again(number) for number in again]
        return self._with_relations(cases, chosen)

    def _again(self, number: int) -> Case:
        """A cluster that is agreed on now, but was decided on other inputs."""
        document, start, _end = self.bounds(number)
        return Case(number, document, start, 0.0, 0.0, 1.0, 1, ())

    def _with_relations(self, cases: list[Case], weights: Weights) -> list[Case]:
        severity = weights.severities.get("relation", 1.0)
        effect = min((each.effect for each in cases if each.effect > 0), default=1.0)
        score = effect**weights.effect * severity**weights.severity
        more = [
            Case(number, *self.bounds(each.head)[:2], score, effect, severity, 1, ("relation",), relation=True)
            for number, each in enumerate(self.relations) if self.relation_open(number)
        ]  # fmt: skip
        return sorted(cases + more, key=lambda each: -each.score) if more else cases
