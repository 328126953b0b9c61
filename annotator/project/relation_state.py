"""The relations on which annotators differ: over clusters, so that a slipped end is no disagreement."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from annotator.core.scheme import Scheme
from annotator.core.span import Relation
from annotator.project.cluster_state import ClusterState
from annotator.project.decisions import Decision
from annotator.project.reader import GOLD

if TYPE_CHECKING:
    from annotator.agreement.clusters import RelationCluster


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer about a relation: the gold spans that the head is joined to, and who says so."""

    tails: tuple[str, ...]
    voters: tuple[str, ...]


def may_join(scheme: Scheme, kind: str, head: str, tail: str) -> bool:
    """Whether a relation of this type may join a span of one label to a span of another."""
    known = scheme.relation(kind)
    return known is not None and (not known.heads or head in known.heads) and (not known.tails or tail in known.tails)


class RelationState(ClusterState):
    """The relation clusters of one project. A relation is asked about once its ends are settled."""

    derived: tuple[str, ...] = (*ClusterState.derived, "relations", "touching", "_relation_places")

    @property
    def scheme(self) -> Scheme:
        """The project's scheme."""
        return self.project.queries.scheme()

    @cached_property
    def relations(self) -> list[RelationCluster]:
        """The relation clusters over the clusters."""
        from annotator.agreement.clusters import Link, clusters_of_links

        place = self._place_of_span
        links = [Link(each.annotator, each.type, place[each.head], place[each.tail])
                 for each in self._links.values() if each.head in place and each.tail in place]  # fmt: skip
        return clusters_of_links(links, self.found)

    @cached_property
    def touching(self) -> dict[int, list[int]]:
        """Relation clusters by the clusters that are an end of them."""
        places: dict[int, list[int]] = {}
        for number, each in enumerate(self.relations):
            for end in {each.head, *(tail for answer in each.answers for tail in answer)}:
                places.setdefault(end, []).append(number)
        return places

    def relations_in(self, document: str) -> list[int]:
        """The relation clusters of a document."""
        return self._relation_places.get(document, [])

    @cached_property
    def _relation_places(self) -> dict[str, list[int]]:
        places: dict[str, list[int]] = {}
        for number, each in enumerate(self.relations):
            places.setdefault(self.found[each.head].document, []).append(number)
        return places

    def answers(self, number: int, more: Mapping[int, str | None] | None = None) -> list[Answer] | None:
        """The answers about a relation in terms of gold; ``None`` while an end is open or the head is not gold.

        Ends that the scheme does not let the relation join, as their gold is called now, are no part of an answer.
        ``more`` are gold spans by cluster that are about to be written (``None`` for nothing there).
        """
        each, given = self.relations[number], more or {}
        ends = {each.head, *(tail for answer in each.answers for tail in answer)}
        gold = {end: given[end] if end in given else self._settled_gold(end) for end in ends}
        if any(value is None and not self._settled(end, given) for end, value in gold.items()) or not gold[each.head]:
            return None
        merged: dict[tuple[str, ...], tuple[str, ...]] = {}
        for tails, voters in each.answers.items():
            ends_of = {span for tail in tails if (span := gold[tail])}
            there = tuple(sorted(span for span in ends_of if self._may_join(number, gold[each.head], span)))
            merged[there] = (*merged.get(there, ()), *voters)
        found = [Answer(tails, voters) for tails, voters in merged.items()]
        return sorted(found, key=lambda answer: (-len(answer.voters), not answer.tails, answer.tails))

    def _may_join(self, number: int, head: str | None, tail: str) -> bool:
        """Whether the scheme lets two gold spans be joined so; one about to be written is not known."""
        each = self.relations[number]
        here = {span.id: span.label for span in self.gold[self.found[each.head].document]}
        return head not in here or tail not in here or may_join(self.scheme, each.type, here[head], here[tail])

    def _settled(self, end: int, given: Mapping[int, str | None]) -> bool:
        return end in given or self.stands(end).settled

    def _settled_gold(self, end: int) -> str | None:
        return self.gold_id(end) or None

    def relation_record(self, number: int) -> Decision | None:
        """The decision on a relation whose inputs are still the same."""
        each = self.relations[number]
        document, inputs = self.found[each.head].document, self.relation_inputs(number)
        return next(
            (record for record in reversed(self.records)
             if record.type == each.type and record.document == document and record.inputs == inputs),
            None,
        )  # fmt: skip

    def relation_inputs(self, number: int) -> str:
        """A fingerprint of who joins what to what."""
        each = self.relations[number]
        told = [each.type, *sorted(self.found[each.head].spans)]
        told += sorted(
            f"{' '.join(sorted(voters))}: {' '.join(sorted(id_ for tail in tails for id_ in self.found[tail].spans))}"
            for tails, voters in each.answers.items()
        )
        return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]

    def relation_open(self, number: int) -> bool:
        """Whether a relation waits for a decision: its ends are settled and the answers still differ."""
        each = self.relations[number]
        if each.agreed or self.stands(each.head).closed or not self._traced(each.head):
            return False
        answers = self.answers(number)
        if answers is None or len(answers) < 2:
            return False
        record = self.relation_record(number)
        return record is None or not record.settles

    def _traced(self, number: int) -> bool:
        """Whether a cluster was settled here; gold that came from elsewhere has its relations already."""
        standing = self.stands(number)
        return standing.decision is not None or (standing.gold is not None and bool(standing.gold.origin.get("inputs")))

    def relation_may_wait(self, number: int) -> bool:
        """Whether a relation on which annotators differ is not decided yet, its ends settled or not."""
        record = self.relation_record(number)
        if record is not None and record.settles:
            return False
        answers = self.answers(number)
        return self.relation_open(number) if answers is not None else not self._closed_head(number)

    def _closed_head(self, number: int) -> bool:
        """Whether the head is settled as nothing, so that there is nothing to join."""
        head = self.relations[number].head
        return self.stands(head).settled and not self.gold_id(head)

    def relations_of(self, document: str) -> list[Relation]:
        """The gold relations of a document."""
        if document not in self.gold_relations:
            self.gold_relations[document] = self.project.queries.relations(document, GOLD)
        return self.gold_relations[document]
