"""The clusters of a project and where they stand: read once, brought up to date after each change."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from annotator.core.changes import EVERYTHING, Changes
from annotator.core.span import Relation, Span
from annotator.project.agreement import layers_from
from annotator.project.decisions import PREFIX, decisions
from annotator.project.project import Project
from annotator.project.reader import GOLD
from annotator.project.standing import Standing, standings

if TYPE_CHECKING:
    from annotator.agreement.clusters import Cluster
    from annotator.agreement.comparison import Comparison

NOTHING = Standing()


class ClusterState:
    """All clusters of one project with gold and decisions.

    ``derived`` names what subclasses keep of the clusters, which goes when they are read anew.
    """

    derived: tuple[str, ...] = ()

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
        for name in ("_theirs", *self.derived):
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
        cluster = self.found[number]
        standing = self.stands(number)
        return cluster.comparable and not standing.settled and (not cluster.agreed or standing.changed)

    def in_document(self, document: str) -> list[int]:
        """The clusters of a document."""
        return self._places.get(document, [])

    def gold_span(self, identity: str) -> Span | None:
        """A gold span by its id."""
        return next((span for spans in self.gold.values() for span in spans if span.id == identity), None)
