"""Clusters of disagreement, the unit of review: what each annotator made of one and the same thing.

Which spans belong together says `cluster_table`. Relations are clustered over span clusters: a boundary slip at an
end is no disagreement about the relation.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, overload

from annotator.agreement.cluster_table import ABSENT, ClusterTable, cluster_table
from annotator.agreement.columns import Columns
from annotator.agreement.comparison import Comparison
from annotator.core.span import Extent, Span, Value

Attributes = tuple[tuple[str, Value], ...]


@dataclass(frozen=True)
class Variant:
    """One answer with those who gave it; without a span it says that there is nothing to mark."""

    voters: tuple[str, ...]
    extent: Extent = ()
    label: str = ""
    attributes: Attributes = ()

    @property
    def is_none(self) -> bool:
        """Whether this is the answer that nothing is to be marked."""
        return not self.extent


@dataclass(frozen=True)
class Cluster:
    """What the annotators of one document made of one thing; ``members`` are the spans by annotator.

    ``annotators`` are all who worked on the document: who has no member marked nothing here.
    """

    document: str
    members: Mapping[str, Span]
    annotators: tuple[str, ...]

    @cached_property
    def start(self) -> int:
        """Where the earliest member starts."""
        return min(span.start for span in self.members.values())

    @cached_property
    def end(self) -> int:
        """Where the last member ends."""
        return max(span.end for span in self.members.values())

    @cached_property
    def spans(self) -> frozenset[str]:
        """The ids of the members, by which a decision finds its cluster again."""
        return frozenset(span.id for span in self.members.values())

    @cached_property
    def inputs(self) -> str:
        """A fingerprint of the members: when it changes, a decision about the cluster is to be looked at again.

        Annotators who marked nothing here are no part of it.
        """
        told = sorted((who, span.extent, span.label, answer_attributes(span)) for who, span in self.members.items())
        return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()[:16]

    @cached_property
    def variants(self) -> tuple[Variant, ...]:
        """The different answers, most votes first, then in text order; no annotation last among equals."""
        voters: dict[tuple[Extent, str, Attributes], list[str]] = {}
        for who in self.annotators:
            span = self.members.get(who)
            answer = (span.extent, span.label, answer_attributes(span)) if span else ((), "", ())
            voters.setdefault(answer, []).append(who)
        found = [Variant(tuple(who), *answer) for answer, who in voters.items()]
        return (found[0],) if len(found) == 1 else tuple(sorted(found, key=_variant_order))

    @cached_property
    def agreed(self) -> bool:
        """Whether all who worked on the document gave the same answer."""
        if len(self.members) < len(self.annotators):
            return False
        first, *rest = self.members.values()
        answer = first.extent, first.label, answer_attributes(first)
        return all((each.extent, each.label, answer_attributes(each)) == answer for each in rest)

    @property
    def comparable(self) -> bool:
        """Whether at least two annotators worked on the document."""
        return len(self.annotators) >= 2

    @property
    def split(self) -> bool:
        """Whether the two leading answers have as many votes."""
        return len(self.variants) > 1 and len(self.variants[0].voters) == len(self.variants[1].voters)


def _variant_order(each: Variant) -> tuple[int, bool, Extent, str, str]:
    return -len(each.voters), each.is_none, each.extent, each.label, repr(each.attributes)


def answer_attributes(span: Span) -> Attributes:
    """Attributes in one order, empty ones left out."""
    return ordered_attributes(span.attributes)


def ordered_attributes(attributes: Mapping[str, Value]) -> Attributes:
    """`answer_attributes` of attributes alone."""
    if len(attributes) < 2:
        return tuple(each for each in attributes.items() if each[1] not in {None, ""})
    return tuple(sorted((name, value) for name, value in attributes.items() if value not in {None, ""}))


class Found(Sequence[Cluster]):
    """The clusters of a table, each made when it is first asked for; ``span_of`` gives the span of a row."""

    def __init__(self, columns: Columns, table: ClusterTable, span_of: Callable[[int], Span]) -> None:
        self._columns, self._table, self._span_of = columns, table, span_of
        self._made: dict[int, Cluster] = {}
        self._workers: dict[int, tuple[str, ...]] = {}

    def __len__(self) -> int:
        return len(self._table)

    @overload
    def __getitem__(self, number: int) -> Cluster: ...
    @overload
    def __getitem__(self, number: slice) -> list[Cluster]: ...
    def __getitem__(self, number: int | slice) -> Cluster | list[Cluster]:
        if isinstance(number, slice):
            return [self[each] for each in range(*number.indices(len(self)))]
        if number not in self._made:
            self._made[number] = self._make(number)
        return self._made[number]

    def _make(self, number: int) -> Cluster:
        document, names = int(self._table.document[number]), self._columns.annotators
        rows = self._table.rows[number].tolist()
        members = {names[hand]: self._span_of(row) for hand, row in enumerate(rows) if row >= 0}
        if document not in self._workers:
            self._workers[document] = tuple(names[hand] for hand, row in enumerate(rows) if row != ABSENT)
        return Cluster(self._columns.documents[document], members, self._workers[document])


def clusters(comparison: Comparison) -> list[Cluster]:
    """All clusters of all documents, in text order; documents of one annotator have clusters too."""
    return list(Found(comparison.columns, cluster_table(comparison), comparison.spans.__getitem__))


@dataclass(frozen=True)
class RelationCluster:
    """What the heads of one span cluster are attached to by one type: answers are sets of tail clusters.

    ``answers`` maps each set (numbers of clusters, sorted) to those who gave it; only annotators who have a span
    at the head are asked.
    """

    type: str
    head: int
    answers: Mapping[tuple[int, ...], tuple[str, ...]]

    @property
    def agreed(self) -> bool:
        """Whether all gave the same answer."""
        return len(self.answers) == 1


def relation_clusters(comparison: Comparison, spans: Sequence[Cluster]) -> list[RelationCluster]:
    """The relation clusters over given span clusters, by head and type."""
    place = {(each.document, who, span.id): number
             for number, each in enumerate(spans) for who, span in each.members.items()}  # fmt: skip
    links = []
    for layer in comparison.layers:
        for relation in layer.relations:
            head = place.get((layer.document, layer.annotator, relation.head))
            tail = place.get((layer.document, layer.annotator, relation.tail))
            if head is not None and tail is not None:
                links.append(Link(layer.annotator, relation.type, head, tail))
    return clusters_of_links(links, spans)


class Link(NamedTuple):
    """That an annotator joined a span of one cluster to a span of another, both by number."""

    annotator: str
    type: str
    head: int
    tail: int


def clusters_of_links(links: Iterable[Link], spans: Sequence[Cluster]) -> list[RelationCluster]:
    """The relation clusters of what annotators joined, by head and type."""
    tails: dict[tuple[str, int], dict[str, set[int]]] = {}
    for each in links:
        tails.setdefault((each.type, each.head), {}).setdefault(each.annotator, set()).add(each.tail)
    return [
        RelationCluster(kind, head, _answers(spans[head], by_annotator))
        for (kind, head), by_annotator in sorted(tails.items(), key=lambda each: (each[0][1], each[0][0]))
    ]


def _answers(head: Cluster, tails: Mapping[str, set[int]]) -> dict[tuple[int, ...], tuple[str, ...]]:
    answers: dict[tuple[int, ...], tuple[str, ...]] = {}
    for who in head.members:
        answer = tuple(sorted(tails.get(who, ())))
        answers[answer] = (*answers.get(answer, ()), who)
    return answers


@dataclass(frozen=True)
class Decided:
    """What is kept of a decision so that its cluster is found again: members' ids and the inputs it rested on."""

    id: str
    spans: frozenset[str]
    inputs: str


def decisions_of(found: Sequence[Cluster], decided: Iterable[Decided]) -> dict[int, tuple[Decided, bool]]:
    """For each cluster that was decided (by number): the decision, and whether its inputs have changed since.

    A decision belongs to the cluster that shares most of its members' ids; the last one given counts.
    """
    places: dict[str, int] = {span: number for number, each in enumerate(found) for span in each.spans}
    result: dict[int, tuple[Decided, bool]] = {}
    for decision in decided:
        numbers = [places[span] for span in decision.spans if span in places]
        if numbers:
            number = max(sorted(set(numbers)), key=numbers.count)
            result[number] = decision, found[number].inputs != decision.inputs
    return result
