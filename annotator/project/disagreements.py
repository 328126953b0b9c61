"""The disagreements of a project as one keeps working through them: clusters, where they stand, what is next."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from annotator.core.changes import EVERYTHING, Changes
from annotator.core.span import Relation, Span
from annotator.project.agreement import layers_from
from annotator.project.decisions import PREFIX, Decision, decisions
from annotator.project.project import Project
from annotator.project.reader import GOLD
from annotator.project.standing import Standing, standings

if TYPE_CHECKING:
    from annotator.agreement.clusters import Cluster, RelationCluster
    from annotator.agreement.comparison import Comparison
    from annotator.agreement.ranking import Effects, Weights

NOTHING = Standing()


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer about a relation: the gold spans that the head is joined to, and who says so."""

    tails: tuple[str, ...]
    voters: tuple[str, ...]


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


class Disagreements:
    """Everything that adjudication asks, read once and brought up to date after each change."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.reload()

    def reload(self) -> None:
        """Read all layers anew."""
        from annotator.agreement.clusters import clusters
        from annotator.agreement.comparison import comparison_of

        queries = self.project.queries
        rows = queries.whole_layers()
        self.layers = layers_from(self.project, rows)
        self.texts = {layer.document: layer.text for layer in self.layers}
        self.comparison: Comparison = comparison_of(self.layers)
        self.found: list[Cluster] = clusters(self.comparison)
        golden = [row for row in rows if row.annotator == GOLD and row.document in self.texts]
        self.gold: dict[str, tuple[Span, ...]] = dict.fromkeys(self.texts, ())
        self.gold |= {row.document: row.layer.spans for row in golden}
        self._finished = {row.document for row in golden if row.layer.status in {"done", "locked"}}
        self.gold_relations: dict[str, list[Relation]] = {}
        self.records = decisions(queries)
        for name in ("relations", "touching", "effects", "_ranked", "_theirs", "_relation_places"):
            self.__dict__.pop(name, None)
        self._stand()

    def _stand(self) -> None:
        self.standing = standings(self.found, self.gold, self.records, self._finished)
        self._places: dict[str, list[int]] = {}
        for number, each in enumerate(self.found):
            self._places.setdefault(each.document, []).append(number)
        self.comparable = sum(each.comparable for each in self.found)
        self.decided = {number for number, each in self.standing.items() if each.settled}
        self._changed = {number for number, each in self.standing.items() if each.changed}

    def _stand_in(self, document: str) -> None:
        """Where the clusters of one document stand, after its gold or decisions changed."""
        places = self._places.get(document, [])
        for number in places:
            self.standing.pop(number, None)
        records = [each for each in self.records if each.document == document]
        found = [self.found[number] for number in places]
        here = standings(found, {document: self.gold[document]}, records, self._finished)
        fresh = {places[number]: standing for number, standing in here.items()}
        self.standing |= fresh
        self.decided.difference_update(places)
        self.decided |= {number for number, each in fresh.items() if each.settled}
        self._changed.difference_update(places)
        self._changed |= {number for number, each in fresh.items() if each.changed}

    def refresh(self, changes: Changes) -> bool:
        """Take in what changed; whether anything that is shown here did. Only gold is read where only gold changed."""
        if not (changes.touches("span") or changes.touches("relation") or changes.touches("setting")
                or changes.touches("document") or changes.touches("scheme")):  # fmt: skip
            return False
        if self._only_gold(changes):
            names = {name.removeprefix(PREFIX).rpartition("/")[0] for name in changes.ids.get("setting", ())
                     if name.startswith(PREFIX)}  # fmt: skip
            for document in (changes.documents | names) & self.gold.keys():
                self._read_gold(document)
        else:
            self.reload()
        return True

    def _read_gold(self, document: str) -> None:
        self.gold[document] = tuple(self.project.queries.spans(document, GOLD))
        self.gold_relations.pop(document, None)
        others = [each for each in self.records if each.document != document]
        here = decisions(self.project.queries, document)
        self.records = sorted([*others, *here], key=lambda each: (each.time, each.name)) if here else others
        self._stand_in(document)

    def _only_gold(self, changes: Changes) -> bool:
        touched = changes.ids.get("span", frozenset()) | changes.ids.get("relation", frozenset())
        if changes.touches("document") or EVERYTHING in touched or EVERYTHING in changes.documents:
            return False
        layers = changes.ids.get("layer", frozenset())
        if any(not identity.endswith(f"/{GOLD}") for identity in layers):
            return False
        return all(self._is_gold(identity) for identity in touched)

    def _is_gold(self, identity: str) -> bool:
        if identity in self._theirs:
            return False
        row = self.project.queries.span(identity)
        return row is None or row.layer == GOLD

    @cached_property
    def _theirs(self) -> set[str]:
        spans = {span.id for layer in self.layers for span in layer.spans}
        return spans | {each.id for layer in self.layers for each in layer.relations}

    # ---- clusters ------------------------------------------------------------------------------------

    def stands(self, number: int) -> Standing:
        """Where a cluster stands."""
        return self.standing.get(number, NOTHING)

    def gold_id(self, number: int) -> str:
        """The gold span of a settled cluster, or nothing."""
        standing = self.stands(number)
        return standing.gold.id if standing.gold is not None and not standing.changed else ""

    def is_open(self, number: int) -> bool:
        """Whether a cluster waits for a decision."""
        cluster = self.found[number]
        standing = self.stands(number)
        return cluster.comparable and not standing.settled and (not cluster.agreed or standing.changed)

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

    # ---- relations -----------------------------------------------------------------------------------

    @cached_property
    def relations(self) -> list[RelationCluster]:
        """The relation clusters over the clusters."""
        from annotator.agreement.clusters import relation_clusters

        return relation_clusters(self.comparison, self.found)

    @cached_property
    def touching(self) -> dict[int, list[int]]:
        """Relation clusters by the clusters that are an end of them."""
        places: dict[int, list[int]] = {}
        for number, each in enumerate(self.relations):
            for end in {each.head, *(tail for answer in each.answers for tail in answer)}:
                places.setdefault(end, []).append(number)
        return places

    def answers(self, number: int, more: Mapping[int, str | None] | None = None) -> list[Answer] | None:
        """The answers about a relation in terms of gold; ``None`` while an end is open or the head is not gold.

        ``more`` are gold spans by cluster that are about to be written (``None`` for nothing there).
        """
        each, given = self.relations[number], more or {}
        ends = {each.head, *(tail for answer in each.answers for tail in answer)}
        gold = {end: given[end] if end in given else self._settled_gold(end) for end in ends}
        if any(value is None and not self._settled(end, given) for end, value in gold.items()) or not gold[each.head]:
            return None
        merged: dict[tuple[str, ...], tuple[str, ...]] = {}
        for tails, voters in each.answers.items():
            there = tuple(sorted(span for tail in tails if (span := gold[tail])))
            merged[there] = (*merged.get(there, ()), *voters)
        found = [Answer(tails, voters) for tails, voters in merged.items()]
        return sorted(found, key=lambda answer: (-len(answer.voters), not answer.tails, answer.tails))

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

    def relations_of(self, document: str) -> list[Relation]:
        """The gold relations of a document."""
        if document not in self.gold_relations:
            self.gold_relations[document] = self.project.queries.relations(document, GOLD)
        return self.gold_relations[document]

    def gold_span(self, identity: str) -> Span | None:
        """A gold span by its id."""
        return next((span for spans in self.gold.values() for span in spans if span.id == identity), None)

    # ---- by document ---------------------------------------------------------------------------------

    def in_document(self, document: str) -> list[int]:
        """The clusters of a document."""
        return self._places.get(document, [])

    def relations_in(self, document: str) -> list[int]:
        """The relation clusters of a document."""
        if "_relation_places" not in self.__dict__:
            self._relation_places: dict[str, list[int]] = {}
            for number, each in enumerate(self.relations):
                self._relation_places.setdefault(self.found[each.head].document, []).append(number)
        return self._relation_places.get(document, [])

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


def blind_names(document: str, annotators: Sequence[str], seed: str = "") -> dict[str, str]:
    """Letters for annotators, in an order that is another one in each document and the same after a restart."""
    shuffled = sorted(annotators, key=lambda who: hashlib.sha256(f"{seed}\n{document}\n{who}".encode()).digest())
    return {who: letter_of(place) for place, who in enumerate(shuffled)}


def letter_of(place: int) -> str:
    """A, B, C … Z, then numbers."""
    return chr(ord("A") + place) if place < 26 else str(place + 1)


def clusters_of(spans: Collection[str], found: Sequence[Cluster]) -> set[int]:
    """The clusters that hold any of some spans."""
    wanted = set(spans)
    return {number for number, each in enumerate(found) if each.spans & wanted}
