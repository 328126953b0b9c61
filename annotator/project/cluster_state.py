"""The clusters of a project and where they stand: read once, brought up to date after each change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from annotator.core.changes import EVERYTHING, Changes
from annotator.core.span import Relation, Span
from annotator.project.answer_columns import answer_columns
from annotator.project.decisions import PREFIX, decisions
from annotator.project.project import Project
from annotator.project.query_rows import LinkRow
from annotator.project.reader import GOLD
from annotator.project.standing import Places, Standing, standings
from annotator.project.texts import Texts

if TYPE_CHECKING:
    from annotator.agreement.answers import Answers
    from annotator.agreement.clusters import Cluster

NOTHING = Standing()


class ClusterState:
    """All clusters of one project with gold and decisions.

    ``derived`` names what is computed of the clusters on demand, and goes when they are read anew.
    """

    derived: tuple[str, ...] = ("answered",)

    def __init__(self, project: Project) -> None:
        self.project = project
        self.reload()

    def reload(self) -> None:
        """Read all layers anew."""
        for _step in self.loading():
            pass

    def loading(self) -> Iterator[None]:
        """`reload` in steps, of which a window does one at a time."""
        from annotator.agreement.cluster_table import cluster_table
        from annotator.agreement.clusters import Found
        from annotator.agreement.comparison import Comparison

        queries = self.project.queries
        answers = answer_columns(queries)
        yield
        table = cluster_table(Comparison(answers.columns))
        self.read, self.table, self.texts = answers, table, Texts(queries, answers.columns.documents)
        self.found: Sequence[Cluster] = Found(answers.columns, table, answers.span)
        for name in ("_place_of_span", "_links", *self.derived):
            self.__dict__.pop(name, None)
        yield
        self._comparable = table.comparable.tolist()
        self.comparable = sum(self._comparable)
        self._agreed = self.answered.agreed.tolist()
        self._read_all_gold()
        yield
        self._stand()

    def _read_all_gold(self) -> None:
        queries = self.project.queries
        golden = queries.gold_layers()
        self._finished = {document for document, status in golden.items() if status in {"done", "locked"}}
        self.gold: dict[str, tuple[Span, ...]] = dict.fromkeys(self.texts, ())
        if golden:
            self.gold |= {name: spans for name, spans in queries.gold_spans().items() if name in self.texts}
        self.gold_relations: dict[str, list[Relation]] = {}
        self.records = decisions(queries)

    def _stand(self) -> None:
        known = any(self.gold.values()) or self.records or self._finished
        self.standing = standings(self._places, self.gold, self.records, self._finished) if known else {}
        self.decided = {number for number, each in self.standing.items() if each.settled}
        self._changed = {number for number, each in self.standing.items() if each.changed}

    def _stand_in(self, document: str) -> None:
        """Where the clusters of one document stand, after its gold or decisions changed."""
        here = self.in_document(document)
        for number in here:
            self.standing.pop(number, None)
        records = [each for each in self.records if each.document == document]
        fresh = standings(self._places, {document: self.gold[document]}, records, self._finished & {document})
        self.standing |= fresh
        self.decided.difference_update(here)
        self.decided |= {number for number, each in fresh.items() if each.settled}
        self._changed.difference_update(here)
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
