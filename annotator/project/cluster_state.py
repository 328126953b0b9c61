"""The clusters of a project and where they stand: read once, brought up to date after each change."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from annotator.core.changes import EVERYTHING, Changes
from annotator.core.span import Relation, Span
from annotator.project.answer_columns import AnswerColumns, answer_columns
from annotator.project.decisions import PREFIX, decisions
from annotator.project.project import Project
from annotator.project.query_rows import LinkRow
from annotator.project.reader import GOLD
from annotator.project.standing import Places, Standing, standings
from annotator.project.texts import Texts

if TYPE_CHECKING:
    from annotator.agreement.answers import Answers
    from annotator.agreement.cluster_table import ClusterTable
    from annotator.agreement.clusters import Cluster

NOTHING = Standing()
TOGETHER = 8
"""Of so many documents at once is found out where their clusters stand."""


class ClusterState:
    """All clusters of one project with gold and decisions.

    ``derived`` names what is computed of the clusters on demand, and goes when they are read anew.
    """

    derived: tuple[str, ...] = ("answered",)

    def __init__(self, project: Project, *, read: bool = True) -> None:
        self.project = project
        if read:
            self.reload()

    def reload(self) -> None:
        """Read all layers anew."""
        for _step in self.loading():
            pass

    def loading(self) -> Iterator[None]:
        """`reload` in steps, of which a window does one at a time."""
        yield from self.comparing()
        yield
        yield from self.settling()

    def comparing(self) -> Iterator[None]:
        """The first half of `loading`: what annotators answered, of which gold changes nothing."""
        from annotator.agreement.cluster_table import cluster_table
        from annotator.agreement.comparison import Comparison

        answers = answer_columns(self.project.queries)
        yield
        self._use(answers, cluster_table(Comparison(answers.columns)))
        yield
        _ = self.answered

    def _use(self, read: AnswerColumns, table: ClusterTable) -> None:
        from annotator.agreement.clusters import Found

        self.read, self.table, self.texts = read, table, Texts(self.project.queries, read.columns.documents)
        self.found: Sequence[Cluster] = Found(read.columns, table, read.span)
        for name in ("_place_of_span", "_links", *self.derived):
            self.__dict__.pop(name, None)

    def settling(self) -> Iterator[None]:
        """The second half of `loading`: gold and decisions, and where with them the clusters stand."""
        self._comparable: list[bool] = self.table.comparable.tolist()
        self.comparable = sum(self._comparable)
        self._agreed: list[bool] = self.answered.agreed.tolist()
        self.standing: dict[int, Standing] = {}
        self.decided: set[int] = set()
        self._changed: set[int] = set()
        yield
        yield from self._reading_gold()
        yield
        yield from self._standing()

    def _reading_gold(self) -> Iterator[None]:
        """All gold, some documents at a time."""
        queries = self.project.queries
        golden = queries.gold_layers()
        self._finished = {document for document, status in golden.items() if status in {"done", "locked"}}
        self.gold: dict[str, tuple[Span, ...]] = dict.fromkeys(self.texts, ())
        self.gold_relations: dict[str, list[Relation]] = {}
        self.records = decisions(queries)
        known = [document for document in self.texts if document in golden]
        for first in range(0, len(known), TOGETHER):
            yield
            self.gold |= queries.gold_spans(known[first : first + TOGETHER])

    def _standing(self) -> Iterator[None]:
        """Where all clusters stand, some documents at a time."""
        traced = {each.document for each in self.records}
        known = [each for each in self.texts if self.gold[each] or each in self._finished or each in traced]
        for first in range(0, len(known), TOGETHER):
            self._stand_in(known[first : first + TOGETHER])
            yield

    def _stand_in(self, documents: Collection[str]) -> None:
        """Where the clusters of some documents stand, after their gold or decisions changed."""
        wanted = set(documents)
        here = [number for document in documents for number in self.in_document(document)]
        for number in here:
            self.standing.pop(number, None)
        records = [each for each in self.records if each.document in wanted]
        gold = {document: self.gold[document] for document in documents}
        fresh = standings(self._places, gold, records, self._finished & wanted)
        self.standing |= fresh
        self.decided.difference_update(here)
        self.decided |= {number for number, each in fresh.items() if each.settled}
        self._changed.difference_update(here)
        self._changed |= {number for number, each in fresh.items() if each.changed}

    def refresh(self, changes: Changes) -> bool:
        """Take in what changed; whether anything that is shown here did. Only gold is read where only gold changed."""
        if not self.concerned(changes):
            return False
        if self.only_gold(changes):
            names = {name.removeprefix(PREFIX).rpartition("/")[0] for name in changes.ids.get("setting", ())
                     if name.startswith(PREFIX)}  # fmt: skip
            for document in (changes.documents | names) & self.gold.keys():
                self._read_gold(document)
        else:
            self.reload()
        return True

    @staticmethod
    def concerned(changes: Changes) -> bool:
        """Whether anything that is shown here may have changed."""
        return any(changes.touches(kind) for kind in ("span", "relation", "setting", "document", "scheme"))

    def _read_gold(self, document: str) -> None:
        self.gold[document] = tuple(self.project.queries.spans(document, GOLD))
        self.gold_relations.pop(document, None)
        others = [each for each in self.records if each.document != document]
        here = decisions(self.project.queries, document)
        self.records = sorted([*others, *here], key=lambda each: (each.time, each.name)) if here else others
        self._stand_in([document])

    def only_gold(self, changes: Changes) -> bool:
        """Whether the annotators' layers are what they were."""
        touched = changes.ids.get("span", frozenset()) | changes.ids.get("relation", frozenset())
        if changes.touches("document") or EVERYTHING in touched or EVERYTHING in changes.documents:
            return False
        layers = changes.ids.get("layer", frozenset())
        if any(not identity.endswith(f"/{GOLD}") for identity in layers):
            return False
        return all(self._is_gold(identity) for identity in touched)

    def _is_gold(self, identity: str) -> bool:
        if identity in self._place_of_span or identity in self._links:
            return False
        row = self.project.queries.span(identity)
        return row is None or row.layer == GOLD

    @cached_property
    def answered(self) -> Answers:
        """What annotators answered, as numbers."""
        from annotator.agreement.answers import answers

        return answers(self.read.columns, self.table, self.read.attributes)

    @cached_property
    def _place_of_span(self) -> dict[str, int]:
        """The cluster of each span of an annotator."""
        return dict(zip(self.read.ids, self.table.cluster_of_row.tolist(), strict=True))

    @cached_property
    def _links(self) -> dict[str, LinkRow]:
        """The annotators' relations by id."""
        return {each.id: each for each in self.project.queries.links()}

    @property
    def _places(self) -> Places:
        return Places(self.found, self._place_of_span, self.in_document)

    # ---- asked of clusters ---------------------------------------------------------------------------

    def stands(self, number: int) -> Standing:
        """Where a cluster stands."""
        return self.standing.get(number, NOTHING)

    def gold_id(self, number: int) -> str:
        """The gold span of a settled cluster, or nothing."""
        standing = self.stands(number)
        return standing.gold.id if standing.gold is not None and not standing.changed else ""

    def unanimous(self) -> list[int]:
        """The clusters that are a rule's to merge: agreed on and not settled, or settled by one on other inputs."""
        numbers = (self.answered.agreed & self.table.comparable).nonzero()[0].tolist()
        fresh = {number for number in numbers if number not in self.standing}
        return sorted(fresh | {number for number in self._changed if self.standing[number].by_rule})

    def holds_any(self, spans: Iterable[str]) -> bool:
        """Whether one of some spans is still a member of a cluster."""
        return any(each in self._place_of_span for each in spans)

    def is_comparable(self, number: int) -> bool:
        """Whether at least two annotators worked on a cluster's document."""
        return self._comparable[number]

    def is_open(self, number: int) -> bool:
        """Whether a cluster waits for a decision."""
        if not self._comparable[number]:
            return False
        standing = self.stands(number)
        return not standing.settled and (not self._agreed[number] or standing.changed)

    def in_document(self, document: str) -> Sequence[int]:
        """The clusters of a document."""
        place = self.texts.place.get(document)
        return () if place is None else self.table.in_document(place)

    def bounds(self, number: int) -> tuple[str, int, int]:
        """The document of a cluster and its outer bounds in it, in code points."""
        place, start, end = (int(each[number]) for each in (self.table.document, self.table.start, self.table.end))
        return self.read.columns.documents[place], start, end

    def annotators_of(self, document: str) -> list[str]:
        """Who worked on a document, in the order of names."""
        columns, place = self.read.columns, self.texts.place.get(document)
        if place is None:
            return []
        there = columns.present[place].tolist()
        return sorted(who for who, present in zip(columns.annotators, there, strict=True) if present)

    def gold_span(self, identity: str) -> Span | None:
        """A gold span by its id."""
        return next((span for spans in self.gold.values() for span in spans if span.id == identity), None)
